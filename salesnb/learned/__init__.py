"""The learned lead score: learn from past leads, test in order of time, say why, or say why not.

Data frames in, data frames and plain objects out; knows no store and no scope.
"""

from salesnb.learned.leads import LEARNED_TABLES, score_leads
from salesnb.learned.model import LeadModel
from salesnb.learned.preparation import Design
from salesnb.learned.reasons import lead_words, reason_words, reasons
from salesnb.learned.shelf import Shelf
from salesnb.learned.training import Learned, learn
from salesnb.learned.verdict import Verdict
from salesnb.learned.words import model_words

__all__ = [
    "LEARNED_TABLES",
    "Design",
    "LeadModel",
    "Learned",
    "Shelf",
    "Verdict",
    "lead_words",
    "learn",
    "model_words",
    "reason_words",
    "reasons",
    "score_leads",
]
