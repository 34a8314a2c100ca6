"""The messages of alerts: what rules say, with the figures of each row."""

from collections.abc import Callable
from string import Formatter

import pandas as pd

from salesnb import formats
from salesnb.alerts.expressions import Checked
from salesnb.labels import label
from salesnb.settings import Settings

_CHOICES = {
    "stage": "stage",
    "furthest_stage": "stage",
    "grade": "grade",
    "level": "level",
    "status": "status",
    "method": "method",
}
_PERCENT = ("value", "limit", "share")
_LEAD_METRICS = ("lead", "response")


def with_texts(
    frame: pd.DataFrame, checked: Checked, settings: Settings, lang: str
) -> pd.DataFrame:
    """Add `text` and `next_step` to what a rule found, in `lang`.

    Each figure is spelled once for all rows that share it: of a large company a rule finds hundreds
    of thousands of rows.
    """
    said, step = checked.rule.texts(lang)
    spelled: dict[str, pd.Series] = {}

    def filled(text: str) -> pd.Series:
        joined = pd.Series("", index=frame.index, dtype="object")
        for literal, name, _, _ in Formatter().parse(text):
            joined = joined + literal
            if name is not None:
                if name not in spelled:
                    spelled[name] = _spelled(frame, checked, settings, name, lang)
                joined = joined + spelled[name]
        return joined

    return frame.assign(text=filled(said), next_step=filled(step))


def metric_hint(metric: str, lang: str) -> str:
    """Return what to look at where a metric fell; of leads their quality."""
    known = "leads" if any(word in metric for word in _LEAD_METRICS) else "other"
    return label(f"alert_hint_{known}", lang)


def _spelled(
    frame: pd.DataFrame, checked: Checked, settings: Settings, name: str, lang: str
) -> pd.Series:
    values = frame[name] if name in frame else pd.Series(None, index=frame.index, dtype="object")
    if name in ("now", "before", "usual") and checked.rule.kind == "falls":
        units = frame["metric"].map(lambda each: settings.metrics[each].unit)
        pairs = zip(values, units, strict=True)
        told = [formats.by_unit(value, unit, lang) for value, unit in pairs]
        return pd.Series(told, index=frame.index, dtype="object")
    spell = _speller(checked, settings, name, values, lang)
    words = {value: spell(value) for value in values.dropna().unique()}
    return values.map(words).astype("object").fillna(formats.MISSING)


def _speller(
    checked: Checked, settings: Settings, name: str, values: pd.Series, lang: str
) -> Callable[[object], str]:
    """Return how values of a column are spelled, by its name and type."""
    if name in _CHOICES:
        return lambda value: settings.choice_label(_CHOICES[name], str(value), lang)
    if name == "metric":
        return lambda value: settings.metrics[str(value)].label(lang)
    if name == "change":
        return lambda value: formats.change(value)
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return lambda value: formats.period_title(str(pd.Timestamp(str(value)).date()), lang)
    if name.endswith("amount") or name == "sales":
        return lambda value: formats.money(value, lang)
    if name in _PERCENT and checked.rule.kind == "groups":
        unit = settings.metrics[str(checked.rule.metric)].unit
        return lambda value: formats.by_unit(value, unit, lang)
    if pd.api.types.is_numeric_dtype(values.dtype):
        return lambda value: formats.count(value, lang)
    return str
