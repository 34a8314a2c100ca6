"""Leads: what the score card says of them, and when each is to be contacted."""

from salesnb.leads.cadence import follow_ups
from salesnb.leads.card import score_leads
from salesnb.leads.card_file import CardChange, card_change
from salesnb.leads.response import response_times
from salesnb.leads.revision import Revision, revise_card

__all__ = [
    "CardChange",
    "Revision",
    "card_change",
    "follow_ups",
    "response_times",
    "revise_card",
    "score_leads",
]
