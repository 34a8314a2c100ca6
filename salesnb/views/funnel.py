"""The sections of the funnel report."""

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Card,
    Html,
    TableColumn,
    data_table,
    draw_funnel,
    draw_rates,
    kpi_cards,
    notice,
    report_header,
    section,
)
from salesnb.figures.markup import bare
from salesnb.labels import label
from salesnb.metrics import wilson
from salesnb.periods import Period, period_of
from salesnb.session import Session
from salesnb.views.parts import (
    dimension_header,
    dimension_unknown,
    figure,
    has_history,
    mark_small,
    period_name,
    pivot,
    plain_column,
    rate_column,
    relative,
    stack,
    subtitle,
    title,
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
_RATES = {
    "lead": ["lead_conversion_rate", "lead_win_rate"],
    "opportunity": ["closed_win_rate", "win_rate"],
}
_NEW = {"lead": "new_leads", "opportunity": "new_opportunities"}


def headline(session: Session) -> Html:
    """Return the first screen: title, findings in sentences, key figures."""
    frame = _headline_frame(session)
    stages = _labelled(session, session.stages())
    sentences = _sentences(session, frame, stages)
    return stack(
        report_header(title(session), subtitle(session), sentences),
        kpi_cards(_cards(session, frame)),
        summary={"title": title(session), "headline": bare(sentences[0])},
    )


def stages(session: Session, full: bool = False) -> Html:
    """Return the funnel of the leads created in the period, and the stage table."""
    lang = session.lang
    frame = _labelled(session, session.stages(full=full))
    head = label("funnel_short", lang)
    if not frame["entered"].iloc[0]:
        return stack(
            section(head, "", "funnel"), notice(label("no_leads", lang, things=_things(session)))
        )
    still = int(frame["open"].sum())
    note = label("funnel_maturing", lang, count=formats.count(still, lang)) if still else ""
    return stack(
        section(
            _leak_title(session, frame),
            label("funnel_subtitle", lang, things=_things(session)),
            "funnel",
            short=head,
        ),
        draw_funnel(frame, lang),
        _stage_table(session, frame),
        *([notice(note)] if note else []),
    )


def long_view(session: Session) -> Html:
    """Return the funnel of a year's leads before the period: what became of riper cohorts."""
    lang = session.lang
    year = _year_before(session)
    frame = _labelled(session, session.stages(period=year))
    if not frame["entered"].iloc[0]:
        return stack()
    won = frame.iloc[-1]
    total = int(frame["entered"].iloc[0])
    return stack(
        section(
            label(
                "long_title",
                lang,
                won=formats.count(won["entered"], lang),
                total=formats.count(total, lang),
                things=_things(session),
                share=formats.percent(won["entered"] / total, lang, 1),
            ),
            period_name(session, year),
            "long",
            short=label("long_short", lang),
        ),
        draw_funnel(frame, lang),
        _stage_table(session, frame),
    )


def compare(session: Session, by: str) -> Html:
    """Return a rate by a dimension with intervals, over a year of leads, and the table behind it."""
    lang, kind = session.lang, _kind(session)
    rates, new = _RATES[kind], _NEW[kind]
    metric = rates[0]
    year = _year_before(session, with_period=True)
    frame = pivot(session.metrics([*rates, new], by=by, period=year), by)
    head = label("compare_title", lang, dimension=label(f"dimension_{by}", lang))
    if frame.empty:
        return stack(
            section(head, "", f"by-{by}"), notice(label("no_leads", lang, things=_things(session)))
        )
    if frame[by].isna().all():
        return dimension_unknown(session, by)
    mark_small(session, frame, rates)
    frame["name"] = [session.name_of(by, value) for value in frame[by]]
    frame = frame.sort_values(metric, ascending=False, kind="stable", ignore_index=True)
    parts = {"value": metric} | {
        part: f"{metric}__{part}" for part in ("low", "high", "numerator", "denominator", "small")
    }
    chart = frame[["name", *parts.values()]].set_axis(["name", *parts], axis=1)
    columns = [
        TableColumn("name", dimension_header(session, by)),
        plain_column(session, new, "count"),
        *(rate_column(session, rate) for rate in rates),
    ]
    return stack(
        section(
            _compare_title(session, chart, head),
            f"{session.settings.metrics[metric].label(lang)} · {period_name(session, year)}",
            f"by-{by}",
            short=head,
        ),
        draw_rates(chart, lang),
        data_table(frame, columns, lang),
    )


def reasons(session: Session) -> Html:
    """Return why leads and deals of a year were lost."""
    lang = session.lang
    year = _year_before(session, with_period=True)
    frame = session.sql(
        f"""select coalesce(lost_reason, '') as reason, count(*) as leads
        from fact_cases
        where is_lost and closed_on >= date '{year.start}' and closed_on < date '{year.end}'
        group by 1 order by 2 desc, 1"""
    )
    head = label("reasons_short", lang)
    if frame.empty:
        return stack(
            section(head, "", "reasons"), notice(label("no_losses", lang, things=_things(session)))
        )
    frame["share"] = frame["leads"] / frame["leads"].sum()
    frame["reason"] = frame["reason"].replace("", label("no_reason", lang))
    top = frame.iloc[0]
    columns = [
        TableColumn("reason", label("reason", lang)),
        TableColumn("leads", label("lost_leads", lang), "count"),
        TableColumn("share", label("share", lang), "percent"),
    ]
    return stack(
        section(
            label(
                "reasons_title",
                lang,
                reason=top["reason"],
                share=formats.percent(top["share"], lang),
            ),
            label(
                "reasons_subtitle", lang, period=period_name(session, year), things=_things(session)
            ),
            "reasons",
            short=head,
        ),
        data_table(frame.head(10), columns, lang),
    )


def _headline_frame(session: Session) -> pd.DataFrame:
    before = session.to_date(session.period.previous())
    periods = {p.text: p for p in [session.period, *session.trailing(), before]}
    return session.metrics(_HEADLINE[_kind(session)], period=list(periods.values()))


def _kind(session: Session) -> str:
    return "lead" if session.has_leads else "opportunity"


def _things(session: Session) -> str:
    return label(f"things_{_kind(session)}", session.lang)


def _cards(session: Session, frame: pd.DataFrame) -> list[Card]:
    draw = {"count": _count_card, "ratio": _rate_card, "money": _money_card}
    return [
        draw[session.settings.metrics[metric].unit](session, frame, metric)
        for metric in _HEADLINE[_kind(session)]
    ]


def _money_card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    """A stock as of now: it has no past to compare with."""
    amount = formats.money(figure(frame, metric, session.period), session.lang)
    return Card(session.settings.metrics[metric].label(session.lang), amount)


def _count_card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    lang = session.lang
    fact = str(session.settings.metrics[metric].fact)
    before = session.to_date(session.period.previous())
    change = None
    if has_history(session, session.first_day(fact, "created_on"), before):
        now = figure(frame, metric, session.period)
        change = relative(now, figure(frame, metric, before))
    return Card(
        session.settings.metrics[metric].label(lang),
        formats.count(figure(frame, metric, session.period), lang),
        # Deals of the period come from leads of any time, so they differ from the funnel's.
        detail=label("of_any_lead", lang) if session.has_leads and metric != "new_leads" else "",
        delta=(
            f"{label('growth_mom', lang)} {formats.change(change)}" if change is not None else ""
        ),
        delta_is_good=None if not change else change > 0,
        spark=[figure(frame, metric, period) for period in session.trailing()],
    )


def _rate_card(session: Session, frame: pd.DataFrame, metric: str) -> Card:
    lang, period = session.lang, session.period
    cases = [figure(frame, metric, period, part) for part in ("numerator", "denominator")]
    detail = label("no_cases", lang)
    if cases[1]:
        detail = " / ".join(formats.count(case, lang) for case in cases)
        if session.is_small(cases[1]):
            detail += f" · {label('small_sample', lang)}"
    value = formats.percent(figure(frame, metric, period), lang)
    return Card(
        session.settings.metrics[metric].label(lang),
        value.rstrip("%"),
        "%" if value.endswith("%") else "",
        detail=detail,
        spark=[figure(frame, metric, past) for past in session.trailing()],
    )


def _sentences(session: Session, frame: pd.DataFrame, stages: pd.DataFrame) -> list[str]:
    lang, period = session.lang, session.period
    leads = figure(frame, _NEW[_kind(session)], period)
    if not leads:
        return [label("finding_no_leads", lang, things=_things(session))]
    steps = stages.iloc[1:]
    counted = label("list_comma", lang).join(
        f"{row['stage_label']} {formats.count(row['entered'], lang)}"
        for row in steps.to_dict("records")
    )
    sentences = [
        label(
            "finding_funnel",
            lang,
            leads=formats.count(leads, lang),
            steps=counted,
            things=_things(session),
        ),
    ]
    still = int(stages["open"].sum())
    if still:
        share = formats.percent(still / leads, lang)
        sentences.append(label("finding_open", lang, share=share))
    return sentences


def _labelled(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    names = [session.name_of("stage", stage) for stage in frame["stage"]]
    small = session.settings.workspace.small_sample
    rates = frame["rate"].where(frame["denominator"].fillna(0) >= small)
    is_ripe = frame["open"].sum() <= _RIPE * frame["entered"].iloc[0]
    is_leak = frame.index == rates.idxmin() if is_ripe and rates.notna().sum() > 1 else False
    return frame.assign(
        stage_label=names, small=frame["denominator"].fillna(small) < small, is_leak=is_leak
    )


def _leak_title(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    leaks = frame.index[frame["is_leak"]]
    if leaks.empty:
        return label("funnel_title", lang, things=_things(session))
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
        TableColumn(
            "rate",
            label("conversion", lang),
            "rate",
            numerator="numerator",
            denominator="denominator",
            low="low",
            high="high",
            small="small",
            definition=label("conversion_definition", lang),
        ),
        TableColumn("mean_days", label("mean_days", lang), "days"),
        TableColumn("median_days", label("median_days", lang), "days"),
        TableColumn("loss_rate", label("loss_rate", lang), "percent"),
        TableColumn("lost_shown", label("lost_before", lang), "count"),
        TableColumn("open_shown", label("still_open", lang), "count"),
        TableColumn("why", label("main_reason", lang)),
    ]
    return data_table(shown, columns, lang)


def _year_before(session: Session, with_period: bool = False) -> Period:
    """Return the twelve months before the period, or ending with it."""
    last = session.period if with_period else session.period.previous()
    end = period_of(last.last_day, "month")
    return session.read_period(f"{end.trailing(12)[0].text}..{end.text}")


def _compare_title(session: Session, frame: pd.DataFrame, head: str) -> str:
    """Name the lowest only where its interval, widened for the search, stays clear of the others."""
    lang = session.lang
    rated = frame[~frame["small"]].dropna(subset="value")
    if len(rated) < 2:
        return head
    lowest = rated.sort_values("value").iloc[[0]]
    others = rated.drop(lowest.index)
    overall = others["numerator"].sum() / others["denominator"].sum()
    ends = wilson(lowest["numerator"], lowest["denominator"], compared=len(rated))
    if ends["high"].iloc[0] < overall:
        return label(
            "compare_low",
            lang,
            name=lowest["name"].iloc[0],
            rate=formats.percent(lowest["value"].iloc[0], lang),
            others=formats.percent(overall, lang),
        )
    return label("compare_noise", lang, head=head)
