"""What params/queries.yml may hold: filters and pivots that are asked for by a name."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, field_validator, model_validator

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.periods import parse_period
from salesnb.settings.alerts import Sql
from salesnb.settings.models import Model

_NAME = re.compile(r"[\w-]{1,40}")
Names = Annotated[
    tuple[str, ...], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)
]


class Query(Model):
    """One query: which rows of a table, as a list or counted by groups.

    Attributes
    ----------
    zh, en : what it is called; empty = its name.
    table : a table or fact, e.g. leads.
    where : SQL over its columns, as `where` of a metric.
    period : of which days, e.g. 2026-10 or last-3-months, words counted from `as_of`; None = all.
    dated_by : the column that puts a row into the period; None = the table's own day.
    by, columns : what stands below each other, and beside each other: columns or a grain (month …).
    values : what is computed of each group, aggregates as in formulas; none = the number of rows.
    show : of a list, which columns; none = all.
    """

    zh: str = ""
    en: str = ""
    table: str
    where: Sql | None = None
    period: str | None = None
    dated_by: str | None = None
    by: Names = ()
    columns: str | None = None
    values: Names = ()
    show: Names = ()

    @field_validator("period")
    @classmethod
    def _is_period(cls, period: str | None) -> str | None:
        if period and period != "last-workday":
            try:
                parse_period(period, date(2020, 1, 1))
            except UsageError as error:
                raise ValueError(error.args[0]) from error
        return period

    @model_validator(mode="after")
    def _one_shape(self) -> "Query":
        if self.show and self.is_grouped:
            raise ValueError(say("params_query_shape"))
        return self

    @property
    def is_grouped(self) -> bool:
        """Whether rows are counted by groups, and not listed."""
        return bool(self.by or self.columns or self.values)

    def title(self, name: str, lang: str) -> str:
        """Return what the query is called in `lang`."""
        return (self.zh if lang == "zh" else self.en) or self.zh or self.en or name


class QuerySettings(Model):
    """params/queries.yml: the queries by name."""

    queries: dict[str, Query]

    @field_validator("queries", mode="before")
    @classmethod
    def _named(cls, queries: object) -> object:
        if not isinstance(queries, Mapping):
            return queries
        for name in queries:
            check_query_name(str(name))
        return {name: query for name, query in queries.items() if query is not None}


def check_query_name(name: str) -> None:
    """Refuse a name that no scope and no file could carry.

    Raises
    ------
    ValueError
    """
    if not _NAME.fullmatch(name):
        raise ValueError(say("params_query_name", name=name))
