"""What a person is found by in texts: the name, phones and mail addresses, as people write them."""

import html
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NUMBER = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){6,}")
_CJK = re.compile(r"[一-鿿·]{2,6}")
_TITLES = (
    "总监|总|董事长|董|经理|主任|部长|局长|处长|科长|厂长|院长|校长|主管|店长|老板|工程师|工|老师|博士"
    "|先生|女士|小姐|哥|姐"
)
_DOUBLE = (
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯",
    "长孙", "宇文", "轩辕", "端木", "百里", "南宫", "司空", "独孤",
)  # fmt: skip
_MOBILE = re.compile(r"1[3-9]\d{9}")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
_LEAST = 4  # characters of a contact that is neither a number nor a mail address, e.g. of a chat


@dataclass(frozen=True)
class Words:
    """The words of one person.

    Attributes
    ----------
    names : as they stand in contact_name.
    contacts : as they stand in contact_info.
    shared : names that staff or other contacts have, too: they are taken out of the person's own
        rows only.
    """

    names: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    shared: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: "Words") -> "Words":
        return Words(
            self.names | other.names, self.contacts | other.contacts, self.shared | other.shared
        )

    @property
    def own(self) -> str:
        """The pattern for texts of the person's own rows: also 张总, Mr Smith. Empty = nothing."""
        return _either(_alone(self.names, self.contacts) + _addressed(self.names))

    @property
    def everywhere(self) -> str:
        """The pattern for all other texts. Empty = nothing."""
        return _either(_alone(self.names - self.shared, self.contacts))

    @property
    def in_files(self) -> re.Pattern[str] | None:
        """The pattern for files: also as JSON, HTML and links spell it, and as we mask contacts."""
        spelled = [*_spelled(self.names - self.shared), *_spelled(_literals(self.contacts))]
        masks = {*map(_masked, self.contacts | _literals(self.contacts))}
        masked = [re.escape(each) for each in sorted(masks - {""})]
        pattern = _either([self.everywhere, *spelled, *masked])
        return re.compile(pattern, re.IGNORECASE | re.ASCII) if pattern else None

    @property
    def literals(self) -> list[str]:
        """The words themselves, for a search in files of other kinds."""
        return sorted((self.names - self.shared) | _literals(self.contacts))


def _alone(names: Iterable[str], contacts: Iterable[str]) -> list[str]:
    found = [
        _bounded(r"\s+".join(map(re.escape, name.split()))) for name in names if _is_name(name)
    ]
    for contact in contacts:
        rest = contact
        for mail in _MAIL.findall(contact):
            found.append(_bounded(re.escape(mail)))
            rest = rest.replace(mail, " ")
        for number in _NUMBER.findall(rest):
            found.append(_number(number))
            rest = rest.replace(number, " ")
        if rest == contact and len(contact.strip()) >= _LEAST:
            found.append(_bounded(re.escape(contact.strip())))
    return found


def _literals(contacts: Iterable[str]) -> set[str]:
    found = set()
    for contact in contacts:
        parts = [*_MAIL.findall(contact), *_NUMBER.findall(_MAIL.sub(" ", contact))]
        found |= {part.strip() for part in parts} or (
            {contact.strip()} if len(contact.strip()) >= _LEAST else set()
        )
    return found


def _number(number: str) -> str:
    """Return a pattern for a number however its digits are grouped."""
    digits = _COUNTRY.sub("", re.sub(r"\D", "", number))
    pattern = r"[ ()./-]{0,2}".join(digits)
    return pattern if _MOBILE.fullmatch(digits) else rf"\b{pattern}\b"


def _addressed(names: Iterable[str]) -> list[str]:
    """Return patterns for how a person is spoken of: 张总, Mr Smith, Smith."""
    found = []
    for name in names:
        if _CJK.fullmatch(name):
            family = name[: 2 if name.startswith(_DOUBLE) and len(name) > 2 else 1]
            given = name.removeprefix(family)
            found.append(f"{re.escape(family)}(?:{_TITLES})")
            if len(given) > 1:
                found.append(re.escape(given))
        elif len(parts := name.split()) > 1:
            found += [_bounded(re.escape(part)) for part in parts if len(part) > 2]
    return found


def _spelled(words: Collection[str]) -> list[str]:
    found = set()
    for word in words:
        if _is_name(word):
            found |= {json.dumps(word)[1:-1], html.escape(word), quote(word)} - {word}
    return [re.escape(each) for each in sorted(found)]


def _masked(contact: str) -> str:
    """Return a contact as extracts mask it; of a name only the first letter stays, which tells nobody."""
    if "@" in contact:
        mail = _MAIL.search(contact)
        return "" if mail is None else f"{contact[0]}***@{mail[0].partition('@')[2]}"
    return f"{contact[:3]}****{contact[-4:]}" if len(contact) >= 11 else ""


def _is_name(name: str) -> bool:
    return len(name.strip()) > 1


def _bounded(pattern: str) -> str:
    """Return a pattern that does not begin or end within a word of letters or digits."""
    plain = pattern.replace("\\", "")
    before = r"\b" if plain[0].isascii() and plain[0].isalnum() else ""
    after = r"\b" if plain[-1].isascii() and plain[-1].isalnum() else ""
    return f"{before}{pattern}{after}"


def _either(patterns: Iterable[str]) -> str:
    """Return a pattern for any of them, the longest first."""
    found = sorted({each for each in patterns if each}, key=lambda each: (-len(each), each))
    return "|".join(f"(?:{each})" for each in found)
