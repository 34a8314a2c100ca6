"""The learned lead score: real data beside baselines, the demo company, and 100,000 made-up leads.

    python benchmarks/score.py [--leads 100000] [--data ../shared/data]

Data sets that are not there are left out. Everything is tested in order of time. The last line is
JSON.
"""

import argparse
import json
import tempfile
import time
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from threadpoolctl import threadpool_limits

import salesnb
from salesnb.jobs import import_demo, prepare_demo
from salesnb.learned import Design, learn, reasons
from salesnb.learned.baselines import frequencies
from salesnb.learned.figures import Tested, measure
from salesnb.learned.preparation import prepare
from salesnb.learned.tuning import fit_tuned
from salesnb.learned.validation import Cases
from salesnb.settings import load_settings

RULES = load_settings(None).score
LATE = date(2100, 1, 1)
BANK, OLIST, MAVEN = "bank_marketing", "olist_funnel", "maven_crm_asof_2017-08-31"
Figures = dict[str, float | str]


def main() -> None:
    """Learn from whatever is there, print a line per measurement."""
    options = _options()
    data = Path(options.data)
    figures: Figures = {}
    for name, read in ((BANK, _bank), (OLIST, _olist), (MAVEN, _maven)):
        if (data / name).is_dir():
            frame, design = read(data / name)
            figures |= _several_cuts(name.split("_")[0], frame, design)
    if (data / BANK).is_dir():
        frame, design = _bank(data / BANK)
        figures |= _one_split("bank", frame.drop(columns="duration"), design, 0.8)
    if (data / OLIST).is_dir():
        frame, design = _olist(data / OLIST)
        figures |= _one_split("olist", frame, design, 0.7)
    figures |= _of_demo() | _of_made_up(options.leads)
    print(json.dumps(figures))


def _several_cuts(name: str, frame: pd.DataFrame, design: Design) -> Figures:
    """Learn with the usual cuts; AUC of model and baselines over all of them."""
    start = time.perf_counter()
    learned = learn(frame, design, RULES, LATE)
    seconds = time.perf_counter() - start
    found: Figures = {f"{name}_verdict": learned.verdict.kind, f"{name}_seconds": round(seconds, 2)}
    leaks = [leak.column for leak in learned.leaks]
    print(f"{name:6} {learned.verdict.kind}, leaks {leaks}, {seconds:.1f} s")
    if learned.validation:
        rows = {"model": learned.validation.figures, **learned.validation.baselines}
        for who, told in rows.items():
            print(f"       {who:12} AUC {told.auc:.4f} ({told.low:.3f}-{told.high:.3f})", end="")
            print(f" AP {told.average_precision:.3f} Brier {told.brier:.4f}", end="")
            print(f" log loss {told.log_loss:.4f} ECE {told.calibration_error:.3f}")
            found |= {f"{name}_{who}_auc": round(told.auc, 4)}
            found |= {f"{name}_{who}_log_loss": round(told.log_loss, 4)}
    return found | {f"{name}_leaks": " ".join(leaks)}


def _one_split(name: str, frame: pd.DataFrame, design: Design, share: float) -> Figures:
    """Learn from the oldest share, test on the rest, beside plain one-hot logistic regression."""
    cases, _, _ = prepare(frame, design, LATE)
    rows = np.arange(len(cases))
    train, test = (
        cases.take(rows[: int(len(cases) * share)]),
        cases.take(rows[int(len(cases) * share) :]),
    )
    columns = list(cases.features)
    with threadpool_limits(1):
        model, recipe = fit_tuned(train, columns)
    predicted = {
        "model": model.predict(test.features),
        "plain": _plain(train, test),
        "frequencies": frequencies(train.features, train.won, test.features, columns),
    }
    print(f"{name:6} oldest {share:.0%} against the newest {1 - share:.0%}, {recipe}")
    found: Figures = {}
    for who, scores in predicted.items():
        told = measure([Tested(test.won, scores, test.subject)])
        print(f"       {who:12} AUC {told.auc:.4f} ({told.low:.3f}-{told.high:.3f})")
        found[f"{name}_split_{who}_auc"] = round(told.auc, 4)
    return found


def _plain(train: Cases, test: Cases) -> np.ndarray:
    words = list(train.features.select_dtypes(exclude="number").columns)
    numbers = list(train.features.select_dtypes("number").columns)
    encoded = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), words), (StandardScaler(), numbers)
    )
    plain = make_pipeline(encoded, LogisticRegression(max_iter=1000))
    told = [part.features.assign(**part.features[words].fillna("-")) for part in (train, test)]
    return plain.fit(told[0], train.won).predict_proba(told[1])[:, 1]


def _of_demo() -> Figures:
    """Import the demo company, ask for the scores of its open leads, and once more."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, last_day = prepare_demo(Path(folder) / "demo", "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            wb = salesnb.open(workspace.root)
            scores, model = wb.sql("select * from lead_scores"), wb.sql("select * from lead_model")
            seconds.append(time.perf_counter() - start)
    by = model.set_index(["part", "name"])["value"]
    figures: Figures = {
        "demo_seconds": round(seconds[0], 2),
        "demo_again_seconds": round(seconds[1], 2),
    }
    for part in ("model", "base_rate", "card", "frequencies"):
        for name in ("auc", "log_loss", "calibration_error"):
            figures[f"demo_{part}_{name}"] = round(float(by[part, name]), 4)
    print(
        f"demo   {len(scores)} open leads, first {seconds[0]:.1f} s, again {seconds[1]:.1f} s;",
        end="",
    )
    print(f" AUC {by['model', 'auc']:.4f}, frequencies {by['frequencies', 'auc']:.4f},", end="")
    print(f" ECE {by['model', 'calibration_error']:.4f}")
    return figures


def _of_made_up(leads: int) -> Figures:
    """Seconds to learn from made-up leads with validation, and to give 10,000 of them reasons."""
    frame = made_up(leads, seed=1)
    design = Design(outcome="won", at="created_at", subject="lead_id", keys=("lead_id",))
    start = time.perf_counter()
    learned = learn(frame, design, RULES, LATE)
    training = time.perf_counter() - start
    assert learned.model is not None, learned.verdict.said
    start = time.perf_counter()
    reasons(learned.model, frame.head(10_000))
    explaining = time.perf_counter() - start
    assert learned.validation is not None
    auc, error = learned.validation.figures.auc, learned.validation.figures.calibration_error
    print(
        f"{leads:,} made-up leads: learned and tested in {training:.1f} s, AUC {auc:.4f}, ECE {error:.4f};"
    )
    print(f"reasons for 10,000 leads in {explaining:.2f} s")
    return {
        "made_up_leads": leads,
        "training_seconds": round(training, 2),
        "reasons_seconds": round(explaining, 2),
        "made_up_auc": round(auc, 4),
        "made_up_calibration_error": round(error, 4),
    }


def made_up(size: int, seed: int) -> pd.DataFrame:
    """Return leads with eight columns of words and six of numbers, of which half count."""
    rng = np.random.default_rng(seed)
    levels = (4, 6, 9, 12, 3, 3, 3, 20)
    words = {f"word{n}": rng.integers(0, count, size) for n, count in enumerate(levels)}
    numbers = {f"number{n}": rng.lognormal(2, 1, size) for n in range(6)}
    logit = -2.2 + sum(0.5 * np.sin(words[f"word{n}"]) for n in range(0, 8, 2))
    logit = logit + sum(0.4 * (np.log(numbers[f"number{n}"]) - 2) for n in range(0, 6, 2))
    days = np.sort(rng.random(size)) * 720
    frame = pd.DataFrame(
        {
            "lead_id": np.arange(size).astype(str),
            "created_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(days, unit="D"),
            **{name: pd.Series(values).astype(str) for name, values in words.items()},
            **{name: np.where(rng.random(size) < 0.1, np.nan, v) for name, v in numbers.items()},
        }
    )
    return frame.assign(won=rng.random(size) < 1 / (1 + np.exp(-logit)))


def _bank(folder: Path) -> tuple[pd.DataFrame, Design]:
    with zipfile.ZipFile(folder / "bank-additional.zip") as packed:
        frame = pd.read_csv(packed.open("bank-additional/bank-additional-full.csv"), sep=";")
    # The file is in order of time and does not say the days.
    at = pd.Timestamp("2008-05-01") + pd.to_timedelta(np.arange(len(frame)), unit="h")
    return frame.assign(y=frame["y"] == "yes", at=at), Design(outcome="y", at="at")


def _olist(folder: Path) -> tuple[pd.DataFrame, Design]:
    names = ["mql_id", "at", "landing_page_id", "origin"]
    leads = pd.read_csv(
        folder / "olist_marketing_qualified_leads_dataset_NOHEADER.csv", header=None, names=names
    )
    closed = pd.read_csv(folder / "olist_closed_deals_dataset.csv")
    design = Design(outcome="won", at="at", ignored=frozenset({"mql_id"}))
    return leads.assign(won=leads["mql_id"].isin(closed["mql_id"])), design


def _maven(folder: Path) -> tuple[pd.DataFrame, Design]:
    deals = pd.read_csv(folder / "sales_pipeline.csv").query("deal_stage in ('Won', 'Lost')")
    frame = deals.merge(pd.read_csv(folder / "accounts.csv"), on="account", how="left")
    known: Sequence[str] = ("opportunity_id", "deal_stage", "close_value")
    design = Design("won", "engage_date", known_at="close_date", ignored=frozenset(known))
    return frame.assign(won=frame["deal_stage"] == "Won"), design


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--leads", type=int, default=100_000)
    parser.add_argument("--data", default=str(Path(__file__).parents[1].parent / "shared" / "data"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
