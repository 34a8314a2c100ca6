"""The weekly random sample (抽查): which records are looked at, the form, and what came back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.entry.record import shown_value
from salesnb.errors import ConfigError, ScopeError, UsageError, unknown
from salesnb.labels import Sentence, label, say
from salesnb.periods import Period, parse_period, period_of
from salesnb.review.findings import DRAWN, FindingBook, inside
from salesnb.review.forms import FormColumn, read_form, write_form
from salesnb.scopes import ScopedStore, read_organisation
from salesnb.settings import Settings
from salesnb.tables import TABLES
from salesnb.workspace import Workspace

VERDICTS = {"right": "review_right", "wrong": "review_wrong", "unsure": "review_unsure"}
FORM = (
    FormColumn("week", 10),
    FormColumn("record", 26),
    FormColumn("rep", 12),
    FormColumn("subject", 26),
    FormColumn("field", 16),
    FormColumn("shown", 40),
    FormColumn("verdict", 12, VERDICTS, fills=True),
    FormColumn("remark", 40, fills=True),
)
# {table: (fact, key, day, further condition)}: a record is of the week in which it happened.
_DRAWN: Mapping[str, tuple[str, str, str, str]] = {
    "follow_ups": ("fact_follow_ups", "follow_id", "followed_on", "true"),
    "leads": ("fact_leads", "lead_id", "created_on", "true"),
    "opportunities": ("fact_opportunities", "opportunity_id", "created_on", "true"),
    "orders": ("fact_sales", "sale_id", "sold_on", "sale_kind = 'order'"),
}
_CUSTOMER = "left join customers as c on c.customer_id = t.customer_id"
_LEAD = "left join leads as l on l.lead_id = t.lead_id"


@dataclass(frozen=True)
class Taken:
    """What a form brought: rows in = new + changed + unchanged + blank + refused.

    Attributes
    ----------
    refused : a sentence for each row that was not taken, with its place.
    """

    new: int
    changed: int
    unchanged: int
    blank: int
    refused: tuple[Sentence, ...]


def read_week(text: str | None, as_of: date) -> Period:
    """Return the week that a text names; None = the last full one.

    Raises
    ------
    UsageError
        It is no week, or is not over.
    """
    this = period_of(as_of, "week")
    last = this if as_of == this.last_day else this.previous()
    week = last if text is None else parse_period(text, as_of)
    if week.grain != "week":
        raise UsageError(say("review_no_week", text=text, example=last.text))
    if week.last_day > as_of:
        raise UsageError(say("review_week_runs", week=week.text, last=last.text))
    return week


def draw_sample(store: ScopedStore, settings: Settings, week: Period) -> pd.DataFrame:
    """Return the records of a week that are to be looked at: so many of each rep, by chance.

    Each record has a number made of seed, company, week and its key, and the lowest of each rep are
    drawn: the same whoever asks and however often, and a record that comes later moves no other one
    up.

    Returns
    -------
    One row per record and field: week, entity (table), entity_id, field, rep, team, department.

    Raises
    ------
    ConfigError
        `fields` of params/review.yml names a column that there is not: file, line, the nearest name.
    """
    _check_fields(settings)
    frames = [_population(store, table, week) for table in settings.review.fields]
    if not frames:
        return pd.DataFrame(columns=list(DRAWN))
    people = pd.concat(frames, ignore_index=True)
    seed = f"{settings.review.seed}|{settings.workspace.company}|{week.text}"
    people["number"] = [
        hashlib.sha256(f"{seed}|{table}|{key}".encode()).hexdigest()
        for table, key in zip(people["entity"], people["entity_id"], strict=True)
    ]
    drawn = people.sort_values(["rep", "number"]).groupby("rep").head(settings.review.per_rep)
    rows = [
        {**record, "week": week.text, "field": name}
        for record in drawn.to_dict("records")
        for name in settings.review.fields[str(record["entity"])]
    ]
    frame = pd.DataFrame(rows, columns=list(DRAWN))
    return frame.sort_values(["rep", "entity", "entity_id"], kind="stable", ignore_index=True)


def _check_fields(settings: Settings) -> None:
    for table, columns in settings.review.fields.items():
        for column in columns:
            if column not in TABLES[table]:
                place = settings.place("review", "fields", table)
                said = unknown("column", column, TABLES[table].names)
                raise ConfigError(say("err_at", place=place, said=said))


def _population(store: ScopedStore, table: str, week: Period) -> pd.DataFrame:
    fact, key, day, condition = _DRAWN[table]
    return store.run(
        f"""select '{table}' as entity, cast({key} as varchar) as entity_id, owner as rep, team,
          department
        from {fact} where {day} between ? and ? and owner <> 'unassigned' and {condition}""",
        [week.start, week.last_day],
    )


def _with_contents(store: ScopedStore, settings: Settings, frame: pd.DataFrame) -> pd.DataFrame:
    """Add whom each record is about and what is stored in the field; contacts are masked.

    It is read anew each time: a copy kept beside the store would outlive what is erased there.
    """
    held: dict[tuple[str, str], dict[str, Any]] = {}
    for table in frame["entity"].unique():
        fields = frame.loc[frame["entity"] == table, "field"].unique()
        keys = list(frame.loc[frame["entity"] == table, "entity_id"].unique())
        rows = store.run(_contents(str(table), list(map(str, fields))), [keys])
        held |= {(str(table), str(row["id"])): row for row in _records(rows)}
    shown, subjects = [], []
    lang = settings.workspace.lang
    for table, key, name in zip(frame["entity"], frame["entity_id"], frame["field"], strict=True):
        row = held.get((table, key), {})
        shown.append(shown_value(row.get(name), TABLES[table][name], settings, lang))
        subjects.append(row.get("subject") or "")
    return frame.assign(shown=shown, subject=subjects)


def _contents(table: str, fields: Sequence[str]) -> str:
    (key,) = TABLES[table].key
    has_lead = "lead_id" in TABLES[table]
    names = ["c.customer_name", *(["l.company_name"] if has_lead else []), "t.customer_id"]
    listed = ", ".join(f't."{name}"' for name in fields)
    return f"""select cast(t.{key} as varchar) as id, coalesce({", ".join(names)}) as subject, {listed}
        from {table} as t {_CUSTOMER} {_LEAD if has_lead else ""}
        where cast(t.{key} as varchar) in (select unnest(cast(? as varchar[])))"""


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def write_sample(
    workspace: Workspace, week: Period, path: Path, *, viewer: str | None, lang: str, day: date
) -> int:
    """Draw the sample of a week, remember it, write the form, and return how many records it has.

    A sample that was drawn stays as it is, whatever is imported afterwards. Of the records a viewer
    gets those of the own scope.

    Raises
    ------
    ScopeError
        The viewer leads nobody: nobody checks the own records.
    """
    settings = workspace.settings
    organisation = read_organisation(workspace.store, settings, day)
    if organisation.leads_nobody(viewer):
        raise ScopeError(say("review_own", viewer=viewer))
    scope = organisation.widest(viewer)
    book = FindingBook(workspace.state)
    with ScopedStore.open(workspace.store, settings, as_of=day) as store:
        if book.sample(week.text).empty:
            book.remember(draw_sample(store, settings, week))
        frame = inside(book.sample(week.text), scope)
        frame = _with_contents(store, settings, frame)
    shown = frame.assign(
        record=frame["entity"] + ":" + frame["entity_id"],
        field=[_header(table, name, lang) for table, name in _fields(frame)],
        verdict=[
            label(VERDICTS[each], lang) if each else "" for each in frame["verdict"].fillna("")
        ],
    )
    notes = [label(key, lang) for key in ("review_note_sample", "review_note_verdict")]
    write_form(path, label("review_sample", lang), FORM, shown, lang, notes=notes)
    return int(frame[["entity", "entity_id"]].drop_duplicates().shape[0])


def take_sample(
    workspace: Workspace, path: Path, *, by: str, viewer: str | None, day: date
) -> Taken:
    """Write down what a form says was right and wrong; the same form again changes nothing.

    Raises
    ------
    DataError
        The file is no such form.
    ScopeError
        The viewer leads nobody.
    """
    organisation = read_organisation(workspace.store, workspace.settings, day)
    if organisation.leads_nobody(viewer):
        raise ScopeError(say("review_own", viewer=viewer))
    scope = organisation.widest(viewer)
    rows = read_form(path, FORM)
    book = FindingBook(workspace.state)
    verdicts = next(column for column in FORM if column.name == "verdict")
    drawn = {week: book.sample(week) for week in {row["week"] for row in rows}}
    known = {
        (week, f"{each.entity}:{each.entity_id}", word): (each.entity, each.entity_id, each.field)
        for week, frame in drawn.items()
        for each in inside(frame, scope).itertuples(index=False)
        for lang in ("zh", "en")
        for word in (_header(str(each.entity), str(each.field), lang),)
    }  # fmt: skip
    found, refused, blank = [], [], 0
    for row in rows:
        key = (row["week"], row["record"], row["field"])
        if key not in known:
            said = say(
                "review_not_drawn", record=row["record"], field=row["field"], week=row["week"]
            )
            refused.append(say("err_at", place=row.place("record"), said=said))
        elif not row["verdict"]:
            blank += 1
        elif (verdict := verdicts.read(row["verdict"])) is None:
            said = verdicts.refused(row["verdict"])
            refused.append(say("err_at", place=row.place("verdict"), said=said))
        else:
            found.append((row["week"], *map(str, known[key]), verdict, row["remark"]))
    new, changed, unchanged = book.take(found, by=by, day=day)
    return Taken(new, changed, unchanged, blank, tuple(refused))


def _fields(frame: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(frame["entity"], frame["field"], strict=True)


def _header(table: str, column: str, lang: str) -> str:
    found = TABLES[table][column]
    return found.zh if lang == "zh" else found.en
