"""Answers to the score card that params/scorecard.yml does not know: the lead is scored without."""

from difflib import get_close_matches

import numpy as np

from salesnb.labels import LANGUAGES
from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.settings import Dimension


def check_answers(block: Block, checking: Checking) -> None:
    """Find words in the columns of the card's dimensions that are none of their answers."""
    if block.table.name != "leads":
        return
    card = checking.settings.scorecard
    for name, dimension in card.dimensions.items():
        column = card.column(name)
        if not block.has(column):
            continue
        typed = block.values[column].astype("str")
        spelled = set().union(*(answer.spellings for answer in dimension.answers))
        words = typed.dropna().unique()
        foreign = {word for word in words if word.strip().lower() not in spelled}
        if not foreign:
            continue
        near = {word: _nearest(word, dimension) for word in foreign}
        rows = np.flatnonzero(typed.isin(foreign).to_numpy())
        known = tuple(
            (f"known{'' if lang == 'en' else '_zh'}", _listed(dimension, lang))
            for lang in LANGUAGES
        )
        checking.log.add(
            block,
            rows,
            column,
            "unknown_answer",
            suggestions=[near[word] for word in typed.iloc[rows]],
            words=known,
        )


def _listed(dimension: Dimension, lang: str) -> str:
    shown = [answer.label(lang) for answer in dimension.answers]
    return ("、" if lang == "zh" else ", ").join(shown)


def _nearest(word: str, dimension: Dimension) -> str:
    """Return the answer's own word in the language in which it was typed; empty = none is near."""
    spelled = {spelling: answer for answer in dimension.answers for spelling in answer.spellings}
    found = get_close_matches(word.strip().lower(), spelled, n=1, cutoff=0.6)
    return spelled[found[0]].label("en" if word.isascii() else "zh") if found else ""
