"""Why leads and deals of a year were lost."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import period_name, stack, things

_MOST_REASONS = 10


def reasons(session: Session) -> Html:
    """Return why leads and deals of a year were lost, those without a reason last."""
    lang, year = session.lang, session.year
    head = label("reasons_short", lang)
    frame = session.sql(
        f"""select nullif(trim(lost_reason), '') as reason, count(*) as leads
        from fact_cases
        where is_lost and closed_on >= date '{year.start}' and closed_on < date '{year.end}'
        group by 1 order by 2 desc, 1"""
    )
    if frame.empty:
        words = label("no_losses", lang, things=things(session))
        return stack(section(head, "", "reasons"), notice(words))
    frame["share"] = frame["leads"] / frame["leads"].sum()
    known, missing = frame[frame["reason"].notna()], frame[frame["reason"].isna()]
    shown = pd.concat([known.head(_MOST_REASONS), missing], ignore_index=True)
    shown["reason"] = shown["reason"].astype("object").fillna(label("no_reason", lang))
    columns = [
        TableColumn("reason", label("reason", lang)),
        TableColumn("leads", label("lost_leads", lang), "count"),
        TableColumn("share", label("share", lang), "percent"),
    ]
    return stack(
        section(
            _title(known, bool(len(missing)), lang),
            label(
                "reasons_subtitle", lang, period=period_name(session, year), things=things(session)
            ),
            "reasons",
            short=head,
        ),
        data_table(shown, columns, lang),
    )


def _title(known: pd.DataFrame, has_gaps: bool, lang: str) -> str:
    """Name the commonest reason with its share of those that are given."""
    if known.empty:
        return label("reasons_unknown", lang)
    share = formats.percent(known["leads"].iloc[0] / known["leads"].sum(), lang)
    key = "reasons_title_known" if has_gaps else "reasons_title"
    return label(key, lang, reason=known["reason"].iloc[0], share=share)
