"""Leads: scores and limits, who gets them, when they leave their owner, who may pick them again."""

from salesnb.leads.assignment import WHEN_NEW, assign_leads
from salesnb.leads.cadence import follow_ups
from salesnb.leads.card import score_leads
from salesnb.leads.card_file import CardChange, card_change
from salesnb.leads.claims import Claim, check_claim
from salesnb.leads.handover import departed, handover
from salesnb.leads.owners import orphans, owner_conflicts
from salesnb.leads.pool import claimed_untouched, pool, pool_by_owner, recycling
from salesnb.leads.record import accept_assignment, check_assigner, claim_lead
from salesnb.leads.response import response_times
from salesnb.leads.revision import Revision, revise_card

__all__ = [
    "WHEN_NEW",
    "CardChange",
    "Claim",
    "Revision",
    "accept_assignment",
    "assign_leads",
    "card_change",
    "check_assigner",
    "check_claim",
    "claim_lead",
    "claimed_untouched",
    "departed",
    "follow_ups",
    "handover",
    "orphans",
    "owner_conflicts",
    "pool",
    "pool_by_owner",
    "recycling",
    "response_times",
    "revise_card",
    "score_leads",
]
