"""Why leads and deals of a year were lost."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.funnel.causes import grouped
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import period_name, stack, things

_MOST_REASONS = 10
_MOST_TYPED = 4


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
    known, missing = frame[frame["reason"].notna()], frame[frame["reason"].isna()]
    known = grouped(known, session.settings.causes, lang)
    shown = pd.concat([known.head(_MOST_REASONS), missing], ignore_index=True)
    shown["share"] = shown["leads"] / frame["leads"].sum()
    shown["typed"] = [_typed(texts, lang) for texts in shown["typed"]]
    shown["reason"] = shown["reason"].astype("object").fillna(label("no_reason", lang))
    columns = [
        TableColumn("reason", label("reason", lang)),
        TableColumn("leads", label("lost_leads", lang), "count"),
        TableColumn("share", label("share", lang), "percent"),
        TableColumn("typed", label("reasons_typed", lang), definition=label("reasons_how", lang)),
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
        data_table(shown, known_columns(shown, columns), lang),
    )


def _typed(texts: object, lang: str) -> str | None:
    """Return the texts that a cause joins, the commonest first."""
    if not isinstance(texts, list) or not texts:
        return None
    more = label("reasons_more", lang) if len(texts) > _MOST_TYPED else ""
    return label("names_comma", lang).join(texts[:_MOST_TYPED]) + more


def _title(known: pd.DataFrame, has_gaps: bool, lang: str) -> str:
    """Name the commonest reason with its share of those that are given."""
    if known.empty:
        return label("reasons_unknown", lang)
    share = formats.percent(known["leads"].iloc[0] / known["leads"].sum(), lang)
    key = "reasons_title_known" if has_gaps else "reasons_title"
    return label(key, lang, reason=known["reason"].iloc[0], share=share)
