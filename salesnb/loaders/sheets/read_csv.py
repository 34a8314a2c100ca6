"""CSV as text: encoding and delimiter are found out, nothing is converted."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pandas as pd

from salesnb.errors import FileUnreadableError
from salesnb.labels import say

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_SAMPLE = 200
_SAMPLE_TEXT = 1 << 20
_MOST_BYTES, _LONGEST_LINE = 512 << 20, 16 << 20
_MOST_COLUMNS = 16_384
_MOST_CELLS = 60_000_000
_CONTROLS = bytes([*range(9), *range(14, 32)])
_HINT = re.compile(r"sep=(.)\r?\n", re.I)
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")


def read_csv(path: Path, name: str) -> pd.DataFrame:
    """Read a delimited text file into columns of `str`; row 0 is the first record.

    Raises
    ------
    FileUnreadableError
        The file is no text, is too large, or its quotes do not say where a field ends.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise FileUnreadableError(say("file_large", name=name))
    raw, encoding = _recoded(path.read_bytes(), name)
    _check_lines(raw, name)
    sample = raw[:_SAMPLE_TEXT].decode(encoding, errors="ignore")
    delimiter = find_delimiter(sample)
    if hint := _HINT.match(sample):  # the first record stays, empty: row numbers are true
        raw = b"\n" + raw[len(hint[0].encode(encoding)) :]
    width, records = _measure(raw, encoding, delimiter, name)
    try:
        read = pd.read_csv(
            io.BytesIO(raw),
            encoding=encoding,
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
        raise FileUnreadableError(say("file_quote", name=name)) from error
    if len(read) != records:
        raise FileUnreadableError(say("file_two_ways", name=name))
    return read


def find_encoding(raw: bytes, name: str) -> str:
    """Return the encoding of a text: UTF-8, UTF-16 or GB18030 (which holds GBK and GB2312).

    Raises
    ------
    FileUnreadableError
        It is text in none of them; the line of the first fault is named where most of it is.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _checked(raw, (encoding,), name)
    if wide := _utf_16(raw[:4000]):
        return _checked(raw, (wide,), name)
    return _checked(raw, ("utf-8", "gb18030"), name)


def find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first records into the same number of fields most often.

    Examples
    --------
    >>> find_delimiter("a;b\\n1,5;2\\n")
    ';'
    """
    if hint := _HINT.match(text):
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


def _recoded(raw: bytes, name: str) -> tuple[bytes, str]:
    """Return the bytes without byte order mark and end-of-file mark, UTF-16 as UTF-8."""
    raw = raw.rstrip(b"\x1a")
    if not raw.strip():
        raise FileUnreadableError(say("file_empty", name=name))
    encoding = find_encoding(raw, name)
    if encoding.startswith("utf-16"):
        raw, encoding = raw.decode(encoding).encode(), "utf-8"
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        raise FileUnreadableError(say("file_empty", name=name))
    return raw, encoding.removesuffix("-sig")


def _measure(raw: bytes, encoding: str, delimiter: str, name: str) -> tuple[int, int]:
    """Return the width of the widest record, and how many records there are."""
    csv.field_size_limit(_LONGEST_LINE)
    try:
        width, longest, records = _widest(_records(raw, encoding, delimiter, strict=True))
    except csv.Error:
        try:
            _check_quotes(raw, encoding, delimiter, name)
            width, longest, records = _widest(_records(raw, encoding, delimiter))
        except csv.Error as error:
            raise FileUnreadableError(say("file_quote_or_cell", name=name)) from error
    if width > _MOST_COLUMNS or (width * records > _MOST_CELLS and width > 100):
        raise FileUnreadableError(say("file_wide_row", name=name, row=longest, columns=width))
    return width, records


def _widest(records: Iterator[list[str]]) -> tuple[int, int, int]:
    """Return the greatest width, the number of the record that has it, and how many there are."""
    width = longest = number = 0
    for number, record in enumerate(records, start=1):
        if len(record) > width:
            width, longest = len(record), number
    return width, longest, number


def _check_quotes(raw: bytes, encoding: str, delimiter: str, name: str) -> None:
    """Refuse a quoted field that runs over line ends and whose closing quote is doubtful.

    `"5" pipe",2` within a line does no harm; a quote that opens in one line and closes in another,
    in the middle of a word, has swallowed the rows between.
    """
    own: list[str] = []
    number = 1
    for _ in csv.reader(_kept(_lines(raw, encoding), own), delimiter=delimiter):
        if len(own) > 1 and not _is_strict(own, delimiter):
            raise FileUnreadableError(say("file_quote_line", name=name, line=number))
        number += len(own)
        own.clear()


def _kept(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    for line in lines:
        kept.append(line)
        yield line


def _is_strict(lines: list[str], delimiter: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _records(
    raw: bytes, encoding: str, delimiter: str, *, strict: bool = False
) -> Iterator[list[str]]:
    return csv.reader(_lines(raw, encoding), delimiter=delimiter, strict=strict)


def _lines(raw: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(raw), encoding=encoding, newline="")


def _check_lines(raw: bytes, name: str) -> None:
    """Refuse a line that is longer than a table's can be; it would fill the memory."""
    for start in range(0, len(raw) - _LONGEST_LINE, _LONGEST_LINE):
        end = start + _LONGEST_LINE
        if raw.find(b"\n", start, end) < 0 and raw.find(b"\r", start, end) < 0:
            line = raw.count(b"\n", 0, start) + 1
            raise FileUnreadableError(say("file_long_line", name=name, line=line))


def _utf_16(head: bytes) -> str:
    """Return which UTF-16 a text without a byte order mark is, if any: its line ends tell."""
    if head.count(0) * 20 < len(head):
        return ""
    even = head[: len(head) // 2 * 2]
    ends = {name: _plain(even.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(ends, key=lambda name: ends[name])
    lines = even.decode(best, "replace").count("\n")
    return best if ends[best] and lines * 2 >= head.count(b"\n") else ""


def _plain(text: str) -> int:
    return sum(letter in "\n\t,;|0123456789" for letter in text)


def _checked(raw: bytes, encodings: tuple[str, ...], name: str) -> str:
    faults: list[UnicodeDecodeError] = []
    for encoding in encodings:
        try:
            raw.decode(encoding)
        except UnicodeDecodeError as fault:
            faults.append(fault)
            continue
        if encoding == "gb18030" and _looks_western(raw):
            break
        if _is_clean(raw if encoding[:6] != "utf-16" else raw.decode(encoding).encode()):
            return encoding
    _refuse_damage(raw, faults, name)
    raise FileUnreadableError(say("file_encoding", name=name))


def _is_clean(text: bytes) -> bool:
    """Return whether there are no zero bytes, and no more control characters than by accident."""
    odd = len(text) - len(text.translate(None, _CONTROLS))
    return b"\0" not in text and odd <= max(2, len(text) // 1000)


def _looks_western(raw: bytes) -> bool:
    """Return whether text that can be GBK is rather Western: letters stand behind the high bytes."""
    pairs = _PAIR.findall(raw[:_SAMPLE_TEXT])
    return bool(sum(pair[1] < 0x80 for pair in pairs) * 2 > len(pairs))


def _refuse_damage(raw: bytes, faults: list[UnicodeDecodeError], name: str) -> None:
    """Name the first faulty line where all but a little of the file is text."""
    if b"\0" in raw and raw.count(0) <= len(raw) // 100:
        line = raw.count(b"\n", 0, raw.index(0)) + 1
        raise FileUnreadableError(say("file_zero_byte", name=name, line=line))
    if not _is_clean(raw):
        return
    for fault in faults:
        kept = raw.decode(fault.encoding, errors="replace")
        if kept.count("\ufffd") <= max(3, len(kept) // 1000):
            line = raw.count(b"\n", 0, fault.start) + 1
            encoding = fault.encoding.upper()
            raise FileUnreadableError(say("file_bad_line", name=name, line=line, encoding=encoding))
