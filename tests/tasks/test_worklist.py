"""The worklist: one task per customer or lead, in order, capped, inside the scope, in words."""

from pathlib import Path

import pytest

from salesnb.errors import ConfigError, ScopeError
from tests.frames import Records, settings_with
from tests.tasks.cases import call, customer, lead, tasks_on

ORDER = {"owner": "甲", "order_date": "2026-03-02", "due_date": "2026-05-11"}
DEAL = {"owner": "甲", "stage": "opportunity", "created_at": "2026-05-04"}


def test_a_customer_is_one_task_with_the_gravest_reason_first(tmp_path: Path) -> None:
    tables: dict[str, Records] = {
        "customers": [customer("C1", level="key")],
        "leads": [lead("L1", "2026-05-07 10:00", customer_id="C1")],
        "orders": [{**ORDER, "order_id": "S1", "customer_id": "C1", "amount": 500}],
        "payments": [
            {"payment_id": "P0", "order_id": "S1", "paid_amount": 40, "paid_date": "2026-03-03"}
        ],
        "follow_ups": [
            call(
                "F1", "2026-05-08 11:00", customer_id="C1", next_plan="5月12日前报价",
                feedback="价格偏高",
            )
        ],
    }  # fmt: skip
    found = tasks_on(tmp_path, tables, "2026-05-14", lang="zh")
    assert list(found["key"]) == ["payment:C1"]
    row = found.iloc[0]
    assert row["reason"] == (
        "有 1 笔回款逾期，共 460 元，应于 5月11日 付款；5月8日 跟进时约定：5月12日前报价，已过 2 天；"
        "B 级线索每 2 个工作日跟进一次，上次 5月8日，已过 3 天。"
    )
    assert (row["last_feedback"], row["amount"], row["days_over"]) == ("价格偏高", 460, 2)


def test_order_is_chance_times_amount_times_the_effect_of_waiting(tmp_path: Path) -> None:
    # Half-lives of 10 days, and 10 days more of waiting: half of what is left is lost.
    params = "wait_days: 10\nhalf_life_days: {promise: 10, plan: 10}\nper_day: 2\n"
    settings = settings_with(tmp_path, tasks=params)
    deal = {**DEAL, "probability": 0.5}
    tables: dict[str, Records] = {
        "customers": [customer(key) for key in ("C1", "C2", "C3", "C4")],
        "opportunities": [
            {**deal, "opportunity_id": "O1", "customer_id": "C1", "amount": 1000},
            {**deal, "opportunity_id": "O2", "customer_id": "C2", "amount": 3000},
            {**deal, "opportunity_id": "O3", "customer_id": "C3", "amount": 1000, "probability": 0.8},
        ],
        "plans": [
            {"plan_id": "P1", "customer_id": "C1", "due_on": "2026-05-18", "owner": "甲"},
            {"plan_id": "P2", "customer_id": "C2", "due_on": "2026-05-08", "owner": "甲"},
            {"plan_id": "P3", "customer_id": "C3", "due_on": "2026-05-18", "owner": "甲"},
            {"plan_id": "P4", "customer_id": "C4", "due_on": "2026-05-18", "owner": "甲"},
        ],
    }  # fmt: skip
    found = tasks_on(tmp_path / "s", tables, "2026-05-18", settings=settings)
    columns = ["entity_id", "days_over", "expected_value", "rank", "is_shown"]
    assert found[columns].fillna(0).to_numpy().tolist() == [
        ["C3", 0, 400.0, 1, True],  # 0.8 x 1000 x 0.5
        ["C2", 10, 375.0, 2, True],  # 0.5 x 3000 x 0.5 x 0.5
        ["C1", 0, 250.0, 3, False],  # 0.5 x 1000 x 0.5
        ["C4", 0, 0.0, 4, False],  # nothing is known of it
    ]


def test_chances_of_history_are_named_where_nothing_was_learned(tmp_path: Path) -> None:
    lost = {"outcome": "lost", "outcome_date": "2026-05-04", "reason": "price"}
    won = {"outcome": "won", "outcome_date": "2026-05-04", "deal_amount": 100}
    leads = [
        lead("L1", "2026-05-13 10:00", budget_max=1000),
        lead("L2", "2026-05-01 10:00", **won),
        *(lead(f"L{n}", "2026-05-01 10:00", **lost) for n in (3, 4, 5)),
    ]
    settings = settings_with(tmp_path, tasks="chances: learned\n")
    found = tasks_on(tmp_path / "s", {"leads": leads}, "2026-05-15", settings=settings)
    # Too few have ended to learn from: one of four was won.
    row = found.set_index("key").loc["first_contact:L1"]
    assert (row["chance"], found.attrs["chances"]) == (0.25, "history")
    # Half of the chance is lost in three days.
    assert row["expected_value"] == pytest.approx(0.25 * 1000 * (1 - 0.5 ** (7 / 3)), abs=0.01)


def test_a_rep_sees_own_tasks_a_manager_those_of_the_team(tmp_path: Path) -> None:
    def due(key: str, owner: str, **more: object) -> dict[str, object]:
        return lead(key, "2026-05-13 10:00", owner=owner, **more)

    tables = {"leads": [due("L1", "甲"), due("L2", "乙"), due("L3", "钱"), due("L4", "无")]}

    def seen(**who: str) -> list[str]:
        return sorted(tasks_on(tmp_path, tables, "2026-05-15", **who)["key"])  # type: ignore[arg-type]

    assert seen(viewer="甲") == ["first_contact:L1"]
    assert seen(viewer="钱") == ["first_contact:L1", "first_contact:L3"]
    assert seen(scope="rep:钱") == ["first_contact:L3"]
    # Of nobody's lead there is no task: it is to be assigned first.
    assert seen() == ["first_contact:L1", "first_contact:L2", "first_contact:L3"]
    with pytest.raises(ScopeError):
        seen(viewer="甲", scope="rep:乙")


def test_a_list_of_all_tells_nobody_more_of_what_others_own_than_the_own_list_does(
    tmp_path: Path,
) -> None:
    promised = {"next_due": "2026-05-14", "next_plan": "回电"}
    tables: dict[str, Records] = {
        "customers": [customer("C2", owner="乙", level="key")],
        "orders": [
            {**ORDER, "order_id": "S2", "customer_id": "C2", "owner": "乙", "amount": 77_000}
        ],
        "payments": [
            {"payment_id": "P0", "order_id": "S2", "paid_amount": 77_000, "paid_date": "2026-05-01"}
        ],
        "leads": [
            lead("L2", "2026-05-04 10:00", owner="乙", need="秘密", budget_max=9_000),
            lead("L3", "2026-05-04 10:00", need="自己"),
        ],
        "opportunities": [
            {
                **DEAL,
                "opportunity_id": "O1",
                "customer_id": "C2",
                "amount": 5_000,
                "probability": 0.5,
            }
        ],
        "follow_ups": [
            call("F1", "2026-05-11 11:00", lead_id="L2", **promised),
            call("F2", "2026-05-11 11:00", customer_id="C2", lead_id="L2", **promised),
            call("F4", "2026-05-11 11:00", lead_id="L3", feedback="太贵", user="乙"),
        ],
    }
    columns = ["key", "name", "need", "grade", "stage", "amount", "chance", "last_feedback"]

    def told(viewer: str | None) -> list[list[object]]:
        found = tasks_on(tmp_path, tables, "2026-05-14", viewer=viewer).sort_values("key")
        rows = found.loc[found["owner"] == "甲", columns].astype("object")
        return rows.where(rows.notna(), None).to_numpy().tolist()

    assert told(None) == [
        ["follow_up:L3", "Company L3", "自己", "B", "lead", None, None, None],
        ["promise:C2:甲", "Customer C2", None, None, None, 5_000.0, 0.5, None],
        ["promise:L2:甲", "L2", None, None, None, None, None, None],
    ]
    assert told("甲") == told("钱") == told(None)


def test_nothing_dated_after_the_day_is_told(tmp_path: Path) -> None:
    tables = {
        "leads": [lead("L1", "2026-05-13 10:00")],
        "follow_ups": [
            call("F1", "2026-05-14 10:00", lead_id="L1", feedback="太贵"),
            call("F2", "2026-05-19 10:00", lead_id="L1", feedback="同意"),
        ],
    }
    rows = [tasks_on(tmp_path, tables, day) for day in ("2026-05-18", "2026-05-21")]
    assert [list(found["last_feedback"]) for found in rows] == [["太贵"], ["同意"]]
    assert [str(found["since"].iloc[0])[:10] for found in rows] == ["2026-05-14", "2026-05-19"]


def test_no_tasks_is_an_empty_list(tmp_path: Path) -> None:
    found = tasks_on(tmp_path, {"customers": [customer("C1")]}, "2026-05-15")
    assert found.empty and {"key", "rank", "draft"} <= set(found.columns)


def test_the_playbook_speaks_by_grade_in_turn_and_in_the_leads_own_words(tmp_path: Path) -> None:
    tables = {
        "leads": [
            lead("L1", "2026-05-13 10:00", "A", need="30 meters"),
            lead("L2", "2026-05-07 10:00", "B"),
            lead("L3", "2026-05-07 10:00", "B"),
        ],
        "follow_ups": [
            call("F1", "2026-05-08 10:00", lead_id="L2", feedback="Too expensive."),
            call("F2", "2026-05-08 10:00", lead_id="L3"),
            call("F3", "2026-05-11 10:00", lead_id="L3"),
        ],
    }
    found = tasks_on(tmp_path, tables, "2026-05-14").set_index("entity_id")
    assert found.loc["L1", "next_step"] == (
        "Call today, then write; ask for need, budget and who decides, and agree on a visit"
    )
    assert "this is 甲. You asked: 30 meters. We have" in found.loc["L1", "draft"]
    assert "you said: Too expensive. Attached" not in found.loc["L2", "draft"]
    assert found.loc["L2", "next_step"] == "Send a case from their industry and what it brought"
    # A sentence without its word is left out: nobody wrote down what L3 answered.
    assert (
        found.loc["L3", "draft"]
        == "Attached is a comparison of the main brands for your discussion."
    )


@pytest.mark.parametrize(
    ("stem", "text", "said"),
    [
        ("tasks", "per_day: 12\nper_dya: 3\n", "params/tasks.yml, line 2: 'per_dya' is not a known key. Did you mean 'per_day'?"),
        ("tasks", "\nper_day: many\n", "params/tasks.yml, line 2: per_day"),
        ("tasks", "half_life_days:\n  paymnt: 3\n", "params/tasks.yml, line 2: half_life_days"),
        ("tasks", "half_life_days:\n  plan: 0\n", "params/tasks.yml, line 2: half_life_days.plan"),
        ("tasks", "gravest_first: [payment, plan]\n", "name every kind of task, each once"),
        ("tasks", "without: [calls]\n", "params/tasks.yml, line 1: without.0"),
        ("playbook", "plays:\n- grades: [E]\n  turns: [{zh: 打, en: call}]\n", "params/playbook.yml, line 2: 'E' is not a known grade"),
        ("playbook", "plays:\n- levels: [kye]\n  turns: [{zh: 打, en: call}]\n", "params/playbook.yml, line 2: 'kye' is not a known level. Did you mean 'key'?"),
        ("playbook", "plays:\n- turns:\n  - {zh: 打, en: call, draft_en: 'Dear {nmae}'}\n", "params/playbook.yml, line 2: plays.0: turns.0.draft_en: braces hold one of name, owner"),
        ("playbook", "plays:\n- turns:\n  - {zh: 打, en: call, draft_en: '{name.__class__}'}\n", "braces hold one of"),
        ("playbook", "plays:\n- kinds: [call]\n  turns: [{zh: 打, en: call}]\n", "params/playbook.yml, line 2: plays.0.kinds.0"),
        ("playbook", "plays: !!python/object/apply:os.system ['true']\n", "params/playbook.yml"),
    ],
)  # fmt: skip
def test_wrong_params_are_named_with_file_and_line(
    tmp_path: Path, stem: str, text: str, said: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        settings_with(tmp_path, **{stem: text})
    assert said.lower() in str(refused.value).lower()
