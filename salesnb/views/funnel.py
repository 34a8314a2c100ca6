"""The funnel report: its first screen, the funnel of the period, that of the year before."""

from contextlib import suppress

import pandas as pd

from salesnb import formats
from salesnb.errors import HiddenError
from salesnb.figures import (
    Card,
    Html,
    TableColumn,
    data_table,
    draw_funnel,
    kpi_cards,
    notice,
    report_header,
    section,
)
from salesnb.figures.columns import rate_column
from salesnb.figures.markup import bare
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.cards import amount_card, compared_periods, rate_card, stock_card
from salesnb.views.leak import leak_sentence
from salesnb.views.parts import (
    case_kind,
    figure,
    has_begun,
    new_cases,
    nothing_new,
    period_name,
    stack,
    subtitle,
    things,
    title,
    year_before,
)

_RIPE = 0.3  # above this share of open leads a low rate is no leak yet
# What is shown of leads, and of opportunities in a workspace that has no leads.
_HEADLINE = {
    "lead": [
        "new_leads",
        "lead_conversion_rate",
        "lead_win_rate",
        "new_opportunities",
        "closed_win_rate",
    ],
    "opportunity": ["new_opportunities", "win_rate", "closed_win_rate", "open_pipeline"],
}


def headline(session: Session, reading: str = "imputed") -> Html:
    """Return the first screen: title, findings in sentences, key figures.

    Parameters
    ----------
    reading : of the stages in the first sentence (`funnel.readings.reached_sql`).

    Raises
    ------
    UsageError
        No such reading.
    """
    stages = _labelled(session, session.stages(reading=reading), reading)
    frame = session.metrics(_shown(session), period=compared_periods(session))
    sentences = _sentences(session, frame, stages, reading)
    with suppress(HiddenError):  # of a role without amounts there is no costliest leak
        if has_begun(session) and (leak := leak_sentence(session)):
            sentences.append(leak)
    return stack(
        report_header(title(session), subtitle(session), sentences),
        kpi_cards(_cards(session, frame)),
        summary={"title": title(session), "headline": bare(sentences[0])},
    )


def stages(session: Session, full: bool = False, reading: str = "imputed") -> Html:
    """Return the funnel of the leads created in the period, and the stage table."""
    lang = session.lang
    frame = _labelled(session, session.stages(full=full, reading=reading), reading)
    head = label("funnel_short", lang)
    if not frame["entered"].sum():
        return stack(section(head, "", "funnel"), nothing_new(session))
    still = 0 if reading == "flow" else int(frame["open"].sum())
    note = label("funnel_maturing", lang, count=formats.count(still, lang)) if still else ""
    return stack(
        section(
            _leak_title(session, frame),
            _read_as(session, reading) or label("funnel_subtitle", lang, things=things(session)),
            "funnel",
            short=head,
        ),
        draw_funnel(frame, lang),
        _stage_table(session, frame),
        *([notice(note)] if note else []),
    )


def long_view(session: Session, reading: str = "imputed") -> Html:
    """Return the funnel of a year's leads before the period: what became of riper cohorts."""
    lang = session.lang
    year = year_before(session)
    frame = _labelled(session, session.stages(period=year, reading=reading), reading)
    if not frame["entered"].iloc[0]:
        return stack()
    return stack(
        section(
            _long_title(session, frame, reading),
            " · ".join(
                part for part in (period_name(session, year), _read_as(session, reading)) if part
            ),
            "long",
            short=label("long_short", lang),
        ),
        draw_funnel(frame, lang),
        _stage_table(session, frame),
    )


def _long_title(session: Session, frame: pd.DataFrame, reading: str) -> str:
    lang = session.lang
    if reading == "flow":
        return label("long_flow", lang, steps=_counted(frame, lang))
    won, total = int(frame["entered"].iloc[-1]), int(frame["entered"].iloc[0])
    return label(
        "long_title",
        lang,
        won=formats.count(won, lang),
        total=formats.count(total, lang),
        things=things(session),
        share=formats.percent(won / total, lang, 1),
    )


def _read_as(session: Session, reading: str) -> str:
    """Return how stages count, where that is another reading than the usual one."""
    words = label(f"reading_{reading}", session.lang, things=things(session))
    return "" if reading == "imputed" else label("read_as", session.lang, reading=words)


def _cards(session: Session, frame: pd.DataFrame) -> list[Card]:
    return [_card(session, frame, metric) for metric in _shown(session)]


def _shown(session: Session) -> list[str]:
    """Return the metrics of the cards, those that the viewer's role may see."""
    return [metric for metric in _HEADLINE[case_kind(session)] if session.sees(metric)]


def _card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    described = session.settings.metrics[metric]
    if described.unit == "money":
        return stock_card(session, frame, metric)
    if described.unit == "ratio":  # older cases had more time to ripen: no comparison
        return rate_card(session, frame, metric, compared=described.dated_by != "created_on")
    # Deals of the period come from leads of any time, so they differ from the funnel's.
    of_any = session.has_leads and metric != "new_leads"
    detail = label("of_any_lead", session.lang) if of_any else ""
    return amount_card(session, frame, metric, detail=detail)


def _sentences(
    session: Session, frame: pd.DataFrame, stages: pd.DataFrame, reading: str
) -> list[str]:
    lang, period = session.lang, session.period
    leads = figure(frame, new_cases(session), period)
    if not has_begun(session):
        return [label("finding_not_begun", lang)]
    if reading == "flow" and stages["entered"].sum():
        return [_entries(session, stages)]
    if not leads:
        return [label("finding_no_leads", lang, things=things(session))]
    steps = stages.iloc[1:]
    counted = _counted(steps, lang)
    sentences = [
        label(
            "finding_funnel",
            lang,
            leads=formats.count(leads, lang),
            steps=counted,
            things=things(session),
        ),
    ]
    still = int(stages["open"].sum())
    if still:
        share = formats.percent(still / leads, lang)
        sentences.append(label("finding_open", lang, share=share))
    return sentences


def _entries(session: Session, stages: pd.DataFrame) -> str:
    counted = _counted(stages, session.lang)
    return label("finding_flow", session.lang, steps=counted, things=things(session))


def _counted(stages: pd.DataFrame, lang: str) -> str:
    return label("list_comma", lang).join(
        f"{row['stage_label']} {formats.count(row['entered'], lang)}"
        for row in stages.to_dict("records")
    )


def _labelled(session: Session, frame: pd.DataFrame, reading: str) -> pd.DataFrame:
    names = [session.name_of("stage", stage) for stage in frame["stage"]]
    small = session.settings.workspace.small_sample
    rates = frame["rate"].where(frame["denominator"].fillna(0) >= small)
    # The entries of a period are made by cases of any age: no step of theirs leaks.
    is_ripe = reading != "flow" and frame["open"].sum() <= _RIPE * frame["entered"].iloc[0]
    is_leak = frame.index == rates.idxmin() if is_ripe and rates.notna().sum() > 1 else False
    return frame.assign(
        stage_label=names, small=frame["denominator"].fillna(small) < small, is_leak=is_leak
    )


def _leak_title(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    leaks = frame.index[frame["is_leak"]]
    if leaks.empty:
        return label("funnel_title", lang, things=things(session))
    place = int(leaks[0])
    return label(
        "leak_title",
        lang,
        before=frame["stage_label"].iloc[place - 1],
        after=frame["stage_label"].iloc[place],
        rate=formats.percent(frame["rate"].iloc[place], lang),
    )


def _stage_table(session: Session, frame: pd.DataFrame) -> Html:
    lang = session.lang
    shown = frame.assign(
        why=[
            f"{row['reason']} {formats.percent(row['reason_share'], lang)}"
            if isinstance(row["reason"], str)
            else formats.MISSING
            for row in frame.to_dict("records")
        ],
        lost_shown=frame["lost"].where(frame["denominator"].notna()),
        open_shown=frame["open"].where(frame["denominator"].notna()),
    )
    columns = [
        TableColumn("stage_label", label("stage", lang)),
        TableColumn("entered", label("entered", lang), "count"),
        rate_column(
            "rate",
            label("conversion", lang),
            definition=label("conversion_definition", lang, things=things(session)),
        ),
        TableColumn("mean_days", label("mean_days", lang), "days"),
        TableColumn("median_days", label("median_days", lang), "days"),
        TableColumn("loss_rate", label("loss_rate", lang), "percent"),
        TableColumn("lost_shown", label("lost_before", lang), "count"),
        TableColumn("open_shown", label("still_open", lang), "count"),
        TableColumn("why", label("main_reason", lang)),
    ]
    return data_table(shown, columns, lang)
