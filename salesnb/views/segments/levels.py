"""Customers by level with their money, levels over time, and what is typed in beside them."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_heatmap, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.settings.levels import LevelRule
from salesnb.views.parts import dimension_header, stack
from salesnb.views.segments.parts import (
    buyers,
    level_name,
    level_order,
    names,
    purchases_column,
    value_column,
)

_MOST = 20


def levels(session: Session) -> Html:
    """Return the customers that bought by level: how many, their purchases, what is at risk."""
    lang, head = session.lang, label("levels_short", session.lang)
    frame = buyers(session.segments())
    if frame.empty:
        return stack(section(head, "", "levels"), notice(label("segments_no_sales", lang)))
    counted = _counted(session, frame)
    rules = session.settings.levels
    day = formats.date_title(session.as_of, lang)
    is_typed = bool(frame["level_typed"].notna().any())
    note = "levels_typed_note" if rules.typed_wins else "levels_computed_note"
    return stack(
        section(
            _title(session, counted),
            label(f"levels_subtitle_{rules.scheme}", lang, day=day),
            "levels",
            short=head,
        ),
        data_table(
            counted,
            _columns(session, is_typed),
            lang,
            label(note, lang) if is_typed else None,
        ),
    )


def _counted(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    grouped = frame.groupby("level")
    counted = pd.DataFrame(
        {
            "customers": grouped.size(),
            "computed": frame.groupby("level_computed").size(),
            "purchases_12m": grouped["purchases_12m"].sum(),
            "value_at_risk": frame[frame["tier"] == "at_risk"]
            .groupby("level")["value_at_risk"]
            .sum(),
        }
    )
    shown = [level for level in level_order(session) if level in counted.index]
    counted = counted.reindex(shown).fillna(0)
    total = counted["purchases_12m"].sum()
    return counted.assign(
        name=[level_name(session, level) for level in counted.index],
        rule=[_rule(session, level) for level in counted.index],
        share=counted["purchases_12m"] / total if total > 0 else float("nan"),
        share_customers=counted["customers"] / counted["customers"].sum(),
    )


def _title(session: Session, counted: pd.DataFrame) -> str:
    """Name the highest level of which there are customers."""
    found = counted[counted["customers"] > 0]
    if len(found) < 2 or found["share"].isna().any():
        return label("levels_title_plain", session.lang)
    top = found.iloc[0]
    return label(
        "levels_title",
        session.lang,
        level=top["name"],
        customers=formats.percent(top["share_customers"], session.lang),
        money=formats.percent(top["share"], session.lang),
    )


def _rule(session: Session, level: str) -> str:
    rules = session.settings.levels
    if rules.scheme == "simple":
        return ""
    found = [rule for rule in rules.levels if rule.level == level]
    return _words(session, found[0]) if found else ""


def _words(session: Session, rule: LevelRule) -> str:
    lang = session.lang
    parts = []
    if rule.purchases:
        amount = formats.money(rule.purchases, lang, digits=0)
        parts.append(label("levels_rule_purchases", lang, amount=amount))
    if rule.years:
        parts.append(plural("levels_rule_years", lang, rule.years))
    if rule.need:
        parts.append(label("levels_rule_need", lang))
    return label("names_comma", lang).join(parts) or label("levels_rule_open", lang)


def _columns(session: Session, is_typed: bool) -> list[TableColumn]:
    lang = session.lang
    computed = TableColumn("computed", label("levels_computed", lang), "count")
    rule = TableColumn("rule", label("levels_rule", lang))
    return [
        TableColumn("name", dimension_header(session, "level")),
        *([rule] if session.settings.levels.scheme == "four" else []),
        TableColumn("customers", label("segments_customers", lang), "count"),
        *([computed] if is_typed else []),
        purchases_column(session),
        TableColumn("share", label("segments_share_money", lang), "percent"),
        value_column(session),
    ]


def levels_over_time(session: Session) -> Html:
    """Return how many customers had each computed level at the end of each quarter."""
    lang, head = session.lang, label("history_short", session.lang)
    history = session.level_history()
    if history.empty:
        return stack(section(head, "", "level-history"), notice(label("history_none", lang)))
    order = {level: place for place, level in enumerate(level_order(session))}
    cells = history.assign(place=history["level"].map(order)).sort_values(["place", "quarter"])
    cells = pd.DataFrame(
        {
            "row": [level_name(session, level) for level in cells["level"]],
            "column": cells["quarter"].tolist(),
            "value": cells["customers"].tolist(),
        }
    )
    quarters = history.groupby("quarter", sort=True)[["customers", "up", "down", "first"]].sum()
    last = quarters.iloc[-1]
    words = {name: formats.count(last[name], lang) for name in ("up", "down")}
    columns = [
        TableColumn("quarter", label("history_quarter", lang)),
        TableColumn("customers", label("segments_customers", lang), "count"),
        TableColumn("up", label("history_up", lang), "count"),
        TableColumn("down", label("history_down", lang), "count"),
        TableColumn("first", label("history_first", lang), "count"),
    ]
    return stack(
        section(
            label(
                "history_title",
                lang,
                quarter=formats.period_title(str(quarters.index[-1]), lang),
                **words,
            ),
            label("history_subtitle", lang),
            "level-history",
            short=head,
        ),
        draw_heatmap(cells, lang, is_sorted=False),
        data_table(quarters.reset_index(), columns, lang),
    )


def typed_levels(session: Session) -> Html:
    """Return the customers whose typed level is not the one that the rules give."""
    lang, head = session.lang, label("typed_short", session.lang)
    frame = session.standing()
    typed = frame[frame["level_typed"].notna()]
    if typed.empty:
        return stack(section(head, "", "typed-levels"), notice(label("typed_none", lang)))
    found = typed[typed["level_typed"] != typed["level_computed"]].sort_values(
        ["purchases_12m", "customer_id"], ascending=[False, True]
    )
    if found.empty:
        return stack(section(head, "", "typed-levels"), notice(label("typed_same", lang)))
    rows = found.assign(
        name=names(found),
        typed=[level_name(session, level) for level in found["level_typed"]],
        computed=[level_name(session, level) for level in found["level_computed"]],
        who=[session.name_of("rep", owner) for owner in found["owner"]],
    )
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("who", dimension_header(session, "rep")),
        TableColumn("typed", label("typed_level", lang)),
        TableColumn("computed", label("levels_computed", lang)),
        purchases_column(session),
        TableColumn("cooperation_years", label("typed_years", lang), "number"),
    ]
    return stack(
        section(
            plural("typed_title", lang, len(found)),
            label("typed_subtitle", lang, of=formats.count(len(typed), lang)),
            "typed-levels",
            short=head,
        ),
        data_table(rows, columns, lang, most_rows=_MOST),
    )
