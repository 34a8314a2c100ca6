"""What an import says beside its problems: what was left out, and why."""

from dataclasses import dataclass
from datetime import date

from salesnb.labels import label, plural
from salesnb.loaders.problems import say_place
from salesnb.loaders.values.private import find_private, hidden


@dataclass(frozen=True)
class Note:
    """One remark, in both languages."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """Return the remark in `lang`."""
        return self.zh if lang == "zh" else self.en


def make_note(
    key: str, file: str = "", sheet: str = "", *, count: int | None = None, **values: object
) -> Note:
    """Return the remark `note_<key>` on a file or sheet.

    Parameters
    ----------
    count : chooses between `note_<key>_one` and `note_<key>_other`.
    values : placeholders; where a word differs by language, a Note.

    Examples
    --------
    >>> make_note("empty", "orders.xlsx", "3月").en
    "orders.xlsx, sheet '3月': empty, left out."
    """
    return Note(*(_said(key, file, sheet, count, values, lang) for lang in ("zh", "en")))


def _said(
    key: str, file: str, sheet: str, count: int | None, values: dict[str, object], lang: str
) -> str:
    words = {n: v.text(lang) if isinstance(v, Note) else v for n, v in values.items()}
    if count is None:
        said = label(f"note_{key}", lang, **words)
    else:
        said = plural(f"note_{key}", lang, count, **words)
    said = hidden(said, find_private(said, date.max))  # headers are cells, too
    place = say_place(file, sheet, "", 0, lang) if file else ""
    return f"{place}{label('colon', lang)}{said}" if place else said
