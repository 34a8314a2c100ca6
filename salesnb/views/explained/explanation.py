"""An explanation: a card that shows itself, with its SQL and the rows behind it."""

from collections.abc import Callable, Sequence

import pandas as pd
import sqlglot

from salesnb.figures import Folded, Html, fact_sheet
from salesnb.labels import label


class Explanation(Html):
    """What something is and how it was computed.

    Attributes
    ----------
    name, kind : what is explained; the kind is metric, dimension, fact or table.
    sql : the statement behind it.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        title: str,
        points: Sequence[tuple[str, str]],
        folded: Sequence[Folded],
        lang: str,
        *,
        sql: str,
        rows: Callable[[], pd.DataFrame],
    ) -> None:
        sheet = fact_sheet(title, f"{label(f'explain_{kind}', lang)} {name}", points, folded)
        super().__init__(sheet.html, sheet.words)
        self.name, self.kind, self.sql = name, kind, sql
        self._rows = rows

    def rows(self) -> pd.DataFrame:
        """Return the rows of the scope that the figure is made of, contacts masked."""
        return self._rows()


def pretty(sql: str) -> str:
    """Return a statement with its clauses on lines of their own.

    Examples
    --------
    >>> print(pretty("select sum(amount) from fact_sales where amount > 0"))
    SELECT
      SUM(amount)
    FROM fact_sales
    WHERE
      amount > 0
    """
    return str(sqlglot.parse_one(sql, dialect="duckdb").sql("duckdb", pretty=True))
