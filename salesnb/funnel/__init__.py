"""The funnel: how far the leads of a period have come, stage by stage."""

from salesnb.funnel.beside import stages_beside
from salesnb.funnel.readings import READINGS
from salesnb.funnel.stages import stage_funnel

__all__ = ["READINGS", "stage_funnel", "stages_beside"]
