"""Keys: doubled ones, and references to rows of other tables, of this import and of the store."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
import pandas as pd

from salesnb.errors import did_you_mean
from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.people import People
from salesnb.loaders.keys import key_index
from salesnb.loaders.problems import ProblemLog, say_place
from salesnb.loaders.values.arrow_text import as_text, is_in
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.words import folded, nearest
from salesnb.tables import TABLES

_SUFFIXED = re.compile(r"(.*\d)-\D+")
_SUBJECTS = {"lead": "leads", "opportunity": "opportunities", "customer": "customers"}
_HINTS = 50


def check_duplicates(blocks: Sequence[Block], log: ProblemLog) -> None:
    """Find rows with the same key and different content; all of them are errors.

    Rows agree when no column that both sheets give differs. They are taken as one row.
    """
    if not blocks:
        return
    key = list(blocks[0].table.key)
    keys = pd.concat([_keys(block, key, n) for n, block in enumerate(blocks)], ignore_index=True)
    keys = keys[keys["filled"] & keys["key"].duplicated(keep=False)]
    if keys.empty:
        return
    keys = keys[is_in(keys["key"], _clashing(blocks, keys))]
    positions = pd.Series(range(len(keys)), index=keys.index)
    first = positions.groupby(keys["key"]).transform("first")
    second = positions.groupby(keys["key"]).transform(lambda group: group.iloc[1])
    other = first.where(first != positions, second)
    said = [_said_place(blocks, *row) for row in keys[["block", "at"]].itertuples(index=False)]
    for n, rows in keys.groupby("block"):
        words = [said[position] for position in other[rows.index]]
        log.add(blocks[cast(int, n)], rows["at"].to_numpy(), key[0], "duplicate_key", words=words)


def resolve_lead_ids(block: Block, checking: Checking) -> None:
    """Write references to leads as the lead has its number: with or without `-来源`."""
    if block.table.name != "leads" and block.has("lead_id"):
        block.values["lead_id"] = _with_suffix(block.values["lead_id"], checking)


def lead_base(lead_id: str) -> str:
    """Return a lead's number without `-来源`.

    Examples
    --------
    >>> lead_base("202405001-展会"), lead_base("L-17")
    ('202405001', 'L-17')
    """
    match = _SUFFIXED.fullmatch(lead_id)
    return match[1] if match else lead_id


def check_references(
    block: Block, checking: Checking, stubs: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Find references to rows that do not exist, or that are rejected.

    Returns
    -------
    {table: key, row}: of the tables in `stubs`, the keys that rows are to be made for.
    """
    wanted: dict[str, pd.DataFrame] = {}
    for column in block.table.columns:
        if column.refers and block.has(column.name):
            keys = block.values[column.name]
            if column.refers in stubs:
                new = keys.notna() & ~is_in(keys, checking.keys[column.refers]) & block.good
                if new.any():
                    frame = pd.DataFrame({"key": keys[new], "at": np.flatnonzero(new)})
                    wanted[column.refers] = frame.drop_duplicates("key")
            else:
                _check_reference(block, column.name, column.refers, keys, checking)
    if block.table.name == "stage_history" and block.has("subject_type"):
        for kind, table in _SUBJECTS.items():
            keys = block.values["subject_id"].where(block.values["subject_type"] == kind)
            if table == "leads":
                keys = _with_suffix(keys, checking)
                block.values["subject_id"] = keys.fillna(block.values["subject_id"])
            _check_reference(block, "subject_id", table, keys, checking)
    return wanted


def resolve_scopes(block: Block, checking: Checking, staff: pd.DataFrame) -> None:
    """Write 目标表's 范围 as company, department:NAME, team:NAME or rep:NAME.

    A bare name is looked up in the staff: as a team, then a person, then a department. A person
    may be given by 工号, too; one whose name is shared must be, or by name and 工号.
    """
    if not block.has("scope"):
        return
    people = People(staff)
    known = _scopes_of("department", {name: name for name in staff["department"].dropna()})
    known |= _scopes_of("rep", people.person_of)
    known |= _scopes_of("team", {name: name for name in staff["team"].dropna()})
    known |= dict.fromkeys(("company", "公司", "全公司", "总公司", "all", "全部"), "company")
    if name := folded(checking.settings.workspace.company):
        known[name] = "company"
    typed = block.values["scope"]
    shown = {key: scope.partition(":")[2] or scope for key, scope in known.items()}
    words = {text: _zh_scope(folded(text)) for text in typed.dropna().unique()}
    meant = {text: known.get(word) for text, word in words.items()}
    rows = is_in(typed, pd.Index([text for text, scope in meant.items() if scope is None]))
    names = ", ".join(list(dict.fromkeys(shown.values()))[:30])
    failures = []
    for text in typed[rows]:
        if sharing := people.namesakes(words[text].removeprefix("rep:")):
            said = " / ".join(f"rep:{person}" for person in sharing)
            failures.append(Failure("ambiguous_scope", said, (("known", said),)))
        else:
            near = nearest(words[text], shown)
            failures.append(Failure("unknown_scope", near, (("known", names),)))
    checking.log.add_failures(block, "scope", np.flatnonzero(rows), failures)
    block.unreadable["scope"] = rows
    block.values["scope"] = typed.map(meant, na_action="ignore").astype("str")


def remember_keys(blocks: Sequence[Block], name: str, checking: Checking) -> None:
    """Note the keys of a table's good and rejected rows for the tables that refer to it."""
    key = list(TABLES[name].key)
    known = checking.known.get(name)
    good = [key_index(known, key)] if known is not None and len(known) else []
    bad = []
    for block in blocks:
        index = key_index(block.values, key)
        good.append(index[block.good])
        bad.append(index[~block.good])
    checking.keys[name] = _union(good)
    checking.rejected[name] = _union(bad).difference(checking.keys[name])


def _union(indexes: list[pd.Index]) -> pd.Index:
    if not indexes:
        return pd.Index([], dtype="str")
    return indexes[0].append(indexes[1:]).unique()


def _check_reference(
    block: Block, column: str, table: str, keys: pd.Series, checking: Checking
) -> None:
    missing = keys.notna().to_numpy() & ~is_in(keys, checking.keys[table])
    if not missing.any():
        return
    rejected = is_in(keys, checking.rejected[table])
    waits = missing & rejected & block.good
    words = (("refers", TABLES[table].en), ("refers_zh", TABLES[table].zh))
    # The number may have been found by a name; then no cell shows it.
    told: list[tuple[tuple[str, str], ...]] = [(("key", key), *words) for key in keys[waits]]
    checking.log.add(block, waits, column, "waits", words=told)
    strange = missing & ~rejected
    there = checking.keys[table].append(checking.rejected[table])
    near = _nearest_keys(keys[strange], there)
    hints = [near.get(key, "") for key in keys[strange]]
    checking.log.add(block, strange, column, "unknown_reference", suggestions=hints, words=words)


def _nearest_keys(strange: pd.Series, known: pd.Index) -> Mapping[str, str]:
    """Return the nearest known key of the first few unknown ones."""
    if len(known) > 20_000:
        return {}
    found = {}
    for key in strange.unique()[:_HINTS]:
        hint = did_you_mean(key, known)
        found[key] = hint.split("'")[1] if hint else ""
    return found


def _keys(block: Block, key: list[str], number: int) -> pd.DataFrame:
    index = key_index(block.values, key)
    return pd.DataFrame(
        {
            "key": index,
            "filled": ~block.empty(key[0]),
            "block": number,
            "at": np.arange(len(block)),
        }
    )


def _said_place(blocks: Sequence[Block], number: int, at: int) -> tuple[tuple[str, str], ...]:
    block = blocks[number]
    row = int(block.numbers[at])
    english, chinese = (say_place(block.file, block.sheet, "", row, lang) for lang in ("en", "zh"))
    return (("others", english), ("others_zh", chinese))


def _clashing(blocks: Sequence[Block], keys: pd.DataFrame) -> pd.Index:
    """Return the keys whose rows differ in a column that more than one of them gives."""
    parts = []
    for n, rows in keys.groupby("block"):
        values = blocks[cast(int, n)].values.iloc[rows["at"].to_numpy()]
        # An empty cell is a content of its own; a column that the sheet lacks is none.
        part = values.apply(as_text).replace("", "\x00").reset_index(drop=True)
        parts.append(part.assign(**{"\x1fkey": rows["key"].to_numpy()}))
    content = pd.concat(parts, ignore_index=True)
    distinct = content.groupby("\x1fkey").nunique(dropna=True)
    return distinct.index[(distinct > 1).any(axis=1)]


def _with_suffix(keys: pd.Series, checking: Checking) -> pd.Series:
    leads = checking.keys["leads"].append(checking.rejected["leads"])
    given = keys.dropna()
    strange = given[~is_in(given, leads)].unique()
    if not len(strange):
        return keys
    by_base: dict[str, list[str]] = {}
    for lead in leads:
        by_base.setdefault(lead_base(lead), []).append(lead)
    found = {key: by_base.get(lead_base(key), []) for key in strange}
    meant = {key: leads_of[0] for key, leads_of in found.items() if len(leads_of) == 1}
    return keys.replace(meant).astype("str") if meant else keys


def _scopes_of(kind: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return {folded word, bare and with its kind: scope}."""
    scopes = {folded(word): f"{kind}:{name}" for word, name in names.items()}
    return scopes | {f"{kind}:{word}": scope for word, scope in scopes.items()}


def _zh_scope(word: str) -> str:
    for zh, kind in (("部门:", "department:"), ("团队:", "team:"), ("销售:", "rep:")):
        word = word.replace(zh, kind, 1) if word.startswith(zh) else word
    return word
