"""The text of a query's condition, with columns and values as they are stored."""

from collections.abc import Callable

import sqlglot
from sqlglot import exp

from salesnb.errors import ConfigError, unknown
from salesnb.labels import Sentence, say
from salesnb.queries.source import Source
from salesnb.queries.words import Words

Compared = tuple[str, str]


class Reader:
    """Reads what a query says of columns and values; remembers the texts that may not occur.

    Attributes
    ----------
    compared : (column, text) where any text may stand, so that a slip shows in the data only.
    """

    def __init__(
        self,
        source: Source,
        words: Words,
        place: Callable[[str], Sentence],
        refuse: Callable[[str], Exception],
    ) -> None:
        self._source, self._words = source, words
        self._place, self._refuse = place, refuse
        self.compared: list[Compared] = []

    def column(self, written: str, key: str) -> str:
        """Return a column by its name or header.

        Raises
        ------
        HiddenError
            The viewer's role may not see it.
        ConfigError
            There is none.
        """
        found = self._column(written)
        if found is None:
            said = unknown("column", written, self._source.columns)
            raise ConfigError(say("err_at", place=self._place(key), said=said))
        return found

    def text(self, written: str, key: str) -> str:
        """Return an expression in which headers are columns and words what is stored.

        What is no SQL is returned as it is: who checks the grammar says so.
        """
        try:
            tree = sqlglot.parse_one(f"select {written}", dialect="duckdb")
        except (sqlglot.errors.SqlglotError, ValueError):
            return written
        if not isinstance(tree, exp.Select) or len(tree.expressions) != 1:
            return written
        if {name for name, value in tree.args.items() if value} != {"expressions"}:
            return written
        named = tree.transform(self._named)
        return str(
            named.transform(lambda node: self._valued(node, key)).expressions[0].sql("duckdb")
        )

    def _column(self, written: str) -> str | None:
        known = self._source.columns
        if written in known:
            return written
        if written in self._source.hidden:
            raise self._refuse(written)
        found = self._words.column(written)
        if found in self._source.hidden:
            raise self._refuse(str(found))
        return found if found in known else None

    def _named(self, node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Column) or node.table:
            return node
        found = self._column(node.name)
        return node if found is None else exp.column(found, quoted=True)

    def _valued(self, node: exp.Expression, key: str) -> exp.Expression:
        """Put the stored values into a comparison of a column with texts."""
        if isinstance(node, exp.EQ | exp.NEQ):
            column, literal = node.left, node.right
            if isinstance(column, exp.Literal):
                column, literal = literal, column
            if isinstance(column, exp.Column) and _is_text(literal):
                listed = self._listed(column, [literal], key)
                return exp.not_(listed) if isinstance(node, exp.NEQ) else listed
        is_list = isinstance(node, exp.In) and isinstance(node.this, exp.Column)
        if is_list and node.expressions and all(map(_is_text, node.expressions)):
            return self._listed(node.this, node.expressions, key)
        return node

    def _listed(
        self, column: exp.Column, literals: list[exp.Expression], key: str
    ) -> exp.Expression:
        values = [v for each in literals for v in self._stored(column.name, str(each.this), key)]
        if len(values) == 1:
            return exp.EQ(this=column.copy(), expression=exp.Literal.string(values[0]))
        texts = [exp.Literal.string(value) for value in values]
        return exp.In(this=column.copy(), expressions=texts)

    def _stored(self, column: str, written: str, key: str) -> tuple[str, ...]:
        known = self._words.stored(column)
        if written.casefold() in known:
            return known[written.casefold()]
        if known and self._words.is_closed(column):
            labels = self._words.labels(column)
            said = unknown(say("query_value_of", column=column), written, labels)
            raise ConfigError(say("err_at", place=self._place(key), said=said))
        self.compared.append((column, written))
        return (written,)


def _is_text(node: exp.Expression) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)
