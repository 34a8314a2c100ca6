"""The rule on targets: who is behind, measured against the elapsed time."""

from datetime import date
from pathlib import Path

import pytest

from salesnb.alerts import COLUMNS, find_alerts
from salesnb.periods import Calendar, parse_period
from salesnb.scopes import ScopedStore
from salesnb.store import Store
from tests.frames import CHINA, DEFAULTS, Records, fill, scoped, settings_with

PERIOD = parse_period("2026-11-02..2026-11-13")  # ten working days
STAFF: Records = [
    {"name": name, "team": team, "role": "rep"}
    for name, team in (("甲", "东区"), ("乙", "东区"), ("丙", "西区"))
]
ORDER = {"customer_id": "C1", "order_date": "2026-11-03"}


def targets(**values: float) -> Records:
    return [
        {"period": PERIOD.text, "scope": f"rep:{name}", "metric": "sales", "value": value}
        for name, value in values.items()
    ]


def alerts(store: ScopedStore, rule: str) -> dict[str, tuple[float, float]]:
    found = find_alerts(store, DEFAULTS, CHINA, period=PERIOD, rules=[rule])
    assert found.columns.to_list()[: len(COLUMNS)] == COLUMNS
    return dict(zip(found["scope"], zip(found["amount"], found["value"], strict=True), strict=True))


def test_behind_is_below_80_percent_of_the_elapsed_share(tmp_path: Path) -> None:
    tables = {
        "staff": STAFF,
        "targets": targets(甲=1000, 乙=1000, 丙=1000),
        "orders": [
            {**ORDER, "order_id": "O1", "owner": "甲", "amount": 400},  # 40 % = 0.8 x 50 %: not red
            {**ORDER, "order_id": "O2", "owner": "乙", "amount": 399},
            {**ORDER, "order_id": "O3", "owner": "丙", "amount": 600},
        ],
    }
    halfway = date(2026, 11, 6)
    assert CHINA.elapsed_share(PERIOD, halfway) == 0.5
    with scoped(tmp_path, tables, scope="team:东区", as_of=halfway) as store:
        found = alerts(store, "target_behind")
    assert found == {"team:东区": (201, 0.3995), "rep:乙": (101, 0.399)}
    with scoped(tmp_path, scope="rep:甲", as_of=halfway) as store:
        assert alerts(store, "target_behind") == {}
    with scoped(tmp_path, as_of=date(2026, 11, 13)) as store:  # over: 80 % of the whole target
        everybody = {"company", "team:东区", "team:西区", "rep:甲", "rep:乙", "rep:丙"}
        assert set(alerts(store, "target_behind")) == everybody


def test_without_a_target_nobody_is_behind(tmp_path: Path) -> None:
    orders = [{**ORDER, "order_id": "O1", "owner": "甲", "amount": 1}]
    with scoped(tmp_path, {"staff": STAFF, "orders": orders}, as_of=date(2026, 11, 13)) as store:
        assert find_alerts(store, DEFAULTS, CHINA, period=PERIOD, rules=["target_behind"]).empty


def test_whose_team_changes_later_is_told_to_the_team_of_the_day(tmp_path: Path) -> None:
    later = {"name": "甲", "team": "西区", "role": "rep", "since": "2026-12-01"}
    tables = {"staff": [*STAFF, later], "targets": targets(甲=1000)}
    with scoped(tmp_path, tables, as_of=date(2026, 11, 13)) as store:
        found = find_alerts(store, DEFAULTS, CHINA, period=PERIOD, rules=["target_behind"])
    assert dict(zip(found["scope"], found["team"], strict=True))["rep:甲"] == "东区"


def test_the_costliest_alert_comes_first(tmp_path: Path) -> None:
    tables = {"staff": STAFF, "targets": targets(甲=100, 乙=900, 丙=300)}
    with scoped(tmp_path, tables, as_of=date(2026, 11, 13)) as store:
        found = alerts(store, "target_behind")
    assert list(found) == ["company", "team:东区", "rep:乙", "rep:丙", "team:西区", "rep:甲"]
    assert [amount for amount, _ in found.values()] == [1300, 1000, 900, 300, 300, 100]


# Each rep of a case has sold what is asked of the target by its day, or a fen less.
PACES = [
    # On a Sunday as on the Friday before: 5 of 21 working days.
    ("CN", "2026-11-08", 2100, 400),
    # 1 to 7 October are off, the Saturday of the 10th is a working day: 5 of 18.
    ("CN", "2026-10-13", 9000, 2000),
    ("CN", "2026-05-31", 1000, 800),  # the month is over
    ("CN", "2025-12-31", 1000, 800),  # and the year
    ("DE", "2026-03-29", 2200, 1600),  # a Sunday of 23 hours: 20 of 22
    ("DE", "2026-04-07", 2000, 240),  # after Easter: 3 of 20
    ("US", "2026-11-02", 1900, 80),  # after a Sunday of 25 hours: 1 of 19
]


@pytest.fixture(scope="module")
def paces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paces")
    tables: dict[str, list[dict[str, object]]] = {"staff": [], "targets": [], "orders": []}
    for _, day, target, asked in PACES:
        for name, sold in ((f"at {day}", asked), (f"below {day}", asked - 0.01)):
            tables["staff"].append({"name": name, "team": "东区", "role": "rep"})
            aim = {"period": day[:7], "scope": f"rep:{name}", "metric": "sales", "value": target}
            tables["targets"].append(aim)
            order = {"order_id": name, "customer_id": "C1", "owner": name, "amount": sold}
            tables["orders"].append({**order, "order_date": day})
    fill(Store(folder), tables)
    return folder


@pytest.mark.parametrize(("country", "day", "target", "asked"), PACES)
def test_exactly_what_the_elapsed_working_days_ask_for_is_not_behind(
    paces: Path, tmp_path: Path, country: str, day: str, target: float, asked: float
) -> None:
    settings = settings_with(tmp_path, workspace=f"country: {country}\n")
    with scoped(paces, settings=settings, as_of=date.fromisoformat(day)) as store:
        found = find_alerts(store, settings, Calendar(country), rules=["target_behind"])
    low = found[found["scope"].str.endswith(day)]
    assert low["scope"].to_list() == [f"rep:below {day}"]
    assert round(low["elapsed"].iloc[0] * target * 0.8, 6) == asked


@pytest.mark.parametrize("day", ["2026-10-07", "2027-01-03"])
def test_before_the_first_working_day_of_a_month_nobody_is_behind(paces: Path, day: str) -> None:
    with scoped(paces, as_of=date.fromisoformat(day)) as store:
        assert find_alerts(store, DEFAULTS, CHINA, rules=["target_behind"]).empty
