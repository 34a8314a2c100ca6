"""Whether an open invoice will be paid late, and by how many days: own history first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.calibration import fit_calibration, fit_shift
from salesnb.learned.customers.payment_history import histories, outcomes
from salesnb.learned.features import Floats
from salesnb.learned.figures import Figures, Tested, calibration, measure
from salesnb.learned.leaks import find_leaks
from salesnb.learned.model import LeadModel, fit_model
from salesnb.learned.validation import Cases, Cut, time_cuts
from salesnb.settings.learned import USUAL, LearnedRules

_CUTS = 3
_STRENGTH, _CALIBRATED_ON = 10.0, 0.3
_MOST_INVOICES = 6_000  # to learn from, the newest
_WAITED = (0.0, 1 / 3, 2 / 3)  # of the term, at which an invoice that is still open is looked at
COLUMNS = (
    "paid_before",
    "late_share",
    "last_late",
    "days_late",
    "mean_days",
    "overdue_now",
    "amount",
    "relative_amount",
    "term",
    "waited",
    "month",
)
_BASE = ("invoice_id", "customer_id", "issued_on", "due_on", "settled_on", "amount")


@dataclass(frozen=True)
class LateModel:
    """The chance that an invoice is paid late, and by how many days if it is.

    Attributes
    ----------
    kind : `usable`; `little_history`, too few invoices whose outcome is known; `one_outcome`, all
        are in time, or all late; `no_better`, no better than the customers' own shares.
    model : None unless usable.
    invoices, late : whose outcome is known, and how many were late.
    usual_days : median days of the late ones.
    figures : {way: figures on newer invoices as they stood when issued}; ways are model, own_share,
        last (whether the last one was late) and share (of all).
    curve : predicted and observed shares of the model, by bins.
    days_error : {way: mean absolute error in days}; ways are own and usual.
    leaks : columns that are not used, as they look as if known only after the payment.
    """

    kind: str
    model: LeadModel | None
    invoices: int
    late: int
    usual_days: float
    figures: dict[str, dict[str, float]]
    curve: list[dict[str, float]]
    days_error: dict[str, float]
    leaks: list[str] = field(default_factory=list)

    @property
    def days_by(self) -> str:
        """Whether the days of a late invoice are the customer's own, or the usual ones."""
        errors = self.days_error
        return "own" if errors and errors["own"] <= errors["usual"] else "usual"

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {**vars(self), "model": self.model.to_json() if self.model else None}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "LateModel":
        """Return what `to_json` wrote down."""
        model = LeadModel.from_json(told["model"]) if told["model"] else None
        return cls(**{**told, "model": model})


def fit_late(invoices: pd.DataFrame, as_of: date, rules: LearnedRules = USUAL) -> LateModel:
    """Return what past invoices teach of late payment; nothing after `as_of` is looked at.

    Parameters
    ----------
    invoices : invoice_id, customer_id, issued_on, due_on, settled_on (missing while open), amount;
        whatever else is there is learned from too, as it stands now, unless it looks as if known
        only after the payment.
    """
    known = known_by(invoices, as_of)
    told = outcomes(known)
    past = told[(told["known_on"] <= pd.Timestamp(as_of)).to_numpy()]
    past = past.sort_values("issued_on", kind="stable").tail(_MOST_INVOICES)
    counts: dict[str, Any] = {"invoices": len(past), "late": int(past["is_late"].sum())}
    delays = (past["settled_on"] - past["due_on"]).dt.days[past["is_late"]].dropna()
    counts["usual_days"] = float(delays.median()) if len(delays) else 0.0
    empty: dict[str, Any] = {"model": None, "figures": {}, "curve": [], "days_error": {}}
    if not counts["late"] or counts["late"] == counts["invoices"]:
        kind = "one_outcome" if counts["invoices"] >= rules.least_invoices else "little_history"
        return LateModel(kind, **counts, **empty)
    fewest = min(counts["late"], counts["invoices"] - counts["late"])
    cases = _cases(known, past)
    cuts = time_cuts(cases, _CUTS)
    is_enough = counts["invoices"] >= rules.least_invoices and fewest >= rules.least_of_either
    if not is_enough or not cuts:
        return LateModel("little_history", **counts, **empty)
    return _tested(known, cases, cuts, counts)


def chances(model: LateModel, invoices: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the open invoices with the chance that they are paid late.

    Returns
    -------
    invoice_id, customer_id, due_on, amount, chance (0-1; 1 where it is past due; missing where no
    model may be used), days (expected days after the due day if late: the customer's own, drawn
    towards the usual, or the usual ones if they tested better; of one past due at least those that
    it is), days_over (past due by now, else
    0), late_share, paid_before, days_late (the customer's own, see `histories`).
    """
    known = known_by(invoices, as_of)
    is_open = known["settled_on"].isna()
    now = known[is_open].reset_index(drop=True)
    day = pd.Timestamp(as_of)
    asked = now.assign(moment=day + pd.Timedelta(days=1))
    table = _features(known, asked)
    over = np.maximum((day - now["due_on"]).dt.days.to_numpy(float), 0.0)
    chance = np.full(len(now), np.nan)
    if model.model is not None and len(now):
        chance = model.model.predict(table)
    days = np.full(len(now), model.usual_days)
    if model.days_by == "own":
        days = table["late_days"].to_numpy(float)
    return pd.DataFrame(
        {
            **{name: now[name] for name in ("invoice_id", "customer_id", "due_on", "amount")},
            "chance": np.where(over > 0, 1.0, chance),
            "days": np.maximum(days, over),
            "days_over": over,
            **{name: table[name] for name in ("late_share", "paid_before", "days_late")},
        }
    )


def known_by(invoices: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the invoices issued by a day; who paid later has not paid yet."""
    day = pd.Timestamp(as_of)
    issued = invoices[(invoices["issued_on"] <= day).to_numpy()].reset_index(drop=True)
    settled = issued["settled_on"].where(issued["settled_on"] <= day)
    return issued.assign(settled_on=settled)


def _tested(
    known: pd.DataFrame, cases: Cases, cuts: Sequence[Cut], counts: dict[str, Any]
) -> LateModel:
    from threadpoolctl import threadpool_limits

    tests: dict[str, list[Tested]] = {}
    columns, leaks = _used(known, cases, cuts)
    with threadpool_limits(1):
        for cut in cuts:
            train = cases.take(cut.train)
            fitted = _fit(train, columns)
            at_issue = cut.test[(cases.features["waited"].to_numpy()[cut.test] == 0)]
            test = cases.take(at_issue)
            for way, told in _ways(fitted, train, test).items():
                tests.setdefault(way, []).append(Tested(test.won, told, test.subject))
        model = _fit(cases, columns)
    figures = {way: measure(each) for way, each in tests.items()}
    won = np.concatenate([test.won for test in tests["model"]])
    predicted = np.concatenate([test.predicted for test in tests["model"]])
    kind = "usable" if _is_better(figures) else "no_better"
    return LateModel(
        kind,
        model if kind == "usable" else None,
        **counts,
        figures={way: told.to_json() for way, told in figures.items()},
        curve=[
            {str(name): float(value) for name, value in row.items()}
            for row in calibration(won, predicted).to_dict("records")
        ],
        days_error=_days_error(cases, cuts),
        leaks=leaks,
    )


def _fit(cases: Cases, columns: Sequence[str]) -> LeadModel:
    """Return the model of the cases, calibrated on the newest of them by one of the older ones."""
    rows = len(cases) / len(np.unique(cases.subject))  # of an invoice: no more evidence than one

    def fitted(part: Cases) -> LeadModel:
        return fit_model(part.features, part.won, columns, strength=_STRENGTH * rows)

    inner = time_cuts(cases, 1, _CALIBRATED_ON)
    if not inner:
        return fitted(cases)
    newest = cases.take(inner[0].test)
    older = fitted(cases.take(inner[0].train))
    slopes = replace(fit_calibration(older.logit(newest.features), newest.won), shift=0.0)
    model = fitted(cases)
    usual = fit_shift(slopes(model.logit(cases.features)), cases.won, around=0.0, prior=0.0)
    level = fit_shift(slopes(model.logit(newest.features)), newest.won, around=usual)
    return replace(model, calibration=replace(slopes, shift=level))


def _is_better(figures: dict[str, Figures]) -> bool:
    """Return whether the model tells anything, and no simpler way is more right on the whole."""
    own = figures["model"]
    simple = min(figures[way].log_loss for way in figures if way != "model")
    return own.has_signal and own.log_loss < simple


def _ways(model: LeadModel, train: Cases, test: Cases) -> dict[str, Floats]:
    share = float(train.won[train.features["waited"].to_numpy() == 0].mean())
    own = test.features["late_share"].to_numpy(float)
    last = test.features["last_late"].to_numpy(float)
    shares = {
        is_late: float(train.won[(train.features["last_late"] == is_late).to_numpy()].mean())
        if (train.features["last_late"] == is_late).any()
        else share
        for is_late in (0.0, 1.0)
    }
    known = np.where(last == 1.0, shares[1.0], shares[0.0])
    told = {
        "model": model.predict(test.features),
        "own_share": own,
        "last": np.where(np.isnan(last), share, known),
        "share": np.full(len(test), share),
    }
    return {way: np.clip(each, 0.001, 0.999) for way, each in told.items()}


def _cases(known: pd.DataFrame, past: pd.DataFrame) -> Cases:
    """Return each past invoice as it stood when issued, and later in its term while still open."""
    rows = []
    term = (past["due_on"] - past["issued_on"]).dt.days.clip(lower=0)
    for share in _WAITED:
        moment = past["issued_on"] + pd.to_timedelta((term * share).round(), unit="D")
        is_open = past["settled_on"].isna() | (past["settled_on"] >= moment)
        is_wanted = is_open & ((share == 0) | (moment > past["issued_on"]))
        rows.append(past.assign(moment=moment)[is_wanted.to_numpy()])
    asked = pd.concat(rows).sort_values(["issued_on", "moment"], kind="stable")
    asked = asked.reset_index(drop=True)
    subject = pd.factorize(asked["invoice_id"])[0]
    return Cases(
        _features(known, asked).assign(delay=(asked["settled_on"] - asked["due_on"]).dt.days),
        asked["is_late"].to_numpy(float),
        asked["issued_on"],
        asked["known_on"],
        subject,
    )


def _features(known: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return what was known of invoices at a moment: of the customer, and of the invoice itself."""
    frame = histories(known, asked)
    amount = asked["amount"].to_numpy(float)
    frame["amount"] = np.log1p(np.maximum(amount, 0))
    frame["relative_amount"] = frame["amount"] - frame["usual_amount"]
    term = (asked["due_on"] - asked["issued_on"]).dt.days
    frame["term"] = term.to_numpy(float)
    waited = (asked["moment"] - asked["issued_on"]).dt.days / term.clip(lower=1)
    frame["waited"] = waited.clip(0, 1).to_numpy(float)
    frame["month"] = asked["due_on"].dt.month.astype(str)
    for name in extras(known):
        frame[name] = asked[name].to_numpy()
    return frame


def extras(invoices: pd.DataFrame) -> list[str]:
    """Return the columns beside those that every invoice has."""
    made = {*_BASE, *COLUMNS, "is_late", "known_on", "moment", "delay"}
    return [str(name) for name in invoices if name not in made]


def _used(known: pd.DataFrame, cases: Cases, cuts: Sequence[Cut]) -> tuple[list[str], list[str]]:
    """Return the columns to learn from, and those left out as known only after the payment."""
    beside = extras(known)
    now = known[known["settled_on"].isna().to_numpy()]
    leaks = [leak.column for leak in find_leaks(cases, cuts, beside, now)]
    kept = [name for name in beside if name not in leaks]
    return [*(name for name in COLUMNS if name in cases.features), *kept], leaks


def _days_error(cases: Cases, cuts: Sequence[Cut]) -> dict[str, float]:
    """Return how far off the days are of late ones among newer invoices as they were issued."""
    errors: dict[str, list[Floats]] = {"own": [], "usual": []}
    delay = cases.features["delay"].to_numpy(float)
    for cut in cuts:
        known = delay[cut.train][delay[cut.train] > 0]
        rows = cut.test[(cases.features["waited"].to_numpy()[cut.test] == 0)]
        rows = rows[delay[rows] > 0]
        if not len(known) or not len(rows):
            continue
        own = cases.features["late_days"].to_numpy(float)[rows]
        errors["own"].append(np.abs(own - delay[rows]))
        errors["usual"].append(np.abs(np.median(known) - delay[rows]))
    found = {way: np.concatenate(each) for way, each in errors.items() if each}
    return {way: float(each.mean()) for way, each in found.items()}
