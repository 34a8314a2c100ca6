"""A sentence in both languages, which passes for its English text."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable


@runtime_checkable
class Bilingual(Protocol):
    """What has a text in each language."""

    def text(self, lang: str) -> str:
        """Return the text in `lang`."""
        ...


class Sentence(str):
    """An English text that carries its Chinese one.

    Examples
    --------
    >>> said = Sentence("Name at least one metric.", "请至少指定一个指标。")
    >>> said, said.text("zh")
    ('Name at least one metric.', '请至少指定一个指标。')
    """

    zh: str

    def __new__(cls, en: str, zh: str) -> "Sentence":
        """Return the sentence of two texts."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Return what a copy is made of."""
        return Sentence, (str(self), self.zh)

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return self.zh if lang == "zh" else str(self)


def joined(parts: Iterable[Bilingual]) -> Sentence:
    """Return sentences one after the other."""
    kept = list(parts)
    return Sentence(
        *(gap.join(p.text(lang) for p in kept) for lang, gap in (("en", " "), ("zh", "")))
    )
