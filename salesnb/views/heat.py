"""Where sales concentrate: industry by region for each customer level."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, draw_heatmap, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import stack

_BY = ["industry", "region", "level"]


def concentration(session: Session) -> Html:
    """Return a heat map of a year's sales by industry, region and level, concentrations framed.

    A concentration is a cell with more customers of a level than is to be expected; where customers
    have one level only, a cell with much of all sales.
    """
    lang, limit = session.lang, session.settings.limits.concentration
    head = label("heat_short", lang)
    share = formats.percent(limit, lang)
    frame = _cells(session)
    if frame["row"].nunique() < 2 and frame["column"].nunique() < 2:
        words = label("heat_none", lang)
        return stack(section(head, "", "concentration"), notice(words))
    key = "" if frame["panel"].nunique() > 1 else "_plain"  # no customer has a level
    if key:
        frame["panel"] = ""
    frame["share"] = frame["value"] / frame.groupby("panel")["value"].transform("sum")
    if key:
        frame["marked"] = (frame["share"] >= limit) & (frame["value"] > 0)
    return stack(
        section(
            _title(session, frame, key),
            label(f"heat_subtitle{key}", lang, limit=share),
            "concentration",
            short=head,
        ),
        draw_heatmap(
            frame.drop(columns=["share", "ratio"]),
            lang,
            "money",
            marked_means=label(f"heat_marked{key}", lang, limit=share),
            currency=session.settings.workspace.currency,
        ),
    )


def _cells(session: Session) -> pd.DataFrame:
    """Return row, column, panel, value, marked, ratio; groups without a name are one of their own."""
    frame = session.metrics("sales", by=_BY, period=session.year)
    frame = frame[frame["value"].fillna(0) != 0]
    found = session.level_concentrations()[[*_BY, "ratio", "is_concentration"]]
    frame = frame.merge(found, on=_BY, how="left")
    order = {word.id: place for place, word in enumerate(session.settings.choices.get("level", ()))}
    frame = frame.sort_values("level", key=lambda c: c.map(order).fillna(len(order)), kind="stable")
    levels = [
        label("level_unknown", session.lang) if pd.isna(level) else session.name_of("level", level)
        for level in frame["level"]
    ]
    return pd.DataFrame(
        {
            "row": [session.name_of("industry", name) for name in frame["industry"]],
            "column": [session.name_of("region", name) for name in frame["region"]],
            "panel": levels,
            "value": frame["value"].to_numpy(dtype=float),
            "marked": frame["is_concentration"].eq(True).to_numpy(),
            "ratio": frame["ratio"].to_numpy(dtype=float),
        }
    )


def _title(session: Session, frame: pd.DataFrame, key: str) -> str:
    """Name the framed cell with the most sales of those whose industry and region are known."""
    unknown = label("no_reason", session.lang)
    known = frame[(frame["row"] != unknown) & (frame["column"] != unknown) & frame["marked"]]
    if known.empty:
        return label("heat_title", session.lang)
    first = known.sort_values("value", ascending=False).iloc[0]
    return label(
        f"heat_finding{key}",
        session.lang,
        row=first["row"],
        column=first["column"],
        level=first["panel"],
        share=formats.percent(first["share"], session.lang),
        ratio=formats.decimal(first["ratio"]),
    )
