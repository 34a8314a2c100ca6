"""Companies of pure chance: what is found in them is false, and may be so once in twenty."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "noise.py"


@pytest.fixture(scope="module")
def noise() -> ModuleType:
    spec = spec_from_file_location("noise", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_in_companies_of_pure_chance_hardly_anything_is_found(
    noise: ModuleType, tmp_path: Path
) -> None:
    """`benchmarks/noise.py` looks at 200; here are eight, of which one or two may be unlucky."""
    counts = {"rates": 0, "leaks": 0, "report": 0, "plain": 0}
    for number in range(8):
        rng = np.random.default_rng([7, number])
        for name, is_found in noise.looked_at(tmp_path / str(number), 800, rng).items():
            counts[name] += is_found
    assert max(counts["rates"], counts["leaks"], counts["report"]) <= 2
    assert counts["plain"] >= 6  # each group tested as if it were the only one: nearly always
