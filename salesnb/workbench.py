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
from salesnb.figures import Html, style_element
from salesnb.labels import say
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views import daily, funnel, performance, weekly
from salesnb.views.activity import activity
from salesnb.views.advised import advised
from salesnb.views.breakdown import breakdown
from salesnb.views.channels import channels
from salesnb.views.conversion import compare as conversion_compare
from salesnb.views.days import month_days
from salesnb.views.followups import cadence as followup_cadence
from salesnb.views.followups import entries as followup_entries
from salesnb.views.followups import keys as followup_keys
from salesnb.views.followups import methods as followup_methods
from salesnb.views.followups import screen as followup_screen
from salesnb.views.followups import several as followup_several
from salesnb.views.followups import tasks as followup_tasks
from salesnb.views.heat import concentration
from salesnb.views.leads import grades as lead_grades
from salesnb.views.leads import model as lead_model
from salesnb.views.leads import pool as lead_pool
from salesnb.views.leads import responses as lead_responses
from salesnb.views.leads import screen as lead_screen
from salesnb.views.leads import worklist as lead_worklist
from salesnb.views.leads.assignment import assignment
from salesnb.views.leads.revision import card_revision
from salesnb.views.leak import biggest_leak
from salesnb.views.losses import reasons
from salesnb.views.movement import movement
from salesnb.views.new_leads import new_leads
from salesnb.views.orders import orders
from salesnb.views.overdue import collections
from salesnb.views.pipeline import pipeline
from salesnb.views.practice import best_practice
from salesnb.views.ranking import ranking, top_reps
from salesnb.views.stage_tables import stage_table
from salesnb.views.stalled import stalled
from salesnb.views.timeline import case_review, case_reviews
from salesnb.views.trend import trend
from salesnb.views.trust import trust_box
from salesnb.workspace import spoken_language


class Workbench(Session):
    """A session with the sections of the reports, for notebooks.

    Data come as pandas frames (`table`, `sql`, `metrics`, `funnel`, `alerts`), sections of reports
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
        """Show nothing but bring the style of the sections that follow."""
        return style_element()._repr_html_()

    def __repr__(self) -> str:
        return f"salesnb: {self.scope}, {self.period}, as of {self.as_of}"

    # Sections of the performance report.

    def performance_headline(self) -> Html:
        """Return title, findings, key figures and red flags."""
        return performance.headline(self)

    def sales_trend(self) -> Html:
        """Return sales over twelve periods with target and the year before."""
        return trend(self)

    def ranking(self) -> Html:
        """Return the teams or reps by target completion."""
        return ranking(self)

    def top_reps(self) -> Html:
        """Return the reps furthest ahead and furthest behind; in a team the ranking says it."""
        return top_reps(self)

    def sales_by(self, dimension: str) -> Html:
        """Return sales by a dimension, e.g. region, product_line, industry, or by month or week."""
        return breakdown(self, dimension)

    def concentration(self) -> Html:
        """Return where sales concentrate: industry by region for each customer level."""
        return concentration(self)

    def collections(self) -> Html:
        """Return overdue money by age and by customer."""
        return collections(self)

    # Sections of the daily and the weekly report.

    def daily_headline(self) -> Html:
        """Return what the day brought, where the month stands, red flags, what changed."""
        return daily.headline(self)

    def weekly_headline(self) -> Html:
        """Return the week beside the weeks before, where the month stands, what fell."""
        return weekly.headline(self)

    def month_days(self) -> Html:
        """Return the sales of each day of the month, beside the day's share of the target."""
        return month_days(self)

    def activity(self) -> Html:
        """Return who sold and typed in what, and who was silent."""
        return activity(self)

    def orders(self) -> Html:
        """Return the orders of the period, the largest first."""
        return orders(self)

    def new_leads(self) -> Html:
        """Return where the new leads came from, beside what is usual."""
        return new_leads(self)

    def week_on_week(self) -> Html:
        """Return the watched figures beside those of the week before; falls are red."""
        return weekly.week_on_week(self)

    def pipeline(self) -> Html:
        """Return the open deals, stuck ones and those past their date first."""
        return pipeline(self)

    def advised(self, beyond_chance: bool = False) -> Html:
        """Return the advice of params/advice.yml that the data support (`Session.advice`)."""
        return advised(self, beyond_chance)

    # Sections of the funnel report.

    def funnel_headline(self) -> Html:
        """Return title, findings and key figures of the funnel."""
        return funnel.headline(self)

    def funnel_stages(self, full: bool = False) -> Html:
        """Return the funnel of the period's leads and the stage table."""
        return funnel.stages(self, full)

    def funnel_last_year(self) -> Html:
        """Return the funnel of the twelve months before the period."""
        return funnel.long_view(self)

    def stage_table(self, reading: str = "imputed", cohort: bool = False) -> Html:
        """Return the stage tables of the period, or what became of each month's leads."""
        return stage_table(self, reading, cohort)

    def biggest_leak(self) -> Html:
        """Return where most money leaks over a year, and the customers behind it."""
        return biggest_leak(self)

    def channels(self) -> Html:
        """Return the channels over a year: conversion, wins, money, and costs where given."""
        return channels(self)

    def conversion_by(self, dimension: str) -> Html:
        """Return lead conversion by a dimension or by month over a year, with intervals."""
        return conversion_compare(self, dimension)

    def loss_reasons(self) -> Html:
        """Return why leads were lost over a year."""
        return reasons(self)

    def best_practice(self) -> Html:
        """Return what the reps who win most do otherwise than the others, over a year."""
        return best_practice(self)

    def case_reviews(self) -> Html:
        """Return the timelines of the largest cases that ended in the period."""
        return case_reviews(self)

    def case_review(self, case_id: str) -> Html:
        """Return the timeline of one lead, opportunity or customer, as the report shows it."""
        return case_review(self, case_id)

    def pipeline_movement(self, due_by: str | Period | None = None) -> Html:
        """Return what became of the open pipeline in the period.

        Parameters
        ----------
        due_by : only deals that are expected to close by the end of this period, e.g. "2026Q4".
        """
        return movement(self, due_by)

    def stalled_deals(self) -> Html:
        """Return the open deals that are stuck in their stage, or whose date was pushed."""
        return stalled(self)

    def data_trust(self) -> Html:
        """Return what is missing in the data of deals, and what that does to the figures."""
        return trust_box(self)

    # Sections of the report on leads.

    def scoring_headline(self) -> Html:
        """Return what came in new, by grade, what is late and what is to be followed up."""
        return lead_screen.headline(self)

    def lead_grades(self) -> Html:
        """Return the win rate by grade with intervals: whether the score card holds."""
        return lead_grades.grades(self)

    def lead_scores(self) -> Html:
        """Return how the period's new leads score, and what their answers lack."""
        return lead_grades.scores(self)

    def lead_sources(self) -> Html:
        """Return which grades each source brings, and what becomes of its leads."""
        return lead_grades.sources(self)

    def lead_responses(self, by: str) -> Html:
        """Return how soon new leads were contacted, by rep, team, source or grade."""
        return lead_responses.responses(self, by)

    def lead_plan(self) -> Html:
        """Return who has how many leads overdue, due today and planned."""
        return lead_worklist.plan(self)

    def lead_pool(self) -> Html:
        """Return the public pool: age, value, who lets go, what becomes of leads picked."""
        return lead_pool.pool(self)

    def lead_assignment(self) -> Html:
        """Return the leads that want an owner, with proposals, and customers of several reps."""
        return assignment(self)

    def lead_chances(self) -> Html:
        """Return the open leads with the best chances by the learned score, with reasons."""
        return lead_model.chances(self)

    def lead_model(self) -> Html:
        """Return what the learned score is worth on newer leads, beside simpler ways."""
        return lead_model.model(self)

    def card_revision(self) -> Html:
        """Return the score card as it would be if fitted to the outcomes; of a company only."""
        return card_revision(self)

    def lead_worklist(self) -> Html:
        """Return the leads to contact now, the best grades first."""
        return lead_worklist.worklist(self)

    # Sections of the report on follow-up.

    def followup_headline(self) -> Html:
        """Return follow-ups, cadence, late entries and overdue tasks; key customers that wait."""
        return followup_screen.headline(self)

    def followup_rates(self, by: str) -> Html:
        """Return the customers contacted within their cadence, by level, team or rep."""
        return followup_cadence.follow_up_rates(self, by)

    def key_customers(self) -> Html:
        """Return the key customers whose cadence was not kept, by rep and one by one."""
        return followup_keys.key_customers(self)

    def followup_methods(self) -> Html:
        """Return the follow-ups by method, and the share of each that was effective."""
        return followup_methods.methods(self)

    def late_entries(self) -> Html:
        """Return the share of follow-ups typed in after the limit, by rep."""
        return followup_entries.late_entries(self)

    def overdue_tasks(self) -> Html:
        """Return the tasks that are overdue, by rep or team, and the latest of them."""
        return followup_tasks.tasks(self)

    def followup_advice(self) -> Html:
        """Return the advice of params/advice.yml that is about follow-up."""
        return advised(self, about=followup_screen.METRICS)

    def several_reps(self) -> Html:
        """Return the customers whom several people contacted in the period."""
        return followup_several.several_reps(self)


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
    if _is_notebook():
        SalesnbError.spoken = lang or spoken_language(workspace)
    return Workbench(workspace, scope=scope, period=period, as_of=as_of, viewer=viewer, lang=lang)


def _is_notebook() -> bool:
    shell = sys.modules.get("IPython")
    return shell is not None and shell.get_ipython() is not None
