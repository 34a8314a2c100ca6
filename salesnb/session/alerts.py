"""What can be asked of alerts."""

import pandas as pd

from salesnb.alerts import find_alerts
from salesnb.periods import Period
from salesnb.session.look import Look


class AlertQuestions(Look):
    """A look at what asks for action."""

    def alerts(self, period: Period | None = None) -> pd.DataFrame:
        """Return what asks for action inside the scope (see `alerts.find_alerts`).

        Parameters
        ----------
        period : whose targets count; None = `target_period`.
        """
        looked_at = period or self.target_period
        return self._store.once(
            ("alerts", looked_at, self.lang),
            lambda: find_alerts(
                self._store, self.settings, self.calendar, period=looked_at, lang=self.lang
            ),
        ).copy()
