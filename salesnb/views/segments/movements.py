"""Which customers moved between tiers and levels, and how much money moved with them."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Chart, Html, TableColumn, data_table, draw_heatmap, notice, section
from salesnb.labels import label, plural
from salesnb.segments import NEW, moved
from salesnb.session import Session
from salesnb.views.parts import stack
from salesnb.views.segments.parts import (
    level_name,
    level_order,
    purchases_column,
    tier_name,
    tier_order,
)


def movements(session: Session) -> Html:
    """Return the tiers since the period before and the levels since the quarter before."""
    lang, head = session.lang, label("movements_short", session.lang)
    tiers = moved(session.tier_movements())
    if tiers.empty:
        return stack(section(head, "", "movements"), notice(label("movements_none", lang)))
    days = {
        "since": formats.date_title(session.moved_since, lang),
        "day": formats.date_title(session.as_of, lang),
    }
    order = [*tier_order(), NEW]
    named = {tier: tier_name(session, tier) for tier in order}
    return stack(
        section(
            _title(session, tiers),
            label("movements_subtitle", lang, **days),
            "movements",
            short=head,
        ),
        *_pair(session, tiers, order, named, label("movements_tiers", lang)),
        *_levels(session),
    )


def _title(session: Session, tiers: pd.DataFrame) -> str:
    gone = tiers[(tiers["before"] == "stable") & (tiers["after"] == "at_risk")]
    back = tiers[(tiers["before"] == "at_risk") & (tiers["after"] == "stable")]
    if gone.empty and back.empty:
        return label("movements_title_none", session.lang)
    if gone.empty:
        return plural("movements_title_back", session.lang, int(back["customers"].sum()))
    return label(
        "movements_title",
        session.lang,
        count=formats.count(gone["customers"].sum(), session.lang),
        amount=formats.money(gone["purchases_12m"].sum(), session.lang),
        back=formats.count(back["customers"].sum(), session.lang),
    )


def _levels(session: Session) -> list[Html | Chart]:
    if session.settings.levels.scheme == "simple":
        return []
    found = session.level_movements()
    if found.empty:
        return []
    order = [*level_order(session), NEW]
    named = {level: level_name(session, level) for level in order}
    quarter = formats.period_title(str(found["quarter"].iloc[0]), session.lang)
    caption = label("movements_levels", session.lang, quarter=quarter)
    return _pair(session, moved(found), order, named, caption)


def _pair(
    session: Session, frame: pd.DataFrame, order: list[str], named: dict[str, str], caption: str
) -> list[Html | Chart]:
    """Return the matrix of customers, and the moves with their money."""
    lang = session.lang
    place = {name: number for number, name in enumerate(order)}
    frame = frame.sort_values(
        ["before", "after"], key=lambda column: column.map(place), kind="stable"
    )
    cells = pd.DataFrame(
        {
            "row": frame["before"].map(named),
            "column": frame["after"].map(named),
            "value": frame["customers"],
        }
    )
    shown = [named[name] for name in order if name in set(frame["after"])]
    cells = _ordered(cells, shown)
    moves = frame[frame["before"] != frame["after"]].sort_values(
        ["purchases_12m", "customers"], ascending=False
    )
    moves = moves.assign(
        name=[
            label("movements_from_to", lang, before=named[before], after=named[after])
            for before, after in zip(moves["before"], moves["after"], strict=True)
        ]
    )
    table = [
        TableColumn(
            "name", f"{label('movements_before', lang)} → {label('movements_after', lang)}"
        ),
        TableColumn("customers", label("segments_customers", lang), "count"),
        purchases_column(session),
    ]
    said = notice(caption) if moves.empty else data_table(moves, table, lang, caption)
    return [draw_heatmap(cells, lang, is_sorted=False), said]


def _ordered(cells: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return a cell for every pair: a heat map takes its columns as they come."""
    grid = pd.MultiIndex.from_product(
        [list(dict.fromkeys(cells["row"])), columns], names=["row", "column"]
    )
    return cells.set_index(["row", "column"])["value"].reindex(grid).reset_index()
