"""What params/practice.yml may hold: who counts as best, and when a case has a gap."""

from pydantic import Field

from salesnb.settings.models import Model


class PracticeSettings(Model):
    """params/practice.yml.

    Attributes
    ----------
    top_share : the share of reps that are the best.
    min_reps : with fewer reps nobody is compared.
    min_leads : with fewer leads a rep is left out.
    gap_share : a silence longer than this share of those in won cases is a gap.
    cases : how many of the largest ended cases a report reviews.
    """

    top_share: float = Field(default=0.25, gt=0, le=0.5)
    min_reps: int = Field(default=6, ge=4)
    min_leads: int = Field(default=30, ge=1)
    gap_share: float = Field(default=0.9, gt=0.5, lt=1)
    cases: int = Field(default=5, ge=1, le=20)
