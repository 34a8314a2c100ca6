"""A rate by a dimension over a year, with intervals; by month or another grain, its course."""

from collections.abc import Sequence

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Chart,
    Html,
    TableColumn,
    data_table,
    draw_rates,
    draw_trend,
    known_columns,
    section,
)
from salesnb.funnel.findings import PEOPLE, RATES
from salesnb.labels import label
from salesnb.periods import GRAINS, Period
from salesnb.session import Session
from salesnb.views.parts import (
    case_kind,
    dimension_header,
    dimension_unknown,
    mark_small,
    new_cases,
    nothing_new,
    parts_of,
    period_name,
    pivot,
    plain_column,
    rate_column,
    stack,
)


def compare(session: Session, by: str) -> Html:
    """Return a rate by a dimension over a year of leads, and the table behind it.

    Raises
    ------
    UsageError
        A dimension that leads do not have; the message names those that they have.
    """
    lang, rates = session.lang, list(RATES[case_kind(session)])
    year = session.period if by == "day" else session.year
    frame = _by_time(session, by, year) if by in GRAINS else _by_dimension(session, by, year)
    head = label("compare_title", lang, dimension=label(f"dimension_{by}", lang))
    if frame.empty:
        return stack(section(head, "", f"by-{by}"), nothing_new(session))
    if frame[by].isna().all():
        return dimension_unknown(session, by)
    title, rate = (head, rates[0]) if by in GRAINS else finding_title(session, by, rates, head)
    columns = [
        TableColumn("name", dimension_header(session, by)),
        plain_column(session, new_cases(session), "count"),
        *(rate_column(session, each) for each in rates),
        *(_difference_columns(session, rates) if by in PEOPLE else []),
        *([] if by in GRAINS else [finding_column(session, by)]),
    ]
    told = [session.settings.metrics[rate].label(lang), period_name(session, year)]
    subtitle = " · ".join([*told, *([label("compare_alike", lang)] if by in PEOPLE else [])])
    return stack(
        section(title, subtitle, f"by-{by}", short=head),
        _course(frame, by, rate, lang) if by in GRAINS else rates_chart(frame, rate, lang),
        data_table(frame, known_columns(frame, columns), lang),
    )


def rates_chart(frame: pd.DataFrame, metric: str, lang: str) -> Chart:
    """Return a rate of a pivoted frame as dots with intervals, one per `name`."""
    parts = ["low", "high", "numerator", "denominator", "small"]
    chart = frame[["name", metric, *(f"{metric}__{part}" for part in parts)]]
    return draw_rates(chart.set_axis(["name", "value", *parts], axis=1), lang)


def finding_title(session: Session, by: str, metrics: Sequence[str], head: str) -> tuple[str, str]:
    """Name the group that is beyond chance below the others, else the one above them.

    Returns
    -------
    The title, and the metric that it tells of: the first one with such a group, else the first.
    """
    lang, found = session.lang, session.rate_findings(by)
    tested = found[found["dimension"].eq(by) & found["metric"].isin(metrics)]
    for metric in metrics:
        real = tested[tested["is_finding"] & tested["metric"].eq(metric)].sort_values("value")
        if real.empty:
            continue
        lower = real[real["value"] < real["rest"]]
        named = (lower if len(lower) else real.iloc[::-1]).iloc[0]
        key = "compare_low" if len(lower) else "compare_high"
        apart = {"apart": formats.points(named["difference"], lang)} if by in PEOPLE else {}
        words = label(
            f"{key}_alike" if apart else key,
            lang,
            name=session.name_of(by, named["name"]),
            metric=session.settings.metrics[metric].label(lang),
            rate=formats.percent(named["value"], lang),
            others=formats.percent(named["rest"], lang),
            **apart,
        )
        return words, metric
    is_tested = tested["p_value"].count() > 1
    return label("compare_noise", lang, head=head) if is_tested else head, metrics[0]


def findings_of(session: Session, by: str, groups: pd.Series) -> pd.Series:
    """Return of each group in which rates it is beyond chance lower or higher than the others."""
    lang, found = session.lang, session.rate_findings(by)
    real = found[found["dimension"].eq(by) & found["is_finding"]]
    told: dict[object, list[str]] = {}
    for row in real.to_dict("records"):
        key = "finding_lower" if row["value"] < row["rest"] else "finding_higher"
        metric = session.settings.metrics[row["metric"]].label(lang)
        told.setdefault(row["name"], []).append(label(key, lang, metric=metric))
    joint = label("names_comma", lang)
    words = {group: joint.join(rates) for group, rates in told.items()}
    return groups.map(words).astype("object")


def finding_column(session: Session, by: str) -> TableColumn:
    """Return the column with what `findings_of` says of a dimension."""
    lang = session.lang
    said = label("finding_definition_alike" if by in PEOPLE else "finding_definition", lang)
    return TableColumn("finding", label("finding_header", lang), definition=said)


def _difference_columns(session: Session, rates: Sequence[str]) -> list[TableColumn]:
    """Return per rate the column with the difference from the others among like cases."""
    lang = session.lang
    return [
        TableColumn(
            f"{rate}__apart",
            label("difference_header", lang, metric=session.settings.metrics[rate].label(lang)),
            "points",
            small=f"{rate}__small",
            definition=label("difference_definition", lang),
        )
        for rate in rates
    ]


def _by_dimension(session: Session, by: str, year: Period) -> pd.DataFrame:
    rates = list(RATES[case_kind(session)])
    frame = pivot(session.metrics([*rates, new_cases(session)], by=by, period=year), by)
    mark_small(session, frame, rates)
    frame["name"] = [session.name_of(by, value) for value in frame[by]]
    frame["finding"] = findings_of(session, by, frame[by])
    if by in PEOPLE:
        found = session.rate_findings(by).query("dimension == @by")
        for rate in rates:
            apart = found[found["metric"] == rate].set_index("name")["difference"]
            frame[f"{rate}__apart"] = frame[by].map(apart)
    return frame.sort_values(rates[0], ascending=False, kind="stable", ignore_index=True)


def _by_time(session: Session, grain: str, year: Period) -> pd.DataFrame:
    rates = list(RATES[case_kind(session)])
    parts = parts_of(session, year, grain)  # type: ignore[arg-type]
    if not parts:
        return pd.DataFrame()
    frame = pivot(session.metrics([*rates, new_cases(session)], period=parts), "period")
    frame = frame.set_index("period").loc[[part.text for part in parts]].reset_index(names=grain)
    mark_small(session, frame, rates)
    return frame.assign(name=[period_name(session, part) for part in parts])


def _course(frame: pd.DataFrame, grain: str, metric: str, lang: str) -> Chart:
    rows = frame[[grain, metric]].set_axis(["period", "value"], axis=1)
    return draw_trend(rows, lang, "percent")
