"""What can be asked of the funnel, of deals, and of how people follow up."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from salesnb.advice import Finding, find_advice
from salesnb.followups import customer_cadence, shared_customers
from salesnb.funnel import (
    best_practice,
    data_trust,
    has_changes,
    largest_cases,
    pipeline_movement,
    pushes,
    stage_funnel,
    stages_beside,
    stuck,
    timeline,
    timelines,
)
from salesnb.funnel.channels import channel_table
from salesnb.funnel.cohorts import cohort_table, ripe_until
from salesnb.funnel.findings import LEVEL, RATES, findable, rate_findings
from salesnb.funnel.leak import find_leaks, leak_rows
from salesnb.periods import GRAINS, Period
from salesnb.session.look import Look


class FunnelQuestions(Look):
    """A look at the funnel and the pipeline."""

    def stages(
        self,
        by: str | None = None,
        period: str | Period | None = None,
        full: bool = False,
        reading: str = "imputed",
        compare: bool = False,
    ) -> pd.DataFrame:
        """Return the stage table of the leads created in the period (see `funnel.stage_funnel`).

        Parameters
        ----------
        by : a dimension of leads, or a grain such as month, which splits the period.
        period : another period than the session's.
        full : with the stages that are not shown by default.
        reading : imputed, reached, strict, or flow, which counts the entries of the period.
        compare : beside each stage the period before and the target (see `funnel.stages_beside`).
        """
        chosen = self.shown_stages(full)
        looked_at = self.read_period(period or self.period)

        def table(part: Period, dimension: str | None = None) -> pd.DataFrame:
            if not compare:
                return stage_funnel(self._store, part, chosen, dimension, reading)
            return stages_beside(
                self._store, self.settings, part, chosen, self.calendar, dimension, reading
            )

        if by not in GRAINS:
            return table(looked_at, by)
        parts = [table(part).assign(**{by: part.text}) for part in looked_at.split(by)]
        frame = pd.concat(parts, ignore_index=True)
        return frame[[by, *(name for name in frame.columns if name != by)]]

    def shown_stages(self, full: bool = False) -> list[str]:
        """Return the stages that are shown; without leads from the opportunity on."""
        stages = self.settings.stages
        chosen = list(stages.shown_full if full else stages.shown)
        if self.has_leads:
            return chosen
        path = [stage.id for stage in stages.path]
        return [name for name in chosen if path.index(name) >= path.index(stages.opportunity_stage)]

    def cohorts(self, reading: str = "imputed") -> pd.DataFrame:
        """Return what became of the leads of each month of the year (see `funnel.cohorts`)."""
        return cohort_table(self._store, self.year, self.shown_stages(), reading)

    def ripe_until(self) -> dict[str, date]:
        """Return {stage: the last day of creation whose leads have had their time to reach it}."""
        return ripe_until(self._store, self.shown_stages())

    def rate_findings(self, by: str | None = None) -> pd.DataFrame:
        """Return which groups of the year differ beyond chance (see `funnel.findings`).

        All sections share them: of the whole report 5 % is the chance of a false one, half of it for
        rates side by side, half for leaks.

        Parameters
        ----------
        by : a dimension that is looked at besides those that always are.
        """
        kind = "lead" if self.has_leads else "opportunity"
        fact = self.settings.metrics[RATES[kind][0]].fact or "cases"
        dimensions = findable(self._store, fact)
        dimensions += [by] if by and by not in dimensions else []
        arguments = (self.year, tuple(dimensions), RATES[kind], LEVEL / 2)
        return self._store.once(
            ("rate_findings", self.year.text, tuple(dimensions)),
            lambda: rate_findings(self._store, self.settings, *arguments),
        ).copy()

    def leaks(self, every: bool = False) -> pd.DataFrame:
        """Return the leaks of the year, the costliest first (see `funnel.leak.find_leaks`).

        Parameters
        ----------
        every : every group that was looked at, not the leaks alone.
        """
        frame = self._store.once(
            ("leaks", self.year.text),
            lambda: find_leaks(
                self._store, self.settings, self.year, self.shown_stages(), LEVEL / 2, every=True
            ),
        )
        return (frame if every else frame[frame["is_leak"]]).reset_index(drop=True)

    def leak_rows(self, leak: Mapping[str, Any]) -> pd.DataFrame:
        """Return the cases behind a row of `leaks` (see `funnel.leak.leak_rows`)."""
        return leak_rows(self._store, self.settings, self.year, leak)

    def channel_table(self) -> pd.DataFrame:
        """Return the channels of the year with rates and costs (see `funnel.channels`)."""
        return channel_table(self._store, self.settings, self.year)

    def movement(
        self, period: str | Period | None = None, due_by: str | Period | None = None
    ) -> pd.DataFrame:
        """Return the movement of the pipeline over a period (`funnel.pipeline_movement`).

        Parameters
        ----------
        period : another period than the session's; of a running one what is over.
        due_by : only the pipeline that is expected to close by the end of this period.
        """
        window = self.read_period(period or self.period)
        last = max(min(window.last_day, self.as_of), window.start)
        due = None if due_by is None else self.read_period(due_by)
        return pipeline_movement(self._store, window.start, last, due)

    def pushes(self) -> pd.DataFrame:
        """Return how often the expected dates of open deals were moved (`funnel.pushes`)."""
        return pushes(self._store)

    def stuck(self) -> pd.DataFrame:
        """Return the open deals beside the usual stay in their stage (`funnel.stuck`)."""
        return stuck(self._store, self.settings)

    def trust(self) -> pd.DataFrame:
        """Return the gaps in the data of open deals and of a year's ended ones (`funnel.data_trust`)."""
        return self._store.once(
            ("data_trust", self.year.start),
            lambda: data_trust(self._store, self.settings, self.year.start),
        ).copy()

    @cached_property
    def has_deal_changes(self) -> bool:
        """Whether amounts or expected dates of deals are known to have changed."""
        return has_changes(self._store)

    def habits(self) -> pd.DataFrame:
        """Return what the best reps do otherwise, over a year's leads (`funnel.best_practice`)."""
        return self._store.once(
            ("habits", self.year.text),
            lambda: best_practice(self._store, self.settings, self.year),
        ).copy()

    def timeline(self, case_id: str) -> pd.DataFrame:
        """Return what happened in a lead, an opportunity or a customer (see `funnel.timelines`)."""
        return timeline(self._store, self.settings, case_id, self.lang)

    def largest_cases(self) -> list[str]:
        """Return the ids of the largest deals that ended in the period (params/practice.yml)."""
        return largest_cases(self._store, self.period, self.settings.practice.cases)

    def largest_timelines(self) -> list[pd.DataFrame]:
        """Return what happened in each of the `largest_cases`."""
        return timelines(self._store, self.settings, self.largest_cases(), self.lang)

    def customer_cadence(self) -> pd.DataFrame:
        """Return how far each customer's cadence was kept (see `followups.customer_cadence`)."""
        return self._store.once(
            ("customer_cadence", self.period),
            lambda: customer_cadence(self._store, self.settings, self.period),
        ).copy()

    def shared_customers(self) -> pd.DataFrame:
        """Return whom several people contacted (see `followups.shared_customers`)."""
        return shared_customers(self._store, self.period)

    def advice(self, beyond_chance: bool = False, about: Sequence[str] = ()) -> list[Finding]:
        """Return the advice of params that applies (see `advice.find_advice`).

        Parameters
        ----------
        beyond_chance : of rules that compare a group with the rest keep only what `rate_findings`
            bears out, so that the advice is no more often false than the rest of the report.
        about : only the rules that look at one of these metrics; none = all rules.
        """
        known = None
        if beyond_chance:
            real = self.rate_findings().query("is_finding")
            known = set(zip(real["dimension"], real["name"], real["metric"], strict=True))
        return find_advice(
            self._store, self.settings, self.period, self.year, self.calendar, known, about
        )
