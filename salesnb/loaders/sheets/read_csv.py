"""CSV as text: encoding and delimiter are found out, nothing is converted."""

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pandas as pd

from salesnb.errors import FileUnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_SAMPLE = 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_csv(path: Path, name: str) -> pd.DataFrame:
    """Read a delimited text file into columns of `str`; row 0 is the first record.

    Raises
    ------
    FileUnreadableError
        The file is no text, or an opening quote is never closed.
    """
    text = decode(path.read_bytes(), name)
    if not text.strip():
        raise FileUnreadableError(f"{name}: the file is empty. Export it again.")
    delimiter = find_delimiter(text)
    if hint := re.match(r"sep=.\r?\n", text):
        text = "\n" + text[hint.end() :]
    csv.field_size_limit(2**31 - 1)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    width = max(len(record) for record in records)
    try:
        return pd.read_csv(
            io.StringIO(text, newline=""),
            sep=delimiter,
            header=None,
            names=range(max(width, 1)),
            dtype="str",
            keep_default_na=False,
            na_values=[""],
            skip_blank_lines=False,
            index_col=False,
        )
    except pd.errors.ParserError as error:
        raise FileUnreadableError(
            f"{name}: a double quote is opened and never closed. Correct it, or export it again."
        ) from error


def decode(raw: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030 (which GBK and GB2312 are part of)."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decoded(raw, (encoding,), name)
    if 0 in raw[:4000]:  # no other encoding has zero bytes in text; here commas and digits do
        odd = raw[1:4000:2].count(0) >= raw[0:4000:2].count(0)
        return _decoded(raw, ("utf-16-le" if odd else "utf-16-be",), name)
    return _decoded(raw, ("utf-8", "gb18030"), name)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first records into the same number of fields most often.

    Examples
    --------
    >>> find_delimiter("a;b\\n1,5;2\\n")
    ';'
    """
    if hint := re.match(r"sep=(.)\r?\n", text):
        return hint[1]
    return max(_DELIMITERS, key=lambda delimiter: _consistency(text, delimiter))


def _consistency(text: str, delimiter: str) -> tuple[float, int]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(records, _SAMPLE) if record)
    except csv.Error:
        return 0.0, 0
    widths.pop(1, None)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()) * min(count, 3), width


def _decoded(raw: bytes, encodings: tuple[str, ...], name: str) -> str:
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text[:100_000]):
            return text
    raise FileUnreadableError(
        f"{name}: neither a workbook nor text in UTF-8, UTF-16 or GBK. Save it as .xlsx or as"
        " CSV UTF-8."
    )
