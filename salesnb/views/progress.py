"""How far the work of a month (or a longer period) is towards its target."""

from dataclasses import dataclass
from datetime import timedelta

from salesnb import formats
from salesnb.labels import label, plural
from salesnb.metrics import Target
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import period_name


@dataclass(frozen=True)
class Progress:
    """Sales against target.

    Attributes
    ----------
    period : whose target it is.
    elapsed : share of the period's working days that is over (0-1).
    days_left : working days after `as_of`.
    """

    period: Period
    sales: float
    target: Target | None
    elapsed: float
    days_left: int

    @property
    def completion(self) -> float | None:
        """Sales as a share of the target; None without one."""
        if self.target is None or self.target.value <= 0:
            return None
        return self.sales / float(self.target.value)

    @property
    def gap(self) -> float | None:
        """Completion beyond the elapsed share; negative is behind."""
        return None if self.completion is None else self.completion - self.elapsed

    @property
    def missing(self) -> float:
        """What sales lack to the target; 0 where it is reached or there is none."""
        return max(float(self.target.value) - self.sales, 0.0) if self.target else 0.0


def progress_of(session: Session) -> Progress:
    """Return how far the period whose target counts has come by the data's day."""
    whole = session.target_period
    sales = session.metrics("sales", period=whole)["value"].iloc[0]
    return Progress(
        whole,
        float(sales),
        session.target("sales", whole),
        session.calendar.elapsed_share(whole, session.as_of),
        session.calendar.workdays(max(session.as_of + timedelta(days=1), whole.start), whole.end),
    )


def progress_sentence(session: Session, progress: Progress) -> str:
    """Return the progress in a sentence: completion, pace, what each day left has to bring."""
    lang = session.lang
    words = {
        "period": _so_far(session, progress.period),
        "sales": formats.money(progress.sales, lang),
        "completion": formats.percent(progress.completion, lang),
        "missing": formats.money(progress.missing, lang),
    }
    if progress.completion is None or progress.gap is None:
        return label("progress_no_target", lang, **words)
    if not progress.missing:
        return label("progress_reached", lang, **words)
    if not progress.days_left:
        return label("progress_over", lang, **words)
    side = "even" if abs(progress.gap) < 0.005 else "behind" if progress.gap < 0 else "ahead"
    distance = formats.percent(abs(progress.gap), lang).rstrip("%").replace(",", "")
    return label(
        f"progress_{side}",
        lang,
        points=plural("points", lang, int(distance)),
        need=plural(
            "progress_need",
            lang,
            progress.days_left,
            per_day=formats.money(progress.missing / progress.days_left, lang),
        ),
        **words,
    )


def _so_far(session: Session, period: Period) -> str:
    """Return the period; while it runs with the day up to which it is counted."""
    name = period_name(session, period)
    if session.as_of >= period.last_day or session.as_of < period.start:
        return name
    day = formats.day_tick(session.as_of, session.lang)
    return label("progress_until", session.lang, period=name, day=day)
