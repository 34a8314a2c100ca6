"""The funnel: how far the leads of a period have come, stage by stage."""

from salesnb.funnel.beside import stages_beside
from salesnb.funnel.practice import best_practice
from salesnb.funnel.readings import READINGS
from salesnb.funnel.stages import stage_funnel

__all__ = ["READINGS", "best_practice", "stage_funnel", "stages_beside"]
