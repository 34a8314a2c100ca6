"""Numbers of ID cards and bank cards, as they are written in texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

NUMBER_HINT = r"[0-9０-９](?:[ \-　\x{a0}\t－–—‐‑]{0,2}[0-9０-９]){14}"  # for RE2

_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ　\u00a0\t－–—‐‑", "0123456789XX   -----")
_RUN = re.compile(r"(?<!\d\.)(?<!\d)\d(?:[ \-]{0,2}\d){14,}(?:[ \-]?[xX](?![A-Za-z]))?")
_GROUP = re.compile(r"\d+(?:[ \-]?[xX])?")
_LONGEST = 19
_REGIONS = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CARD = re.compile(r"62\d{14,17}|9558\d{15}|4\d{15}|5[1-5]\d{14}|35(?:2[89]|[3-8]\d)\d{12}")
_CARD_GROUPS = re.compile(r"\d{16,19}|(?:\d{4}[ \-]){3}\d{4}(?:[ \-]\d{1,3})?|\d{6}[ \-]\d{10,13}")
_OF_ID = re.compile(r"(?:身份证|(?i:\bid\b|identity))[^\d，。；,;]{0,12}$")
_OF_CARD = re.compile(
    r"(?:卡|账户|帐户|账号|帐号|(?i:card|account|visa|master))[^\d，。；,;]{0,8}$"
)
_OF_OTHERS = re.compile(
    r"(?:[订运货账工]单|单[号据]|编[号码]|流水|合同|发票|票[号据]|快递|物流|设备|序列|条码|税号|信用代码"
    r"|(?i:order|tracking|invoice|serial|contract|\bref|parcel|waybill|imei))[^\d，。；,;]{0,8}$"
)


@dataclass(frozen=True)
class Number:
    """A number in a text; `digits` without separators, x as X."""

    start: int
    end: int
    digits: str


def find_numbers(text: str, today: date, *, cards: bool) -> Iterator[tuple[str, Number]]:
    """Yield ("id_card" or "bank_card", number) of a text, from left to right.

    A number may be cut by blanks and hyphens. An old ID card of 15 digits counts only where the
    text says that it is one; a bank card does not where it is announced as another number.
    """
    plain = text.translate(_NARROW)
    end = 0
    for number in numbers_of(text):
        if number.start < end:
            continue
        before = plain[max(0, number.start - 16) : number.start]
        if is_id_card(number.digits, today) or (
            _OF_ID.search(before) and _is_old_id_card(number.digits, today)
        ):
            end = number.end
            yield "id_card", number
        elif cards and _is_card_in_text(number, plain, before):
            end = number.end
            yield "bank_card", number


def numbers_of(text: str) -> Iterator[Number]:
    """Yield whatever may be read as one number of 15 to 19 digits, longer ones before shorter."""
    plain = text.translate(_NARROW)
    for run in _RUN.finditer(plain):
        if run.end() < len(plain) and plain[run.end()].isdigit():
            continue
        groups = list(_GROUP.finditer(plain, run.start(), run.end()))
        for first, group in enumerate(groups):
            texts = [re.sub(r"\D", "", g[0][:-1]) + g[0][-1].upper() for g in groups[first:]]
            lengths = list(accumulate(len(digits) for digits in texts))
            for last in range(len(texts) - 1, -1, -1):
                if 15 <= lengths[last] <= _LONGEST:
                    digits = "".join(texts[: last + 1])
                    yield Number(group.start(), groups[first + last].end(), digits)


def is_id_form(digits: str, today: date) -> bool:
    """Return whether a number has region and birth date of an ID card; the check digit aside.

    One that ends in 000 is a number cell of Excel that has lost its last digits.
    """
    if not re.fullmatch(r"\d{17}[\dX]", digits) or digits[:2] not in _REGIONS:
        return False
    return not digits.endswith("000") and _is_birthday(digits[6:14], today)


def is_id_card(digits: str, today: date) -> bool:
    """Return whether a number is one of an ID card: region, birth date up to today, check digit.

    Examples
    --------
    >>> is_id_card("11010519491231002X", date(2026, 1, 1))
    True
    >>> is_id_card("110105194912310021", date(2026, 1, 1))
    False
    """
    if not is_id_form(digits, today):
        return False
    total = sum(int(d) * weight for d, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == digits[17]


def is_card_form(digits: str) -> bool:
    """Return whether a number has length and beginning of a bank card; the check digit aside."""
    lost = len(digits) > 16 and not digits[15:].strip("0")
    return bool(_CARD.fullmatch(digits)) and not lost


def is_bank_card(digits: str) -> bool:
    """Return whether a number is one of a bank card: a known beginning and Luhn's check digit.

    Examples
    --------
    >>> is_bank_card("4111111111111111"), is_bank_card("4111111111111112")
    (True, False)
    """
    if not is_card_form(digits):
        return False
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    total = sum(map(int, digits[-1::-2])) + sum(d - 9 * (d > 9) for d in doubled)
    return total % 10 == 0


def _is_card_in_text(number: Number, plain: str, before: str) -> bool:
    if not _CARD_GROUPS.fullmatch(plain, number.start, number.end):
        return False
    if not _OF_CARD.search(before) and _OF_OTHERS.search(before):
        return False
    glued = before[-1:].isascii() and before[-1:].isalpha()  # ORD4111… is a code
    return not glued and is_bank_card(number.digits)


def _is_old_id_card(digits: str, today: date) -> bool:
    return (
        bool(re.fullmatch(r"\d{15}", digits))
        and digits[:2] in _REGIONS
        and _is_birthday(f"19{digits[6:12]}", today)
    )


def _is_birthday(digits: str, today: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= today
