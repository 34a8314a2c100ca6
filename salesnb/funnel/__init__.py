"""The funnel: how far leads have come, what becomes of the open pipeline, how the best work."""

from salesnb.funnel.beside import stages_beside
from salesnb.funnel.cases import Case, largest_cases
from salesnb.funnel.movement import has_changes, pipeline_movement, pushes
from salesnb.funnel.practice import best_practice
from salesnb.funnel.readings import READINGS
from salesnb.funnel.stages import stage_funnel
from salesnb.funnel.stuck import stuck
from salesnb.funnel.timeline import timeline, timelines
from salesnb.funnel.trust import data_trust

__all__ = [
    "READINGS",
    "Case",
    "best_practice",
    "data_trust",
    "has_changes",
    "largest_cases",
    "pipeline_movement",
    "pushes",
    "stage_funnel",
    "stages_beside",
    "stuck",
    "timeline",
    "timelines",
]
