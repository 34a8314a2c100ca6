"""How customers stand: tiers with their money, what makes them at risk, high-value prospects."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.settings.levels import REASONS
from salesnb.views.parts import dimension_header, stack
from salesnb.views.segments.parts import (
    names,
    purchases_column,
    tier_name,
    tier_order,
    value_column,
)

_MOST = 15


def tiers(session: Session) -> Html:
    """Return the customers by tier with money and the recommended approach."""
    lang, head = session.lang, label("tiers_short", session.lang)
    frame = session.segments()
    if frame.empty:
        return stack(section(head, "", "tiers"), notice(label("segments_none", lang)))
    return stack(
        section(
            _title(session, frame),
            label(
                "tiers_subtitle",
                lang,
                idle=session.settings.levels.tiers.idle_days,
                day=formats.date_title(session.as_of, lang),
            ),
            "tiers",
            short=head,
        ),
        data_table(_counted(session, frame), _columns(session), lang),
        *_why(session, frame),
        *_prospects(session, frame),
    )


def _title(session: Session, frame: pd.DataFrame) -> str:
    total = frame["purchases_12m"].sum()
    at_risk = frame.loc[frame["tier"] == "at_risk", "purchases_12m"].sum()
    if not total > 0 or not at_risk > 0:
        return label("tiers_title_plain", session.lang)
    return label("tiers_title", session.lang, share=formats.percent(at_risk / total, session.lang))


def _counted(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    grouped = frame.groupby("tier")
    total = frame["purchases_12m"].sum()
    counted = pd.DataFrame(
        {
            "customers": grouped.size(),
            "purchases_12m": grouped["purchases_12m"].sum(),
            "value_at_risk": grouped["value_at_risk"].sum(),
        }
    ).reindex([tier for tier in tier_order() if tier in set(frame["tier"])])
    is_judged = counted.index.isin(["stable", "at_risk"])
    by_tier = frame.groupby("tier")["approach"].agg(lambda words: words.value_counts().index[0])
    return counted.assign(
        name=[tier_name(session, tier) for tier in counted.index],
        share=counted["purchases_12m"] / total if total > 0 else float("nan"),
        value_at_risk=counted["value_at_risk"].where(is_judged),
        approach=by_tier.reindex(counted.index),
    )


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("name", dimension_header(session, "tier")),
        TableColumn("customers", label("segments_customers", lang), "count"),
        purchases_column(session),
        TableColumn("share", label("segments_share_money", lang), "percent"),
        value_column(session),
        TableColumn("approach", label("segments_approach", lang)),
    ]


def _why(session: Session, frame: pd.DataFrame) -> list[Html]:
    """Return the reasons; a customer with two is counted under both."""
    lang, risky = session.lang, frame[frame["tier"] == "at_risk"]
    if risky.empty:
        return []
    rows = []
    for name in REASONS:
        found = risky[[name in reasons for reasons in risky["reasons"]]]
        words = label(f"tiers_reason_{name}", lang)
        money = {part: found[part].sum() for part in ("purchases_12m", "value_at_risk")}
        rows.append({"name": words, "customers": len(found), **money})
    columns = [
        TableColumn("name", label("segments_reason", lang)),
        TableColumn("customers", label("segments_customers", lang), "count"),
        purchases_column(session),
        value_column(session),
    ]
    return [data_table(pd.DataFrame(rows), columns, lang, label("tiers_reasons", lang))]


def _prospects(session: Session, frame: pd.DataFrame) -> list[Html]:
    lang, found = session.lang, frame[frame["tier"] == "prospect"]
    if found.empty:
        return []
    rows = found.assign(
        name=names(found), who=[session.name_of("rep", owner) for owner in found["owner"]]
    ).sort_values(["open_amount", "customer_id"], ascending=[False, True])
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("open_amount", label("tiers_open_amount", lang), "money"),
        TableColumn("days_since_contact", label("segments_last_contact", lang), "days", digits=0),
        TableColumn("approach", label("segments_approach", lang)),
    ]
    return [data_table(rows, columns, lang, label("tiers_prospects", lang), most_rows=_MOST)]
