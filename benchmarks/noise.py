"""False findings: companies in which nothing but chance tells one group from another.

    python benchmarks/noise.py [--companies 200] [--leads 1200] [--seed 1]

Every lead has the same chances, whatever its channel, industry, region, product line, rep,
competitor or grade; one channel and one rep only began two months ago, so that their leads are
younger. At the 5 % level about 10 of 200 companies may have a false finding; more than 18 are no
chance (97.5 %). The last line is JSON: in how many companies something was found.
"""

import argparse
import json
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from salesnb.funnel.findings import rate_findings
from salesnb.funnel.leak import find_leaks
from salesnb.periods import parse_period
from salesnb.scopes import ScopedStore
from salesnb.settings import load_settings
from salesnb.store import Store

UNTIL = date(2026, 10, 31)
YEAR = parse_period("2025-11-01..2026-10-31")
SETTINGS = load_settings(None)
GROUPS = {
    "source": (["官网", "展会", "转介绍", "代理商", "电话营销", "社交媒体", "新渠道"], 0.3),
    "industry": (["制造业", "电子", "化工", "医药", "物流", "能源", "零售", "教育"], 0.4),
    "region": (["华东", "华南", "华北", "西南"], 0.1),
    "product_line": (["软件", "硬件", "服务"], 0.2),
    "owner": ([f"销售{n:02d}" for n in range(12)] + ["新销售"], 0.1),
    "competitor": (["甲公司", "乙公司", "丙公司"], 0.3),
    "grade": (["A", "B", "C", "D"], 0.1),
}
NEW = ("新渠道", "新销售")
STEPS = (("intent", 0.35, 9), ("opportunity", 0.7, 9), ("won", 0.45, 15))


def main() -> None:
    """Make companies, count those in which something is found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--leads", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = {"rates": 0, "leaks": 0, "report": 0, "plain": 0}
    for number in range(options.companies):
        rng = np.random.default_rng([options.seed, number])
        with tempfile.TemporaryDirectory() as folder:
            for name, is_found in looked_at(Path(folder), options.leads, rng).items():
                found[name] += is_found
    print(f"of {options.companies} companies: {found}")
    print(json.dumps({"companies": options.companies, **found}))


def looked_at(folder: Path, leads: int, rng: np.random.Generator) -> dict[str, bool]:
    """Return whether anything is found in a new company: in rates, leaks, a report with both.

    plain: whether any group's rate differs at 5 % if each is tested as if it were the only one.
    """
    store = Store(folder)
    frames = company(leads, rng)
    at = datetime.combine(UNTIL, datetime.min.time())
    store.import_frames(frames, files=["noise.xlsx"], at=at, by="benchmark")
    with ScopedStore.open(store, SETTINGS, as_of=UNTIL) as opened:
        rates = rate_findings(opened, SETTINGS, YEAR)
        shown = list(SETTINGS.stages.shown)
        leaks = find_leaks(opened, SETTINGS, YEAR, shown, every=True)
    half = rates["p_adjusted"].le(0.025).any() or leaks["p_adjusted"].le(0.025).any()
    return {
        "rates": bool(rates["is_finding"].any()),
        "leaks": bool(leaks["p_adjusted"].le(0.05).any()),
        "report": bool(half),
        "plain": bool(rates["p_value"].le(0.05).any()),
    }


def company(count: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return the sheets of a company: leads, their history, staff."""
    leads = pd.DataFrame({"lead_id": [f"L{n}" for n in range(count)]})
    for column, (names, unevenness) in GROUPS.items():
        weights = rng.dirichlet(np.full(len(names), 1 / unevenness))
        leads[column] = rng.choice(names, count, p=weights)
    leads["competitor"] = leads["competitor"].where(rng.random(count) < 0.4)
    ages = rng.integers(0, 365, count)
    is_new = leads["source"].isin(NEW) | leads["owner"].isin(NEW)
    ages = np.where(is_new, ages % 60, ages)
    leads["created_at"] = [pd.Timestamp(UNTIL - timedelta(days=int(age))) for age in ages]
    history, stage = _walked(leads, ages, rng)
    lost_after = rng.geometric(1 / 30, count)
    is_lost = (lost_after < ages) & (stage != "won")
    leads["stage"] = np.where(is_lost, "lost", stage)
    leads["reason"] = np.where(is_lost, rng.choice(["价格", "预算不足"], count), None)
    ends = leads["created_at"] + pd.to_timedelta(lost_after, unit="D")
    leads["outcome"] = np.where(is_lost, "lost", np.where(stage == "won", "won", None))
    leads["outcome_date"] = ends.where(is_lost)
    leads = leads.assign(contact_name="李明", contact_info="13800005678", need="ERP")
    reps = pd.DataFrame({"name": GROUPS["owner"][0], "team": "东区", "role": "rep"})
    sheets = {"staff": reps, "leads": leads, "stage_history": history}
    return {
        name: sheet.assign(_file="noise.xlsx", _sheet=name, _row=range(2, len(sheet) + 2))
        for name, sheet in sheets.items()
    }


def _walked(
    leads: pd.DataFrame, ages: np.ndarray, rng: np.random.Generator
) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the entries into stages and the furthest one: the same chances for every lead."""
    days, stage = np.zeros(len(leads), dtype=int), np.full(len(leads), "lead", dtype=object)
    goes_on, entries = np.ones(len(leads), dtype=bool), []
    for name, chance, mean_days in STEPS:
        days = days + rng.geometric(1 / mean_days, len(leads))
        goes_on &= (rng.random(len(leads)) < chance) & (days <= ages)
        stage[goes_on] = name
        at = leads["created_at"] + pd.to_timedelta(days, unit="D")
        rows = pd.DataFrame({"subject_id": leads["lead_id"], "entered_at": at})[goes_on]
        entries.append(rows.assign(subject_type="lead", stage=name))
    return pd.concat(entries, ignore_index=True), stage


if __name__ == "__main__":
    main()
