"""Queries of one's own in notebooks: saved under a name, shown as a section of a report."""

from pathlib import Path
from typing import Any

from salesnb.errors import UsageError
from salesnb.figures import Html
from salesnb.labels import say
from salesnb.queries import with_query
from salesnb.session import Session
from salesnb.settings import Query
from salesnb.views.queries import query_table
from salesnb.workspace import Workspace


class QuerySections(Session):
    """A session with queries as sections, and a place to save them."""

    def query_table(self, name: str, **options: Any) -> Html:
        """Return what `query` gives as a section, for reports and their workbooks.

        Parameters
        ----------
        name : a table, a fact or a saved query.
        options : as of `query`.
        """
        return query_table(self, self.query(name, **options))

    def save_query(
        self, name: str, table: str, *, zh: str = "", en: str = "", **options: Any
    ) -> Path:
        """Save a query under a name in params/queries.yml, once it has run; return the file.

        From then on `wb.query(name)`, `salesnb query NAME` and the scope `query:NAME` know it.

        Parameters
        ----------
        name : letters, digits, _ and -; Chinese is fine.
        table : the table or fact.
        zh, en : what it is called; empty = its name.
        options : as of `query`; a period in words is kept in words.

        Raises
        ------
        UsageError
            The name is taken, or the query cannot be run; nothing is saved then. A report's kernel
            saves nothing.
        """
        if self.workspace.extract.is_file():
            raise UsageError(say("err_query_report"))
        if table not in self.tables() or name in self.tables():
            self._store.columns(table)
            raise UsageError(say("err_query_taken", name=name))
        options.pop("totals", None)
        self.query(table, **options)
        query = Query(table=table, zh=zh, en=en, **options)
        path = self.workspace.root / "params" / "queries.yml"
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if name in self.settings.queries:
            raise UsageError(say("err_query_taken", name=name))
        text = with_query(before, name, query)
        aside = path.with_suffix(".yml.tmp")
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
        self.settings = Workspace(self.workspace.root).settings
        return path
