"""The open leads with their probability and reasons, and the model behind them, as two tables."""

import hashlib
import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.features import Floats
from salesnb.learned.model import FORMAT, LeadModel
from salesnb.learned.preparation import Design
from salesnb.learned.reasons import reasons
from salesnb.learned.shelf import Entry, Shelf, decide
from salesnb.learned.training import learn
from salesnb.learned.words import decision_said, leak_said, left_said
from salesnb.settings import ScoreSettings

LANDMARKS = Design(
    outcome="is_won",
    at="created_at",
    known_at="known_on",
    subject="lead_id",
    keys=("lead_id", "age_days"),
    card="card_points",
    dated=frozenset(
        {
            "age_days",
            "is_known_customer",
            "earlier_orders",
            "stage",
            "days_in_stage",
            "follow_ups",
            "follow_up_methods",
            "visits",
            "first_response_hours",
            "days_since_follow_up",
        }
    ),
    ignored=frozenset({"kind", "moment"}),
)

_TEXT, _FIGURE, _COUNT = "str", "float64", "Int64"
# The tables and the types of their columns.
LEARNED_TABLES = {
    "lead_scores": {
        "lead_id": _TEXT,
        "probability": _FIGURE,
        "low": _FIGURE,
        "high": _FIGURE,
        "reasons_for": _TEXT,
        "reasons_against": _TEXT,
    },
    "lead_model": {
        "part": _TEXT,
        "name": _TEXT,
        "value": _FIGURE,
        "expected": _FIGURE,
        "low": _FIGURE,
        "high": _FIGURE,
        "n": _COUNT,
        "said_en": _TEXT,
        "said_zh": _TEXT,
    },
}
_LEAST_BINS = 3


def score_leads(
    landmarks: pd.DataFrame, rules: ScoreSettings, as_of: date, shelf: Shelf, snapshot: str
) -> dict[str, pd.DataFrame]:
    """Learn from the landmarks of past leads, unless that is on the shelf, and score the open ones.

    Parameters
    ----------
    landmarks : the model `lead_landmarks`: kind `past` to learn from, `now` to score.
    snapshot : names the data that the landmarks were made of.

    Returns
    -------
    lead_scores : one row per open lead; probability is empty where no model may be used and where
        the lead is older than the horizon. `low` and `high`: the 95 % interval of the share that
        was won among tested leads with about this probability.
    lead_model : see `model_table`.
    """
    ruled = _hash(rules.model_dump(mode="json"))
    key = f"{snapshot} {as_of} {ruled}"
    entry = shelf.find(key) or _learned(landmarks, rules, as_of, shelf, key, ruled)
    model = entry.model
    if model is not None and entry.in_use != entry.number:
        model = shelf.model(entry.in_use) or model
    open_leads = landmarks[landmarks["kind"] == "now"].reset_index(drop=True)
    found = {
        "lead_scores": _scores(open_leads, model, rules, entry.card),
        "lead_model": model_table(entry),
    }
    return {name: found[name].astype(types) for name, types in LEARNED_TABLES.items()}


def _learned(
    landmarks: pd.DataFrame, rules: ScoreSettings, as_of: date, shelf: Shelf, key: str, ruled: str
) -> Entry:
    past, now = (landmarks[landmarks["kind"] == kind] for kind in ("past", "now"))
    learned = learn(past, LANDMARKS, rules, as_of, now)
    decision = decide(learned, shelf.before(as_of, ruled), rules.replace_tolerance)
    return shelf.put(Entry(0, key, ruled, as_of, learned.card(), learned.model, decision))


def _scores(
    open_leads: pd.DataFrame, model: LeadModel | None, rules: ScoreSettings, card: dict[str, Any]
) -> pd.DataFrame:
    frame = pd.DataFrame({"lead_id": open_leads["lead_id"]})
    if model is None:
        empty = dict.fromkeys(("probability", "low", "high"), np.nan)
        return frame.assign(**empty, reasons_for="[]", reasons_against="[]")
    probability = model.predict(open_leads)
    low, high = _bounds(probability, card["validation"]["curve"])
    frame = frame.assign(probability=probability, low=low, high=high)
    frame = frame.join(reasons(model, open_leads))
    is_over = (open_leads["age_days"] > rules.horizon_days).to_numpy()
    frame.loc[is_over, ["probability", "low", "high"]] = np.nan
    frame.loc[is_over, ["reasons_for", "reasons_against"]] = "[]"
    return frame


def _bounds(probability: Floats, bins: list[dict[str, float]]) -> tuple[Floats, Floats]:
    """Return what was observed around each probability in the tests: the bins' intervals."""
    table = pd.DataFrame(bins).sort_values("predicted")
    if len(table) < _LEAST_BINS:
        return np.full(len(probability), np.nan), np.full(len(probability), np.nan)
    low, high = (np.interp(probability, table["predicted"], table[end]) for end in ("low", "high"))
    return np.minimum(low, probability), np.maximum(high, probability)


def model_table(entry: Entry) -> pd.DataFrame:
    """Return the model's card as rows, of the whole company and of no single lead.

    `part` is verdict, decision, history (leads, won, base_rate), model, base_rate, card or
    frequencies (figures of the tests; of `auc` with low and high), cut (AUC by its day), decile
    (value is the lift, expected the share of all won up to it), calibration (value observed,
    expected predicted), column (used), leak, left_out and note, the last ones with sentences.
    """
    card = entry.card
    rows = [_row("verdict", card["verdict"]["kind"], said=card["verdict"])]
    rows.append(_row("decision", entry.decision["kind"], said=decision_said(entry.decision)))
    for name in ("leads", "won", "rows"):
        rows.append(_row("history", name, value=card[name]))
    for name in ("from", "until"):
        rows.append(_row("history", name, said={"en": card[name], "zh": card[name]}))
    rows.append(_row("history", "as_of", said=dict.fromkeys(("en", "zh"), str(entry.as_of))))
    if card["leads"]:
        rows.append(_row("history", "base_rate", value=card["won"] / card["leads"]))
    if "validation" in card:
        rows += _tested(card["validation"])
    rows += [_row("column", name) for name in card["columns"]]
    for leak in card["leaks"]:
        rows.append(_row("leak", leak["column"], value=leak["figure"], said=leak_said(leak)))
    for name, reason in card["left_out"].items():
        rows.append(_row("left_out", name, said=left_said(name, reason)))
    rows += [_row("note", str(nth), said=note) for nth, note in enumerate(card["notes"], 1)]
    return pd.DataFrame(rows, columns=list(LEARNED_TABLES["lead_model"]))


def _tested(told: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for part, figures in {"model": told["figures"], **told["baselines"]}.items():
        n = figures["n"]
        ends = {"low": figures["low"], "high": figures["high"]}
        for name in ("auc", "average_precision", "brier", "log_loss", "calibration_error"):
            own = ends if name == "auc" else {}
            rows.append(_row(part, name, value=figures[name], n=n, **own))
    for cut in told["cuts"]:
        ends = {"low": cut["low"], "high": cut["high"]}
        rows.append(_row("cut", cut["day"], value=cut["auc"], n=cut["n"], **ends))
    for each in told["deciles"]:
        figures = {"value": each["lift"], "expected": each["found"], "n": each["n"]}
        rows.append(_row("decile", str(int(each["decile"])), **figures))
    for nth, each in enumerate(told["calibration"], 1):
        ends = {name: each[name] for name in ("low", "high", "n")}
        figures = {"value": each["observed"], "expected": each["predicted"], **ends}
        rows.append(_row("calibration", str(nth), **figures))
    return rows


def _row(part: str, name: str, said: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    told = said or {}
    return {
        "part": part,
        "name": name,
        **values,
        "said_en": told.get("en"),
        "said_zh": told.get("zh"),
    }


def _hash(told: dict[str, Any]) -> str:
    text = json.dumps([FORMAT, told], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
