"""What a learned score must not be worse than: the base rate, the card, and Odoo's product."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.learned.calibration import fit_line
from salesnb.learned.features import MISSING, Floats, is_numeric, numbers_of, words_of
from salesnb.learned.model import sigmoid

_SMOOTHING = 0.1
_BINS = 5


def base_rate(train_won: Floats, size: int) -> Floats:
    """Return the share of successes in training, for every case."""
    return np.full(size, float(train_won.mean()))


def card(train: pd.Series, won: Floats, test: pd.Series) -> Floats:
    """Return the probabilities that the points of a card stood for in training.

    Log odds linear in the points; a case without points gets the base rate.
    """
    points, given = numbers_of(train), numbers_of(test)
    known = ~np.isnan(points)
    rate = float(won.mean())
    if len(np.unique(points[known])) < 2 or len(np.unique(won[known])) < 2:
        return np.full(len(test), rate)
    centre, spread = points[known].mean(), points[known].std()
    shift, slope = fit_line((points[known, None] - centre) / spread, won[known])
    scored = sigmoid(shift + slope * (given - centre) / spread)
    return np.where(np.isnan(given), rate, scored)


def frequencies(
    train: pd.DataFrame, won: Floats, test: pd.DataFrame, columns: Sequence[str]
) -> Floats:
    """Return the product of frequencies per field, as Odoo's predictive lead scoring has it.

    Prior times, per field, the share of its value among the won, over the same among the lost; 0.1
    is added to every count; a value that training has not seen and an empty one are left out.
    Numbers, which Odoo does not use, are taken in fifths.

    Notes
    -----
    Odoo, addons/crm/models/crm_lead.py, `_pls_get_naive_bayes_probabilities`.
    """
    log_won, log_lost = np.log(won.sum()), np.log((1 - won).sum())
    total_won, total_lost = np.full(len(test), log_won), np.full(len(test), log_lost)
    for column in columns:
        known, asked = _fields(train[column], test[column])
        counts = pd.DataFrame({"value": known, "won": won}).dropna(subset="value")
        table = counts.groupby("value")["won"].agg(["sum", "size"])
        if table.empty:
            continue
        ups = table["sum"] + _SMOOTHING
        downs = table["size"] - table["sum"] + _SMOOTHING
        ratio_won, ratio_lost = np.log(ups / ups.sum()), np.log(downs / downs.sum())
        total_won += asked.map(ratio_won).fillna(0.0).to_numpy(dtype=np.float64)
        total_lost += asked.map(ratio_lost).fillna(0.0).to_numpy(dtype=np.float64)
    return np.clip(sigmoid(total_won - total_lost), 0.0001, 0.9999)


def _fields(train: pd.Series, test: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return both columns as words, None where empty."""
    if not is_numeric(train):
        both = [words_of(values.reset_index(drop=True)) for values in (train, test)]
        empty = [words.where(words != MISSING, None) for words in both]
        return empty[0], empty[1]
    told = [numbers_of(values) for values in (train, test)]
    edges = np.unique(np.nanquantile(told[0], np.linspace(0, 1, _BINS + 1)[1:-1]))
    bins = []
    for values in told:
        place = np.searchsorted(edges, values)
        bins.append(pd.Series(place).astype("Int64").mask(np.isnan(values)))
    return bins[0], bins[1]
