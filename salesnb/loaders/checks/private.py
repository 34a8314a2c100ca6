"""Numbers of ID cards and bank cards, and home addresses, are not stored (R1.5)."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking
from salesnb.loaders.rules import ALWAYS_ERRORS
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.values.arrow_text import is_in
from salesnb.loaders.values.identity import is_bank_card, is_card_form, is_id_card, is_id_form
from salesnb.loaders.values.parse import EMPTY_TEXTS
from salesnb.loaders.values.private import Found, find_private, maybe_private, without
from salesnb.tables import Column

NOTHING = "--"  # typed into a cell it means: empty
_CODES = 10
_REFERENCE = re.compile(
    r"[单编序]号|单据|编码|代码|流水|订单|合同|发票|物流|快递|运单|条码|税号|设备|序列"
    r"|order|tracking|invoice|serial|contract|code|waybill|imei|barcode|sku|id$|no\.?$"
)
_PRIVATE_HEADERS = frozenset(
    read_header(text).key
    for text in (
        "身份证", "身份证号", "身份证号码", "身份证件号", "身份证件号码", "公民身份号码", "居民身份证",
        "居民身份证号", "联系人身份证号", "银行卡", "银行卡号", "银行卡号码", "卡号", "信用卡号",
        "家庭住址", "家庭地址", "住址", "现住址", "居住地址", "户籍地址", "家庭详细地址", "个人住址",
        "ID number", "ID No", "ID No.", "ID card", "ID card number", "ID card no.",
        "identity card", "identity card number", "identity number", "national ID",
        "national ID number", "bank card", "bank card number", "bank card no.", "card number",
        "credit card", "credit card number", "home address", "residential address",
        "private address",
    )
)  # fmt: skip


def check_private(block: Block, checking: Checking) -> None:
    """Find what must not be stored of a person, in all cells of a sheet.

    It is asked of the sheet as a whole, before it is cut into tables. Bank cards are looked for
    outside of keys, references and columns headed as numbers of orders, parcels and the like. In a
    column of ten or more codes of such a form, most of whose check digits are wrong, the others are
    right by chance. What is found no problem and no rejected row shows.
    """
    for name in block.typed.columns:
        header = block.place(name).header.typed
        column = block.table.column(name)
        if column is None and is_private_header(header):
            given = block.typed[name]
            rows = given.notna().to_numpy() & ~is_in(given, pd.Index(EMPTY_TEXTS))
            checking.log.add(block, rows, name, "private_column", suggestions=NOTHING)
            continue
        cards = holds_cards(column, header)
        _check_texts(block, name, _looked_at(block, name, column), cards, checking)


def is_private_header(header: str) -> bool:
    """Return whether a column is headed as one of ID cards, bank cards or home addresses.

    Examples
    --------
    >>> is_private_header("身份证号（必填）"), is_private_header("证书号"), is_private_header("ID No.")
    (True, False, True)
    """
    return read_header(header).key in _PRIVATE_HEADERS


def holds_cards(column: Column | None, header: str) -> bool:
    """Return whether bank cards are looked for in a column: not in keys, references and codes.

    Examples
    --------
    >>> holds_cards(None, "物流单号"), holds_cards(None, "收款信息")
    (False, True)
    """
    if column is not None:
        return not column.refers and not column.name.endswith("_id")
    return not _REFERENCE.search(read_header(header).key)


def _looked_at(block: Block, name: str, column: Column | None) -> np.ndarray:
    """Return the rows whose cells may hold any text: of days and amounts, those not read."""
    if column is None or column.kind in ("text", "choice", "number"):
        return np.arange(len(block))
    return np.flatnonzero(block.unreadable.get(name, np.zeros(len(block), dtype=bool)))


def _check_texts(block: Block, name: str, at: np.ndarray, cards: bool, checking: Checking) -> None:
    texts = block.typed[name].iloc[at]
    maybe = maybe_private(texts)
    if not len(maybe):
        return
    at, texts = at[maybe], texts.iloc[maybe]
    found = {
        text: pieces
        for text in texts.unique()
        if (pieces := find_private(text, checking.today, cards=cards))
    }
    for codes in _codes(list(texts.unique()), checking):
        found = {text: pieces for text, pieces in found.items() if text not in codes}
    required = name in block.table and block.table[name].need == "required"
    nothing = "" if required else NOTHING
    for rule in sorted(ALWAYS_ERRORS):
        rows = texts.isin([t for t, pieces in found.items() if _has(pieces, rule)]).to_numpy()
        hints = [_rest(text, found[text], checking) or nothing for text in texts[rows]]
        checking.log.add(block, at[rows], name, rule, suggestions=hints)
    for pieces in found.values():
        checking.log.secrets.add(pieces)


def _has(pieces: Sequence[Found], rule: str) -> bool:
    return any(piece.rule == rule for piece in pieces)


def _rest(text: str, pieces: Sequence[Found], checking: Checking) -> str:
    rest = without(text, pieces)
    return "" if find_private(rest, checking.today) else rest


def _codes(texts: Sequence[str], checking: Checking) -> list[frozenset[str]]:
    """Return the bare numbers of a column that have the form of cards but are codes."""
    today = checking.today
    ids = [text for text in texts if is_id_form(text.upper(), today)]
    cards = [text for text in texts if is_card_form(text)]
    right = sum(is_id_card(text.upper(), today) for text in ids), sum(map(is_bank_card, cards))
    return [
        frozenset(bare)
        for bare, valid in zip((ids, cards), right, strict=True)
        if len(bare) >= _CODES and valid < len(bare) / 2
    ]
