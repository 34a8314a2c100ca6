"""Which table a sheet is, by its headers, and where the headers are."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from salesnb.labels import label
from salesnb.loaders.notes import Note
from salesnb.loaders.sheets.bands import Band, bands, titles, unit_above
from salesnb.loaders.sheets.forms import FORMS, Form
from salesnb.loaders.sheets.headers import Header, read_header
from salesnb.loaders.sheets.months import find_month_table
from salesnb.loaders.sheets.read import RawSheet
from salesnb.loaders.sheets.recognised import Recognised, Unrecognised
from salesnb.tables import Column

_SURE = 4
_MOST = 0.6
_ABOUT = re.compile(
    r"(?:使用|填写|导入|填表|操作|模板|字段|数据|表格)?(?:说明|须知|指南|帮助)|封面|封底|目录|索引|数据字典"
    r"|(?:修订|版本|更新)记录|更新日志|instructions?|readme|cover|contents|tableofcontents|index|help"
    r"|guide|about|changelog|datadictionary"
)


def recognise(
    sheet: RawSheet, currency: str, forms: Mapping[str, Form] = FORMS, *, start: int = 0
) -> Recognised | Unrecognised:
    """Find the headers within the first rows, and the form that most of them belong to.

    A form counts where every part of its signature is among the headers. The sheet's name breaks
    ties, then the number of missing required columns. Two rows of headers are read as such only
    where that explains more columns, or gives a unit.

    Parameters
    ----------
    start : the position of the row at which to begin.
    """
    candidates = bands(sheet, start)
    by_month = find_month_table(sheet, candidates, start) if "targets" in forms else None
    if isinstance(by_month, Recognised):
        return by_month
    found = [
        (band, fit)
        for band in candidates
        for form in forms.values()
        if (fit := _fit(sheet, form, band, currency))
    ]
    band, best = _best(found)
    if by_month is not None and (best is None or len(best.columns) < _SURE):
        return Unrecognised(sheet, by_month)
    if band is None or best is None:
        return Unrecognised(sheet, _nearest(candidates, forms, titles(sheet, start, start + 1)))
    _apply_title_unit(best, unit_above(sheet, start, band.first))
    return best


def is_about(name: str) -> bool:
    """Return whether a sheet's name says that it holds words about the others.

    Examples
    --------
    >>> is_about("填写说明"), is_about("封面"), is_about("客户说明")
    (True, True, False)
    """
    return bool(_ABOUT.fullmatch(read_header(name).key.strip("0123456789")))


def _best(
    found: list[tuple[Band, Recognised]],
) -> tuple[Band, Recognised] | tuple[None, None]:
    """Return the best fit, or one of its form higher up: further headers head a pasted sheet."""
    if not found:
        return None, None
    best = max(found, key=_rank)
    enough = _MOST * len(best[1].columns)
    higher = [
        (band, fit)
        for band, fit in found
        if fit.form is best[1].form and band.last + 1 < best[0].first and len(fit.columns) >= enough
    ]
    if not higher:
        return best
    top = min(band.first for band, _ in higher)
    return max((each for each in higher if each[0].first <= top + 1), key=_rank)


def _rank(found: tuple[Band, Recognised]) -> tuple[float, int]:
    band, fit = found
    return fit.score, band.first - band.last


def _fit(sheet: RawSheet, form: Form, band: Band, currency: str) -> Recognised | None:
    headers = band.headers(form)
    keys = {header.key for header in headers.values()}
    if keys & form.unwanted and not keys & form.despite:
        return None
    columns, repeats = _matched(form, headers, currency)
    names = {column.name for column in columns.values()}
    if not all(part & names for part in form.signature) or len(names) < 2:
        return None
    missing = len(set(form.table.required) - names)
    named = _sheet_says(sheet.sheet, form)
    found = Recognised(sheet, form, band.last, columns, {}, headers, repeats)
    found.score = len(names) + 2 * len(form.signature) + 0.5 * named - 0.1 * missing
    found.score += 0.25 * band.gives_units
    _name_custom(found)
    return found


def _matched(
    form: Form, headers: dict[int, Header], currency: str
) -> tuple[dict[int, Column], dict[int, int]]:
    """Match exact headers first, a column's own name before others, then those without brackets.

    Returns
    -------
    {position: column}, and {position: first position} of exact headers that say the same again.
    """
    columns: dict[int, Column] = {}
    repeats: dict[int, int] = {}
    at: dict[str, int] = {}
    for way in ("key", "loose"):
        for position, header in sorted(
            headers.items(), key=lambda item: _is_synonym(form, item[1])
        ):
            column = form.by_header.get(getattr(header, way))
            if column is None or position in columns or position in repeats:
                continue
            if column.kind == "money" and not _is_own_money(header, way, currency):
                continue
            if column.name in at:
                if way == "key":
                    repeats[position] = at[column.name]
                continue
            columns[position] = column
            at[column.name] = position
    return columns, repeats


def _is_synonym(form: Form, header: Header) -> bool:
    """Return whether a header is none of the three names that a column has in templates."""
    column = form.by_header.get(header.key)
    if column is None:
        return True
    return header.key not in {read_header(h).key for h in (column.zh, column.en, column.name)}


def _is_own_money(header: Header, way: str, currency: str) -> bool:
    """Return whether brackets in a money header say nothing else than the workspace's currency."""
    known = way == "key" or header.key == header.loose
    return known and header.currency in (None, currency)


def _name_custom(found: Recognised) -> None:
    """Name the unknown columns; one that repeats another's header is one with it."""
    used: dict[str, int | None] = {c.name.casefold(): None for c in found.form.table.columns}
    for position, header in found.headers.items():
        if position in found.columns or position in found.repeats:
            continue
        name = header.typed
        first = used.get(name.casefold())
        if first is not None:
            found.repeats[position] = first
            continue
        if name.casefold() in used:
            name = f"{name} ({found.letter(position)})"
        used[name.casefold()] = position
        found.custom[position] = name


def _apply_title_unit(found: Recognised, unit: Decimal | None) -> None:
    """单位：万元 above the table holds for every amount whose header names no unit."""
    if unit is None or unit == 1:
        return
    held = [
        position
        for position, column in found.columns.items()
        if column.kind == "money" and found.headers[position].factor is None
    ]
    for position in held:
        found.headers[position] = replace(found.headers[position], factor=unit)
    if held:
        found.note("unit", unit=f"{unit:f}")


def _sheet_says(name: str, form: Form) -> bool:
    key = read_header(name).key if name else ""
    names = (form.table.zh, form.table.en, form.table.name)
    return bool(key) and any(read_header(n).key in key or key in read_header(n).key for n in names)


def _nearest(candidates: list[Band], forms: Mapping[str, Form], first: list[str]) -> Note:
    """Return what is said of a sheet that no form fits: the nearest one, and what it lacks."""
    rows = [band.singles() for band in candidates if band.first == band.last]
    widest = max(rows, key=len, default={})
    shown = ", ".join([header.typed for header in widest.values()][:8] or first[:8])
    near = [
        (len(exact) + len(close) / 2, form, exact, close)
        for headers in rows
        for form in forms.values()
        for exact, close in [_resembling(form, headers)]
    ]
    hits, form, exact, close = max(near, key=lambda found: found[0], default=(0, None, {}, {}))
    said = []
    for lang in ("zh", "en"):
        seen = shown or label("none_found", lang)
        if form is None or not hits:
            said.append(label("no_such_headers", lang, shown=seen))
            continue
        lacking = label("comma", lang).join(
            _say_lacking(form, part, close, lang)
            for part in form.signature
            if not part & exact.keys()
        )
        why = label("form_lacks", lang, lacking=lacking) if lacking else ""
        table = form.table
        said.append(label("nearest_form", lang, zh=table.zh, en=table.en, why=why, shown=seen))
    return Note(*said)


def _say_lacking(form: Form, part: frozenset[str], close: Mapping[str, str], lang: str) -> str:
    name = sorted(part, key=form.table.names.index)[0]
    hint = label("is_it", lang, typed=close[name]) if name in close else ""
    column = form.table[name]
    return label("form_lacks_one", lang, zh=column.zh, en=column.en, hint=hint)


def _resembling(form: Form, headers: dict[int, Header]) -> tuple[dict[str, str], dict[str, str]]:
    """Return {column: header as typed} of the exact and of the near matches."""
    exact = {c.name: h.typed for h in headers.values() if (c := form.by_header.get(h.key))}
    close: dict[str, str] = {}
    for header in headers.values():
        if header.key not in form.by_header:
            for key in get_close_matches(header.key, form.by_header, n=1, cutoff=0.7):
                close.setdefault(form.by_header[key].name, header.typed)
    return exact, {name: typed for name, typed in close.items() if name not in exact}
