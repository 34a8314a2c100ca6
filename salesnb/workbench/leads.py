"""The sections of the report on leads."""

from salesnb.figures import Html
from salesnb.session import Session
from salesnb.views.leads import grades as lead_grades
from salesnb.views.leads import model as lead_model
from salesnb.views.leads import pool as lead_pool
from salesnb.views.leads import responses as lead_responses
from salesnb.views.leads import screen as lead_screen
from salesnb.views.leads import worklist as lead_worklist
from salesnb.views.leads.assignment import assignment
from salesnb.views.leads.handover import handover
from salesnb.views.leads.revision import card_revision


class LeadSections(Session):
    """A session with the sections of the report on leads."""

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

    def handover_list(self) -> Html:
        """Return what people who have left still hold, to be handed over."""
        return handover(self)

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
