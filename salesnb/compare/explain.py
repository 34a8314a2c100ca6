"""Why a figure of an old report is another than ours: rules tried one by one, tested exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

import numpy as np
import pandas as pd

from salesnb.compare.cells import OldCell
from salesnb.compare.ours import Ours
from salesnb.compare.readings import Count, other_counts, our_count, row_rules
from salesnb.compare.rows import EXTRA, SCALE, Rows, metric_rows
from salesnb.compare.shown import say_figure
from salesnb.compare.subsets import Candidate, find_subsets
from salesnb.labels import label
from salesnb.session import Session

FINEST = {
    "money": Decimal("0.005"),
    "count": Decimal("0.0001"),
    "days": Decimal("0.005"),
    "hours": Decimal("0.005"),
}
FINEST_SHARE = Decimal("0.0000001")
_MOST_EXPLANATIONS = 3
_NAMED_ROWS = 3
_MOST_ROWS = 200
_PAIRED_ROWS = 200_000
_NEAR_DAYS = 31
_SLIPS = {"money": (4, -4, 3, -3), "ratio": (2, -2), "count": (), "days": (), "hours": ()}
_DAYS = ("sold_on", "paid_on", "created_on", "closed_on", "followed_on", "first_contact_on")
_SALE_TABLES = {"order": "orders", "opportunity": "opportunities", "lead": "leads"}


@dataclass(frozen=True)
class Explained:
    """What is said of a difference, and the rows that it rests on.

    Attributes
    ----------
    rows : one record per row: side (old = counted there and not here; ours = the reverse), table,
        id, customer, owner, team, day, amount, file, sheet, row.
    is_found : whether a rule or some rows explain the difference.
    """

    text: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    is_found: bool = True


class Explainer:
    """Explains the cells of one report; rows of a metric are read once."""

    def __init__(self, session: Session, ours: Ours) -> None:
        self._session, self._ours, self._lang = session, ours, session.lang
        self._rows: dict[tuple[str, Any], Rows | None] = {}
        self._sources: dict[str, pd.DataFrame] = {}

    def explain(self, cell: OldCell, value: Decimal) -> Explained:
        """Return what explains that a cell is not `value`, which is ours."""
        assert cell.shown is not None
        if slip := self._slip(cell, value):
            return slip
        if cell.kind == "target":
            return Explained(self._say("target"), is_found=False)
        base = self._ours.base(cell) if cell.kind in ("yoy", "mom") else None
        ours = our_count(cell, base)
        rows = self._rows_of(ours.metric, cell)
        if rows is None or not self._is(cell, self._value(ours, cell), value):
            return Explained(self._say("no_rows"), is_found=False)
        found = list(self._fitting(other_counts(ours, cell, rows, self._session), cell))
        if not found and cell.unit == "money" and len(rows.frame) <= _PAIRED_ROWS:
            found = list(self._fitting(self._pairs(ours, cell, rows), cell))
        if found:
            return self._told(found, ours, cell)
        is_sum = cell.kind == "" and not rows.ratio and cell.unit == "money"
        if is_sum and (single := self._by_rows(ours, cell, rows, value)):
            return single
        return self._unexplained(ours, cell, rows, value)

    def _slip(self, cell: OldCell, value: Decimal) -> Explained | None:
        """Recognise a unit that was not written: 万 for yuan, per cent for a share."""
        assert cell.shown is not None
        for power in _SLIPS[cell.unit] if value and cell.shown.value else ():
            scaled, half = cell.shown.value.scaleb(power), cell.shown.half.scaleb(power)
            # A half unit that is coarse beside the figure would fit too much.
            if abs(scaled - value) <= max(half, FINEST_SHARE) < abs(value) / 20:
                factor = f"10^{-power}" if abs(power) == 4 else f"{Decimal(10) ** -power:f}"
                factor = {4: "1/10,000", -4: "10,000", 3: "1/1,000", -3: "1,000"}.get(power, factor)
                return Explained(self._say("unit", factor=factor))
        return None

    def _fitting(self, counts: Iterator[Count], cell: OldCell) -> Iterator[Count]:
        assert cell.shown is not None
        for count in counts:
            if not cell.shown.value and len(count.spans) == 1 and not _same_rows(count):
                continue  # nothing is counted in many ways
            value = self._value(count, cell)
            if value is not None and self._is(cell, cell.shown.value, value, cell.shown.half):
                yield count

    def _pairs(self, ours: Count, cell: OldCell, rows: Rows) -> Iterator[Count]:
        """Return the ways that differ in two rules, one of them about which rows are counted."""
        for first in row_rules(ours, cell, rows):
            for second in other_counts(first, cell, rows, self._session):
                if len({key for key, _ in second.rules}) == 2:
                    yield second

    def _value(self, count: Count, cell: OldCell) -> Decimal | None:
        rows = self._rows_of(count.metric, cell)
        if rows is None:
            return None
        groups = dict(cell.groups)
        if not all(("owner" if name == "rep" else name) in rows.frame for name in groups):
            return None
        if count.day and count.day not in rows.frame:
            return None
        parts = [rows.value(count.mask(rows, groups, span)) for span in count.spans]
        if cell.kind == "completion":
            target = self._ours.target(cell)
            return parts[0] / target if target and parts[0] is not None else None
        if cell.kind in ("yoy", "mom"):
            return parts[0] / parts[1] - 1 if parts[0] is not None and parts[1] else None
        if cell.kind == "share":
            whole = rows.value(count.mask(rows, dict(cell.frame), count.spans[0]))
            return parts[0] / whole if parts[0] is not None and whole else None
        return parts[0]

    def _is(
        self, cell: OldCell, one: Decimal | None, other: Decimal, half: Decimal | None = None
    ) -> bool:
        if one is None:
            return False
        finest = FINEST.get(cell.unit, FINEST_SHARE)
        return abs(one - other) <= max(half or Decimal(0), finest)

    def _by_rows(self, ours: Count, cell: OldCell, rows: Rows, value: Decimal) -> Explained | None:
        """Find up to three rows whose amounts are the difference."""
        assert cell.shown is not None
        candidates = _candidates(ours, cell, rows)
        difference = int((cell.shown.value - value) * SCALE)
        half = int((cell.shown.half * SCALE).to_integral_value(ROUND_CEILING))
        half = max(half, int(FINEST["money"] * SCALE))
        sets = find_subsets(candidates, difference, half)
        if not sets:
            return None
        texts, records = [], []
        for found in sets:
            said = []
            for each in found:
                record = self._records(rows, [each.at], "ours" if each.why == "out" else "old")[0]
                said.append(self._say(f"row_{each.why}", row=self._row_text(record, cell)))
                records.append(record)
            texts.append(label("semicolon", self._lang).join(said))
        joined = self._say("or").join(texts)
        key = "rows_one" if len(sets) == 1 else "rows_several"
        return Explained(self._say(key, rows=joined), records)

    def _told(self, found: Sequence[Count], ours: Count, cell: OldCell) -> Explained:
        texts: list[str] = []
        records: list[dict[str, Any]] = []
        told: set[tuple[object, ...]] = set()
        for count in found:
            rules = [self._say(f"rule_{key}", **dict(values)) for key, values in count.rules]
            moved = self._moved(ours, count, cell)
            same = (*(key for key, _ in count.rules), *(record["id"] for record in moved))
            if same in told or len(texts) == _MOST_EXPLANATIONS:
                continue  # a day more without a row on it
            told.add(same)
            text = self._say("and").join(rules)
            if moved:
                named = label("list_comma", self._lang).join(
                    self._row_text(record, cell) for record in moved[:_NAMED_ROWS]
                )
                more = self._say("more", count=len(moved)) if len(moved) > _NAMED_ROWS else ""
                text = self._say("rule_rows", rule=text, rows=named + more)
            texts.append(text)
            records += [record for record in moved if record not in records]
        if len(texts) == 1:
            return Explained(texts[0], records)
        return Explained(self._say("several", rules=self._say("or").join(texts)), records)

    def _moved(self, ours: Count, other: Count, cell: OldCell) -> list[dict[str, Any]]:
        """Return the rows that one way counts and the other does not."""
        groups = dict(cell.groups)
        before, after = self._rows_of(ours.metric, cell), self._rows_of(other.metric, cell)
        assert before is not None and after is not None
        then = np.logical_or.reduce([ours.mask(before, groups, span) for span in ours.spans])
        now = np.logical_or.reduce([other.mask(after, groups, span) for span in other.spans])
        if ours.metric == other.metric:
            then, now = then & ~now, now & ~then
        return [
            *self._records(after, np.flatnonzero(now)[:_MOST_ROWS], "old"),
            *self._records(before, np.flatnonzero(then)[:_MOST_ROWS], "ours"),
        ]

    def _unexplained(self, ours: Count, cell: OldCell, rows: Rows, value: Decimal) -> Explained:
        assert cell.shown is not None
        groups = dict(cell.groups)
        kept = np.logical_or.reduce([ours.mask(rows, groups, span) for span in ours.spans])
        records = self._records(rows, np.flatnonzero(kept)[:_MOST_ROWS], "ours")
        difference = say_figure(cell.shown.value - value, cell.unit, signed=True)
        text = self._say("unexplained", difference=difference, count=int(kept.sum()))
        return Explained(text, records, is_found=False)

    def _rows_of(self, name: str, cell: OldCell) -> Rows | None:
        key = (name, cell.period.start)
        if key not in self._rows:
            metric = self._session.settings.metrics.get(name) or EXTRA.get(name)
            self._rows[key] = (
                metric_rows(self._session, metric, cell.period.start) if metric else None
            )
        return self._rows[key]

    def _records(
        self, rows: Rows, positions: Sequence[int] | np.ndarray, side: str
    ) -> list[dict[str, Any]]:
        return [self._record(rows, rows.frame.iloc[int(at)], side) for at in positions]

    def _record(self, rows: Rows, row: pd.Series, side: str) -> dict[str, Any]:
        table = _SALE_TABLES.get(str(row.get("sale_kind")), rows.table)
        day = next((row[name] for name in (rows.dated_by, *_DAYS) if name in row), None)
        amount = row.get("amount") if rows.ratio else int(row["num"]) / SCALE
        return {
            "side": side,
            "table": table,
            "id": str(row[rows.key]),
            "customer": _text(row.get("customer_name")) or _text(row.get("customer_id")),
            "owner": _text(row.get("owner")),
            "team": _text(row.get("team")),
            "day": "" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}",
            "amount": None if amount is None or pd.isna(amount) else float(amount),
            **self._source(table, str(row[rows.key])),
        }

    def _source(self, table: str, key: str) -> dict[str, Any]:
        if table not in self._sources:
            self._sources[table] = self._session.sources(table).set_index("id")
        known = self._sources[table]
        if key not in known.index:
            return {"file": "", "sheet": "", "row": None}
        found = known.loc[key]
        return {
            "file": _text(found["file"]),
            "sheet": _text(found["sheet"]),
            "row": None if pd.isna(found["row"]) else int(found["row"]),
        }

    def _row_text(self, record: dict[str, Any], cell: OldCell) -> str:
        owner = record["owner"]
        if owner == "unassigned":
            owner = label("unassigned", self._lang)
        parts = [record["customer"], owner, record["day"]]
        if record["amount"] is not None and cell.unit != "count":
            parts.append(say_figure(Decimal(str(record["amount"])), "money"))
        said = label("list_comma", self._lang).join(part for part in parts if part)
        return self._say("row", id=record["id"], said=said) if said else str(record["id"])

    def _say(self, key: str, /, **values: object) -> str:
        return label(f"compare_{key}", self._lang, **values)


def _same_rows(count: Count) -> bool:
    """Return whether a way counts rows of our metric and period."""
    return not any(
        key.startswith(("period", "other_metric", "by_", "cut_off", "won", "expected", "paid"))
        for key, _ in count.rules
    )


def _candidates(ours: Count, cell: OldCell, rows: Rows) -> list[Candidate]:
    """Return the rows that may be left out, counted twice or counted besides, the nearest first."""
    groups, span = dict(cell.groups), ours.spans[0]
    own = ours.mask(rows, groups, span)
    near = np.zeros(len(own), dtype=bool)
    if groups:
        near |= ours.mask(rows, dict(cell.frame), span)
        near |= ours.mask(rows, {}, span)
    if rows.dated_by != "always":
        wider = (span[0] - timedelta(days=_NEAR_DAYS), span[1] + timedelta(days=_NEAR_DAYS))
        near |= ours.mask(rows, groups, wider)
    near &= ~own
    amounts = rows.frame["num"].to_numpy()
    mine = [int(at) for at in np.flatnonzero(own) if amounts[at]]
    others = [int(at) for at in np.flatnonzero(near) if amounts[at]]
    return [
        *(Candidate(at, "out", -int(amounts[at])) for at in mine),
        *(Candidate(at, "in", int(amounts[at])) for at in others),
        *(Candidate(at, "twice", int(amounts[at])) for at in mine),
    ]


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
