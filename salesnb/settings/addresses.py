"""Mail addresses: one at a time, nothing in them that a header could be made of."""

import re
import unicodedata
from email.utils import parseaddr

from salesnb.labels import say

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}"
)
_MOST = 254  # RFC 5321


def check_address(text: str) -> str:
    """Return the address, if it is one and nothing else.

    Raises
    ------
    ValueError
        A line break, several addresses, or no address.

    Examples
    --------
    >>> check_address("fang.wang@example.com")
    'fang.wang@example.com'
    """
    if has_control(text):
        raise ValueError(say("params_address_control", given=ascii(text)))
    if len(text) > _MOST or not _ADDRESS.fullmatch(text):
        raise ValueError(say("params_address", given=text))
    return text


def check_sender(text: str) -> str:
    """Return a sender, `reports@example.com` or `销售报表 <reports@example.com>`.

    Raises
    ------
    ValueError
        A line break, or no address.
    """
    if has_control(text):
        raise ValueError(say("params_address_control", given=ascii(text)))
    check_address(parseaddr(text)[1] or text)
    return text


def has_control(text: str) -> bool:
    """Return whether a text has a line break or another control character."""
    return any(unicodedata.category(each) in ("Cc", "Zl", "Zp") for each in text)


def domain_of(address: str) -> str:
    """Return what stands behind the @, in small letters."""
    return address.rpartition("@")[2].lower()


def masked(address: str) -> str:
    """Return of an address what tells two of them apart.

    Examples
    --------
    >>> masked("fang.wang@example.com")
    'f***@example.com'
    """
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}"
