"""How soon new leads are contacted first, by whom, from where, of which grade."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_rates, section
from salesnb.figures.columns import rate_column
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.outlier import outlier, rest
from salesnb.views.parts import dimension_header, nothing_new, period_name, stack

_MOST = 15


def responses(session: Session, by: str) -> Html:
    """Return first-contact times of the period's new leads by rep, team, source or grade."""
    lang = session.lang
    head = label("response_short", lang, dimension=label(f"dimension_{by}", lang))
    frame = session.response_times(by)
    if frame.empty:
        return stack(section(head, "", f"response-{by}"), nothing_new(session))
    frame = frame.assign(
        name=[session.name_of(by, value) for value in frame[by]],
        small=[session.is_small(n) for n in frame["limited"]],
        numerator=frame["in_time"],
        denominator=frame["limited"],
    )
    low = outlier(frame, "lowest") if by in ("rep", "team") else None
    if by != "grade":  # the latest first
        frame = frame.sort_values(["small", "value", "name"], ignore_index=True)
    columns = ["name", "value", "low", "high", "numerator", "denominator", "small"]
    return stack(
        section(
            _title(session, frame, low) or head,
            label("response_subtitle", lang, period=period_name(session, session.period)),
            f"response-{by}",
            short=head,
        ),
        draw_rates(frame[columns], lang, is_sorted=False, most_rows=_MOST),
        data_table(frame.assign(is_low=frame["name"] == low), _columns(session, by), lang),
    )


def _columns(session: Session, by: str) -> list[TableColumn]:
    lang = session.lang
    metric = session.settings.metrics["response_in_time_rate"]
    return [
        TableColumn("name", dimension_header(session, by)),
        TableColumn("leads", label("leads_header", lang), "count"),
        TableColumn("contacted", label("response_contacted", lang), "count"),
        TableColumn(
            "median_hours",
            label("response_median", lang),
            "hours",
            definition=label("response_median_why", lang),
        ),
        TableColumn("p90_hours", label("response_p90", lang), "hours"),
        rate_column(
            "value",
            label("response_in_time", lang),
            alert="is_low",
            definition=metric.definition(lang),
        ),
    ]


def _title(session: Session, frame: pd.DataFrame, low: str | None) -> str:
    if low is None:
        return ""
    lang = session.lang
    row = frame[frame["name"] == low].iloc[0]
    return label(
        "response_slow",
        lang,
        name=low,
        rate=formats.percent(row["value"], lang),
        others=formats.percent(rest(frame, low), lang),
    )
