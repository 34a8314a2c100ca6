"""What a notebook's first cell opens: `wb = salesnb.open(...)`."""

import getpass
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from salesnb.compare import compare_report
from salesnb.entry import EntryForm
from salesnb.errors import SalesnbError, UsageError
from salesnb.fields import count_fields, review_fields
from salesnb.figures import style_element
from salesnb.labels import label, say
from salesnb.periods import Period
from salesnb.workbench.alerts import AlertSections
from salesnb.workbench.checks import CheckSections
from salesnb.workbench.followup import FollowupSections
from salesnb.workbench.forecast import ForecastSections
from salesnb.workbench.funnel import FunnelSections
from salesnb.workbench.hidden import telling_hidden
from salesnb.workbench.leads import LeadSections
from salesnb.workbench.live import LiveVerbs
from salesnb.workbench.performance import PerformanceSections
from salesnb.workbench.periodic import PeriodicSections
from salesnb.workbench.plan import PlanSections
from salesnb.workbench.queries import QuerySections
from salesnb.workbench.segments import SegmentSections
from salesnb.workbench.segments_value import ValueSections
from salesnb.workbench.shell import attach
from salesnb.workbench.tasks import TaskSections
from salesnb.workbench.trying import TryVerbs
from salesnb.workspace import spoken_language


@telling_hidden
class Workbench(
    PerformanceSections,
    PeriodicSections,
    FunnelSections,
    LeadSections,
    FollowupSections,
    ForecastSections,
    PlanSections,
    SegmentSections,
    ValueSections,
    AlertSections,
    TaskSections,
    CheckSections,
    QuerySections,
    TryVerbs,
    LiveVerbs,
):
    """A session with the sections of the reports, for notebooks.

    Data come as pandas frames (`table`, `sql`, `metrics`, `funnel`, `alerts`, `tasks`), sections of reports
    as HTML that shows itself.
    """

    def funnel(
        self,
        by: str | None = None,
        period: str | Period | None = None,
        full: bool = False,
        reading: str = "imputed",
        compare: bool = False,
    ) -> pd.DataFrame:
        """Return the stage table of the leads created in the period, by a dimension or by month.

        See Also
        --------
        salesnb.funnel.stage_funnel : the columns, and how leads are counted.
        salesnb.funnel.stages_beside : the columns that `compare` adds.
        salesnb.funnel.readings.reached_sql : the readings imputed, reached, strict and flow.
        """
        return self.stages(by, period, full, reading, compare)

    def fields(self, by: str | None = None, quarters: int = 8) -> pd.DataFrame:
        """Return the review of fields inside the scope: how far every column is filled.

        Parameters
        ----------
        by : None = one row per column with a remark; "quarter" = one row per column and quarter.
        quarters : how many quarters are shown and compared.

        Returns
        -------
        table, column, header, custom, used (reports read it), rows, filled, fill_rate; without
        `by` the fill rate of each quarter and remark, e.g. that nobody fills it.
        """
        if by not in (None, "quarter"):
            raise UsageError(say("err_fields_by", by=by))
        if by == "quarter":
            return count_fields(self._store, self.settings, self.lang)
        return review_fields(self._store, self.settings, self.lang, quarters)

    def compare(self, path: str | Path, period: str | None = None) -> pd.DataFrame:
        """Return the figures of an old, hand-made report beside ours, one row per cell.

        Parameters
        ----------
        path : a workbook or CSV file with tables of figures by team, rep, region, month …
        period : the period of the figures; None = the one that title, sheet or file name, else the
            session's.

        Returns
        -------
        sheet, cell, group, metric, label, period, old, ours, difference, relative, verdict (same,
        rounding, different, not_comparable), explanation, rows (a list of records). What was not
        recognised, and how names and titles were read, stands in `.attrs["notes"]`.

        Raises
        ------
        DataError
            The file cannot be read, or no figure in it is recognised.
        """
        return compare_report(self, Path(path), period).frame

    def entry(self, table: str) -> Any:
        """Return a form for one record of a table; what is saved passes the checks of an import.

        A viewer who is no admin may enter and change own rows only. The form is for JupyterLab; in
        a report there is nothing to fill in.

        Raises
        ------
        UsageError
            No such table; ipywidgets is not installed; a report has no store to write to.
        ScopeError
            The viewer may not enter rows of the table.
        """
        if self.workspace.extract.is_file():
            raise UsageError(say("err_report_entry"))
        if find_spec("ipywidgets") is None:
            raise UsageError(say("err_ipywidgets"))
        from salesnb.entry.widgets import clock_of, entry_box

        by = self.viewer or getpass.getuser()
        form = EntryForm(
            self.workspace, table, lang=self.lang, by=by, viewer=self.viewer, origin="wb.entry"
        )
        return entry_box(form, clock_of(self.workspace))

    def _repr_html_(self) -> str:
        """Tell what this is, and bring the style of the sections that follow."""
        style = style_element()._repr_html_()
        return style if self.workspace.extract.is_file() else style + self._card().html

    def __repr__(self) -> str:
        head = f"salesnb: {self.scope}, {self.period}, as of {self.as_of}"
        return f"{head}\n{label('wb_hint', self.lang)}"


def open_workbench(
    workspace: str | Path = ".",
    *,
    scope: str | None = None,
    period: str | None = None,
    as_of: str | date | None = None,
    viewer: str | None = None,
    lang: str | None = None,
) -> Workbench:
    """Open a workspace for a scope and a period.

    Parameters
    ----------
    workspace : the workspace's folder; "." = the current one, or one above it.
    scope : company, department:NAME, team:NAME or rep:NAME; None = the viewer's widest.
    period : e.g. 2026-10, 2026Q4, 2026-W43, last-month; None = last-month.
    as_of : the last day that may be known; None = today of params, else the day of the last import.
    viewer : on whose behalf; None = the operator, who sees every row with contacts masked.
    lang : zh or en; None = the workspace's.

    Raises
    ------
    UsageError
        No such workspace, scope, viewer, period or language; the message says what there is.
    ScopeError
        The viewer may not see the scope.
    """
    shell = _shell()
    if shell is not None:
        SalesnbError.spoken = lang or spoken_language(workspace)
    wb = Workbench(workspace, scope=scope, period=period, as_of=as_of, viewer=viewer, lang=lang)
    if shell is not None and not wb.workspace.extract.is_file():
        attach(shell)
    return wb


def _shell() -> Any:
    """Return the shell of a notebook or of IPython, None in a plain Python."""
    module = sys.modules.get("IPython")
    return None if module is None else module.get_ipython()
