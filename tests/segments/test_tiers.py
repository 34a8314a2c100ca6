"""R7.2 and R7.6: who is at risk and why, whom to win back first, by whom."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from salesnb.segments import customer_segments, customer_tiers, tier_movements, win_back_plan
from salesnb.settings import load_settings
from tests.frames import CHINA, DEFAULTS, scoped, settings_with
from tests.segments.customers import company, customer

AS_OF = date(2026, 10, 31)


def every(days: int, count: int, until: str, amount: float = 1_000) -> list[tuple[str, float]]:
    """Return purchases in a rhythm, the last one on a day."""
    last = date.fromisoformat(until)
    return [(str(last - timedelta(days=days * n)), amount) for n in range(count)]


def seen(day: str, *ids: str) -> list[dict[str, Any]]:
    """Return a follow-up of each customer on a day."""
    return [
        {
            "follow_id": f"F-{id_}-{day}",
            "customer_id": id_,
            "user": "Ann",
            "follow_at": f"{day} 10:00",
            "recorded_at": f"{day} 11:00",
        }
        for id_ in ids
    ]


def tiers(folder: Path, tables: dict, day: date = AS_OF) -> pd.DataFrame:
    """Return the tiers on a day by customer."""
    with scoped(folder, tables, as_of=AS_OF) as store:
        return customer_tiers(store, DEFAULTS, day).set_index("customer_id")


def test_not_contacted_for_longer_than_thirty_days_and_the_cadence_is_at_risk(
    tmp_path: Path,
) -> None:
    recent = every(30, 8, "2026-10-20")
    tables = company(*((id_, recent) for id_ in ("A", "B", "C", "D", "E")))
    for row, level in zip(
        tables["customers"], ["key", "key", "ordinary", "ordinary", "key"], strict=True
    ):
        row["level"] = level
    tables["follow_ups"] = [
        *seen("2026-10-01", "A"),  # 30 days ago
        *seen("2026-09-30", "B"),  # 31, the cadence is 14
        *seen("2026-09-01", "C"),  # 60, which is the cadence
        *seen("2026-08-31", "D"),
    ]
    found = tiers(tmp_path, tables)
    assert found["tier"].to_dict() == {
        "A": "stable",
        "B": "at_risk",
        "C": "stable",
        "D": "at_risk",
        "E": "at_risk",  # never contacted at all
    }
    assert found.loc["B", "reasons"] == ("contact",)


def test_silent_for_longer_than_its_own_usual_gap_is_at_risk(tmp_path: Path) -> None:
    tables = company(
        ("Monthly", every(30, 12, "2026-08-01")),  # silent for 91 days
        ("Quarterly", every(91, 8, "2026-08-01")),  # as silent, and on time
    )
    tables["follow_ups"] = seen("2026-10-25", "Monthly", "Quarterly")
    found = tiers(tmp_path, tables)
    assert found["tier"].to_dict() == {"Monthly": "at_risk", "Quarterly": "stable"}
    assert found.loc["Monthly", "reasons"] == ("order_rhythm",)
    assert found.loc["Monthly", "usual_gap"] == pytest.approx(30, rel=0.1)
    assert found.loc["Monthly", "risk"] > 0.9 > found.loc["Quarterly", "risk"]


def test_who_bought_once_can_look_lost_by_the_gap_of_comparable_customers(tmp_path: Path) -> None:
    regulars = [(f"R{n}", every(20 + n, 6, "2026-10-10")) for n in range(6)]
    tables = company(
        *regulars,
        ("Gone", [("2025-06-01", 5_000)]),
        ("Fresh", [("2026-10-15", 5_000)]),
    )
    ids = [row["customer_id"] for row in tables["customers"]]
    tables["follow_ups"] = seen("2026-10-25", *ids)
    found = tiers(tmp_path, tables)
    assert found.loc["Gone", ["tier", "gap_of"]].tolist() == ["at_risk", "comparable"]
    assert found.loc["Fresh", "tier"] == "stable"
    assert found.loc["Gone", "risk"] > 0.9 > 0.5 > found.loc["Fresh", "risk"]
    assert found.loc["Gone", "value_at_risk"] == pytest.approx(5_000, rel=0.1)


def test_prospects_of_high_value_are_told_from_others_and_lost_ones(tmp_path: Path) -> None:
    tables = company(("Buyer", every(30, 8, "2026-10-20")))
    tables["customers"] += [
        customer("Deal"),
        customer("Small"),
        customer("Strategic", strategic=True),
        customer("Lost", status="lost", strategic=True),
    ]
    tables["opportunities"] = [
        {
            "opportunity_id": f"O{id_}{n}",
            "customer_id": id_,
            "stage": "quote",
            "amount": amount,
            "created_at": "2026-10-01",
            "owner": "Ann",
        }
        for n, (id_, amount) in enumerate([("Deal", 120_000), ("Deal", 80_000), ("Small", 199_999)])
    ]
    tables["follow_ups"] = seen("2026-10-25", "Buyer")
    assert tiers(tmp_path, tables)["tier"].to_dict() == {
        "Buyer": "stable",
        "Deal": "prospect",
        "Small": "other",
        "Strategic": "prospect",
        "Lost": "lost",
    }


def test_fewer_contacts_than_usual_are_a_reason_of_their_own(tmp_path: Path) -> None:
    tables = company(("A", every(30, 8, "2026-10-20")))
    tables["customers"][0]["level"] = "ordinary"  # once in 60 days is enough by its level
    weekly = [str(date(2026, 9, 20) - timedelta(days=7 * n)) for n in range(10)]
    tables["follow_ups"] = [row for day in weekly for row in seen(day, "A")]
    assert tiers(tmp_path, tables).loc["A", "reasons"] == ("contact_rhythm",)


def test_nothing_dated_later_is_known_on_an_earlier_day(tmp_path: Path) -> None:
    tables = company(("A", [*every(30, 8, "2026-06-01"), ("2026-10-01", 1_000)]))
    tables["customers"].append(customer("B", first_contact_date="2026-09-01"))
    tables["follow_ups"] = seen("2026-10-01", "A")
    found = tiers(tmp_path, tables, date(2026, 8, 31))
    assert found.index.tolist() == ["A"]  # B was not known yet
    assert found.loc["A", ["tier", "days_since_order"]].tolist() == ["at_risk", 91]


def test_movements_say_who_came_back_and_who_is_new(tmp_path: Path) -> None:
    tables = company(("A", [*every(30, 8, "2026-06-01"), ("2026-10-01", 70_000)]))
    tables["customers"].append(customer("B", first_contact_date="2026-09-15"))
    tables["follow_ups"] = seen("2026-10-20", "A")
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        now = customer_segments(store, DEFAULTS, "en")
        moves = tier_movements(store, DEFAULTS, date(2026, 9, 1), now).set_index("customer_id")
    assert moves[["before", "after"]].to_dict("index") == {
        "A": {"before": "at_risk", "after": "stable"},
        "B": {"before": "new", "after": "other"},
    }
    assert moves.loc["A", "purchases_12m"] == 78_000


def test_of_contacts_before_the_last_one_of_a_customers_row_nothing_is_known(
    tmp_path: Path,
) -> None:
    tables = company(*((id_, every(30, 8, "2026-10-20")) for id_ in ("A", "B", "C", "D")))
    for row, day in zip(tables["customers"], ["2026-10-25", "2026-09-10", None, None], strict=True):
        row["last_contact_at"] = day
    tables["follow_ups"] = seen("2026-10-25", "C")
    assert tiers(tmp_path, tables, date(2026, 9, 30))["tier"].to_dict() == {
        "A": "stable",  # contacted in October, and who knows whether in September
        "B": "stable",
        "C": "at_risk",  # its contacts are recorded, and this is the first
        "D": "at_risk",
    }


def test_the_win_back_plan_has_a_task_per_customer_led_by_the_manager(tmp_path: Path) -> None:
    tables = company(
        ("Small", every(30, 12, "2026-06-01", 1_000)),
        ("Large", every(30, 12, "2026-06-01", 9_000)),
        ("Calm", every(30, 12, "2026-10-20", 9_000)),
    )
    tables["staff"] = [
        {"name": "Ann", "team": "East", "role": "rep"},
        {"name": "Eve", "team": "East", "role": "manager"},
    ]
    tables["follow_ups"] = seen("2026-10-25", "Small", "Large", "Calm")
    with scoped(tmp_path, tables, as_of=AS_OF) as store:
        segments = customer_segments(store, DEFAULTS, "en")
        plan = win_back_plan(store, DEFAULTS, segments, CHINA)
    assert plan["customer_id"].tolist() == ["Large", "Small"]
    assert set(plan["owner"]) == {"Ann"}
    assert set(plan["lead"]) == {"Eve"}
    assert plan["due_on"].tolist() == [date(2026, 11, 9)] * 2  # a week later is a Saturday
    assert plan["value_at_risk"].iloc[0] == pytest.approx(9 * plan["value_at_risk"].iloc[1])
    assert plan["reason"].iloc[0] == "no order for 152 days, usually one every 30"
    assert plan["approach"].iloc[0] == ("call, ask why it stopped buying, make an exclusive offer")


def test_the_approach_is_the_first_of_params_that_fits(tmp_path: Path) -> None:
    settings = settings_with(
        tmp_path,
        levels="""
approaches:
  - {tier: at_risk, levels: [key], zh: 拜访, en: visit}
  - {tier: at_risk, reasons: [contact], zh: 电话, en: call}
  - {tier: at_risk, zh: 优惠, en: offer}
""",
    )
    tables = company(*((id_, every(30, 12, "2026-06-01")) for id_ in ("A", "B", "C")))
    tables["customers"][0]["level"] = "key"
    tables["follow_ups"] = seen("2026-10-25", "C")
    with scoped(tmp_path / "store", tables, settings=settings, as_of=AS_OF) as store:
        found = customer_segments(store, settings, "en").set_index("customer_id")
    assert found["approach"].to_dict() == {"A": "visit", "B": "call", "C": "offer"}


def test_no_customer_no_order_and_one_order_alone_are_judged_without_a_rhythm(
    tmp_path: Path,
) -> None:
    tables = company(("A", [("2026-06-01", 5_000)]))
    tables["customers"].append(customer("B"))
    tables["follow_ups"] = seen("2026-10-25", "A")
    found = tiers(tmp_path, tables)
    assert found["tier"].to_dict() == {"A": "stable", "B": "other"}
    assert found["risk"].isna().all()


def test_identical_customers_stand_alike(tmp_path: Path) -> None:
    tables = company(*((f"C{n}", every(30, 6, "2026-07-01")) for n in range(4)))
    found = tiers(tmp_path, tables)
    assert found["risk"].nunique() == 1
    assert found["tier"].tolist() == ["at_risk"] * 4


def test_more_returned_than_bought_puts_no_negative_value_at_risk(tmp_path: Path) -> None:
    tables = company(("A", [*every(30, 6, "2026-06-01"), ("2026-06-02", -50_000)]))
    row = tiers(tmp_path, tables).loc["A"]
    assert row["yearly_purchases"] == -44_000
    assert row["value_at_risk"] == 0
    assert row["days_since_order"] == 152  # a return is no purchase


def test_params_of_levels_name_only_known_levels(tmp_path: Path) -> None:
    params = tmp_path / "params"
    params.mkdir()
    text = "approaches:\n  - {tier: stable, levels: [gold], zh: 拜访, en: visit}\n"
    (params / "levels.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="gold"):
        load_settings(params)


def test_the_last_level_must_be_open_to_all(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'key' stands last"):
        settings_with(tmp_path, levels="levels: [{level: key, purchases: 5}]")


def test_an_unknown_tier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stable"):
        settings_with(tmp_path, levels="approaches: [{tier: sleeping, zh: 睡, en: sleep}]")
