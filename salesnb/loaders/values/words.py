"""Choices, flags and sources: words as typed to what is stored."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from salesnb.loaders.values.failure import Failure
from salesnb.settings import Channel, Settings, Word

_YES = {
    "是", "是的", "yes", "y", "true", "t", "1", "1.0", "√", "✓", "✔", "✅", "☑", "对", "有", "真",
    "在职", "有效", "已变更", "ok",
}  # fmt: skip
_NO = {
    "否", "不是", "no", "n", "false", "f", "0", "0.0", "×", "✗", "✘", "❌", "☒", "x", "错", "不",
    "没有", "假", "离职", "无效", "未变更", "无变化",
}  # fmt: skip


def folded(text: str) -> str:
    """Return a word as it is compared: half-width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class ChoiceParser:
    """Reads the words of one vocabulary into ids.

    An unknown word is the rule `unknown_<vocabulary>`, with the nearest known word.
    """

    def __init__(self, vocabulary: str, words: tuple[Word, ...], lang: str) -> None:
        self._rule = f"unknown_{vocabulary}"
        self._ids: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for word in words:
            for spelling in (word.id, word.zh, word.en, *word.words):
                self._ids.setdefault(folded(spelling), word.id)
                self._shown.setdefault(folded(spelling), spelling)
        self._known = ", ".join(word.label(lang) for word in words)

    def __call__(self, text: str) -> str | Failure:
        word = folded(text)
        if word in self._ids:
            return self._ids[word]
        near = nearest(word, self._shown)
        return Failure(self._rule, near, (("known", self._known),))


class SourceParser:
    """Reads a source as typed into a channel's name.

    The name or one of its words, else the one channel whose words the text contains; a longer
    word hides the shorter ones inside it (展会转介绍 is no 转介绍). A text that no channel or more
    than one fits is the rule `unknown_source` and kept as typed.
    """

    def __init__(self, channels: tuple[Channel, ...], lang: str) -> None:
        self._names: dict[str, str] = {}
        for channel in channels:
            name = channel.name if lang == "zh" else channel.en or channel.name
            for spelling in (channel.name, channel.en or channel.name, *channel.words):
                self._names.setdefault(folded(spelling), name)
        self._known = ", ".join(dict.fromkeys(self._names.values()))
        longest_first = sorted((name for name in self._names if len(name) > 1), key=len)[::-1]
        self._inside = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def __call__(self, text: str) -> str | Failure:
        word = folded(text)
        if word in self._names:
            return self._names[word]
        channels = {self._names[found] for found in self._inside.findall(word)}
        if len(channels) == 1:
            return channels.pop()
        near = "" if channels else nearest(word, self._names)
        return Failure("unknown_source", near, (("known", self._known),), value=text)


def parse_flag(text: str) -> bool | Failure:
    """Read yes or no; a remark in brackets does not count.

    Examples
    --------
    >>> parse_flag("否（仍为“意向客户”）"), parse_flag("Yes")
    (False, True)
    """
    word = re.sub(r"[(\[【].*$", "", folded(text)).rstrip("。.,，;；!！\ufe0f")
    if word in _YES:
        return True
    if word in _NO:
        return False
    return Failure("not_flag")


def choice_parsers(settings: Settings) -> Mapping[str, "ChoiceParser | SourceParser"]:
    """Return the parser of every vocabulary, `source` among them."""
    lang = settings.workspace.lang
    parsers: dict[str, ChoiceParser | SourceParser] = {
        name: ChoiceParser(name, words, lang) for name, words in settings.choices.items()
    }
    parsers["source"] = SourceParser(settings.aliases.sources, lang)
    return parsers


def nearest(word: str, shown: Mapping[str, str]) -> str:
    """Return the shown form of the known word nearest to a folded one, or an empty text."""
    near = get_close_matches(word, shown, n=1, cutoff=0.5)
    if near:
        return shown[near[0]]
    inside = [known for known in shown if len(known) > 1 and (known in word or word in known)]
    return shown[max(inside, key=len)] if inside and len(word) > 1 else ""
