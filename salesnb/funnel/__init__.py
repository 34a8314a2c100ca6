"""The funnel: how far the leads of a period have come, stage by stage."""

from salesnb.funnel.beside import stages_beside
from salesnb.funnel.cases import Case, largest_cases
from salesnb.funnel.practice import best_practice
from salesnb.funnel.readings import READINGS
from salesnb.funnel.stages import stage_funnel
from salesnb.funnel.timeline import timeline

__all__ = [
    "READINGS",
    "Case",
    "best_practice",
    "largest_cases",
    "stage_funnel",
    "stages_beside",
    "timeline",
]
