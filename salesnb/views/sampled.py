"""What the weekly samples found: how often records are wrong, by rep, week and field."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.tables import TABLES
from salesnb.views.parts import dimension_header, stack


def sampled(session: Session) -> Html:
    """Return the error rates of the records that were checked; nothing where none ever was."""
    lang, weeks = session.lang, session.sample_rates("week")
    if weeks.empty:
        return Html("", "")
    checked, wrong = int(weeks["checked"].sum()), int(weeks["wrong"].sum())
    words = {"checked": checked, "wrong": wrong, "rate": formats.percent(wrong / checked, lang)}
    below = session.below is not None
    parts = [rates_table(session, session.sample_rates("rep"), "rep")] if below else []
    return stack(
        section(
            label("sampled_title", lang, **words),
            label("sampled_subtitle", lang, weeks=session.settings.review.weeks),
            "sampled",
            short=label("sampled_short", lang),
        ),
        *parts,
        rates_table(session, weeks, "week", label("sampled_weeks_caption", lang)),
        rates_table(
            session, session.sample_rates("field"), "field", label("sampled_fields_caption", lang)
        ),
    )


def rates_table(session: Session, frame: pd.DataFrame, by: str, caption: str = "") -> Html:
    """Return error rates as a table: weeks in their order, others the worst first."""
    lang = session.lang
    order, rising = (["week"], [True]) if by == "week" else (["rate", by], [False, True])
    shown = frame.sort_values(order, ascending=rising, ignore_index=True)
    ends = zip(shown["low"], shown["high"], strict=True)
    shown = shown.assign(
        name=[_name(session, by, str(each)) for each in shown[by]],
        between=[
            f"{formats.percent(low, lang)}–{formats.percent(high, lang)}" for low, high in ends
        ],
    )
    columns = [
        TableColumn(
            "name",
            dimension_header(session, "rep") if by == "rep" else label(f"sampled_{by}", lang),
        ),
        TableColumn(
            "rate",
            label("sampled_rate", lang),
            "rate",
            numerator="wrong",
            denominator="checked",
            low="low",
            high="high",
            small="is_small",
        ),
        TableColumn("between", label("sampled_between", lang)),
    ]
    return data_table(shown, columns, lang, caption)


def _name(session: Session, by: str, value: str) -> str:
    if by == "rep":
        return session.name_of("rep", value)
    if by == "week":
        return formats.period_title(value, session.lang)
    table, _, name = value.partition(".")
    column, held = TABLES[table][name], TABLES[table]
    is_zh = session.lang == "zh"
    return f"{held.zh if is_zh else held.en} · {column.zh if is_zh else column.en}"
