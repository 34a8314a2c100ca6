"""What can be asked of leads: scores, limits, owners, the public pool."""

from collections.abc import Sequence

import pandas as pd

from salesnb.errors import UsageError
from salesnb.labels import Sentence, say
from salesnb.leads import (
    WHEN_NEW,
    Revision,
    assign_leads,
    claimed_untouched,
    follow_ups,
    handover,
    orphans,
    owner_conflicts,
    pool,
    pool_by_owner,
    recycling,
    response_times,
    revise_card,
    score_leads,
)
from salesnb.session.look import Look


class LeadQuestions(Look):
    """A look at the leads."""

    def score_leads(self, *, only_open: bool = True, learned: bool = True) -> pd.DataFrame:
        """Return the leads of the scope with their score, the highest first (`leads.score_leads`).

        Parameters
        ----------
        only_open : leave out those that are won or lost.
        learned : beside the card the learned score of open leads: probability (0-1; empty where no
            model may be used), probability_low and probability_high (95 %), reasons_for and
            reasons_against (see `learned.reasons`). Of a new import it is learned first.
        """
        frame = self._store.once(
            ("score_leads", only_open),
            lambda: score_leads(self._store, self.settings, only_open=only_open),
        )
        if not learned:
            return frame.copy()
        scores = self._store.run("select * from lead_scores")
        named = {"low": "probability_low", "high": "probability_high"}
        return frame.merge(scores.rename(columns=named), how="left", on="lead_id")

    def follow_ups(self, *, only_open: bool = True) -> pd.DataFrame:
        """Return when each lead is to be contacted, and whether it was (`leads.follow_ups`)."""
        return self._store.once(
            ("follow_ups", only_open),
            lambda: follow_ups(self._store, self.settings, self.calendar, only_open=only_open),
        ).copy()

    def response_times(self, by: str | None = None) -> pd.DataFrame:
        """Return how soon the period's new leads were contacted (`leads.response_times`)."""
        return response_times(self._store, self.period, by)

    def revise_card(self) -> Revision | Sentence:
        """Return points for the score card that fit the outcomes, or why there are none.

        Raises
        ------
        UsageError
            The scope is not the company: the card is one for all.
        """
        if not self.scope.is_whole:
            raise UsageError(say("err_revision_scope"))
        return self._store.once("revision", lambda: revise_card(self._store, self.settings))

    def assignment(self, include: Sequence[str] = WHEN_NEW) -> pd.DataFrame:
        """Return who is to get the leads that want an owner (see `leads.assign_leads`)."""
        return assign_leads(self._store, self.settings, include=include)

    def pool(self, full: bool = False) -> pd.DataFrame:
        """Return the leads in the public pool, and those about to be (see `leads.pool`)."""
        return self._store.once(("pool", full), lambda: pool(self._store, full=full)).copy()

    def pool_by_owner(self) -> pd.DataFrame:
        """Return who lets leads go (see `leads.pool_by_owner`)."""
        return pool_by_owner(self._store)

    def claimed_untouched(self) -> pd.DataFrame:
        """Return what was taken out of the pool and not followed up since."""
        return claimed_untouched(self._store)

    def recycling(self) -> pd.DataFrame:
        """Return the win rate of leads taken out of the pool beside that of others."""
        return recycling(self._store)

    def owner_conflicts(self) -> pd.DataFrame:
        """Return the customers that several people work on (see `leads.owner_conflicts`)."""
        return owner_conflicts(self._store)

    def orphans(self) -> pd.DataFrame:
        """Return the open leads that nobody follows (see `leads.orphans`)."""
        return orphans(self._store, self.settings)

    def handover(self) -> pd.DataFrame:
        """Return what people who have left still hold (see `leads.handover`)."""
        return self._store.once("handover", lambda: handover(self._store, self.settings)).copy()
