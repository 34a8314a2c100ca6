"""Follow-up rate and cadence kept, by customer level and by rep."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_rates, notice, section
from salesnb.figures.columns import rate_column
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.followups.frames import RATE, kept_rates, rates
from salesnb.views.outlier import outlier, told
from salesnb.views.parts import dimension_header, has_begun, period_name, stack

_MOST = 15


def follow_up_rates(session: Session, by: str) -> Html:
    """Return the customers contacted within their cadence, now and over the period.

    Parameters
    ----------
    by : level, rep or team.
    """
    lang = session.lang
    head = label("followup_rates_short", lang, dimension=label(f"dimension_{by}", lang))
    anchor = f"followup-{by}"
    now = rates(session, "follow_up_rate", by)
    if now.empty:
        return stack(section(head, "", anchor), notice(label("followup_no_cadence", lang)))
    kept = kept_rates(session, session.customer_cadence(), by)
    if kept.empty:
        key = "followup_no_customers" if has_begun(session) else "finding_not_begun"
        return stack(section(head, "", anchor), notice(label(key, lang)))
    low = outlier(kept, "lowest") if by != "level" else None
    frame = _ordered(session, _beside(now, kept, by), by)
    return stack(
        section(
            told(kept, low, "followup_rates_low", session.lang) if low else head,
            label("followup_rates_subtitle", lang, period=period_name(session, session.period)),
            anchor,
            short=head,
        ),
        draw_rates(frame[RATE], lang, is_sorted=False, most_rows=_MOST),
        data_table(
            frame.assign(is_low=frame["name"] == low), _columns(session, by), lang, most_rows=_MOST
        ),
    )


def _beside(now: pd.DataFrame, kept: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rates of the period, and those of now as `now`, `now_numerator` …"""
    named = {part: f"now_{part}" for part in RATE if part != "name"}
    named["now_value"] = "now"
    beside = now.drop(columns="name").rename(columns=named).rename(columns={"now_value": "now"})
    return kept.merge(beside, on=by, how="left").assign(
        now_small=lambda frame: frame["now_small"].ne(False)
    )


def _ordered(session: Session, frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put levels in the order of params, people and teams with the lowest rate first."""
    if by != "level":
        return frame.sort_values(["small", "value", "name"], ignore_index=True)
    order = {level: n for n, level in enumerate(session.settings.limits.cadence_days)}
    every = session.settings.limits.cadence_days
    return frame.assign(
        place=frame["level"].map(order), every=frame["level"].map(every)
    ).sort_values("place", ignore_index=True)


def _columns(session: Session, by: str) -> list[TableColumn]:
    lang = session.lang
    metric = session.settings.metrics["follow_up_rate"]
    every = [TableColumn("every", label("followup_every", lang), "days", digits=0)]
    return [
        TableColumn("name", dimension_header(session, by)),
        *(every if by == "level" else []),
        kept_column(session, alert="is_low"),
        rate_column(
            "now",
            metric.label(lang),
            of="now_",
            small="now_small",
            definition=metric.definition(lang),
        ),
    ]


def kept_column(session: Session, alert: str | None = None) -> TableColumn:
    """Return the column with the share of customers whose cadence was kept, from `kept_rates`.

    Parameters
    ----------
    alert : the column that says which of them are to be red.
    """
    share = formats.percent(session.settings.limits.cadence_kept, session.lang)
    return rate_column(
        "value",
        label("followup_kept", session.lang),
        alert=alert,
        definition=label("followup_kept_why", session.lang, share=share),
    )
