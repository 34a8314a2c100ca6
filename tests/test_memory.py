"""What making figures may take of memory, and where it leaves what does not fit."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.errors import ConfigError
from salesnb.extracts import WholeStore
from salesnb.store import Store
from tests.frames import DEFAULTS, NOON, fill, settings_with


def test_what_params_allow_is_what_the_facts_may_take(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    fill(store, {"staff": [{"name": "李娜", "team": "东区", "role": "rep"}]}, NOON)
    limited = settings_with(tmp_path, workspace="memory_gb: 1.5")
    with WholeStore(store.snapshot().path, limited, date(2026, 10, 31)) as whole:
        assert setting(whole, "memory_limit") == "1.3 GiB"
    with WholeStore(store.snapshot().path, DEFAULTS, date(2026, 10, 31)) as whole:
        assert setting(whole, "memory_limit") != "1.3 GiB"


def test_what_does_not_fit_lies_in_a_folder_that_goes_with_the_facts(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    fill(store, {"staff": [{"name": "李娜", "team": "东区", "role": "rep"}]}, NOON)
    settings = settings_with(tmp_path, workspace="memory_gb: 1")
    with WholeStore(store.snapshot().path, settings, date(2026, 10, 31)) as whole:
        spill = Path(setting(whole, "temp_directory"))
        whole.connection.execute("set memory_limit = '60MB'")
        whole.connection.execute(
            "create table wide as select range as n, hash(range) as h from range(8000000)"
        )
        assert list(spill.iterdir())
    assert not spill.exists()


@pytest.mark.parametrize("given", ["0", "0.5", "-2"])
def test_less_than_a_gigabyte_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigError, match="memory_gb"):
        settings_with(tmp_path, workspace=f"memory_gb: {given}")


def setting(whole: WholeStore, name: str) -> str:
    found = whole.connection.execute(f"select current_setting('{name}')").fetchall()
    return str(found[0][0])
