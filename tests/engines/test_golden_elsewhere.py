"""The golden cases, in PostgreSQL and in Spark: the tests of the metrics and of the funnel again."""

import inspect
from pathlib import Path
from typing import Any

import pytest

from salesnb.store import Store
from tests import frames
from tests.engines.conftest import apart
from tests.funnel import test_readings, test_stages
from tests.metrics import test_golden

GOLDEN = [
    (module, name)
    for module in (test_golden, test_stages, test_readings)
    for name, case in vars(module).items()
    if name.startswith("test_")
    and (module is test_golden or "golden" in name)
    and [*inspect.signature(case).parameters] == ["tmp_path"]
]


@pytest.mark.parametrize("engine", ["postgres", "spark"])
@pytest.mark.parametrize(("module", "name"), GOLDEN, ids=[name for _, name in GOLDEN])
def test_a_golden_case_comes_out_elsewhere(
    engine: str,
    module: Any,
    name: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached = apart(request.getfixturevalue(engine), tmp_path)
    loaded: list[dict[str, int]] = []

    def elsewhere(folder: Path) -> Store:
        store = Store(folder, reached=reached)
        loaded.append({} if store.is_empty else store.load())
        return store

    monkeypatch.setattr(frames, "Store", elsewhere)
    getattr(module, name)(tmp_path)
    assert loaded


def test_there_are_golden_cases_of_metrics_and_of_the_funnel() -> None:
    assert len(GOLDEN) >= 9
