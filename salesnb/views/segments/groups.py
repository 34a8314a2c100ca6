"""The groups into which customers fall by themselves: how many, how they differ, or why none."""

from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Html,
    TableColumn,
    advice_list,
    data_table,
    draw_heatmap,
    notice,
    section,
)
from salesnb.labels import label
from salesnb.learned.customers.clusters import LEAST_CUSTOMERS
from salesnb.learned.customers.traits import TRAITS
from salesnb.session import Session
from salesnb.views.parts import stack
from salesnb.views.segments.beside import beside, share_column

_TELLING = 2  # traits that the title names
_MARKING = 0.1  # from the middle place, at which a trait marks a group
Profile = tuple[str, str, str]


def groups(session: Session) -> Html:
    """Return the groups with a profile in words, where they lie, and why so many; or why none."""
    lang = session.lang
    head = label("groups_short", lang)
    found = session.customer_models()["groups"]
    frame = session.grouped_customers()
    if not found["names"] or not frame["group"].notna().any():
        title = label("groups_none_title", lang) if found["tried"] else head
        words = _why_none(found, lang)
        return stack(section(title, "", "groups", short=head), notice(words))
    table = beside(frame, "group").sort_values(["sales", "group"], ascending=[False, True])
    table["name"] = [group_name(name, lang) for name in table["group"]]
    places = dict(zip(found["names"], found["places"], strict=True))
    day = formats.date_title(session.as_of, lang)
    return stack(
        section(_title(found, lang), label("groups_subtitle", lang, day=day), "groups", short=head),
        draw_heatmap(_places(places, list(table["group"]), lang), lang, "percent", is_sorted=False),
        notice(label("groups_map_note", lang)),
        data_table(table, _columns(lang), lang),
        advice_list(
            [
                _profile(row, places[row["group"]], len(frame), lang)
                for row in table.to_dict("records")
            ]
        ),
        notice(_why(found, lang)),
    )


def group_name(name: str, lang: str) -> str:
    """Return the name of a group, of which `learned.customers.groups` gives the traits.

    Examples
    --------
    >>> group_name("spend+ often+", "zh"), group_name("spend- often- 2", "en")
    ('高额·高频客户', 'low spend, rare (2)')
    """
    *words, last = name.split()
    number = f" ({last})" if last.isdigit() else ""
    words = words if last.isdigit() else [*words, last]
    joint = "·" if lang == "zh" else ", "
    said = joint.join(label(f"group_word_{word}", lang) for word in words)
    return label("group_name", lang, words=said) + number


def _title(found: dict[str, Any], lang: str) -> str:
    order = sorted(found["weights"], key=lambda name: -found["weights"][name])
    joint = "和" if lang == "zh" else " and "
    traits = joint.join(label(f"group_trait_{name}", lang) for name in order[:_TELLING])
    return label("groups_title", lang, number=len(found["names"]), traits=traits)


def _places(places: dict[str, dict[str, float]], order: list[str], lang: str) -> pd.DataFrame:
    """Return where each group lies among all customers of the company, by trait."""
    return pd.DataFrame(
        {
            "row": group_name(name, lang),
            "column": label(f"group_trait_{trait}", lang),
            "value": places[name][trait],
        }
        for name in order
        for trait in TRAITS
        if trait in places[name]
    )


def _columns(lang: str) -> list[TableColumn]:
    def told(name: str) -> str:
        return label(name, lang)

    why = told("value_three_months_why")
    days_why, orders_why = told("value_days_since_why"), told("value_orders_why")
    return [
        TableColumn("name", told("groups_group")),
        TableColumn("customers", told("value_customers"), "count"),
        TableColumn("change", told("value_three_months"), "count", definition=why),
        TableColumn("sales", told("value_year_sales"), "money"),
        share_column(lang),
        TableColumn("days_since", told("value_days_since"), "days", digits=0, definition=days_why),
        TableColumn("orders", told("value_orders"), "count", definition=orders_why),
    ]


def _profile(row: dict[Any, Any], places: dict[str, float], customers: int, lang: str) -> Profile:
    """Return a group in words: how large it is, what marks it, what is usual in it."""
    joint = "，" if lang == "zh" else ", "
    marked = sorted(places, key=lambda trait: -abs(places[trait] - 0.5))
    traits = joint.join(
        _placed(trait, places[trait], lang)
        for trait in marked
        if abs(places[trait] - 0.5) >= _MARKING
    )
    found = label(
        "groups_found",
        lang,
        name=row["name"],
        count=row["customers"],
        share=formats.percent(row["customers"] / customers, lang),
        sales=formats.percent(row["share"], lang),
    )
    based = label(
        "groups_based",
        lang,
        days=f"{row['days_since']:.0f}",
        orders=f"{row['orders']:.0f}",
        mean=formats.money(row["sales"] / row["customers"], lang),
    )
    return (
        found,
        label("groups_marked", lang, traits=traits or label("groups_like_all", lang)),
        based,
    )


def _placed(trait: str, place: float, lang: str) -> str:
    key = "group_trait_above" if place >= 0.5 else "group_trait_below"
    share = formats.percent(max(place, 1 - place), lang)
    return label(key, lang, trait=label(f"group_trait_{trait}", lang), place=share)


def _why(found: dict[str, Any], lang: str) -> str:
    chosen = next(each for each in found["tried"] if each["number"] == len(found["names"]))
    order = sorted(found["weights"], key=lambda name: -found["weights"][name])
    joint = "、" if lang == "zh" else ", "
    weights = joint.join(
        f"{label(f'group_trait_{name}', lang)} {formats.percent(found['weights'][name], lang)}"
        for name in order
    )
    return label("groups_why", lang, **_figures(chosen), weights=weights)


def _why_none(found: dict[str, Any], lang: str) -> str:
    if not found["scale"]["names"]:
        return label("groups_alike", lang)
    if not found["tried"]:
        return label("groups_few", lang, least=LEAST_CUSTOMERS)
    tried = found["tried"]
    best = max(tried, key=lambda each: each["apart"] - each["noise"])
    ends = {"least": tried[0]["number"], "most": tried[-1]["number"]}
    return label("groups_none", lang, **ends, **_figures(best))


def _figures(tried: dict[str, Any]) -> dict[str, object]:
    told = {name: formats.decimal(tried[name], 2) for name in ("apart", "noise", "stable")}
    return {"number": tried["number"], **told}
