"""The alerts: who is to do what, since when, for how much money."""

from collections.abc import Sequence

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_ROWS = 50


def alert_list(session: Session, about: Sequence[str] = ()) -> Html:
    """Return all alerts of the scope: how many of each rule, then one row per alert.

    Parameters
    ----------
    about : only alerts about these kinds of thing, e.g. lead; none = all.
    """
    lang, found = session.lang, session.alerts(about=about)
    head = label("alerts_short", lang)
    faults = [notice(said.text(lang)) for said in found.attrs["faults"].values()]
    if found.empty:
        return stack(section(head, "", "alerts"), notice(label("alerts_none", lang)), *faults)
    red = int((found["level"] == "red").sum())
    key = "alerts_title" if red else "alerts_title_calm"
    title = plural(key, lang, len(found), red=red)
    day = formats.date_title(session.as_of, lang)
    return stack(
        section(title, label("alerts_subtitle", lang, day=day), "alerts", short=head),
        _by_rule(session, found),
        _listed(session, found),
        *faults,
    )


def _by_rule(session: Session, found: pd.DataFrame) -> Html:
    """Return how many alerts each rule has, if there are several rules."""
    lang = session.lang
    counted = (
        found.assign(is_red=found["level"] == "red")
        .groupby("rule", sort=False)
        .agg(
            count=("rule", "size"),
            red=("is_red", "sum"),
            amount=("amount", lambda amounts: amounts.sum(min_count=1)),
        )
        .reset_index()
    )
    if len(counted) < 2:
        return Html("", "")
    rules = session.settings.alerts.rules
    counted["name"] = [rules[rule].name(lang) for rule in counted["rule"]]
    counted = counted.sort_values(["red", "count"], ascending=False, ignore_index=True)
    counted["red"] = counted["red"].where(counted["red"] > 0)
    columns = [
        TableColumn("name", label("alerts_col_rule", lang)),
        TableColumn("count", label("alerts_col_count", lang), "count"),
        TableColumn("red", label("alerts_col_red", lang), "count"),
        TableColumn("amount", label("alerts_col_amount", lang), "money"),
    ]
    return data_table(counted, columns, lang, label("alerts_rules_caption", lang))


def _listed(session: Session, found: pd.DataFrame) -> Html:
    lang = session.lang
    shown = found.assign(
        is_red=found["level"] == "red",
        said=found["text"].str.replace("**", "", regex=False),
        who=["" if pd.isna(owner) else session.name_of("rep", owner) for owner in found["owner"]],
    )
    columns = [
        TableColumn("subject", label("alerts_col_subject", lang)),
        TableColumn("said", label("alerts_col_message", lang), alert="is_red"),
        TableColumn("since", label("alerts_col_since", lang), "date"),
        TableColumn("amount", label("amount", lang), "money"),
        TableColumn("who", label("alerts_col_owner", lang)),
        TableColumn("next_step", label("alerts_col_next", lang)),
    ]
    return data_table(shown, columns, lang, most_rows=_MOST_ROWS)
