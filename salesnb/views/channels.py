"""The channels side by side: conversion, wins, 30-day close rate, money, and costs where given."""

from salesnb.figures import (
    Html,
    TableColumn,
    data_table,
    known_columns,
    notice,
    section,
)
from salesnb.funnel.findings import RATES
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.conversion import finding_column, finding_title, findings_of, rates_chart
from salesnb.views.parts import (
    dimension_header,
    mark_small,
    nothing_new,
    period_name,
    plain_column,
    rate_column,
    stack,
)

_RATES = ["lead_conversion_rate", "lead_win_rate", "close_rate_30d"]


def channels(session: Session) -> Html:
    """Return what became of a year's leads by channel, and what a lead and a deal cost.

    The title names a channel only where it differs beyond chance, the same as in the rest of the
    report.
    """
    lang, head = session.lang, label("channels_short", session.lang)
    if not session.has_leads:
        return stack(section(head, "", "channels"), notice(label("channels_no_leads", lang)))
    frame = session.channel_table()
    if frame.empty:
        return stack(section(head, "", "channels"), nothing_new(session))
    if frame["source"].isna().all():
        return stack(section(head, "", "channels"), notice(label("channels_unknown", lang)))
    mark_small(session, frame, _RATES)
    frame["name"] = [session.name_of("source", value) for value in frame["source"]]
    frame["finding"] = findings_of(session, "source", frame["source"])
    title, rate = finding_title(session, "source", RATES["lead"][::-1], head)
    subtitle = (
        f"{session.settings.metrics[rate].label(lang)} · {period_name(session, session.year)}"
    )
    return stack(
        section(title, subtitle, "channels", short=head),
        rates_chart(frame, rate, lang),
        data_table(frame, known_columns(frame, _columns(session)), lang),
    )


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    money = [plain_column(session, "lead_won_amount", "money")]
    return [
        TableColumn("name", dimension_header(session, "source")),
        plain_column(session, "new_leads", "count"),
        *(rate_column(session, rate) for rate in _RATES),
        *(money if session.sees("lead_won_amount") else []),
        finding_column(session, "source"),
        TableColumn(
            "cost",
            label("channels_cost", lang),
            "money",
            definition=label("channels_cost_definition", lang),
        ),
        TableColumn("cost_per_lead", label("channels_cost_per_lead", lang), "money"),
        TableColumn(
            "cost_per_won",
            label("channels_cost_per_won", lang),
            "money",
            numerator="cost",
            denominator="lead_win_rate__numerator",
            definition=label("channels_cost_per_won_definition", lang),
        ),
    ]
