"""The sections of the performance report."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Card,
    Chart,
    Flag,
    Html,
    TableColumn,
    data_table,
    draw_ageing,
    draw_ranking,
    draw_shares,
    draw_trend,
    flag_list,
    known_columns,
    kpi_cards,
    notice,
    report_header,
    section,
)
from salesnb.figures.markup import bare
from salesnb.labels import label
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import (
    dimension_header,
    dimension_unknown,
    figure,
    has_history,
    mark_small,
    pivot,
    plain_column,
    rate_column,
    relative,
    stack,
    subtitle,
    title,
)

_HEADLINE = [
    "sales",
    "target_completion",
    "pace_gap",
    "closed_win_rate",
    "collection_rate_due",
]
_MOST_FLAGS = 8


def headline(session: Session) -> Html:
    """Return the first screen: title, findings in sentences, key figures, red flags."""
    frame = _headline_frame(session)
    sentences = _sentences(session, frame)
    return stack(
        report_header(title(session), subtitle(session), sentences),
        kpi_cards(_cards(session, frame)),
        flags(session),
        summary={
            "title": title(session),
            "headline": bare(sentences[0]),
            "flags": len(session.alerts()),
        },
    )


def flags(session: Session) -> Html:
    """Return the red flags, the costliest first."""
    found = session.alerts()
    shown = [_flag(session, row) for row in found.head(_MOST_FLAGS).to_dict("records")]
    parts = [flag_list(shown, session.lang)]
    if len(found) > _MOST_FLAGS:
        rest = found.iloc[_MOST_FLAGS:]
        parts.append(
            notice(
                label(
                    "more_flags",
                    session.lang,
                    count=len(rest),
                    amount=formats.money(rest["amount"].sum(), session.lang),
                )
            )
        )
    return stack(*parts)


def trend(session: Session) -> Html:
    """Return sales over the last twelve periods with target and the year before."""
    periods = session.trailing()
    years_ago = [period.year_ago() for period in periods]
    wanted = list({period.text: period for period in [*periods, *years_ago]}.values())
    frame = session.metrics(["sales", "target_completion"], period=wanted)
    first = session.first_day("sales", "sold_on")
    rows = [
        {
            "period": period.text,
            "value": _known(session, first, frame, period),
            "target": figure(frame, "target_completion", period, "denominator"),
            "previous_year": _known(session, first, frame, before),
        }
        for period, before in zip(periods, years_ago, strict=True)
    ]
    lang = session.lang
    return stack(
        section(
            _trend_title(session, frame, periods),
            label("trend_subtitle", lang),
            "trend",
            short=label("trend_short", lang),
        ),
        draw_trend(pd.DataFrame(rows), lang, "money"),
    )


def ranking(session: Session) -> Html:
    """Return who is how far: a chart against the target, and the table behind it."""
    lang, dimension = session.lang, session.below
    head = label("ranking_short", lang)
    if dimension is None:
        return stack(
            section(label("by_period", lang), "", "ranking", short=head), _by_time(session)
        )
    frame = _ranked(session, dimension)
    if frame.empty:
        return stack(section(head, "", "ranking"), notice(label("no_sales", lang)))
    has_targets = frame["target"].notna().any()
    subtitle_key = "ranking_subtitle" if has_targets else "ranking_subtitle_sales"
    return stack(
        section(
            _ranking_title(session, frame),
            label(subtitle_key, lang, who=label(dimension, lang)),
            "ranking",
            short=head,
        ),
        _ranking_chart(session, frame, bool(has_targets)),
        _ranking_table(session, frame, dimension),
    )


def breakdown(session: Session, by: str) -> Html:
    """Return sales, orders and average customer value by a dimension, the largest first."""
    lang = session.lang
    metrics = ["sales", "orders", "avg_customer_value", "collection_rate_due"]
    now = pivot(session.metrics(metrics, by=by), by)
    now = now[now["sales"].notna() & (now["sales__n"] > 0)]
    if now[by].isna().all():
        return dimension_unknown(session, by)
    before = session.to_date(session.period.year_ago())
    first = session.first_day("sales", "sold_on")
    now["growth"] = float("nan")
    if has_history(session, first, before):
        past = session.metrics("sales", by=by, period=before).set_index(by)["value"]
        base = now[by].map(past)
        now["growth"] = now["sales"] / base.where(base > 0) - 1
    now["share"] = now["sales"] / now["sales"].sum() if now["sales"].sum() > 0 else float("nan")
    now["name"] = [session.name_of(by, value) for value in now[by]]
    now = now.sort_values("sales", ascending=False, kind="stable")
    columns = [
        TableColumn("name", dimension_header(session, by)),
        plain_column(session, "sales", "money"),
        TableColumn("share", label("share_of_sales", lang), "percent"),
        TableColumn("growth", label("growth_yoy", lang), "percent"),
        plain_column(session, "orders", "count"),
        plain_column(session, "avg_customer_value", "money"),
        plain_column(session, "collection_rate_due", "percent"),
    ]
    head = label("breakdown_title", lang, dimension=label(f"dimension_{by}", lang))
    return stack(
        section(_breakdown_title(session, now, head), "", f"by-{by}", short=head),
        data_table(now, known_columns(now, columns), lang),
    )


def collections(session: Session) -> Html:
    """Return what is still to come in: overdue money by age, and the customers behind it."""
    lang = session.lang
    edges = [(0, 30), (30, 60), (60, 90), (90, None)]
    open_ = session.sql(
        """select s.owner, s.customer_id, coalesce(c.customer_name, s.customer_id) as name,
          s.overdue_amount as amount, s.overdue_days as days
        from fact_sales as s left join customers as c on c.customer_id = s.customer_id
        where s.overdue_amount > 0"""
    )
    head = label("collections_short", lang)
    if not session.has_payments:
        return stack(section(head, "", "collections"), notice(label("no_payments", lang)))
    if open_.empty:
        return stack(section(label("nothing_overdue", lang), "", "collections", short=head))
    days = open_["days"].astype(int)
    buckets = [
        {
            "bucket": label(
                "bucket" if high else "bucket_last", lang, low=low + 1, high=high or low
            ),
            "amount": open_.loc[(days > low) & (days <= (high or 10**6)), "amount"].sum(),
        }
        for low, high in edges
    ]
    total = float(open_["amount"].sum())
    worst = (
        open_.groupby(["customer_id", "name", "owner"], as_index=False)
        .agg(amount=("amount", "sum"), days=("days", "max"))
        .sort_values(["amount", "customer_id"], ascending=[False, True])
        .head(10)
    )
    worst["owner"] = [session.name_of("rep", owner) for owner in worst["owner"]]
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("amount", label("overdue", lang), "money"),
        TableColumn("days", label("overdue_days", lang), "days", digits=0),
        TableColumn("owner", label("rep", lang)),
    ]
    return stack(
        section(
            label(
                "collections_title",
                lang,
                amount=formats.money(total, lang),
                share=formats.percent(worst["amount"].sum() / total, lang),
            ),
            label("collections_subtitle", lang, day=formats.date_title(session.as_of, lang)),
            "collections",
            short=head,
        ),
        draw_ageing(pd.DataFrame(buckets), lang),
        data_table(worst, columns, lang),
    )


def _headline_frame(session: Session) -> pd.DataFrame:
    compared = [session.to_date(session.period.previous())]
    compared.append(session.to_date(session.period.year_ago()))
    periods = {p.text: p for p in [session.period, *session.trailing(), *compared]}
    return session.metrics([*_HEADLINE, _new(session)], period=list(periods.values()))


def _new(session: Session) -> str:
    """What comes in new: leads, or opportunities where there are no leads."""
    return "new_leads" if session.has_leads else "new_opportunities"


def _cards(session: Session, frame: pd.DataFrame) -> list[Card]:
    lang, period = session.lang, session.period
    completion = figure(frame, "target_completion", period)
    target = figure(frame, "target_completion", period, "denominator")
    gap = figure(frame, "pace_gap", period)
    sales = formats.money(figure(frame, "sales", period), lang)
    detail = (
        label("of_target", lang, target=formats.money(target, lang))
        if target
        else label("no_target", lang)
    )
    completion_card = Card(
        session.settings.metrics["target_completion"].label(lang),
        *_split_unit(formats.percent(completion, lang)),
        detail=label("elapsed_share", lang, share=formats.percent(session.elapsed, lang)),
        delta=formats.points(gap, lang, 0) if gap is not None else "",
        delta_is_good=None if gap is None else gap >= 0,
        progress=(completion, session.elapsed),
    )
    return [
        _card(session, frame, "sales", *_split_unit(sales), detail=detail, yearly=True),
        completion_card,
        _rate_card(session, frame, "closed_win_rate"),
        _rate_card(session, frame, "collection_rate_due", money=True),
        _card(session, frame, "new_leads", formats.count(figure(frame, "new_leads", period), lang)),
    ]


def _card(
    session: Session,
    frame: pd.DataFrame,
    metric: str,
    value: str,
    unit: str = "",
    detail: str = "",
    yearly: bool = False,
) -> Card:
    before = session.period.year_ago() if yearly else session.period.previous()
    change = _change(session, frame, metric, before)
    key = "growth_yoy" if yearly else "growth_mom"
    words = f"{label(key, session.lang)} {formats.change(change)}" if change is not None else ""
    return Card(
        session.settings.metrics[metric].label(session.lang),
        value,
        unit,
        detail=detail,
        delta=words,
        delta_is_good=None if not change else change > 0,
        spark=_spark(session, frame, metric),
    )


def _rate_card(session: Session, frame: pd.DataFrame, metric: str, money: bool = False) -> Card:
    lang, period = session.lang, session.period
    value = figure(frame, metric, period)
    before = figure(frame, metric, session.to_date(period.previous()))
    moved = None if value is None or before is None else value - before
    parts = [figure(frame, metric, period, part) for part in ("numerator", "denominator")]
    shown = [formats.money(p, lang) if money else formats.count(p, lang) for p in parts]
    detail = label("no_cases", lang) if value is None else " / ".join(shown)
    if value is not None and not money and session.is_small(parts[1]):
        detail += f" · {label('small_sample', lang)}"
    return Card(
        session.settings.metrics[metric].label(lang),
        *_split_unit(formats.percent(value, lang)),
        detail=detail,
        delta=(
            f"{label('growth_mom', lang)} {formats.points(moved, lang, 0)}"
            if moved is not None
            else ""
        ),
        delta_is_good=None if not moved else moved > 0,
        spark=_spark(session, frame, metric),
    )


def _spark(session: Session, frame: pd.DataFrame, metric: str) -> list[float | None]:
    return [figure(frame, metric, period) for period in session.trailing()]


def _split_unit(words: str) -> tuple[str, str]:
    """Split `120.4 万`, `1.20M` and `80%` into figure and small unit."""
    figure_ = words.rstrip("%万亿元kMB ")
    return figure_, words[len(figure_) :].strip()


def _change(session: Session, frame: pd.DataFrame, metric: str, before: Period) -> float | None:
    described = session.settings.metrics[metric]
    dated = (str(described.fact), str(described.dated_by))
    compared = session.to_date(before)
    if not has_history(session, session.first_day(*dated), compared):
        return None
    now = figure(frame, metric, session.period)
    return relative(now, figure(frame, metric, compared))


def _known(
    session: Session, first: date | None, frame: pd.DataFrame, period: Period
) -> float | None:
    """Return the sales of a period; None, not 0, where the data do not reach back that far."""
    if first is None or period.end <= first or period.start > session.as_of:
        return None
    return figure(frame, "sales", period)


def _sentences(session: Session, frame: pd.DataFrame) -> list[str]:
    lang, period = session.lang, session.period
    sales = formats.money(figure(frame, "sales", period), lang)
    completion = figure(frame, "target_completion", period)
    gap = figure(frame, "pace_gap", period)
    sentences = []
    if completion is None or gap is None:
        sentences.append(label("finding_sales", lang, sales=sales))
    else:
        key = "finding_done" if not session.is_running else "finding_running"
        distance = formats.percent(abs(gap), lang).rstrip("%")
        side = "even" if round(abs(gap), 3) < 0.005 else "behind" if gap < 0 else "ahead"
        sentences.append(
            label(
                f"{key}_{side}",
                lang,
                sales=sales,
                completion=formats.percent(completion, lang),
                points=distance,
                missing=formats.money(_missing(frame, period), lang),
            )
        )
    sentences.append(_growth_sentence(session, frame))
    sentences.append(_collection_sentence(session, frame))
    return [sentence for sentence in sentences if sentence]


def _missing(frame: pd.DataFrame, period: Period) -> float:
    reached = figure(frame, "target_completion", period, "numerator") or 0
    return abs((figure(frame, "target_completion", period, "denominator") or 0) - reached)


def _growth_sentence(session: Session, frame: pd.DataFrame) -> str:
    yearly = _change(session, frame, "sales", session.period.year_ago())
    recent = _change(session, frame, "sales", session.period.previous())
    lang = session.lang
    if yearly is not None and recent is not None:
        key = "finding_growth_running" if session.is_running else "finding_growth"
        return label(key, lang, yoy=formats.change(yearly), mom=formats.change(recent))
    if recent is not None:
        return label("finding_growth_mom", lang, mom=formats.change(recent))
    return ""


def _collection_sentence(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    overdue = session.metrics("overdue_amount")["value"].iloc[0]
    rate = figure(frame, "collection_rate_due", session.period)
    if rate is None:
        return ""
    return label(
        "finding_collections" if overdue else "finding_collections_clean",
        lang,
        rate=formats.percent(rate, lang),
        overdue=formats.money(overdue, lang),
    )


def _flag(session: Session, row: Mapping[Hashable, Any]) -> Flag:
    lang = session.lang
    amount = formats.money(row["amount"], lang)
    if row["rule"] == "behind_target":
        return Flag(
            "red",
            session.scope_title()
            if row["scope"] == str(session.scope)
            else session.name_of(str(row["entity"]), row["entity_id"]),
            label(
                "flag_behind",
                lang,
                completion=formats.percent(row["share"], lang),
                red=formats.percent(session.settings.workspace.completion_red, lang),
            ),
            label("flag_behind_detail", lang, amount=amount),
        )
    days = (pd.Timestamp(session.as_of) - pd.Timestamp(str(row["since"]))).days
    return Flag(
        "red",
        str(row["entity"]),
        label("flag_overdue", lang, days=days, amount=amount),
        session.name_of("rep", row["owner"]),
    )


def _trend_title(session: Session, frame: pd.DataFrame, periods: list[Period]) -> str:
    lang = session.lang
    reached = [
        (figure(frame, "target_completion", period) or 0) >= 1
        for period in periods
        if figure(frame, "target_completion", period) is not None
    ]
    if not reached:
        return label("trend_title", lang)
    return label("trend_title_target", lang, reached=sum(reached), count=len(reached))


def _ranked(session: Session, dimension: str) -> pd.DataFrame:
    metrics = [
        "target_completion",
        "sales",
        "closed_win_rate",
        "collection_rate_due",
        _new(session),
    ]
    frame = pivot(session.metrics(metrics, by=dimension), dimension)
    frame = frame[frame["sales"].fillna(0).ne(0) | frame["target_completion__denominator"].notna()]
    frame = frame.assign(
        name=[session.name_of(dimension, value) for value in frame[dimension]],
        sales=frame["sales"].fillna(0),
        target=frame["target_completion__denominator"],
    )
    mark_small(session, frame, ["closed_win_rate"])
    red = session.settings.workspace.completion_red * session.elapsed
    frame["is_red"] = frame["target_completion"] < red
    return frame.sort_values(
        ["target_completion", "sales"], ascending=False, na_position="last", ignore_index=True
    )


def _ranking_title(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    rated = frame.dropna(subset="target_completion")
    if rated.empty:
        top = frame.sort_values("sales", ascending=False).iloc[0]
        return label("ranking_title_sales", lang, name=top["name"])
    best, worst = rated.iloc[0], rated.iloc[-1]
    if len(rated) == 1 or not worst["is_red"]:
        return label(
            "ranking_title_calm",
            lang,
            best=best["name"],
            completion=formats.percent(best["target_completion"], lang),
        )
    return label(
        "ranking_title",
        lang,
        best=best["name"],
        best_completion=formats.percent(best["target_completion"], lang),
        worst=worst["name"],
        worst_completion=formats.percent(worst["target_completion"], lang),
    )


def _ranking_chart(session: Session, frame: pd.DataFrame, has_targets: bool) -> Chart:
    if not has_targets:
        sold = frame[["name", "sales"]].set_axis(["name", "value"], axis=1)
        return draw_shares(sold[sold["value"] > 0], session.lang, "money")
    chart = frame[["name", "sales", "target", "target_completion"]].set_axis(
        ["name", "value", "target", "completion"], axis=1
    )
    elapsed = session.elapsed if session.is_running else None
    red = session.settings.workspace.completion_red
    return draw_ranking(chart, session.lang, elapsed, red_below=red)


def _ranking_table(session: Session, frame: pd.DataFrame, dimension: str) -> Html:
    lang = session.lang
    columns = [
        TableColumn("name", label(dimension, lang)),
        plain_column(session, "sales", "money"),
        TableColumn("target", label("target", lang), "money"),
        plain_column(session, "target_completion", "bar", elapsed=session.elapsed, alert="is_red"),
        rate_column(session, "closed_win_rate"),
        plain_column(session, "collection_rate_due", "percent"),
        plain_column(session, _new(session), "count"),
    ]
    caption = None
    if frame["target"].notna().any():
        caption = label("ranking_note", lang, share=formats.percent(session.elapsed, lang))
    return data_table(frame, known_columns(frame, columns), lang, caption)


def _by_time(session: Session) -> Html:
    """Return the last periods of one rep as a table."""
    periods = session.trailing()[::-1]
    metrics = [
        "target_completion",
        "sales",
        "closed_win_rate",
        "collection_rate_due",
        _new(session),
    ]
    frame = pivot(session.metrics(metrics, period=periods), "period")
    frame["name"] = [formats.period_title(text, session.lang) for text in frame["period"]]
    frame["target"] = frame["target_completion__denominator"]
    frame["is_red"] = frame["target_completion"] < session.settings.workspace.completion_red
    mark_small(session, frame, ["closed_win_rate"])
    columns = [
        TableColumn("name", label("period", session.lang)),
        plain_column(session, "sales", "money"),
        TableColumn("target", label("target", session.lang), "money"),
        plain_column(session, "target_completion", "bar", alert="is_red"),
        rate_column(session, "closed_win_rate"),
        plain_column(session, "collection_rate_due", "percent"),
        plain_column(session, _new(session), "count"),
    ]
    return data_table(frame, known_columns(frame, columns), session.lang)


def _breakdown_title(session: Session, frame: pd.DataFrame, head: str) -> str:
    sold = frame[frame["sales"] > 0]
    if sold.empty:
        return head
    top = sold.iloc[0]
    return label(
        "breakdown_finding",
        session.lang,
        name=top["name"],
        share=formats.percent(top["share"], session.lang),
        head=head,
    )
