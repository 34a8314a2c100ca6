"""What can be asked of customers: levels, tiers, risk, movements, where they concentrate."""

from datetime import date, timedelta

import pandas as pd

from salesnb.segments import (
    about_to_change,
    archived_customers,
    customer_levels,
    customer_segments,
    level_concentrations,
    level_history,
    level_movements,
    tier_movements,
    win_back_plan,
    with_expected,
    won_profile,
)
from salesnb.session.segments_value import ValueQuestions


class SegmentQuestions(ValueQuestions):
    """A look at the customers."""

    def segments(self) -> pd.DataFrame:
        """Return every customer of the scope as of the day, one row each.

        Returns
        -------
        level (the one that counts in every figure), level_typed, level_computed, level_by_rule,
        level_next, missing_to_next (yuan), missing_days … (see `segments.customer_levels`); tier
        (prospect, stable, at_risk, other, lost), reasons, days_since_order, days_since_contact,
        usual_gap, risk, value_at_risk … (see `segments.customer_tiers`); reason and approach in
        words; rfm_segment, customer_group, p_active, expected_orders, expected_value (see
        `segments.with_expected`).
        """
        return self._store.once("segments", self._segments).copy()

    def standing(self) -> pd.DataFrame:
        """Return what `segments` does but for what is learned, which a new import first has to be."""
        return self._store.once(
            "standing", lambda: customer_segments(self._store, self.settings, self.lang)
        ).copy()

    def _segments(self) -> pd.DataFrame:
        holdout = self.customer_models()["holdout"]
        return with_expected(self._store, self.standing(), holdout["sales_by"] if holdout else None)

    def archived_customers(self) -> pd.DataFrame:
        """Return the customers lost long ago (see `segments.archived_customers`)."""
        return archived_customers(self._store).copy()

    def level_changes(self) -> pd.DataFrame:
        """Return whose level is about to change (see `segments.about_to_change`)."""
        levels = self._store.once(
            "customer_levels", lambda: customer_levels(self._store, self.settings)
        )
        return about_to_change(self._store, self.settings, levels)

    def level_history(self) -> pd.DataFrame:
        """Return the customers of each computed level by quarter (`segments.level_history`)."""
        return level_history(self._store)

    def level_movements(self) -> pd.DataFrame:
        """Return the computed levels before and after the last quarter (`segments`)."""
        return level_movements(self._store)

    def tier_movements(self) -> pd.DataFrame:
        """Return the tiers at the end of the period before and now (`segments.tier_movements`)."""
        return self._store.once(
            ("tier_movements", self.moved_since),
            lambda: tier_movements(self._store, self.settings, self.moved_since, self.standing()),
        ).copy()

    @property
    def moved_since(self) -> date:
        """The last day of the period before, from which on customers are watched."""
        return min(self.period.start, self.as_of) - timedelta(days=1)

    def win_back_plan(self) -> pd.DataFrame:
        """Return a task per customer at risk (see `segments.win_back_plan`)."""
        return win_back_plan(self._store, self.settings, self.segments(), self.calendar)

    def level_concentrations(self) -> pd.DataFrame:
        """Return where levels concentrate (see `segments.level_concentrations`)."""
        return self._store.once(
            "level_concentrations", lambda: level_concentrations(self._store)
        ).copy()

    def won_profile(self) -> pd.DataFrame:
        """Return what customers that bought have in common (see `segments.won_profile`)."""
        least = self.settings.workspace.small_sample
        return self._store.once("won_profile", lambda: won_profile(self._store, least)).copy()
