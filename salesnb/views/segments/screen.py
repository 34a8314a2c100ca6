"""The first screen of the report on customers: how many, at risk, about to change level."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Flag, Html, flag_list, kpi_cards, notice, report_header
from salesnb.figures.markup import bare
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.cards import split_unit
from salesnb.views.parts import stack, subtitle, title
from salesnb.views.segments.parts import buyers, names

_MOST_FLAGS = 5


def headline(session: Session) -> Html:
    """Return the first screen: title, findings, key figures, the customers most at risk."""
    frame = session.segments()
    if frame.empty:
        words = label("segments_none", session.lang)
        return stack(
            report_header(title(session), subtitle(session), [words]),
            summary={"title": title(session), "headline": bare(words), "flags": 0},
        )
    changes = session.level_changes()["direction"].value_counts()
    said = [_bought(session, frame), _at_risk(session, frame), _changing(session, changes)]
    plan = session.win_back_plan()
    return stack(
        report_header(title(session), subtitle(session), [words for words in said if words]),
        kpi_cards(_cards(session, frame, changes)),
        *_flags(session, plan),
        summary={"title": title(session), "headline": bare(said[0]), "flags": len(plan)},
    )


def _bought(session: Session, frame: pd.DataFrame) -> str:
    found = buyers(frame)
    if found.empty:
        return label("segments_no_sales", session.lang)
    amount = formats.money(found["purchases_12m"].sum(), session.lang)
    return plural("segments_bought", session.lang, len(found), amount=amount)


def _at_risk(session: Session, frame: pd.DataFrame) -> str:
    found = frame[frame["tier"] == "at_risk"]
    if found.empty:
        is_told = not buyers(frame).empty
        return label("segments_none_at_risk", session.lang) if is_told else ""
    return plural(
        "segments_at_risk",
        session.lang,
        len(found),
        silent=formats.count(found["is_silent"].eq(True).sum(), session.lang),
        amount=formats.money(found["value_at_risk"].sum(), session.lang),
    )


def _changing(session: Session, changes: pd.Series) -> str:
    if changes.empty:
        return ""
    return label("segments_changing", session.lang, **_counts(session, changes))


def _counts(session: Session, changes: pd.Series) -> dict[str, str]:
    return {
        name: formats.count(int(changes.get(name, 0)), session.lang)
        for name in ("up", "down", "near")
    }


def _cards(session: Session, frame: pd.DataFrame, changes: pd.Series) -> list[Card]:
    lang, rules = session.lang, session.settings.levels
    bought, risky = buyers(frame), frame[frame["tier"] == "at_risk"]
    prospects = frame[frame["tier"] == "prospect"]
    share = formats.percent(len(risky) / len(bought), lang) if len(bought) else formats.MISSING
    value = float(risky["value_at_risk"].sum())
    near, counts = formats.percent(rules.near, lang), _counts(session, changes)
    least = formats.money(rules.tiers.prospect_amount, lang, digits=0)
    return [
        _count_card(
            session,
            "segments_card_bought",
            len(bought),
            detail=formats.money(bought["purchases_12m"].sum(), lang),
            why=label("segments_card_bought_why", lang),
        ),
        _count_card(
            session,
            "segments_card_at_risk",
            len(risky),
            detail=label("segments_share_of_buyers", lang, share=share),
            why=label("tiers_subtitle", lang, idle=rules.tiers.idle_days, day=session.as_of),
        ),
        Card(
            label("segments_card_value", lang),
            *split_unit(formats.money(value, lang)),
            number=value,
            why=[label("segments_card_value_why", lang)],
            metric="value_at_risk",
        ),
        _count_card(
            session,
            "segments_card_changing",
            int(changes.sum()),
            detail=label("segments_up_down", lang, up=counts["up"], down=counts["down"]),
            why=label("segments_card_changing_why", lang, near=near),
        ),
        _count_card(
            session,
            "segments_card_prospects",
            len(prospects),
            detail=formats.money(prospects["open_amount"].sum(), lang) if len(prospects) else "",
            why=label("segments_card_prospects_why", lang, amount=least),
        ),
    ]


def _count_card(session: Session, key: str, count: int, *, detail: str, why: str) -> Card:
    lang = session.lang
    return Card(
        label(key, lang), formats.count(count, lang), detail=detail, number=count, why=[why]
    )


def _flags(session: Session, plan: pd.DataFrame) -> list[Html]:
    """Return those most at risk of whom money is at stake."""
    lang = session.lang
    worst = plan[plan["value_at_risk"] > 0].head(_MOST_FLAGS)
    if worst.empty:
        return []
    flags = [
        Flag(
            "red",
            str(name),
            str(row["reason"]),
            f"{label('segments_flag_value', lang, amount=formats.money(row['value_at_risk'], lang))}"
            f" · {session.name_of('rep', row['owner'])}",
        )
        for name, row in zip(names(worst), worst.to_dict("records"), strict=True)
    ]
    rest = len(plan) - len(worst)
    more = [notice(plural("segments_more_flags", lang, rest))] if rest > 0 else []
    return [flag_list(flags, lang), *more]
