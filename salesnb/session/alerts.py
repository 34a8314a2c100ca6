"""What can be asked of alerts."""

from collections.abc import Sequence

import pandas as pd

from salesnb.alerts import AlertBook, alert_precision, find_alerts
from salesnb.periods import Period
from salesnb.session.look import Look


class AlertQuestions(Look):
    """A look at what asks for action."""

    def alerts(self, period: Period | None = None, about: Sequence[str] = ()) -> pd.DataFrame:
        """Return what asks for action inside the scope (see `alerts.find_alerts`).

        Parameters
        ----------
        period : whose targets count; None = `target_period`.
        about : only alerts about these kinds of thing, e.g. lead; none = all.
        """
        looked_at, rules = period or self.target_period, self.settings.alerts.rules
        asked = [name for name, rule in rules.items() if not about or rule.about in about]
        return self._store.once(
            ("alerts", looked_at, self.lang, *asked),
            lambda: find_alerts(
                self._store,
                self.settings,
                self.calendar,
                period=looked_at,
                lang=self.lang,
                rules=asked,
            ),
        ).copy()

    def alert_states(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return alerts with how they stand: first_seen, state, snoozed_until, acknowledged_by.

        state is new (never seen before this day), open, escalated, again (had been resolved),
        acknowledged or snoozed, the last of these that holds.
        """
        kept = AlertBook(self.workspace.state).states()
        frame = found.merge(kept, how="left", on=["key", "episode"])
        day = self.as_of.isoformat()
        state = pd.Series("open", index=frame.index, dtype="object")
        state[frame["first_seen"].isna() | (frame["first_seen"] >= day)] = "new"
        state[frame["escalated_on"].notna()] = "escalated"
        state[frame["openings"] > 1] = "again"
        state[frame["acknowledged_on"].notna()] = "acknowledged"
        state[frame["snoozed_until"].notna() & (frame["snoozed_until"] > day)] = "snoozed"
        return frame.assign(state=state)

    def alert_precision(self) -> pd.DataFrame:
        """Return how often what was warned of came true (see `alerts.alert_precision`)."""
        return alert_precision(self._store, self.settings, AlertBook(self.workspace.state))
