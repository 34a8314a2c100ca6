"""The subject of a message: whom and when, the headline figures, how many red flags."""

import re
from collections.abc import Sequence

from salesnb import formats
from salesnb.delivery.brief import Brief, Figure
from salesnb.labels import label, plural

MOST = 70  # characters; what phones and mail lists show of a subject

# {notebook: the figures of the subject; of each the first that is known}.
_FIGURES: dict[str, tuple[tuple[str, ...], ...]] = {
    "performance": (("target_completion", "sales"),),
    "daily": (("sales",), ("target_completion",)),
    "weekly": (("sales",), ("target_completion",)),
    "funnel": (("new_leads", "new_opportunities"), ("closed_win_rate",)),
    "scoring": (("new_leads",), ("response_in_time_rate",)),
    "followup": (("follow_up_rate", "follow_ups"), ("overdue_tasks",)),
    "forecast": (("forecast_end", "forecast_ended"), ("forecast_chance",)),
    "segmentation": (("value_at_risk",),),
}
_UNNAMED = "performance"  # its figures say what it is
_OWN_FLAGS = (
    "scoring",
    "followup",
    "forecast",
    "segmentation",
)  # what is red there has a word of its own
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def subject_of(briefs: Sequence[Brief], lang: str, *, is_correction: bool = False) -> str:
    """Return the subject of a message about reports, the most urgent first.

    It has no line break or control character, whatever names hold, and at most 70 characters:
    figures are left out from the end, then the name is cut.

    Examples
    --------
    `东区 10月 完成80% ▼10pt · 3 红灯`, `East Oct 80% of target ▼10pt · 3 red flags`
    """
    around = (
        (lambda said: label("subject_digest", lang, first=said, count=len(briefs)))
        if len(briefs) > 1
        else (lambda said: said)
    )
    room = MOST - len(around(""))
    if is_correction:
        room -= len(label("subject_correction", lang, subject=""))
    said = around(headline_of(briefs[0], lang, room))
    return label("subject_correction", lang, subject=said) if is_correction else said


def headline_of(brief: Brief, lang: str, most: int = MOST) -> str:
    """Return what the subject says of one report, at most so many characters long."""
    figures = _figures(brief, lang)
    flags = [flags_in_words(brief, lang)] if brief.flag_count else []
    scope = one_line(brief.scope_label)
    while len(said := _joined(brief, scope, [*figures, *flags], lang)) > most:
        if len(figures) > 1:
            figures.pop()
        elif len(scope) > (over := len(said) - most) + 1:
            scope = scope[: len(scope) - over - 1] + "…"
        else:
            return said[: most - 1] + "…"
    return said


def flags_in_words(brief: Brief, lang: str) -> str:
    """Return how many red flags a report raises, in the words of its kind."""
    kind = f"_{brief.notebook}" if brief.notebook in _OWN_FLAGS else ""
    if any(figure.metric == "forecast_ended" for figure in brief.headline):
        kind += "_ended"
    return plural(f"subject_flags{kind}", lang, brief.flag_count)


def one_line(words: str) -> str:
    """Return a text without line breaks and control characters, each run of spaces as one.

    Examples
    --------
    >>> one_line("East\\r\\nBcc: all@example.com")
    'East Bcc: all@example.com'
    """
    return re.sub(r"\s+", " ", _CONTROL.sub(" ", words)).strip()


def _joined(brief: Brief, scope: str, figures: Sequence[str], lang: str) -> str:
    head = f"{scope} {_when(brief, lang)}".strip()
    told = " · ".join(figures)
    if brief.notebook == _UNNAMED and told:
        return f"{head} {told}"
    kind = one_line(brief.title)
    if told:
        return label("subject_kind", lang, head=head, kind=kind, figures=told)
    return f"{head} {kind}"


def _when(brief: Brief, lang: str) -> str:
    """Return the period in short; its year where that is another than the report's day."""
    short, year = formats.period_tick(brief.period, lang)
    if short == brief.period or year not in ("", brief.as_of[:4]):
        return one_line(brief.period_label)
    return short


def _figures(brief: Brief, lang: str) -> list[str]:
    known = {figure.metric: figure for figure in brief.headline if _is_known(figure)}
    found = []
    for names in _FIGURES.get(brief.notebook, ()):
        chosen = next((known[name] for name in names if name in known), None)
        if chosen is not None:
            found.append(_figure(brief, chosen, lang))
    return found


def _is_known(figure: Figure) -> bool:
    return bool(figure.value) and figure.value != formats.MISSING


def _figure(brief: Brief, figure: Figure, lang: str) -> str:
    if figure.metric in ("forecast_end", "forecast_ended") and figure.progress is not None:
        figure = _as_share(figure, figure.progress, lang)
    value = figure.value.replace(" ", "")
    is_of_month = figure.metric == "target_completion" and brief.notebook != _UNNAMED
    name = "month_completion" if is_of_month else figure.metric
    return f"{label(f'subject_{name}', lang, value=value)} {_moved(figure)}".strip()


def _as_share(figure: Figure, share: float, lang: str) -> Figure:
    """Return an expected amount as the share of its target, moved by points."""
    moved = None if figure.moved is None else share - share / (1 + figure.moved)
    name = "forecast_share" if figure.metric == "forecast_end" else "forecast_ended_share"
    return figure._replace(metric=name, value=formats.percent(share, lang), moved=moved)


def _moved(figure: Figure) -> str:
    """Return a change as `▼10pt` or `▲12%`; nothing where it rounds to nothing."""
    if figure.moved is None:
        return ""
    shown = formats.change(figure.moved)
    if shown.startswith("±"):
        return ""
    return shown.replace("%", "pt") if figure.is_share else shown
