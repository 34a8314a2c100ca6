"""Leads: what the score card says of them, and when each is to be contacted."""

from salesnb.leads.cadence import follow_ups
from salesnb.leads.card import score_leads
from salesnb.leads.response import response_times

__all__ = ["follow_ups", "response_times", "score_leads"]
