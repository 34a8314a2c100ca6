"""Duplicate search (查重): one customer or lead under several keys, one customer of two owners."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.checks.company_names import (
    HAN_FROM,
    differ_in_kind,
    may_be_persons,
    name_keys,
)
from salesnb.loaders.checks.contacts import contact_keys
from salesnb.loaders.checks.doubles import report_doubles, report_owners
from salesnb.loaders.checks.records import (
    EARLIER_FIRST,
    FULLER_FIRST,
    incoming_rows,
    ranked_records,
    stored_texts,
)
from salesnb.loaders.checks.similar_names import similar_pairs
from salesnb.loaders.values.words import folded
from salesnb.tables import TABLES, Table

_CUSTOMER = {
    "name": "customer_name",
    "info": "contact_info",
    "person": "contact_name",
    "owner": "owner",
    "first": "first_contact_date",
    "created": "created_date",
}
_LEAD = {
    "name": "company_name",
    "info": "contact_info",
    "since": "created_at",
    "until": "outcome_date",
    "line": "product_line",
}
_SHARED_BY = 20
_LEAST_WITH_CONTACT = 75
_LEAST_AGAINST_CONTACT = 95


def check_customers(blocks: Sequence[Block], checking: Checking) -> None:
    """Find customers that are another one under a second number.

    The same name and contact: an error in a new row. The same name with another contact or none, a
    similar name: a warning. Of the same name under several owners: a warning, too. Compared are
    rows that are new, or changed in name or contact, with all others and with the store.
    """
    rows = incoming_rows(blocks, _CUSTOMER)
    if rows.empty:
        return
    report_owners(blocks, checking.log, rows)
    records = _customers(rows, checking.known.get("customers"))
    if not records["fresh"].any():
        return
    contacts = _contacts(records)
    doubles = _same_name(records, contacts)
    least = 100 * checking.settings.workspace.similar_names
    similar = _similar(records, contacts, least)
    doubles = pd.concat([doubles, similar[~similar["mine"].isin(doubles["mine"])]])
    report_doubles(blocks, checking.log, rows, records, doubles, FULLER_FIRST)


def check_leads(blocks: Sequence[Block], checking: Checking) -> None:
    """Find leads that came while another one of the same company and contact was still open.

    Only within `lead_again_days` of it. What comes after the first has ended, or is about another
    product line, is a new chance.
    """
    table, known = TABLES["leads"], checking.known.get("leads")
    blocks = [block for block in blocks if block.has("contact_info")]
    rows = incoming_rows(blocks, _LEAD)
    if rows.empty:
        return
    records = ranked_records(rows, known, table, _LEAD, EARLIER_FIRST)
    records["fresh"] = _is_fresh(records, known, table, ["name", "info"], _LEAD)
    records["compared"] = name_keys(records["name"]).where(records["name"].notna(), "-")
    contacts = contact_keys(records.loc[records["compared"] != "", "info"])
    found = pd.DataFrame({"at": contacts.index, "contact": contacts.to_numpy()})
    found["company"] = records["compared"].to_numpy()[found["at"]]
    found["since"] = records["since"].to_numpy()[found["at"]]
    found["until"] = pd.to_datetime(records["until"]).to_numpy()[found["at"]]
    found["line"] = records["line"].to_numpy()[found["at"]]
    found = found.dropna(subset="since").sort_values("since", kind="stable")
    before = found.groupby(["company", "contact"])[["at", "since", "until", "line"]].shift()
    days = checking.settings.workspace.lead_again_days
    near = (found["since"] - before["since"]) <= pd.Timedelta(days=days)
    near &= ~(before["until"] <= found["since"])
    near &= before["line"].isna() | found["line"].isna() | (before["line"] == found["line"])
    pairs = np.column_stack([found.loc[near, "at"], before.loc[near, "at"].astype("int64")])
    doubles = _carried(records, pairs).drop_duplicates("mine")
    doubles = doubles[records["fresh"].to_numpy(dtype=bool)[doubles["mine"]]]
    doubles = doubles.assign(rule="near_duplicate_lead", how="same_contact", alike=100.0)
    said = {"days": str(days)}
    report_doubles(blocks, checking.log, rows, records, doubles, EARLIER_FIRST, **said)


DUPLICATES: dict[str, Callable[[Sequence[Block], Checking], None]] = {
    "customers": check_customers,
    "leads": check_leads,
}


def _customers(rows: pd.DataFrame, known: pd.DataFrame | None) -> pd.DataFrame:
    table = TABLES["customers"]
    days = rows[["first", "created"]].apply(pd.to_datetime)
    rows = rows.assign(since=days["first"].fillna(days["created"]))
    columns = _CUSTOMER | {"since": "first_contact_date"}
    records = ranked_records(rows, known, table, columns, FULLER_FIRST)
    records["fresh"] = _is_fresh(records, known, table, ["name", "info", "person"], _CUSTOMER)
    records["compared"] = name_keys(records["name"])
    return records


def _is_fresh(
    records: pd.DataFrame,
    known: pd.DataFrame | None,
    table: Table,
    asked: list[str],
    columns: Mapping[str, str],
) -> np.ndarray:
    """Return which records are new, or differ from what is stored in one of the columns asked."""
    told = {name: columns[name] for name in asked}
    stored = stored_texts(known, table, told, records["key"])
    now = records[asked].astype("str").fillna("").to_numpy()
    then = stored.astype("str").fillna("").to_numpy()
    changed = (now != then).any(axis=1)
    in_files = records["at"].to_numpy() >= 0
    return np.asarray(in_files & (changed | ~records["stored"].to_numpy(dtype=bool)))


def _contacts(records: pd.DataFrame) -> pd.DataFrame:
    """Return at, contact and compared name, one row per contact of a record with a name."""
    keys = contact_keys(records.loc[records["compared"] != "", "info"])
    found = pd.DataFrame({"at": keys.index.to_numpy(dtype="int64"), "contact": keys.to_numpy()})
    return found.assign(name=records["compared"].to_numpy()[found["at"]])


def _same_name(records: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Return what of a name stands under several keys, by contact first."""
    named = records[records["compared"] != ""]
    persons = named["person"].fillna("").map(folded)
    with_person = pd.DataFrame({"at": named.index, "name": named["compared"], "person": persons})
    with_person = with_person[(persons != "") & ~persons.str.contains("*", regex=False)]
    by_contact = _partners(records, contacts["at"], contacts[["name", "contact"]])
    by_person = _partners(records, with_person["at"], with_person[["name", "person"]])
    by_name = _partners(records, pd.Series(named.index), named[["compared"]])
    given = records["info"].notna().to_numpy()
    by_person = by_person[~_both(by_person, given)]  # another contact may be another customer
    exact = pd.concat([by_contact, by_person]).assign(how="same_contact")
    person = may_be_persons(records["name"], records["compared"])
    by_name = by_name[~(_both(by_name, given) & _both(by_name, person))]
    found = pd.concat([exact, by_name.assign(how="same_name")]).drop_duplicates("mine")
    mine, other = (found[name].to_numpy() for name in ("mine", "other"))
    certain = (found["how"] == "same_contact") & ~records["stored"].to_numpy(dtype=bool)[mine]
    rule = np.where(certain & (other < mine), "duplicate_customer", "near_duplicate_customer")
    doubles: pd.DataFrame = found.assign(rule=rule, alike=100.0)
    return doubles


def _partners(records: pd.DataFrame, at: pd.Series, by: pd.DataFrame) -> pd.DataFrame:
    """Return, of fresh records, the first other one that agrees with them in `by`.

    Where a record is itself the first, it is named only if no other of the group can be.
    """
    groups = by.set_axis(range(len(by)), axis=0).groupby(list(by.columns), sort=False).ngroup()
    found = pd.DataFrame({"mine": at.to_numpy(), "group": groups.to_numpy()}).sort_values("mine")
    found["fresh"] = records["fresh"].to_numpy()[found["mine"]]
    grouped = found.groupby("group")["mine"]
    found["other"] = grouped.transform("min")
    first = found["other"] == found["mine"]
    seconds = found[~first].groupby("group")["mine"].min()
    alone = found.groupby("group")["fresh"].transform("sum") == 1
    found.loc[first, "other"] = found.loc[first, "group"].map(seconds)
    found = found[found["fresh"] & found["other"].notna() & (~first | alone)]
    found = found.astype({"other": "int64"}).sort_values(["mine", "other"])
    return found[["mine", "other"]].drop_duplicates("mine")


def _both(pairs: pd.DataFrame, mask: np.ndarray) -> np.ndarray:
    return np.asarray(mask[pairs["mine"].to_numpy()] & mask[pairs["other"].to_numpy()])


def _similar(records: pd.DataFrame, contacts: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return records whose name resembles that of another one."""
    named = records[records["compared"] != ""]
    names = named.groupby("compared", sort=False)["fresh"].any()
    first = pd.Series(named.index, index=named["compared"]).groupby(level=0).first()
    first = first.reindex(names.index)
    keys = names.index.to_numpy(dtype=object)
    near = similar_pairs(keys, names.to_numpy(dtype=bool), least)
    at = first.to_numpy()
    near = near.assign(one=at[near["one"]], other=at[near["other"]])
    han = records["compared"].to_numpy(dtype=object)[near["one"]] >= HAN_FROM
    sure = near["abridged"] & (han | (near["alike"] >= _LEAST_AGAINST_CONTACT))
    near = near[sure | ~_against(records, near)]
    near = pd.concat([near, _of_one_contact(records, contacts)])
    pairs = near[["one", "other"]].to_numpy(dtype="int64")
    found = _carried(records, pairs).assign(alike=near["alike"].to_numpy())
    found = found[records["fresh"].to_numpy()[found["mine"]]]
    found = found.sort_values(["mine", "alike", "other"], ascending=[True, False, True])
    return found.drop_duplicates("mine").assign(rule="near_duplicate_customer", how="similar")


def _against(records: pd.DataFrame, pairs: pd.DataFrame) -> np.ndarray:
    """Return which pairs have both a phone or mail and a contact person of their own each."""
    against = np.ones(len(pairs), dtype=bool)
    for name in ("info", "person"):
        codes, _ = pd.factorize(records[name])
        one, other = codes[pairs["one"]], codes[pairs["other"]]
        against &= (one >= 0) & (other >= 0) & (one != other)
    return against


def _of_one_contact(records: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of records that share a contact and have similar names."""
    size = contacts.groupby("contact")["at"].transform("size")
    few = contacts[(size > 1) & (size <= _SHARED_BY)]
    pairs = few.merge(few, on="contact", suffixes=("", "_other"))
    pairs = pairs[(pairs["at"] < pairs["at_other"]) & (pairs["name"] != pairs["name_other"])]
    fresh = records["fresh"].to_numpy(dtype=bool)
    pairs = pairs[fresh[pairs["at"]] | fresh[pairs["at_other"]]]
    names = pairs["name"].tolist(), pairs["name_other"].tolist()
    pairs["alike"] = process.cpdist(*names, scorer=fuzz.ratio) if len(pairs) else 0.0
    kinds = [differ_in_kind(*pair) for pair in zip(*names, strict=True)]
    near = (pairs["alike"] >= _LEAST_WITH_CONTACT).to_numpy() & ~np.array(kinds, dtype=bool)
    found: pd.DataFrame = pairs.loc[near, ["at", "at_other", "alike"]]
    return found.set_axis(["one", "other", "alike"], axis=1)


def _carried(records: pd.DataFrame, pairs: np.ndarray) -> pd.DataFrame:
    """Return which record of each pair is told of the other: the lesser one, if it is fresh."""
    kept, lesser = np.sort(pairs.reshape(-1, 2).astype("int64"), axis=1).T
    fresh = records["fresh"].to_numpy(dtype=bool)
    mine = np.where(fresh[lesser], lesser, kept)
    return pd.DataFrame({"mine": mine, "other": kept + lesser - mine})
