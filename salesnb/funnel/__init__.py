"""The funnel: how many leads of a period reached each stage, how long it took, why the rest did not."""

from salesnb.funnel.stages import stage_funnel

__all__ = ["stage_funnel"]
