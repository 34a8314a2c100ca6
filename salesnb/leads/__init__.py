"""Leads: who gets them, when they leave their owner, and who may pick them again."""

from salesnb.leads.assignment import WHEN_NEW, assign_leads
from salesnb.leads.claims import Claim, check_claim
from salesnb.leads.owners import orphans, owner_conflicts
from salesnb.leads.pool import claimed_untouched, pool, pool_by_owner, recycling
from salesnb.leads.record import accept_assignment, check_assigner, claim_lead

__all__ = [
    "WHEN_NEW",
    "Claim",
    "accept_assignment",
    "assign_leads",
    "check_assigner",
    "check_claim",
    "claim_lead",
    "claimed_untouched",
    "orphans",
    "owner_conflicts",
    "pool",
    "pool_by_owner",
    "recycling",
]
