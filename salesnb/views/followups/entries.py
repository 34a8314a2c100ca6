"""Follow-ups that were typed in late: 补录."""

from salesnb.figures import Html, TableColumn, data_table, draw_rates, notice, section
from salesnb.figures.columns import rate_column
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.followups.frames import RATE, rates
from salesnb.views.outlier import outlier, told
from salesnb.views.parts import dimension_header, period_name, stack

_MOST = 15


def late_entries(session: Session) -> Html:
    """Return the share of the period's follow-ups typed in after the limit, by rep."""
    lang = session.lang
    head = label("followup_late_short", lang)
    frame = rates(session, "late_entry_rate", "rep")
    if frame.empty:
        return stack(section(head, "", "late-entries"), notice(label("followup_no_entries", lang)))
    high = outlier(frame, "highest")
    title = told(frame, high, "followup_late_high", lang) if high else head
    frame = frame.assign(is_high=frame["name"] == high).sort_values(
        ["small", "value", "name"], ascending=[True, False, True], ignore_index=True
    )
    limits = session.settings.imports
    words = {"hours": limits.late_hours, "until": limits.weekend_until}
    period = period_name(session, session.period)
    return stack(
        section(
            title,
            f"{label('followup_late_subtitle', lang, **words)} · {period}",
            "late-entries",
            short=head,
        ),
        draw_rates(frame[RATE], lang, is_sorted=False, most_rows=_MOST),
        data_table(frame, _columns(session), lang, most_rows=_MOST),
    )


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    metric = session.settings.metrics["late_entry_rate"]
    return [
        TableColumn("name", dimension_header(session, "rep")),
        rate_column(
            "value",
            metric.label(lang),
            alert="is_high",
            definition=metric.definition(lang),
        ),
    ]
