"""What changed since the last report of the kind: figures, red flags, places in the ranking."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesnb import formats
from salesnb.figures import Html, change_list
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.told import Telling
from salesnb.views.parts import period_name, stack

_MOST_NAMES, _MOST_MOVES = 3, 3
_NOTABLE_PLACES = 2


def changes(session: Session, before: Telling | None, now: Mapping[str, Any]) -> Html:
    """Return what is different from what the last report told; nothing at the first report.

    Parameters
    ----------
    before : what the last one told.
    now : what this one tells, in the same form.
    """
    if before is None:
        return stack()
    lang = session.lang
    earlier = session.read_period(before.period)
    items = [
        *_figure_changes(session, before, earlier, now),
        *_flag_changes(session, before, now),
        *_rank_changes(session, before.told["ranks"], now["ranks"]),
    ]
    head = label(
        "changes_title",
        lang,
        period=period_name(session, earlier),
        as_of=formats.period_title(before.as_of.isoformat(), lang),
    )
    return change_list(head, items or [label("changes_none", lang)])


def _figure_changes(
    session: Session, before: Telling, earlier: Period, now: Mapping[str, Any]
) -> list[str]:
    """Name figures of the same period that moved, and closed ones that were restated since."""
    is_same = earlier.text == session.period.text
    if not is_same and before.as_of < earlier.last_day:
        return []  # it was still running then, so it has grown and was not corrected
    told, key = before.told["figures"], "change_figure" if is_same else "change_restated"
    figures = now["figures"] if is_same else _figures(session, list(told), earlier)
    items = []
    for metric, value in told.items():
        was, is_ = (_shown(session, metric, each) for each in (value, figures.get(metric)))
        if was != is_ and formats.MISSING not in (was, is_):
            name = session.settings.metrics[metric].label(session.lang)
            words = {"metric": name, "before": was, "now": is_}
            items.append(label(key, session.lang, period=period_name(session, earlier), **words))
    return items


def _figures(session: Session, metrics: Sequence[str], period: Period) -> dict[str, float]:
    known = [metric for metric in metrics if metric in session.settings.metrics]
    if not known:
        return {}
    frame = session.metrics(known, period=period)
    return dict(zip(frame["metric"], frame["value"], strict=True))


def _shown(session: Session, metric: str, value: float | None) -> str:
    if metric not in session.settings.metrics:
        return formats.MISSING
    return formats.by_unit(value, session.settings.metrics[metric].unit, session.lang)


def _flag_changes(session: Session, before: Telling, now: Mapping[str, Any]) -> list[str]:
    lang = session.lang
    was = {flag["id"]: flag["name"] for flag in before.told["flags"]}
    is_ = {flag["id"]: flag["name"] for flag in now["flags"]}
    items = []
    if new := len(is_.keys() - was.keys()):
        items.append(plural("change_flags_new", lang, new))
    gone = [name for flag, name in was.items() if flag not in is_]
    if gone:
        names = label("names_comma", lang).join(gone[:_MOST_NAMES])
        if len(gone) > _MOST_NAMES:
            names = label("names_more", lang, names=names)
        items.append(plural("change_flags_gone", lang, len(gone), names=names))
    return items


def _rank_changes(session: Session, was: Mapping[str, int], is_: Mapping[str, int]) -> list[str]:
    moves = [(name, was[name], place) for name, place in is_.items() if name in was]
    moves = [move for move in moves if abs(move[2] - move[1]) >= _NOTABLE_PLACES]
    moves.sort(key=lambda move: -abs(move[2] - move[1]))
    return [
        label("change_rank", session.lang, name=name, before=before, now=now)
        for name, before, now in moves[:_MOST_MOVES]
    ]
