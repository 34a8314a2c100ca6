"""Frames of metrics as they are read: 17.8 % instead of 0.178218; they stay pandas frames."""

from typing import Any

import pandas as pd

from salesnb.figures.markup import text
from salesnb.labels import label, listed
from salesnb.session.look import MARK
from salesnb.session.queries import QUERY_MARK
from salesnb.views.explained.metrics import exact_figure
from salesnb.workbench.shell.queries import query_html

_SHARES = ("growth_mom", "growth_yoy", "completion", "pace_gap")
_FIGURES = ("value", "low", "high", "previous", "year_ago", "target")
_PARTS = ("numerator", "denominator")


def show_frames(shell: Any) -> None:
    """Have a notebook show frames of `wb.metrics` formatted; other frames as pandas does."""
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(pd.DataFrame, frame_html)


def frame_html(frame: pd.DataFrame) -> str | None:
    """Return the HTML of a frame; pandas' own where it is none of metrics.

    A frame that was filtered or sorted keeps its mark (`frame.attrs`) and is formatted, too.
    """
    if QUERY_MARK in frame.attrs:
        return query_html(frame)
    told = frame.attrs.get(MARK)
    if not told or not {"metric", "value"} <= set(frame.columns):
        found: str | None = frame._repr_html_()  # type: ignore[operator]
        return found
    html: str = formatted(frame)._repr_html_()  # type: ignore[operator]
    shown = [name for name in dict.fromkeys(frame["metric"]) if name in told["labels"]]
    named = listed(f"{name} {told['labels'][name]}" for name in shown).text(told["lang"])
    words = {key: told[key] for key in ("scope", "period", "as_of")}
    caption = label("frame_caption", told["lang"], metrics=named, **words)
    return f"{html}<small>{text(caption)}</small>"


def formatted(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a frame of metrics with its figures as text, by the unit of each row."""
    units = frame["metric"].map(frame.attrs[MARK]["units"])
    parts = units.where(units != "ratio", "count")
    shown = frame.astype(dict.fromkeys(frame.columns, object))
    shown.attrs = {}
    for name in frame.columns:
        if name in _FIGURES:
            shown[name] = _texts(frame[name], units)
        elif name in _PARTS:
            shown[name] = _texts(frame[name], parts)
        elif name in _SHARES:
            shown[name] = [exact_figure(value, "ratio") for value in frame[name]]
        else:
            shown[name] = shown[name].where(frame[name].notna(), "–")
    return shown


def _texts(values: pd.Series, units: pd.Series) -> list[str]:
    return [exact_figure(value, unit) for value, unit in zip(values, units, strict=True)]
