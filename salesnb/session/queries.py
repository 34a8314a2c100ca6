"""Questions of one's own: rows of any table, as a list or counted by groups."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from pydantic import ValidationError

from salesnb import formats
from salesnb.errors import ConfigError, HiddenError, UsageError, did_you_mean
from salesnb.labels import Sentence, label, say
from salesnb.periods import Period
from salesnb.queries import (
    Asked,
    Words,
    known_query,
    listed_rows,
    pivoted,
    read_query,
    saved_place,
    source_of,
)
from salesnb.session.look import Look
from salesnb.settings import Query
from salesnb.tables import TABLES

QUERY_MARK = "salesnb_query"  # under which `frame.attrs` holds what a frame of a query is
_TEXTS = 500  # so many different texts of a column are looked through for a slip of the pen


class QueryQuestions(Look):
    """A look that can be asked freely."""

    def query(
        self,
        name: str,
        *,
        where: str | None = None,
        period: str | Period | None = None,
        dated_by: str | None = None,
        by: str | Sequence[str] = (),
        columns: str | None = None,
        values: str | Sequence[str] = (),
        show: str | Sequence[str] = (),
        totals: bool = True,
    ) -> pd.DataFrame:
        """Return rows of a table inside the scope, as a list or counted by groups.

        Parameters
        ----------
        name : a table or fact, or a query of params/queries.yml; what else is given then stands in
            the place of what is saved.
        where : SQL over the columns, e.g. `source = '线上推广' and stage = '意向'`; columns by name or
            header, values as reports show them.
        period : of which days, e.g. 2026-10 or last-3-months (counted from `as_of`); None = all.
        dated_by : the column that puts a row into the period; None = the table's own day.
        by, columns : what stands below each other, and beside each other: columns, or one of day,
            week, month, quarter, year.
        values : aggregates such as `sum(amount)` or `count(distinct customer_id) as buyers`, or
            metrics of the table's fact; none = the number of rows.
        show : of a list, which columns; none = all.
        totals : of groups, whether a row and a column tell the total.

        Returns
        -------
        The rows in the order of their columns, or one row per group and one column per value (with
        `columns` per value and group); the largest group first, stages and months in their order.
        Totals are computed of the rows, not of the groups. Words are those of reports; what is
        stored is in `wb.table`.

        Raises
        ------
        UsageError, ConfigError
            No such table, query, column or value, with the nearest name; SQL that is not allowed.
        HiddenError
            The viewer's role may not see what is asked for.
        """
        given: dict[str, Any] = {
            "where": where,
            "period": period.text if isinstance(period, Period) else period,
            "dated_by": dated_by,
            "by": _listed(by),
            "columns": columns,
            "values": _listed(values),
            "show": _listed(show),
        }
        query, is_saved = self._wanted(name, {key: each for key, each in given.items() if each})
        try:
            return self._answer(name, query, totals, {} if not is_saved else given)
        except ConfigError as error:
            if is_saved:
                raise
            raise UsageError(error.args[0]) from error

    def _wanted(self, name: str, given: Mapping[str, Any]) -> tuple[Query, bool]:
        """Return the query of a name, and whether it is a saved one."""
        tables = self.tables()
        if name in tables or name in self._store.hidden.tables:
            return _made({"table": name, **given}), False
        saved = known_query(self.settings, name, tables)
        return _made({**saved.model_dump(), **given}), True

    def _answer(
        self, name: str, query: Query, totals: bool, given: Mapping[str, Any]
    ) -> pd.DataFrame:
        asked, period = self._asked(name, query, given), self._days(query)
        words = Words(self.settings, query.table)
        if query.is_grouped:
            wide = self._store.run(asked.groups_sql)
            frame, count = pivoted(wide, asked, words, self.lang, totals), wide["n"].max()
        else:
            rows = self._store.run(asked.rows_sql)
            frame, count = listed_rows(rows, words, self.lang), len(rows)
        frame.attrs[QUERY_MARK] = {
            "title": self._query_title(name, query),
            "table": query.table,
            "lang": self.lang,
            "scope": str(self.scope),
            "days": label("query_all_days", self.lang)
            if period is None
            else formats.days_title(period.start, period.last_day, self.lang),
            "as_of": str(self.as_of),
            "count": 0 if pd.isna(count) else int(count),
            "kinds": {value.name: value.kind for value in asked.values}
            if query.is_grouped
            else {column: asked.source.kind(column) for column in asked.show},
            "remarks": [said.text(self.lang) for said in self._slips(asked)],
        }
        return frame

    def _query_title(self, name: str, query: Query) -> str:
        if name in self.settings.queries:
            return query.title(name, self.lang)
        if name not in TABLES:
            return name
        return TABLES[name].zh if self.lang == "zh" else TABLES[name].en

    def _asked(self, name: str, query: Query, given: Mapping[str, Any]) -> Asked:
        store = self._store
        source = source_of(query.table, self.tables(), store.columns, store.hidden.of)
        saved = saved_place(self.settings, name)

        def place(key: str) -> Sentence:
            is_saved = name in self.settings.queries and not given.get(key)
            return saved(key) if is_saved else say("at_query_argument", key=key)

        def refuse(column: str) -> HiddenError:
            return store.hidden.refusal(f"{query.table}.{column}")

        return read_query(query, source, self.settings, self._days(query), place, refuse)

    def _days(self, query: Query) -> Period | None:
        return None if query.period is None else self.read_period(query.period)

    def _slips(self, asked: Asked) -> list[Sentence]:
        """Return what is said of texts that no row of the scope has."""
        said = []
        for column, text in asked.compared:
            sql = f"select distinct {column} as v from {asked.source.sql([column])}"
            known = self._store.once(sql, partial(self._texts, sql))
            if text not in known:
                hint = did_you_mean(text, known[:_TEXTS])
                said.append(say("query_no_such_text", column=column, text=text, hint=hint))
        return said

    def _texts(self, sql: str) -> list[str]:
        return [str(value) for value in self._store.run(sql)["v"].dropna()]


def _made(values: dict[str, Any]) -> Query:
    try:
        return Query(**values)
    except ValidationError as error:
        fault = error.errors()[0]
        said = fault.get("ctx", {}).get("error", fault["msg"])
        said = said.args[0] if isinstance(said, ValueError) else said
        raise UsageError(say("err_query_given", said=said)) from error


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
