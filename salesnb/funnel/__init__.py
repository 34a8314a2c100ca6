"""The funnel: how far the leads of a period have come, and what becomes of the open pipeline."""

from salesnb.funnel.beside import stages_beside
from salesnb.funnel.movement import has_changes, pipeline_movement, pushes
from salesnb.funnel.readings import READINGS
from salesnb.funnel.stages import stage_funnel
from salesnb.funnel.stuck import stuck
from salesnb.funnel.trust import data_trust

__all__ = [
    "READINGS",
    "data_trust",
    "has_changes",
    "pipeline_movement",
    "pushes",
    "stage_funnel",
    "stages_beside",
    "stuck",
]
