"""The made-up company: what is said to be true of it can be found in its spreadsheets."""

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import fastexcel
import numpy as np
import pandas as pd
import pytest

from salesnb.demo import Truths, write_company
from salesnb.demo.codes import Words
from salesnb.demo.layouts import BOOKS
from salesnb.demo.phrases import EXTRAS, METHOD_TOLD, PHRASES
from salesnb.demo.words import LANGUAGES

UNTIL = date(2026, 10, 20)
TODAY = pd.Timestamp(UNTIL)
LANGS = ("zh", "en")


class Demo(NamedTuple):
    """A written company: its truths, its words, and its sheets by table, read back from Excel."""

    truths: Truths
    words: Words
    tables: dict[str, pd.DataFrame]

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]


def read_company(truths: Truths, lang: str) -> dict[str, pd.DataFrame]:
    """Every sheet under its table's name, with the tables' own column names."""
    frames: dict[str, list[pd.DataFrame]] = {}
    layout = {(s.zh if lang == "zh" else s.en): s for _, _, sheets in BOOKS for s in sheets}
    for path in truths.files:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            sheet = layout[name]
            frame = book.load_sheet(
                name, header_row=1 if sheet.zh_title else 0, schema_sample_rows=None
            ).to_pandas()
            assert list(frame) == [field.header(lang) for field in sheet.fields]
            frame.columns = pd.Index([field.name for field in sheet.fields])
            frames.setdefault(sheet.table, []).append(frame)
    return {table: pd.concat(parts, ignore_index=True) for table, parts in frames.items()}


@pytest.fixture(scope="module", params=LANGS)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A fifth of the full company, in each language."""
    folder = tmp_path_factory.mktemp(request.param)
    truths = write_company(folder, lang=request.param, until=UNTIL, scale=0.2)
    return Demo(truths, LANGUAGES[request.param], read_company(truths, request.param))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The smallest company that still has everybody in it."""
    folder = tmp_path_factory.mktemp("small")
    truths = write_company(folder, lang="zh", until=UNTIL, scale=0.02)
    return Demo(truths, LANGUAGES["zh"], read_company(truths, "zh"))


def opportunity_stages(demo: Demo) -> pd.DataFrame:
    """First entry of each opportunity (rows) into each stage (columns, by their place)."""
    rows = demo["stage_history"]
    rows = rows[rows["subject_type"] == demo.words.subjects[1]]
    first = rows.groupby(["subject_id", "stage"])["entered_at"].min().unstack()
    return first.rename(columns={word: n for n, word in enumerate(demo.words.stages)})


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    runs = [
        write_company(tmp_path / name, lang="zh", until=UNTIL, scale=0.02) for name in ("a", "b")
    ]
    for one, two in zip(runs[0].files, runs[1].files, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_another_seed_is_another_company(tmp_path: Path) -> None:
    runs = [
        write_company(tmp_path / str(seed), lang="zh", until=UNTIL, scale=0.02, seed=seed)
        for seed in (1, 2)
    ]
    assert runs[0].churned_customers != runs[1].churned_customers
    assert runs[0].files[2].read_bytes() != runs[1].files[2].read_bytes()


def test_both_languages_tell_the_same_story(tmp_path: Path) -> None:
    zh, en = (write_company(tmp_path / lang, lang=lang, until=UNTIL, scale=0.05) for lang in LANGS)
    assert zh.counts == en.counts
    assert zh.churned_customers == en.churned_customers
    assert list(zh.team_completion.values()) == list(en.team_completion.values())
    sales = [read_company(t, lang)["orders"]["amount"] for t, lang in ((zh, "zh"), (en, "en"))]
    assert sales[0].tolist() == sales[1].tolist()


def test_each_list_of_words_is_as_long_in_both_languages() -> None:
    zh, en = (asdict(LANGUAGES[lang]) for lang in LANGS)
    for name, words in zh.items():
        assert isinstance(words, str) or len(words) == len(en[name]), name
    assert len(EXTRAS["zh"]) == len(EXTRAS["en"])
    for number, (one, two) in enumerate(zip(PHRASES["zh"], PHRASES["en"], strict=True)):
        assert [len(sentences) for sentences in one] == [len(sentences) for sentences in two]
        assert max(METHOD_TOLD[number]) < len(one.content)


def test_an_unknown_language_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Allowed are 'en' and 'zh'"):
        write_company(tmp_path, lang="de", until=UNTIL)  # type: ignore[arg-type]


def test_a_scale_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        write_company(tmp_path, lang="zh", until=UNTIL, scale=0)


def test_the_truths_are_json_without_the_folder(small: Demo) -> None:
    facts = json.loads(small.truths.to_json())
    assert facts["files"][0] == "01_人员与目标.xlsx"
    assert facts["until"] == "2026-10-20"
    assert facts["since"] == "2024-10-01"


def test_the_small_company_keeps_all_people_and_few_rows(small: Demo) -> None:
    roles = small["staff"].drop_duplicates("name")["role"].value_counts()
    assert [roles[role] for role in small.words.roles] == [40, 8, 4, 1]
    assert len(small["customers"]) == pytest.approx(120, abs=12)
    assert (len(small["leads"]), len(small["follow_ups"])) == (400, 2400)
    assert set(small["orders"]["owner"]) <= set(small["staff"]["name"])


def test_a_month_that_ends_on_the_last_day_makes_24_full_months(tmp_path: Path) -> None:
    truths = write_company(tmp_path, lang="en", until=date(2026, 8, 31), scale=0.02)
    assert truths.since == "2024-09-01"


def test_every_key_is_unique(demo: Demo) -> None:
    keys = {
        "customers": ["customer_id"],
        "leads": ["lead_id"],
        "opportunities": ["opportunity_id"],
        "follow_ups": ["follow_id"],
        "plans": ["plan_id"],
        "orders": ["order_id"],
        "payments": ["payment_id"],
        "products": ["product"],
        "targets": ["period", "scope", "metric"],
        "staff": ["name", "since"],
        "stage_history": ["subject_type", "subject_id", "stage", "entered_at"],
    }
    for table, key in keys.items():
        assert not demo[table].duplicated(key).any(), table
    assert demo["customers"]["customer_name"].is_unique
    assert demo["staff"]["email"].nunique() == demo["staff"]["name"].nunique() == 53


def test_every_reference_leads_to_a_row(demo: Demo) -> None:
    customers, leads = set(demo["customers"]["customer_id"]), set(demo["leads"]["lead_id"])
    for table in ("leads", "opportunities", "follow_ups", "plans", "orders"):
        assert set(demo[table]["customer_id"].dropna()) <= customers, table
    for table in ("opportunities", "follow_ups", "plans"):
        assert set(demo[table]["lead_id"].dropna()) <= leads, table
    assert set(demo["payments"]["order_id"]) <= set(demo["orders"]["order_id"])
    subjects = leads | set(demo["opportunities"]["opportunity_id"])
    assert set(demo["stage_history"]["subject_id"]) == subjects
    names = set(demo["staff"]["name"])
    for table, column in (("leads", "owner"), ("orders", "owner"), ("follow_ups", "user")):
        assert set(demo[table][column].dropna()) <= names
    for table in ("follow_ups", "plans"):
        assert (demo[table]["customer_id"].isna() != demo[table]["lead_id"].isna()).all()


def test_nothing_that_happened_is_dated_after_the_last_day(demo: Demo) -> None:
    end = TODAY + pd.Timedelta(days=1)
    happened = {
        "customers": ["first_contact_date", "created_date", "updated_date", "last_contact_at"],
        "leads": ["created_at", "assigned_at", "outcome_date"],
        "opportunities": ["created_at", "closed_at"],
        "stage_history": ["entered_at"],
        "follow_ups": ["follow_at"],
        "orders": ["order_date"],
        "payments": ["paid_date"],
    }
    for table, columns in happened.items():
        for column in columns:
            assert demo[table][column].max() < end, (table, column)


def test_only_known_words_are_written(demo: Demo) -> None:
    words = demo.words
    for table, column, allowed in (
        ("customers", "status", words.statuses),
        ("customers", "source", words.sources),
        ("leads", "source", words.sources),
        ("leads", "stage", words.stages),
        ("leads", "outcome", words.outcomes),
        ("leads", "need_fit", words.need_fit),
        ("opportunities", "stage", words.stages[2:]),
        ("follow_ups", "method", words.methods),
        ("orders", "product", words.products),
        ("plans", "state", words.states),
    ):
        assert set(demo[table][column].dropna()) == set(allowed), (table, column)


def test_nobody_can_be_rung_or_written_to(demo: Demo) -> None:
    for table in ("customers", "leads"):
        infos = demo[table]["contact_info"].dropna()
        assert infos.map(
            lambda info: bool(re.fullmatch(r"1\d\d0000\d{4}|[a-z.]+\d\d@example\.com", info))
        ).all()
    texts = pd.concat([demo["follow_ups"]["content"], demo["follow_ups"]["next_plan"].dropna()])
    assert not texts.str.contains(r"\d{15,}|[{}]", regex=True).any()


def test_stages_follow_each_other_in_time(demo: Demo) -> None:
    first = opportunity_stages(demo)
    for earlier, later in ((2, 3), (2, 4), (2, 5), (3, 4)):
        both = first[[earlier, later]].dropna()
        assert (both[earlier] < both[later]).all(), (earlier, later)
    skipped = first[4].notna() & first[3].isna()
    assert 0.03 < skipped.sum() / first[4].notna().sum() < 0.15


def test_a_few_opportunities_go_back_to_an_earlier_stage(demo: Demo) -> None:
    rows = demo["stage_history"]
    again = rows[rows["subject_type"] == demo.words.subjects[1]].duplicated(["subject_id", "stage"])
    assert 0.01 < rows["subject_id"][again[again].index].nunique() / demo.truths.counts["won"] < 0.2


def test_the_stage_today_is_the_last_one_in_the_history(demo: Demo) -> None:
    last = demo["stage_history"].sort_values("entered_at", kind="stable")
    last = last.groupby("subject_id")["stage"].last()
    for table, key in (("opportunities", "opportunity_id"), ("leads", "lead_id")):
        rows = demo[table].set_index(key)
        assert (rows["stage"] == last.reindex(rows.index)).all(), table


def test_opportunities_begin_when_they_enter_their_stage(demo: Demo) -> None:
    deals = demo["opportunities"].set_index("opportunity_id")
    entered = opportunity_stages(demo)[2].dt.normalize()
    assert (deals["created_at"] == entered.reindex(deals.index)).all()


def test_won_opportunities_have_amount_date_and_orders(demo: Demo) -> None:
    deals = demo["opportunities"]
    won = deals[deals["stage"] == demo.words.stages[4]]
    lost = deals[deals["stage"] == demo.words.stages[5]]
    assert won[["won_amount", "closed_at"]].notna().all(axis=None)
    assert deals.drop(won.index)[["won_amount", "closed_at"]].isna().all(axis=None)
    assert 0.95 < lost["lost_reason"].notna().mean() < 1
    orders = demo["orders"].groupby(["customer_id", "order_date"])["amount"].sum()
    sold = pd.MultiIndex.from_frame(won[["customer_id", "closed_at"]]).isin(orders.index)
    assert sold.all()


def test_leads_agree_with_their_opportunity(demo: Demo) -> None:
    deals = demo["opportunities"].dropna(subset="lead_id")
    leads = demo["leads"].merge(deals, on="lead_id", suffixes=("", "_deal"), validate="one_to_one")
    assert len(leads) > 700
    assert (leads["stage"] == leads["stage_deal"]).all()
    assert (leads["customer_id"] == leads["customer_id_deal"]).all()
    assert (leads["owner"] == leads["owner_deal"]).all()
    won = leads["outcome"] == demo.words.outcomes[0]
    assert (leads["deal_amount"][won] == leads["won_amount"][won]).all()
    assert (leads["outcome_date"][won] == leads["closed_at"][won]).all()
    assert leads["deal_amount"][~won].isna().all()


def test_leads_have_a_customer_from_intent_on(demo: Demo) -> None:
    history, leads = demo["stage_history"], demo["leads"]
    reached = history[history["stage"].isin(demo.words.stages[1:5])]["subject_id"]
    has_customer = leads["customer_id"].notna()
    assert (leads["lead_id"].isin(reached) == has_customer).all()
    lost_without = (leads["stage"] == demo.words.stages[5]) & ~has_customer
    assert (leads["outcome"][lost_without] == demo.words.outcomes[2]).all()


def test_recent_leads_are_still_open(demo: Demo) -> None:
    leads = demo["leads"]
    age = (TODAY - leads["created_at"]).dt.days
    is_open = leads["outcome"].isna()
    assert is_open[age < 7].mean() > 0.8
    assert is_open[age > 200].mean() < 0.06


def test_follow_ups_come_after_the_first_contact(demo: Demo) -> None:
    calls, leads, customers = demo["follow_ups"], demo["leads"], demo["customers"]
    on_leads = calls.merge(leads[["lead_id", "assigned_at", "owner"]], on="lead_id")
    assert (on_leads["follow_at"] > on_leads["assigned_at"]).all()
    assert (on_leads["user"] == on_leads["owner"]).all()
    on_customers = calls.merge(customers, on="customer_id")
    assert (on_customers["follow_at"] >= on_customers["first_contact_date"]).all()
    assert (on_customers["follow_at"] <= on_customers["last_contact_at"]).all()
    assert (on_customers["user"] == on_customers["owner"]).all()


def test_customers_who_are_called_so_have_bought(demo: Demo) -> None:
    customers = demo["customers"]
    bought = customers["customer_id"].isin(demo["orders"]["customer_id"])
    is_customer = customers["status"] == demo.words.statuses[2]
    assert bought[is_customer].all()
    assert customers["status"][bought].isin([demo.words.statuses[n] for n in (2, 3)]).all()


def test_amount_is_quantity_times_price_between_floor_and_list(demo: Demo) -> None:
    orders = demo["orders"].merge(demo["products"], on="product")
    assert np.allclose(orders["amount"], orders["quantity"] * orders["unit_price"])
    assert orders["unit_price"].between(orders["floor_price"], orders["list_price"]).all()
    assert orders["amount"][orders["amount"] > 0].between(5_000, 300_000).mean() > 0.85
    assert (orders["amount"] < 0).any()


def test_payments_never_exceed_their_order(demo: Demo) -> None:
    orders = demo["orders"].set_index("order_id")
    payments = demo["payments"]
    paid = payments.groupby("order_id")["paid_amount"].sum()
    owed = orders["amount"].reindex(paid.index)
    assert (paid.abs() <= owed.abs() + 0.005).all()
    assert (np.sign(paid) == np.sign(owed)).all()
    ordered_on = orders["order_date"].reindex(payments["order_id"]).to_numpy()
    assert (payments["paid_date"].to_numpy() >= ordered_on).all()
    assert payments["order_id"].duplicated().mean() > 0.03
    assert (payments["paid_amount"] < 0).any()


def test_targets_of_every_level_add_up(demo: Demo) -> None:
    targets, staff = demo["targets"], demo["staff"]
    period = pd.to_datetime(targets["period"])
    second = staff[staff["since"].notna()].iloc[0]
    assert second["name"] == demo.truths.moved_rep
    first_team = staff.drop_duplicates("name").set_index("name")["team"]
    team = targets["scope"].map(first_team)
    moved = (targets["scope"] == second["name"]) & (period >= second["since"])
    team = team.mask(moved, second["team"])
    department = team.map(staff.dropna(subset="team").set_index("team")["department"].to_dict())
    value = targets.set_index(["period", "metric", "scope"])["value"]
    for parents in (team, department, department.map(lambda _: demo.words.company, "ignore")):
        keys = [targets["period"], targets["metric"], parents]
        total = targets["value"].groupby(keys).sum()
        assert len(total) >= 54
        assert (total == value.reindex(total.index)).all()
    assert targets["period"].max() == "2026-12"


def sales_by_team(demo: Demo) -> pd.Series:
    """Sales of the last twelve full months by team on the day of the order."""
    orders, staff = demo["orders"], demo["staff"]
    team = orders["owner"].map(staff.drop_duplicates("name").set_index("name")["team"])
    moved = orders["owner"] == demo.truths.moved_rep
    team = team.mask(moved & (orders["order_date"] >= demo.truths.moved_on), demo.truths.moved_to)
    inside = orders["order_date"].between("2025-10-01", "2026-09-30")
    return orders["amount"][inside].groupby(team[inside]).sum()


def test_teams_reach_the_share_of_their_target_that_is_stated(demo: Demo) -> None:
    targets = demo["targets"]
    inside = targets["period"].between("2025-10", "2026-09")
    inside &= targets["metric"] == demo.words.metrics[0]
    target = targets[inside].groupby("scope")["value"].sum()
    completion = (sales_by_team(demo) / target).dropna().sort_values()
    assert completion.index[0] == demo.truths.weak_team
    assert completion.index[-1] == demo.truths.strong_team
    stated = pd.Series(demo.truths.team_completion)
    assert (completion - stated).abs().max() < 0.01
    assert completion.iloc[0] < 0.75
    assert completion.iloc[-1] > 1.15


def test_leads_of_the_bad_channel_convert_and_win_least(demo: Demo) -> None:
    leads = demo["leads"][demo["leads"]["created_at"] < TODAY - pd.Timedelta(days=120)]
    rates = pd.DataFrame(
        {
            "conversion": leads["customer_id"].notna().groupby(leads["source"]).mean(),
            "win": (leads["outcome"] == demo.words.outcomes[0]).groupby(leads["source"]).mean(),
        }
    )
    others = rates.drop([demo.truths.bad_channel, demo.truths.best_channel])
    for name in rates:
        assert rates[name].idxmin() == demo.truths.bad_channel
        assert rates[name].idxmax() == demo.truths.best_channel
        assert rates.loc[demo.truths.bad_channel, name] < 0.6 * others[name].min()
        assert rates.loc[demo.truths.best_channel, name] > 1.15 * others[name].max()


def test_the_slow_quoter_takes_longest_from_opportunity_to_quote(demo: Demo) -> None:
    first = opportunity_stages(demo)
    days = (first[3] - first[2]).dt.total_seconds() / 86_400
    owner = demo["opportunities"].set_index("opportunity_id")["owner"]
    median = days.groupby(owner).median().sort_values()
    assert median.index[-1] == demo.truths.slow_quoter
    assert median.iloc[-1] > 2 * median.iloc[-2]


def test_the_slow_responder_calls_last(demo: Demo) -> None:
    first = demo["follow_ups"].groupby("lead_id")["follow_at"].min()
    leads = demo["leads"].set_index("lead_id")
    hours = (first - leads["assigned_at"]).dt.total_seconds() / 3600
    median = hours.groupby(leads["owner"]).median().sort_values()
    assert median.index[-1] == demo.truths.slow_responder
    assert median.iloc[-1] > 2 * median.iloc[-2]


def test_churned_customers_ordered_regularly_and_stopped(demo: Demo) -> None:
    orders = demo["orders"].sort_values("order_date")
    gaps = orders.groupby("customer_id")["order_date"].diff().dt.days.groupby(orders["customer_id"])
    facts = pd.DataFrame(
        {
            "orders": orders.groupby("customer_id").size(),
            "usual_gap": gaps.median(),
            "silence": (TODAY - orders.groupby("customer_id")["order_date"].max()).dt.days,
        }
    )
    churned = facts.loc[demo.truths.churned_customers]
    assert len(churned) >= 10
    assert (churned["orders"] >= 6).all()
    assert churned["usual_gap"].max() < 75
    assert churned["silence"].min() > 183
    regular = facts[(facts["orders"] >= 8) & (facts["usual_gap"] < 60)].drop(
        churned.index, errors="ignore"
    )
    assert (regular["silence"] > 183).mean() < 0.12


def test_late_payers_pay_weeks_after_the_due_date(demo: Demo) -> None:
    orders = demo["orders"].dropna(subset="due_date")
    last = demo["payments"].groupby("order_id")["paid_date"].max()
    paid = orders["order_id"].map(last)
    delay = (paid - orders["due_date"]).dt.days[paid.notna() & (orders["amount"] > 0)]
    median = delay.groupby(orders["customer_id"]).median()
    assert median[demo.truths.late_payers].min() > 14
    assert median.drop(demo.truths.late_payers).median() < 0


def test_those_who_left_do_nothing_afterwards_and_keep_their_open_things(demo: Demo) -> None:
    staff = demo["staff"]
    assert set(staff["name"][staff["active"] == demo.words.flags[0]]) == set(
        demo.truths.departed_reps
    )
    calls, leads, deals = demo["follow_ups"], demo["leads"], demo["opportunities"]
    last_call = calls.groupby("user")["follow_at"].max()
    for rep in demo.truths.departed_reps:
        assert last_call[rep] < TODAY - pd.Timedelta(days=40)
        assert demo["orders"]["order_date"][demo["orders"]["owner"] == rep].max() < last_call[
            rep
        ] + pd.Timedelta(days=15)
        open_leads = leads[(leads["owner"] == rep) & leads["outcome"].isna()]
        open_deals = deals[(deals["owner"] == rep) & deals["stage"].isin(demo.words.stages[2:4])]
        assert len(open_leads) + len(open_deals) > 0


def test_weekends_and_holidays_are_nearly_silent(demo: Demo) -> None:
    national_day = slice("2025-10-01", "2025-10-07")
    for table, column in (("follow_ups", "follow_at"), ("orders", "order_date")):
        per_day = demo[table][column].dt.normalize().value_counts().sort_index()
        weekend = per_day[per_day.index.day_of_week >= 5].sum()
        assert weekend / per_day.sum() < 0.06
        assert per_day[national_day].sum() < 0.3 * 7 * per_day["2025-09"].mean()
    made_up = demo["follow_ups"]["follow_at"].dt.normalize().value_counts()[["2025-10-11"]]
    assert made_up.iloc[0] > 20  # a Saturday on which people worked


def test_orders_crowd_at_the_end_of_the_month_and_dip_at_spring_festival(demo: Demo) -> None:
    day = demo["orders"]["order_date"]
    late = day.dt.day > day.dt.days_in_month - 7
    assert late.mean() > 1.25 * 7 / 30.4
    per_month = demo["orders"]["amount"].groupby(day.dt.strftime("%Y-%m")).sum()
    assert per_month["2026-02"] < 0.75 * per_month[["2025-12", "2026-03"]].min()


def test_sales_grow_by_an_eighth_a_year(demo: Demo) -> None:
    orders = demo["orders"].set_index("order_date").sort_index()["amount"]
    growth = orders["2025-10":"2026-09"].sum() / orders["2024-10":"2025-09"].sum()
    assert 1.03 < growth < 1.22


def test_the_first_sheets_rows_are_formatted_as_people_expect(small: Demo) -> None:
    book = fastexcel.read_excel(small.truths.files[1])
    rows = book.load_sheet(0, header_row=None, n_rows=2, dtypes="string").to_pandas()
    assert rows.iloc[0, 0] == "客户信息表（截至2026-10-20）"
    assert rows.iloc[1, 0] == "客户编号"
    assert pd.api.types.is_datetime64_any_dtype(small["orders"]["order_date"])
    assert small["customers"]["contact_info"].map(type).isin([str, float, type(None)]).all()
