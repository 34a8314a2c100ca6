"""How customers and leads are followed up, and how often each way is effective."""

import pandas as pd

from salesnb.figures import Html, TableColumn, data_table, draw_rates, draw_shares, notice, section
from salesnb.figures.columns import rate_column
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.followups.frames import RATE, rates
from salesnb.views.outlier import outlier, told
from salesnb.views.parts import dimension_header, period_name, stack


def methods(session: Session) -> Html:
    """Return the period's follow-ups by method, and the share of each that was effective."""
    lang = session.lang
    head = label("followup_methods_short", lang)
    counts = session.metrics("follow_ups", by="method")
    counts = counts[counts["value"] > 0]
    if counts.empty:
        return stack(section(head, "", "methods"), notice(label("followup_none", lang)))
    frame = pd.DataFrame(
        {
            "method": counts["method"],
            "name": [_name(session, method) for method in counts["method"]],
            "follow_ups": counts["value"],
            "share": counts["value"] / counts["value"].sum(),
        }
    )
    effective = rates(session, "effective_follow_up_rate", "method")
    low = outlier(effective, "lowest")
    frame = frame.merge(effective.drop(columns="name"), on="method", how="left")
    frame = frame.assign(small=frame["small"].ne(False), is_low=frame["name"] == low).sort_values(
        "follow_ups", ascending=False, ignore_index=True
    )
    chart = (
        draw_shares(frame[["name", "follow_ups"]].set_axis(["name", "value"], axis=1), lang)
        if effective.empty
        else draw_rates(effective[RATE], lang)
    )
    unknown = [] if len(effective) else [notice(label("followup_no_effective", lang))]
    return stack(
        section(
            told(effective, low, "followup_method_low", session.lang) if low else head,
            period_name(session, session.period),
            "methods",
            short=head,
        ),
        chart,
        *unknown,
        data_table(frame, _columns(session, not effective.empty), lang),
    )


def _name(session: Session, method: object) -> str:
    if pd.isna(method):  # type: ignore[call-overload]
        return label("followup_no_method", session.lang)
    return session.name_of("method", method)


def _columns(session: Session, is_rated: bool) -> list[TableColumn]:
    lang = session.lang
    metric = session.settings.metrics["effective_follow_up_rate"]
    rate = rate_column(
        "value",
        metric.label(lang),
        alert="is_low",
        definition=metric.definition(lang),
    )
    return [
        TableColumn("name", dimension_header(session, "method")),
        TableColumn("follow_ups", session.settings.metrics["follow_ups"].label(lang), "count"),
        TableColumn("share", label("followup_share", lang), "percent"),
        *([rate] if is_rated else []),
    ]
