"""The advice that the data support, each with the figures that led to it."""

from collections.abc import Mapping, Sequence

from salesnb import formats
from salesnb.advice import PARTS, Finding
from salesnb.figures import Html, advice_list, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import stack


def advised(session: Session, beyond_chance: bool = False, about: Sequence[str] = ()) -> Html:
    """Return the advice of params/advice.yml that applies: finding, next step, figures.

    Parameters
    ----------
    beyond_chance, about : see `Session.advice`.
    """
    lang, found = session.lang, session.advice(beyond_chance, about)
    head = label("advice_short", lang)
    if not found:
        return stack(section(head, "", "advice"), notice(label("advice_none", lang)))
    items = [_item(session, finding) for finding in found]
    title = plural("advice_title", lang, len(found))
    return stack(
        section(title, label("advice_subtitle", lang), "advice", short=head), advice_list(items)
    )


def _item(session: Session, finding: Finding) -> tuple[str, str, str]:
    """Return finding, next step, and what it is based on."""
    lang, rule = session.lang, session.settings.advice.advice[finding.rule]
    words = _words(session, finding)
    said, step = (rule.zh, rule.next_zh) if lang == "zh" else (rule.en, rule.next_en)
    based = label(
        "advice_based",
        lang,
        figures=label("names_comma", lang).join(_cases(session, finding)),
        over=label(f"advice_over_{rule.over}", lang),
    )
    return said.format(**words), step.format(**words), based


def _words(session: Session, finding: Finding) -> Mapping[str, str]:
    words = {name: _shown(session, name, value) for name, value in finding.figures.items()}
    if finding.by:
        words["name"] = session.name_of(finding.by, finding.name)
    return words


def _shown(session: Session, name: str, value: float | None) -> str:
    """Return a figure by the unit of its metric; a share of a count is a percentage all the same."""
    metric, part = _metric_of(session, name)
    unit = session.settings.metrics[metric].unit
    if part in ("n", "numerator", "denominator") and unit != "money":
        return formats.count(value, session.lang)
    if part in ("share", "completion"):
        unit = "ratio"
    return formats.by_unit(value, unit, session.lang)


def _metric_of(session: Session, name: str) -> tuple[str, str]:
    if name in session.settings.metrics:
        return name, ""
    metric, _, part = name.rpartition("_")
    assert part in PARTS
    return metric, part


def _cases(session: Session, finding: Finding) -> list[str]:
    """Return the cases of each metric that the rule looks at."""
    lang, told = session.lang, []
    for name in session.settings.advice.advice[finding.rule].metrics:
        metric = session.settings.metrics[name]
        parts = [finding.figures.get(f"{name}_{part}") for part in ("numerator", "denominator")]
        if metric.unit == "ratio" and None not in parts:
            show = formats.count if metric.interval == "wilson" else formats.money
            above, below = (show(part, lang) for part in parts)
            words = {"metric": metric.label(lang), "numerator": above, "denominator": below}
            told.append(label("advice_cases", lang, **words))
        else:
            shown = _shown(session, name, finding.figures[name])
            told.append(f"{metric.label(lang)} {shown}")
    return told
