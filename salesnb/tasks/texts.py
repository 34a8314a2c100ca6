"""The sentences of tasks: why somebody should act."""

from collections.abc import Callable, Hashable

import pandas as pd

from salesnb import formats
from salesnb.labels import label, plural
from salesnb.settings import Settings

# What a sentence of a kind says; rows that share it share their text.
_SAYS = {
    "payment": ("count", "amount", "since"),
    "promise": ("since", "what", "due_on"),
    "plan": ("due_on", "what"),
    "first_contact": ("grade", "due_on"),
    "win_back": ("what",),
    "follow_up": ("entity", "grade", "level", "every", "since"),
    "strategy": ("what", "level", "plan"),
    "handover": ("name", "what"),
    "improvement": ("name", "what"),
    "clean_up": ("what", "since"),
}


def reasons(frame: pd.DataFrame, settings: Settings, lang: str, year: int) -> pd.Series:
    """Return why each task is one, as a sentence without its full stop.

    Parameters
    ----------
    year : that of the list; days of another year are told with theirs.
    """
    told = pd.Series("", index=frame.index, dtype="object")
    for kind, rows in frame.groupby("kind", sort=False):
        columns = [*_SAYS[str(kind)], "days_over"]
        said: dict[tuple[Hashable, ...], str] = {}
        texts = []
        for values in zip(*(rows[name] for name in columns), strict=True):
            if values not in said:
                words = dict(zip(columns, values, strict=True))
                said[values] = _sentence(str(kind), words, settings, lang, year)
            texts.append(said[values])
        told[rows.index] = pd.Series(texts, index=rows.index, dtype="object")
    return told


def _sentence(kind: str, words: dict[str, object], settings: Settings, lang: str, year: int) -> str:
    told = {
        name: _spelled(name, value, settings, lang, year)
        for name, value in words.items()
        if not (kind == "payment" and name == "count")
    }
    if kind == "payment":
        said = plural("task_payment", lang, int(float(str(words["count"]))), **told)
    elif (key := _key(kind, words)) == "task_follow_up_lead":
        said = plural(key, lang, int(float(str(words["every"]))), **told)
    else:
        said = label(key, lang, **told)
    over = int(str(words["days_over"]))
    if over and kind in ("promise", "plan", "first_contact", "follow_up"):
        said = label("task_late", lang, said=said, over=plural("task_days_over", lang, over))
    return said


def _key(kind: str, words: dict[str, object]) -> str:
    if kind == "follow_up":
        if words["entity"] == "leads":
            return "task_follow_up_lead"
        return "task_follow_up_never" if pd.isna(words["since"]) else "task_follow_up_customer"  # type: ignore[call-overload]
    if kind == "clean_up":
        return f"task_clean_up_{words['what']}"
    if kind in ("promise", "plan") and _is_missing(words["what"]):
        return f"task_{kind}_bare"
    return f"task_{kind}"


def _is_missing(value: object) -> bool:
    return value is None or bool(pd.isna(value)) or not str(value).strip()  # type: ignore[call-overload]


def _spelled(name: str, value: object, settings: Settings, lang: str, year: int) -> str:
    if _is_missing(value):
        return label("task_unknown", lang) if name == "level" else formats.MISSING
    if isinstance(value, pd.Timestamp):
        return (
            formats.day_tick(value.date(), lang)
            if value.year == year
            else formats.day(value.date(), lang)
        )
    spell: dict[str, Callable[[], str]] = {
        "level": lambda: settings.choice_label("level", str(value), lang),
        "grade": lambda: settings.choice_label("grade", str(value), lang),
        "amount": lambda: formats.money(value, lang),
        "count": lambda: formats.count(value, lang),
        "every": lambda: formats.count(value, lang),
    }
    return spell[name]() if name in spell else str(value)
