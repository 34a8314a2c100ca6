"""The playbook: what to do next about a task, and a draft in the lead's own words."""

import re
from collections.abc import Sequence

import pandas as pd

from salesnb import formats
from salesnb.settings import Play, Settings
from salesnb.settings.alerts import placeholders

_SENTENCE = re.compile(r"(?<=[。！？!?])|(?<=[.]) ")
_ENDS = "。．.！!？?；;，, \n"


def with_play(frame: pd.DataFrame, settings: Settings, lang: str) -> pd.DataFrame:
    """Add `next_step` and `draft` of the first play that fits each task.

    Drafts are written of what a day can hold only. A sentence of a draft whose word is not known (no
    feedback yet, no need stated) is left out.
    """
    plays = settings.playbook.plays
    step = pd.Series("", index=frame.index, dtype="object")
    draft = pd.Series(None, index=frame.index, dtype="object")
    of_play = _chosen(frame, plays)
    for nth, rows in frame.groupby(of_play[of_play >= 0], sort=False):
        turns = plays[int(str(nth))].turns
        turn = rows["turn"].fillna(0).astype("int64") % len(turns)
        for number, each in enumerate(turns):
            text, message = each.texts(lang)
            taken = rows[turn == number]
            step[taken.index] = text
            if message:
                shown = taken[taken["is_shown"]]
                records = shown.to_dict("records")
                draft[shown.index] = [_filled(message, row, lang) for row in records]
    return frame.assign(next_step=step, draft=draft)


def _chosen(frame: pd.DataFrame, plays: Sequence[Play]) -> pd.Series:
    """Return the place of the first play that fits each row; -1 where none does."""
    found = pd.Series(-1, index=frame.index, dtype="int64")
    for nth in range(len(plays) - 1, -1, -1):
        play = plays[nth]
        fits = pd.Series(True, index=frame.index)
        for column, words in (
            ("kind", play.kinds),
            ("grade", play.grades),
            ("level", play.levels),
            ("stage", play.stages),
        ):
            if words:
                fits &= frame[column].isin(words)
        found[fits] = nth
    return found


def _filled(draft: str, row: dict[object, object], lang: str) -> str:
    told = []
    for sentence in _SENTENCE.split(draft):
        words = {str(name): _spelled(str(name), row, lang) for name in placeholders(sentence)}
        if all(words.values()):
            told.append(sentence.format(**words))
    return ("" if lang == "zh" else " ").join(part.strip() for part in told if part.strip())


def _spelled(name: str, row: dict[object, object], lang: str) -> str:
    value = row["last_feedback" if name == "feedback" else "due_on" if name == "due" else name]
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return formats.period_title(str(value.date()), lang)
    if name == "amount":
        return formats.money(value, lang)
    # The customer's own words end where the draft goes on.
    return " ".join(str(value).split()).rstrip(_ENDS)
