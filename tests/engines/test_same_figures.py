"""Every metric is the same, whichever engine computes it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from salesnb.engines import Connection
from salesnb.metrics import measure
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from salesnb.workspace import Workspace
from tests.engines.conftest import apart

SPLITS: dict[str, tuple[str, list[str], list[str]]] = {
    "company": ("company", [], ["2026-10"]),
    "teams": ("company", ["team"], ["2026-10", "2026Q4", "2026-W43"]),
    "reps of a team": ("team", ["rep"], ["2026-09", "2026-10"]),
    "a department": ("department", [], ["2026-08", "2026-10"]),
    "a rep": ("rep", [], ["2026Q3"]),
}


class Elsewhere:
    """The demo company in a warehouse, each scope of it opened once."""

    def __init__(self, demo: Workspace, reached: Connection) -> None:
        self._demo = demo
        self._store = Store(demo.store.folder, keys=demo.keys, reached=reached)
        self._store.load()
        self._first = ScopedStore.open(self._store, demo.settings)
        self._opened = {"company": self._first}

    def scope(self, scope: str) -> ScopedStore:
        if scope not in self._opened:
            found = self._first.beside(scope)
            assert found is not None
            self._opened[scope] = found
        return self._opened[scope]


@pytest.fixture(scope="module", params=["postgres", "spark"])
def elsewhere(
    request: pytest.FixtureRequest, demo_zh: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Elsewhere:
    reached = apart(request.getfixturevalue(request.param), tmp_path_factory.mktemp("loaded"))
    return Elsewhere(demo_zh, reached)


@pytest.fixture(scope="module")
def here(demo_zh: Workspace) -> Iterator[ScopedStore]:
    with ScopedStore.open(demo_zh.store, demo_zh.settings) as store:
        yield store


def figures(store: ScopedStore, demo: Workspace, split: str) -> pd.DataFrame:
    _, by, texts = SPLITS[split]
    periods = [parse_period(text) for text in texts]
    names = [
        name
        for name, metric in demo.settings.metrics.items()
        if not by or metric.fact or metric.against in ("previous", "year_ago", "target", "pace")
    ]
    frame = measure(store, demo.settings, names, periods, by, demo.calendar(), compare=True)
    return frame.sort_values(["metric", "period", *by], ignore_index=True)


def place(store: ScopedStore, kind: str) -> str:
    """Return the largest team, department or rep."""
    column = {"team": "team", "department": "department", "rep": "owner"}[kind]
    found = store.run(
        f"select {column} as name, count(*) as n from fact_leads where {column} <> 'unassigned'"
        f" group by {column} order by n desc, name limit 1"
    )
    return f"{kind}:{found['name'][0]}"


@pytest.mark.parametrize("split", SPLITS)
def test_every_metric_is_equal_to_nine_digits(
    elsewhere: Elsewhere, here: ScopedStore, demo_zh: Workspace, split: str
) -> None:
    kind = SPLITS[split][0]
    scope = kind if kind == "company" else place(here, kind)
    ours = here if kind == "company" else here.beside(scope)
    assert ours is not None
    expected = figures(ours, demo_zh, split)
    found = figures(elsewhere.scope(scope), demo_zh, split)
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, atol=0, check_dtype=False)
    # Something was compared: most metrics have a value, and ratios both parts.
    assert expected.groupby("metric")["value"].count().gt(0).mean() > 0.7
    assert np.isfinite(expected.loc[expected["metric"] == "win_rate", "denominator"]).all()
