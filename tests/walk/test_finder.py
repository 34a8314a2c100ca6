"""The finder of the walk finds a marker planted in each kind of file, in each place of it."""

import base64
import json
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from tests.walk.finder import holds, text_in, words_in

MARKER = "ZQplantedX"
AMOUNT = 7_654_321


def _html(inside: str) -> bytes:
    return f"<html><body><p>nothing</p>{inside}</body></html>".encode()


def _book(path: Path, place: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if place == "cell":
        sheet["B2"] = MARKER
    elif place == "hidden sheet":
        book.create_sheet("aside")["A1"] = MARKER
        book["aside"].sheet_state = "veryHidden"
    elif place == "defined name":
        book.defined_names["rows"] = DefinedName("rows", attr_text=f'"{MARKER}"')
    elif place == "comment":
        sheet["A1"].comment = Comment(MARKER, "x")
    elif place == "properties":
        book.properties.keywords = MARKER
    elif place == "sheet name":
        sheet.title = MARKER
    book.save(path)


@pytest.mark.parametrize(
    "place", ["cell", "hidden sheet", "defined name", "comment", "properties", "sheet name"]
)
def test_in_a_workbook(tmp_path: Path, place: str) -> None:
    _book(tmp_path / "a.xlsx", place)
    assert holds(text_in(tmp_path / "a.xlsx"), MARKER)


@pytest.mark.parametrize(
    "inside",
    [
        f"<script>const rows = ['{MARKER}']</script>",
        f"<!-- {MARKER} -->",
        f'<td data-sort="{MARKER}">1</td>',
        f'<script type="application/json">{json.dumps({"name": MARKER})}</script>',
        "<p>" + "".join(f"&#{ord(letter)};" for letter in MARKER) + "</p>",
        f'<a href="data:text/plain;base64,{base64.b64encode(f"a long text with {MARKER}".encode() * 2).decode()}">',
        "<script>'" + "".join(f"\\u{ord(letter):04x}" for letter in MARKER) + "'</script>",
        f'<a href="?{"".join(f"%{ord(letter):02X}" for letter in MARKER)}">',
    ],
)  # fmt: skip
def test_in_a_page(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a.html").write_bytes(_html(inside))
    assert holds(text_in(tmp_path / "a.html"), MARKER)


@pytest.mark.parametrize("place", ["subject", "text", "html", "attached page", "attached book"])
def test_in_a_mail(tmp_path: Path, place: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = f"东区 {MARKER}" if place == "subject" else "nothing"
    mail.set_content(f"{MARKER} 中文" if place == "text" else "nothing")
    mail.add_alternative(f"<p>{MARKER} 中文</p>" if place == "html" else "<p>x</p>", subtype="html")
    if place == "attached page":
        mail.add_attachment(_html(f"<i>{MARKER}</i>"), "text", "html", filename="a.html")
    if place == "attached book":
        _book(tmp_path / "a.xlsx", "hidden sheet")
        mail.add_attachment((tmp_path / "a.xlsx").read_bytes(), "application", "x", filename="a")
    (tmp_path / "a.eml").write_bytes(mail.as_bytes())
    assert holds(text_in(tmp_path / "a.eml"), MARKER)


def test_in_a_pdf(tmp_path: Path, chromium) -> None:
    page = chromium.new_page()
    page.set_content(f"<p>中文 {MARKER} and {AMOUNT:,}</p>")
    page.pdf(path=tmp_path / "a.pdf")
    page.close()
    text = text_in(tmp_path / "a.pdf")
    assert holds(text, MARKER) and holds(text, AMOUNT)


def test_in_a_notebook_a_database_a_table_and_a_name(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {"x": MARKER}, "source": [], "outputs": []}
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    with sqlite3.connect(tmp_path / "a.sqlite") as state:
        state.execute("create table t (x text)")
        state.execute("insert into t values (?)", [f"中文 {MARKER}"])
    state.close()
    (tmp_path / "a.csv").write_text(f"id,name\n1,{MARKER}\n", "utf-8")
    (tmp_path / f"{MARKER}.txt").write_text("nothing", "utf-8")
    for path in tmp_path.iterdir():
        assert holds(text_in(path), MARKER), path.name


def test_a_number_is_found_as_digits_and_with_commas_and_not_within_a_longer_one() -> None:
    assert holds("<td data-sort=7654321.0>", AMOUNT) and holds("¥7,654,321", AMOUNT)
    assert not holds("17654321", AMOUNT) and not holds("0.7654321", AMOUNT)


@pytest.mark.parametrize("text", [f"<i>{MARKER}</i>", f"x{MARKER}y"])
def test_what_is_looked_up_is_what_is_found(text: str) -> None:
    marker = "ZQplantedZ"
    assert marker in words_in(text.replace(MARKER, marker))
    assert AMOUNT in words_in(f"{text} 7,654,321.00 元") and AMOUNT in words_in("=7654321")
    assert AMOUNT not in words_in("17654321 0.7654321")
