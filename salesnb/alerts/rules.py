"""What the rules of params/alerts.yml find inside a scope, as of its day."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from salesnb.alerts.expressions import Checked, check_rules
from salesnb.alerts.falls import find_falls
from salesnb.alerts.groups import find_groups
from salesnb.alerts.quiet import is_asked
from salesnb.alerts.rows import find_rows
from salesnb.alerts.texts import metric_hint, with_texts
from salesnb.formats import percent
from salesnb.labels import label
from salesnb.periods import Calendar, Period, period_of
from salesnb.scopes import ScopedStore
from salesnb.scopes.staff import STAFF_NOW
from salesnb.settings import HEADS, LADDER, AlertRule, Settings

# What programs are told, in this order.
COLUMNS = [
    "rule", "level", "scope", "owner", "entity", "entity_id", "since", "amount", "message",
    "next_step",
]  # fmt: skip
_MORE = [
    "key", "episode", "about", "to", "reached", "team", "department", "subject", "text", "days", "value",
    "limit", "elapsed", "count",
]  # fmt: skip


_LADDER: list[str] = list(LADDER)
_HEADS: dict[str, str] = {str(kind): str(head) for kind, head in HEADS.items()}
_NUMBERS = dict.fromkeys(("amount", "days", "value", "limit", "elapsed"), "float64")


def find_alerts(
    store: ScopedStore,
    settings: Settings,
    calendar: Calendar,
    *,
    period: Period | None = None,
    lang: str = "zh",
    rules: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the alerts of a scope as of the store's day, red ones first, the costliest first.

    Parameters
    ----------
    period : whose targets count; None = the month of the store's day.
    rules : only these; None = all of params/alerts.yml.

    Returns
    -------
    One row per alert: COLUMNS, which are rule, level (amber or red), scope (whom it is about), owner,
    entity (what kind of thing) and entity_id, since, amount (yuan at stake), message (who and what),
    next_step; and key (names an alert for good), episode (of a period: which; of rows that share a
    column: in which team and department), about, to (the highest step reached: owner, manager,
    department, company), reached (all of them), team, department, subject and text (the parts of the
    message), days, value, limit and elapsed (of groups), count.

    Raises
    ------
    ConfigError
        A rule is wrong: file, line, the nearest name.
    """
    looked_at = period or period_of(store.as_of, "month", settings.workspace.fiscal_year_start)
    frames = []
    for checked in sorted(check_rules(store, settings, rules), key=lambda each: each.name):
        if is_asked(checked.rule, settings.alerts, calendar, store.as_of):
            found = _found(store, settings, checked, looked_at, calendar)
            if not found.empty:
                frames.append(_told(found, checked, settings, lang))
    if not frames:
        return _typed(pd.DataFrame(columns=[*COLUMNS, *_MORE]))
    frame = _typed(pd.concat(frames, ignore_index=True))
    return frame.take(_gravest_first(frame)).reset_index(drop=True)


def _gravest_first(frame: pd.DataFrame) -> np.ndarray:
    """Return the order of alerts: level, amount, since; what is equal in these stays as it is.

    Rules come by name, and what each found by its key: nothing else of hundreds of thousands of
    texts has to be compared.
    """
    since = frame["since"].to_numpy()
    is_red = frame["level"].eq("red").to_numpy()
    return np.lexsort((since, np.isnat(since), -frame["amount"].to_numpy(), ~is_red))


def _found(
    store: ScopedStore, settings: Settings, checked: Checked, period: Period, calendar: Calendar
) -> pd.DataFrame:
    """Return what a rule found, with whose it is: scope, owner, team, department, entity, key."""
    if checked.rule.kind == "rows":
        return _of_rows(find_rows(store, settings, checked, calendar), checked)
    if checked.rule.kind == "groups":
        found = find_groups(store, settings, checked, period, calendar)
    else:
        found = find_falls(store, settings, checked, calendar)
    return found if found.empty else _of_groups(store, found, checked).sort_values("key")


def _of_rows(found: pd.DataFrame, checked: Checked) -> pd.DataFrame:
    rule = checked.rule
    is_owned = found["owner"] != "unassigned"
    step = found["step"].astype("int64")
    key, episode = checked.name + ":" + found["entity_id"].astype(str), pd.Series("", found.index)
    if rule.per is not None:
        key = key + ":" + found["owner"].astype(str)
        # What somebody sold in two teams is told to each of them by itself.
        episode = found["team"].astype(str) + "/" + found["department"].astype(str)
    return found.assign(
        key=key,
        scope=("rep:" + found["owner"].astype(str)).where(is_owned, "company"),
        entity=rule.about,
        to=step.map({n: each.to for n, each in enumerate(rule.steps)}),
        level=step.map({n: each.level for n, each in enumerate(rule.steps)}),
        reached=step.map(
            {n: " ".join(each.to for each in rule.steps[: n + 1]) for n in range(len(rule.steps))}
        ),
        episode=episode,
    )


def _of_groups(store: ScopedStore, found: pd.DataFrame, checked: Checked) -> pd.DataFrame:
    """Say of each group whose it is, and whom the ladder tells: never less than its own head."""
    places = _places(store)
    rule = checked.rule
    kind, name = found["kind"].astype(str), found["name"].astype(str)
    scope = (kind + ":" + name).where(kind != "company", "company")
    top = rule.steps[-1]
    reached = {head: _raised(rule, head) for head in _HEADS.values()}
    steps = [reached[_HEADS[each]] for each in kind]
    is_fall = rule.kind == "falls"
    is_rep, is_team = kind == "rep", kind == "team"
    team = name.where(is_team).fillna(name.map(places["team"]).where(is_rep))
    of_team = places.drop_duplicates("team").set_index("team")["department"]
    department = (
        name.where(kind == "department")
        .fillna(name.map(of_team).where(is_team))
        .fillna(name.map(places["department"]).where(is_rep))
    )
    return found.assign(
        key=checked.name + ":" + (found["metric"] + ":" if is_fall else "") + scope,
        scope=scope,
        owner=name.where(is_rep),
        team=team,
        department=department,
        subject=name.where(kind != "company", ""),
        entity="metric" if is_fall else kind,
        entity_id=found["metric"] if is_fall else name.where(kind != "company", "company"),
        to=[each[-1] for each in steps],
        reached=[" ".join(each) for each in steps],
        level=top.level,
        count=1,
    )


def _raised(rule: AlertRule, head: str) -> list[str]:
    """Return whom a rule tells of a group: nobody below the group's own head."""
    least = _LADDER.index(head)
    steps = [_LADDER[max(least, _LADDER.index(step.to))] for step in rule.steps]
    return list(dict.fromkeys(steps))


def _places(store: ScopedStore) -> pd.DataFrame:
    """Return team and department of everybody in the scope on the store's day, by name."""
    frame = store.run(
        f"""select person, coalesce(team, 'unassigned') as team,
          coalesce(department, 'unassigned') as department
        from {STAFF_NOW} as staff_now"""
    )
    return frame.set_index("person")


def _told(found: pd.DataFrame, checked: Checked, settings: Settings, lang: str) -> pd.DataFrame:
    if checked.rule.kind == "falls":
        found = found.assign(
            source=[_source(row, lang) for row in found.to_dict("records")],
            hint=[metric_hint(str(metric), lang) for metric in found["metric"]],
        )
    if checked.rule.kind == "groups":
        found = found.assign(beside=[_beside(row, lang) for row in found.to_dict("records")])
    company = settings.workspace.company or label("company", lang)
    subject = found["subject"].where(found["subject"] != "", company).astype("object")
    told = with_texts(found.assign(subject=subject), checked, settings, lang)
    joint = "：" if lang == "zh" else ": "
    is_plain = "**" not in "".join(checked.rule.texts(lang))
    plain = told["text"] if is_plain else told["text"].str.replace("**", "", regex=False)
    return told.assign(
        amount=told["amount"].astype("float64").round(2),
        rule=checked.name,
        about=checked.rule.about,
        message=subject + joint + plain,
    ).reindex(columns=[*COLUMNS, *_MORE])


def _source(row: dict[Any, Any], lang: str) -> str:
    """Say where most of a fall comes from."""
    dimension, name = row["source_dimension"], row["source_name"]
    if not isinstance(dimension, str):
        return label("alert_source_none", lang)
    share = percent(min(float(str(row["source_share"])), 1.0), lang)
    words = {"dimension": label(f"dimension_{dimension}", lang), "name": name, "share": share}
    return label("alert_source", lang, **words)


def _beside(row: dict[Any, Any], lang: str) -> str:
    """Say what a group is behind: the elapsed time while a period runs, afterwards the limit."""
    if row["elapsed"] < 1:
        return label("alert_beside_time", lang, elapsed=percent(row["elapsed"], lang))
    return label("alert_beside_limit", lang, limit=percent(row["limit"], lang))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give an empty frame, and columns that one kind of rule lacks, their types."""
    return frame.astype({"since": "datetime64[s]", **_NUMBERS})
