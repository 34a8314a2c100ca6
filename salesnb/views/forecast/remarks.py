"""What in the data the forecast had to make do with, in sentences."""

from salesnb import formats
from salesnb.figures import Html, change_list, section
from salesnb.forecast.oddities import Oddity
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.forecast.words import running_name, unit_name
from salesnb.views.parts import stack

_MOST_NAMES = 8


def remarks(session: Session) -> Html:
    """Return who joined or left, negative and empty months, targets that lack or disagree."""
    lang, head = session.lang, label("oddities_short", session.lang)
    said = [_said(session, oddity) for oddity in session.forecast_oddities()]
    day = formats.date_title(session.as_of, lang)
    said.append(label("oddity_future", lang, day=day))
    subtitle = label("oddities_subtitle", lang, period=running_name(session))
    return stack(
        section(head, subtitle, "remarks", short=head),
        change_list(label("oddities_head", lang), said),
    )


def _said(session: Session, oddity: Oddity) -> str:
    lang = session.lang
    names = [unit_name(session, {"level": level, "unit": unit}) for level, unit in oddity.units]
    shown = label("names_comma", lang).join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown = label("oddity_and_more", lang, names=shown, count=len(names))
    words = {"names": shown, "period": running_name(session)}
    if oddity.kind == "targets_apart":
        words |= {
            "own": formats.money(oddity.own, lang),
            "below": formats.money(oddity.below, lang),
        }
    return label(f"oddity_{oddity.kind}", lang, **words)
