"""What became of the open pipeline, as a waterfall."""

from decimal import Decimal

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, draw_waterfall, notice, section
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import has_begun, period_name, stack


def movement(session: Session, due_by: str | Period | None = None) -> Html:
    """Return what became of the open pipeline in the period.

    Parameters
    ----------
    due_by : only deals that are expected to close by the end of this period.
    """
    lang, due = session.lang, None if due_by is None else session.read_period(due_by)
    head = label("movement_short" if due is None else "movement_short_due", lang)
    anchor = "movement" if due is None else "movement-due"
    if not has_begun(session):
        words = label("not_begun", lang)
        return stack(section(head, "", anchor), notice(words))
    frame = session.movement(due_by=due)
    if not frame["deals"].any():
        key = "movement_none" if due is None else "movement_none_due"
        return stack(section(head, "", anchor), notice(label(key, lang)))
    currency = session.settings.workspace.currency
    return stack(
        section(_title(session, frame, due), _subtitle(session, due), anchor, short=head),
        draw_waterfall(_drawn(frame, lang), lang, currency=currency),
        _remarks(session, frame),
    )


def _title(session: Session, frame: pd.DataFrame, due: Period | None) -> str:
    """Say where the pipeline came from and went, and the largest step in and out."""
    lang = session.lang
    values: dict[str, Decimal] = dict(zip(frame["step"], frame["value"], strict=True))
    start, end = values.pop("start"), values.pop("end")
    key = "movement_same" if start == end else f"movement_{'up' if end > start else 'down'}"
    what = label("movement_what", lang)
    if due is not None:
        what = label("movement_what_due", lang, due=period_name(session, due))
    ends = {"start": formats.money(start, lang), "end": formats.money(end, lang)}
    said = label(key, lang, what=what, **ends)
    came, left = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    largest = [
        f"{_step(step, lang)} {formats.money(abs(values[step]), lang)}"
        for step in dict.fromkeys((came, left))
        if values[step]
    ]
    if not largest:
        return said
    steps = label("names_comma", lang).join(largest)
    return label("movement_largest", lang, said=said, steps=steps)


def _step(step: str, lang: str) -> str:
    """Return a step as a word within a sentence."""
    return label(f"movement_step_{step}", lang).lower()


def _subtitle(session: Session, due: Period | None) -> str:
    key = "movement_subtitle" if due is None else "movement_subtitle_due"
    return label(key, session.lang, period=period_name(session, session.to_date(session.period)))


def _drawn(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the steps of the waterfall, without changes that no deal made."""
    ends = frame["step"].isin(["start", "end"])
    shown = frame[ends | (frame["deals"] > 0)]
    return pd.DataFrame(
        {
            "name": [label(f"movement_step_{step}", lang) for step in shown["step"]],
            "value": shown["value"],
            "is_good": shown["step"] == "won",
            "kind": shown["step"].where(shown["step"].isin(["start", "end"]), "change"),
        }
    )


def _remarks(session: Session, frame: pd.DataFrame) -> Html:
    """Return how many deals each step has, and what the figures cannot say."""
    lang = session.lang
    named = [
        f"{_step(step, lang)} {formats.count(deals, lang)}"
        for step, deals in zip(frame["step"], frame["deals"], strict=True)
        if deals or step in ("start", "end")
    ]
    steps = label("names_comma", lang).join(named)
    said = [label("movement_deals_are", lang, steps=steps)]
    if missing := int(frame["no_amount"].iloc[-1]):
        said.append(plural("movement_no_amount", lang, missing))
    if not session.has_deal_changes:
        said.append(label("movement_one_import", lang))
    return notice(("" if lang == "zh" else " ").join(said))
