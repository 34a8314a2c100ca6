"""All text that a file holds, however deep: archives, mails, attachments, PDF, databases, base64."""

import base64
import binascii
import email
import email.policy
import io
import json
import re
import zipfile
import zlib
from html import unescape
from pathlib import Path
from urllib.parse import unquote

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_MARKER = re.compile(r"ZQ[A-Za-z0-9]+?Z")
_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}")


def text_in(path: Path) -> str:
    """Return what a file holds as text, its name first."""
    return f"{path.name}\n{text_of(path.read_bytes())}"


def text_of(data: bytes) -> str:
    """Return what bytes hold as text, whatever they are."""
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data)
    if data.startswith(b"%PDF"):
        return _of_pdf(data)
    if re.match(rb"[A-Za-z-]+: .*\r?\n", data) and b"MIME-Version" in data[:4000]:
        return _of_mail(data)
    return _plain(data)


def holds(text: str, marker: str | int) -> bool:
    """Return whether a text holds a word, or a number as plain digits or with commas."""
    if isinstance(marker, str):
        return marker in text
    forms = (str(marker), f"{marker:,}")
    return any(re.search(rf"(?<![\d.]){form}(?![\d])", text) for form in forms)


def words_in(text: str) -> set[str | int]:
    """Return all words of a text that may be markers, and all numbers, as `holds` finds them."""
    numbers = re.findall(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\d.])\d{5,}", text)
    return {*_MARKER.findall(text), *(int(number.replace(",", "")) for number in numbers)}


def _plain(data: bytes) -> str:
    texts = [data.decode("utf-8", "replace")]
    if b"\x00" in data[:200]:  # a database or a picture: also what stands in UTF-16
        texts.append(data.decode("utf-16-le", "ignore"))
    raw = texts[0]
    texts.append(unescape(unescape(raw)))
    texts.append(unquote(raw))
    if _ESCAPED.search(raw):
        texts.append(_ESCAPED.sub(lambda match: json.loads(f'"{match[0]}"'), raw))
    for match in _BASE64.findall(data):
        try:
            inside = base64.b64decode(match, validate=True)
        except binascii.Error:
            continue
        texts.append(inside.decode("utf-8", "replace"))
    return "\n".join(texts)


def _of_zip(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [f"{name}\n{text_of(package.read(name))}" for name in package.namelist()]
        return "\n".join([*parts, package.comment.decode("utf-8", "replace")])


def _of_pdf(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    texts = [*pages, *document.get_metadata_dict().values()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            texts.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join([*texts, "".join(pages).replace("\r\n", "").replace("\n", "")])


def _of_mail(data: bytes) -> str:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    parts = [f"{name}: {value}" for name, value in mail.items()]
    for part in mail.walk():
        parts += [f"{name}: {value}" for name, value in part.items()]
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            parts.append(text_of(content))
    return "\n".join(parts)
