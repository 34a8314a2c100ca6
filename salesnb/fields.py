"""The quarterly review of fields (R1.10): how far every column is filled, and what follows."""

import pandas as pd

from salesnb.engines.dialect import quoted
from salesnb.labels import label
from salesnb.models import is_read
from salesnb.periods import period_of
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings
from salesnb.tables import TABLES, Table

# What salesnb itself notes on a row, and what it adds to the staff.
_MARKS = {"estimated", "observed", "person"}
_HIDDEN = {"floor_price"}
COLUMNS = ["table", "column", "header", "custom", "used", "quarter", "rows", "filled", "fill_rate"]


def count_fields(store: ScopedStore, settings: Settings, lang: str) -> pd.DataFrame:
    """Return how many cells of every column are filled, by the quarter of the row's day.

    Of customers those of other owners, of whom a scope sees a few columns only, do not count. A
    table without a day (products, plans, targets, staff), and rows without one, have quarter None.

    Returns
    -------
    table, column, header (in `lang`), custom (declared in no table), used (facts and so metrics and
    reports read it), quarter, rows, filled, fill_rate.
    """
    frames = [_count(store, table, settings, lang) for table in TABLES.values()]
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def review_fields(store: ScopedStore, settings: Settings, lang: str, quarters: int) -> pd.DataFrame:
    """Return one row per column: fill rates over all rows and by quarter, and a remark in words.

    Returns
    -------
    As `count_fields` over all quarters, the fill rates of the last quarters under their names
    (missing where no row is of the quarter), and the remark.
    """
    counts = count_fields(store, settings, lang)
    names = ["table", "column", "header", "custom", "used"]
    review = counts.groupby(names, sort=False)[["rows", "filled"]].sum().reset_index()
    review["fill_rate"] = review["filled"] / review["rows"]
    shown = sorted(counts["quarter"].dropna().unique())[-quarters:]
    if shown:
        rates = counts[counts["quarter"].isin(shown)].pivot_table(
            index=["table", "column"], columns="quarter", values="fill_rate"
        )
        review = review.merge(rates.reindex(columns=shown), on=["table", "column"], how="left")
    enough = counts[counts["rows"] >= settings.workspace.small_sample].dropna(subset="quarter")
    series = {
        key: part.sort_values("quarter")[["quarter", "fill_rate"]].tail(quarters)
        for key, part in enough.groupby(["table", "column"], sort=False)
    }
    review["remark"] = [
        _remark(row, series.get((row["table"], row["column"])), settings, lang)
        for row in review.to_dict("records")
    ]
    return review


def _count(store: ScopedStore, table: Table, settings: Settings, lang: str) -> pd.DataFrame:
    custom = [n for n in table.custom(store.columns(table.name)) if n not in _MARKS]
    names = [column.name for column in table.stored if column.name not in _MARKS] + custom
    month = f"date_trunc('month', {table.dated_by})" if table.dated_by else "null"
    filled = ", ".join(f"count({quoted(name)}) as f{n}" for n, name in enumerate(names))
    own = " where customer_id in (select customer_id from fact_customers)"
    found = store.run(
        f"select {month} as month, count(*) as rows, {filled} from {table.name}"
        f"{own if table.name == 'customers' else ''} group by 1"
    )
    start = settings.workspace.fiscal_year_start
    found["quarter"] = [
        None if pd.isna(day) else period_of(pd.Timestamp(day).date(), "quarter", start).text
        for day in found["month"]
    ]
    summed = found.drop(columns="month").groupby("quarter", dropna=False).sum().reset_index()
    if summed.empty:  # a table without rows has its columns too
        summed = pd.DataFrame([dict.fromkeys(summed.columns, 0) | {"quarter": None}])
    parts = [
        pd.DataFrame(
            {
                "table": table.name,
                "column": name,
                "header": _header(table, name, lang),
                "custom": name not in table,
                "used": _is_used(table, name),
                "quarter": summed["quarter"],
                "rows": summed["rows"],
                "filled": summed[f"f{n}"],
                "fill_rate": summed[f"f{n}"] / summed["rows"],
            }
        )
        for n, name in enumerate(names)
    ]
    return pd.concat(parts, ignore_index=True)


def _is_used(table: Table, name: str) -> bool:
    """Targets are read by the metrics themselves, all others by facts."""
    if name not in table:
        return False
    return table.name == "targets" or name in table.key or is_read(table.name, name)


def _header(table: Table, name: str, lang: str) -> str:
    column = table.column(name)
    return name if column is None else column.zh if lang == "zh" else column.en


def _remark(
    row: dict[object, object], series: pd.DataFrame | None, settings: Settings, lang: str
) -> str:
    limits, table, name = settings.workspace, TABLES[str(row["table"])], str(row["column"])
    rows, rate = int(str(row["rows"])), float(str(row["fill_rate"]))
    column = table.column(name)
    if rows < limits.small_sample:
        return label("field_small", lang, rows=rows) if rows else ""
    if not row["filled"]:
        nobody = "field_nobody_used" if row["used"] else "field_nobody"
        return label("field_hidden" if name in _HIDDEN else nobody, lang)
    if column is None and rate >= limits.field_common:
        return label("field_custom", lang, rate=f"{rate:.0%}")
    if column is not None and column.known_from:
        return ""  # filled when a case ends: recent ones cannot be full
    if fallen := _fallen(series, limits.field_drop, lang):
        return fallen
    if column is not None and column.need != "optional" and rate < limits.field_common:
        return label("field_recommended", lang, rate=f"{rate:.0%}")
    return label("field_rare", lang, rate=f"{rate:.1%}") if rate < limits.field_rare else ""


def _fallen(series: pd.DataFrame | None, drop: float, lang: str) -> str:
    """Return what is said of a column whose last quarter is far below its best one."""
    if series is None or len(series) < 2:
        return ""
    best, last = series.iloc[int(series["fill_rate"].argmax())], series.iloc[-1]
    if best["fill_rate"] - last["fill_rate"] < drop:
        return ""
    before, now = f"{best['fill_rate']:.0%}", f"{last['fill_rate']:.0%}"
    return label(
        "field_fallen", lang, then=best["quarter"], before=before, quarter=last["quarter"], now=now
    )
