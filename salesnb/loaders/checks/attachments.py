"""附件: names of files are made of customer, date and content (R1.1)."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.values.words import folded

_CUT = re.compile(r"[;；、\n|]|[,，](?=[^,，]*\.\w{2,5}(?:$|[;；、,，\n]))")
_DATE = (
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d{2}[-./年](?:0?[1-9]|1[0-2])[-./月](?:0?[1-9]|[12]\d|3[01])日?"
)
_GAP = r"[\s_\-－—+]"
_CONTENT = r"[^;；、\n|]*"  # after a date without a gap no further digit
_RIGHT = (
    rf"(?P<name>[^;；、\n|]+?){_GAP}*(?P<day>{_DATE})"
    rf"(?:{_GAP}+[^;；、\n|.\s_\-]{_CONTENT}|[^;；、\n|.\s_\-\d]{_CONTENT})"
)
_DATE_IN = re.compile(rf"(?<!\d)({_DATE})(?!\d)")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_SHORTEST = 2


def check_attachments(block: Block, checking: Checking) -> None:
    """Find names of files that are not 客户名+日期+内容, such as 甲公司_20240305_报价单.pdf.

    A short form of the customer's name will do. Several names are cut by `;` or `、`.
    """
    if block.table.name != "customers" or not block.has("attachments"):
        return
    texts = block.values["attachments"]
    if block.has("customer_name"):
        names = block.values["customer_name"].fillna("")
    else:
        names = pd.Series("", index=texts.index, dtype="str")
    open_rows = np.flatnonzero(texts.notna().to_numpy() & ~_plainly_right(texts, names))
    rows, hints = [], []
    for at, text, name in zip(open_rows, texts.iloc[open_rows], names.iloc[open_rows], strict=True):
        better = [_better(part.strip(), name) for part in _CUT.split(text) if part.strip()]
        if any(made is not None for made, _ in better):
            rows.append(at)
            known = all(made != "" for made, _ in better)
            hints.append("；".join(made or part for made, part in better) if known else "")
    checking.log.add(
        block, np.array(rows, dtype=int), "attachments", "attachment_name", suggestions=hints
    )


def _plainly_right(texts: pd.Series, names: pd.Series) -> np.ndarray:
    """Return which cells are one right name that begins with the customer's as it is written."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    parts = pc.extract_regex(array, f"^{_RIGHT}$")
    own = pc.equal(pc.struct_field(parts, "name"), pa.array(names, pa.large_string()))
    return np.asarray(pc.fill_null(own, False).to_numpy(zero_copy_only=False), dtype=bool)


def _better(file: str, customer: str) -> tuple[str | None, str]:
    """Return None if the name is right, what it may be, or an empty text; and the name."""
    match = re.fullmatch(_RIGHT, file)
    if match and _names(match["name"], customer):
        return None, file
    day = _DATE_IN.search(_EXTENSION.sub("", file))
    ending = _EXTENSION.search(file)
    if not day or not customer or "*" in customer:
        return "", file
    stem = file[: ending.start()] if ending else file
    pieces = [stem[: day.start()], stem[day.end() :]]
    said = [piece.strip(" _-－—+") for piece in pieces]
    content = "_".join(part for part in said if folded(part) not in folded(customer))
    content = content.removeprefix(customer).strip(" _-－—+")
    digits = "".join(f"{int(part):02d}" for part in re.findall(r"\d+", day[1]))
    made = f"{customer}_{digits}_{content}{ending[0] if ending else ''}"
    return (made if content else ""), file


def _names(word: str, customer: str) -> bool:
    """Return whether a word is the customer's name or a part of it."""
    short, whole = folded(word), folded(customer)
    return not whole or (len(short) >= _SHORTEST and (short in whole or whole in short))
