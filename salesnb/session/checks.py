"""What can be asked of the checks of the data: entries by day, what samples found."""

from datetime import timedelta

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.periods import period_of
from salesnb.review import BY, FindingBook, entry_days, error_rates
from salesnb.scopes import read_organisation
from salesnb.session.look import Look


class CheckQuestions(Look):
    """A look at how well the data are kept."""

    def entry_days(self) -> pd.DataFrame:
        """Return who typed in nothing on how many working days (see `review.entry_days`)."""
        return self._store.once(
            ("entry_days",), lambda: entry_days(self._store, self.settings, self.calendar)
        ).copy()

    def sample_rates(self, by: str = "rep") -> pd.DataFrame:
        """Return how often sampled records were wrong (see `review.error_rates`).

        Parameters
        ----------
        by : rep, week or field.

        Raises
        ------
        UsageError
            Another one.
        """
        if by not in BY:
            raise UsageError(say("review_by", by=by))
        checked = self._store.once(("sample_checked",), self._checked)
        return error_rates(checked, by, self.settings.workspace.small_sample)

    def _checked(self) -> pd.DataFrame:
        weeks = self.settings.review.weeks
        this = period_of(self.as_of, "week")
        named = [period_of(this.start - timedelta(weeks=n), "week").text for n in range(weeks + 1)]
        scopes = [self.scope]
        if self.viewer is not None and not self.workspace.extract.is_file():
            # A kernel was handed no more than its viewer may see.
            organisation = read_organisation(self.workspace.store, self.settings)
            if organisation.role_of(self.viewer):
                raise self._store.hidden.refusal("review_findings")
            scopes.append(organisation.widest(self.viewer))
        return FindingBook(self.workspace.state).checked(scopes, named)
