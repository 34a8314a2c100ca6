"""Tables of figures: aligned, sortable, each rate with the cases it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, get_args

import pandas as pd

from salesnb import formats
from salesnb.errors import UsageError, unknown
from salesnb.figures.content import Block, plain_value
from salesnb.figures.markup import Html, text, why
from salesnb.labels import label

Kind = Literal[
    "text",
    "date",
    "money",
    "count",
    "number",
    "percent",
    "chance",
    "change",
    "points",
    "days",
    "hours",
    "rate",
    "bar",
]
KINDS = get_args(Kind)
_SORT_DIGITS = 12
_MOST_DATA = 10_000  # rows of a table that go into a workbook


@dataclass(frozen=True)
class TableColumn:
    """How one column of a frame is shown.

    Parameters
    ----------
    name, header : str
        The frame's column, and what stands above it.
    kind : str
        `text`, `date`, `money` (yuan), `count`, `number` (with decimals), `percent` (0-1),
        `chance` (0-1, next to certain as >99 %), `change` (relative, 0.12 is 12 % more), `points` (difference of shares), `days`, `hours`,
        `rate` (a percent with its cases), `bar` (a percent of a target as a bar).
    kind_of, digits_of : str, optional
        The frame's columns with the kind and the decimals of each row's figure, where rows are of
        several kinds.
    numerator, denominator, low, high, n : str, optional
        The frame's columns with what the figure rests on; shown on demand, of a `rate` the cases
        always.
    small : str, optional
        A boolean column: the figure rests on too few cases; shown soft and marked.
    alert : str, optional
        A boolean column: the figure is red.
    definition : str
        What the figure is; shown on hover and listed beneath the table.
    definition_of : str, optional
        The frame's column with what each row is, where the rows and not the columns are figures;
        of the first column.
    elapsed : float, optional
        For `bar`: share of the period gone, a line across the bar.
    digits : int, optional
        Decimals, where the kind's own do not suit.
    link : str, optional
        The frame's column with the anchor in the page to which the figure leads; none where missing.
    is_sentence : bool
        Of `text`: told in full, in several lines.
    """

    name: str
    header: str
    kind: Kind = "text"
    kind_of: str | None = None
    digits_of: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    low: str | None = None
    high: str | None = None
    n: str | None = None
    small: str | None = None
    alert: str | None = None
    definition: str = ""
    definition_of: str | None = None
    elapsed: float | None = None
    digits: int | None = None
    link: str | None = None
    is_sentence: bool = False


def data_table(
    frame: pd.DataFrame,
    columns: Sequence[TableColumn],
    lang: str,
    caption: str | None = None,
    *,
    most_rows: int = 200,
) -> Html:
    """Return a frame as a table whose headers sort it in a report.

    Parameters
    ----------
    frame : DataFrame
        Shown in its own order. Above `most_rows` the rest is left out, and says so.
    columns : sequence of TableColumn
        What is shown, from left to right; the first one names the row.
    lang : str
        `zh` or `en`.
    caption : str, optional
        A line beneath the table.

    Raises
    ------
    UsageError
        A column that is not in the frame, or a kind that does not exist.
    """
    _check(frame, columns)
    if frame.empty:
        words = label("no_data", lang)
        block = {"kind": "notice", "words": words}
        return Html(f'<p class="snb snb-notice">{text(words)}</p>', words, content=[block])
    rows = frame.head(most_rows).to_dict("records")
    head = "".join(_header(column) for column in columns)
    body = "".join(f"<tr>{_cells(row, columns, lang)}</tr>" for row in rows)
    notes = [caption] if caption else []
    if len(frame) > most_rows:
        notes.append(
            label("rows_left_out", lang, count=formats.count(len(frame) - most_rows, lang))
        )
    name = text(caption or label("table_scroll", lang))
    html = (
        f'<div class="snb snb-table"><div class="snb-scroll" role="group" tabindex="0"'
        f' aria-label="{name}"><table data-sort-hint="{text(label("sort_hint", lang))}"'
        f' data-filter-hint="{text(label("filter_rows", lang))}"'
        f' data-filter-none="{text(label("filter_rows_none", lang))}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + "".join(f'<p class="snb-note">{text(note)}</p>' for note in notes)
        + _definitions(_defined(rows, columns), lang)
        + "</div>"
    )
    every = rows if len(rows) == len(frame) else frame.head(_MOST_DATA).to_dict("records")
    content = _plain(every, columns, caption or "", len(frame) - len(every))
    return Html(html, _words(rows, columns, lang, notes), content=[content])


def known_columns(frame: pd.DataFrame, columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Return the columns of which at least one figure is known; the first one always stays."""
    return [c for n, c in enumerate(columns) if n == 0 or frame[c.name].notna().any()]


def _check(frame: pd.DataFrame, columns: Sequence[TableColumn]) -> None:
    for column in columns:
        if column.kind not in KINDS:
            raise UsageError(unknown("kind of table column", column.kind, KINDS))
        others = (column.numerator, column.denominator, column.low, column.high, column.n)
        marks = (column.small, column.alert, column.kind_of, column.digits_of, column.link)
        for name in (column.name, *others, *marks, column.definition_of):
            if name is not None and name not in frame.columns:
                raise UsageError(unknown("column of this frame", name, map(str, frame.columns)))


def _header(column: TableColumn) -> str:
    hint = _hint(column.definition)
    css = ' class="snb-left"' if column.kind == "text" else ""
    return f'<th scope="col"{css}{hint}>{text(column.header)}</th>'


def _hint(definition: str) -> str:
    said = text(definition)
    return f' title="{said}" data-definition="{said}"' if said else ""


def _cells(row: Mapping[Any, Any], columns: Sequence[TableColumn], lang: str) -> str:
    head = columns[0]
    hint = _hint(str(row[head.definition_of])) if head.definition_of else ""
    first = f'<th scope="row"{_sort_value(row, head)}{hint}>{_shown(row, head, lang)}</th>'
    return first + "".join(_cell(row, column, lang) for column in columns[1:])


def _of_row(row: Mapping[Any, Any], column: TableColumn) -> TableColumn:
    own = {"kind": column.kind_of, "digits": column.digits_of}
    given = {part: row[name] for part, name in own.items() if name}
    return replace(column, **given) if given else column


def _cell(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    is_left, column = column.kind == "text", _of_row(row, column)
    classes = [
        css
        for css, wanted in (
            ("snb-left", is_left),
            ("snb-words", column.kind == "text" and not is_left),
            ("snb-said", column.is_sentence),
            ("snb-bad", _is_true(row, column.alert)),
            ("snb-small", _is_true(row, column.small)),
        )
        if wanted
    ]
    css = f' class="{" ".join(classes)}"' if classes else ""
    asked = why(_why(row, column, lang))
    return f"<td{css}{_sort_value(row, column)}{asked}>{_shown(row, column, lang)}</td>"


def _why(row: Mapping[Any, Any], column: TableColumn, lang: str) -> list[str]:
    """Return what a figure rests on, a line each; the definition stands in the header."""
    if column.kind == "text" or formats.exact(row[column.name]) is None:
        return []
    lines = []
    parts = _known(row, column.numerator, column.denominator)
    if parts and parts[1]:
        show = formats.money if column.kind in ("percent", "bar", "money") else formats.count
        above, below = (show(part, lang) for part in parts)
        lines.append(label("why_parts", lang, numerator=above, denominator=below))
    if interval := _interval(row, column, lang):
        lines.append(label("why_interval", lang, interval=interval))
    if counted := _known(row, column.n):
        lines.append(label("why_n", lang, n=formats.count(counted[0], lang)))
    return lines


def _known(row: Mapping[Any, Any], *names: str | None) -> list[Any]:
    """Return the values of columns if they all are there."""
    values = [row[name] for name in names if name]
    is_whole = len(values) == len(names) and all(formats.exact(v) is not None for v in values)
    return values if is_whole else []


def _sort_value(row: Mapping[Any, Any], column: TableColumn) -> str:
    """What the column is sorted by: the number itself, and nothing for a missing one."""
    if column.kind == "text":
        return ""
    if column.kind == "date":
        return f' data-sort="{text(plain_value(row[column.name])).replace("-", "")}"'
    number = formats.exact(row[column.name])
    if number is not None and len(number.as_tuple().digits) > _SORT_DIGITS:
        # A mean is summed in any order: its last digits differ from one rendering to the next.
        number = Decimal(f"{number:.{_SORT_DIGITS}g}")
    return f' data-sort="{"" if number is None else format(number, "f")}"'


def _shown(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    shown = _plainly(row, column, lang)
    anchor = row[column.link] if column.link else None
    return f'<a href="#{text(anchor)}">{shown}</a>' if isinstance(anchor, str) else shown


def _plainly(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    words = text(_figure(row, column, lang))
    if column.kind == "text":
        if column.is_sentence or len(words) <= 24:
            return words
        return f'<span class="snb-cut" title="{words}">{words}</span>'
    if column.kind == "bar":
        return f'<span class="snb-figure">{words}</span>{_bar(row[column.name], column)}'
    if column.kind == "rate":
        note = text(_cases(row, column, lang))
        hint = f' title="{text(interval)}"' if (interval := _interval(row, column, lang)) else ""
        return f"<span{hint}>{words}</span>" + (f" <small>{note}</small>" if note else "")
    if _is_true(row, column.small):
        words += f" <small>{text(label('small_sample', lang))}</small>"
    return words


def _figure(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    value, digits = row[column.name], column.digits
    if column.kind == "text":
        return formats.MISSING if not isinstance(value, str) and pd.isna(value) else str(value)
    if column.kind == "money":
        return formats.money(value, lang, digits=digits)
    if column.kind == "count":
        return formats.count(value, lang)
    if column.kind == "number":
        return formats.decimal(value, 1 if digits is None else digits)
    if column.kind == "days":
        return formats.days(value, lang, 1 if digits is None else digits)
    if column.kind == "hours":
        return formats.hours(value, lang, 1 if digits is None else digits)
    if column.kind == "date":
        return formats.MISSING if pd.isna(value) else formats.day(value, lang)
    if column.kind == "chance":
        return formats.chance(value, lang)
    if column.kind == "change":
        return formats.change(value, digits or 0)
    if column.kind == "points":
        return formats.points(value, lang, 1 if digits is None else digits)
    return formats.percent(value, lang, digits or 0)


def _cases(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    parts = []
    if column.numerator and column.denominator:
        cases = (row[column.numerator], row[column.denominator])
        if formats.exact(cases[1]):
            parts.append("/".join(formats.count(case, lang) for case in cases))
    if _is_true(row, column.small) and formats.exact(row[column.name]) is not None:
        parts.append(label("small_sample", lang))
    return " ".join(parts)


def _interval(row: Mapping[Any, Any], column: TableColumn, lang: str) -> str:
    if not (column.low and column.high) or formats.exact(row[column.low]) is None:
        return ""
    ends = (row[column.low], row[column.high])
    return "–".join(formats.percent(end, lang) for end in ends)


def _bar(value: Any, column: TableColumn) -> str:
    number = formats.exact(value)
    if number is None:
        return '<span class="snb-bar snb-empty"></span>'
    share = min(max(float(number), 0.0), 1.0) * 100
    mark = ""
    if column.elapsed is not None:
        mark = f'<i style="left:{min(max(column.elapsed, 0.0), 1.0) * 100:.1f}%"></i>'
    fill = f'<b style="width:{share:.1f}%"></b>'
    return f'<span class="snb-bar" aria-hidden="true">{fill}{mark}</span>'


def _plain(
    rows: Sequence[Mapping[Any, Any]], columns: Sequence[TableColumn], caption: str, left_out: int
) -> Block:
    heads = [
        {"name": c.name, "header": c.header, "kind": c.kind, "definition": c.definition}
        for c in columns
    ]
    cells = [[_plain_cell(row, column) for column in columns] for row in rows]
    block: dict[str, Any] = {"kind": "table", "columns": heads, "rows": cells, "caption": caption}
    if defined := _defined_rows(rows, columns[0]):
        block["defined"] = defined
    return block | ({"left_out": left_out} if left_out > 0 else {})


def _plain_cell(row: Mapping[Any, Any], column: TableColumn) -> Block:
    cell = {"value": plain_value(row[column.name])}
    if column.kind_of:
        cell["kind"] = str(row[column.kind_of])
    for part in ("numerator", "denominator", "low", "high", "n"):
        if name := getattr(column, part):
            cell[part] = plain_value(row[name])
    for mark in ("small", "alert"):
        if _is_true(row, getattr(column, mark)):
            cell[mark] = True
    return cell


def _is_true(row: Mapping[Any, Any], name: str | None) -> bool:
    return name is not None and not pd.isna(row[name]) and bool(row[name])


def _defined_rows(rows: Sequence[Mapping[Any, Any]], head: TableColumn) -> list[list[str]]:
    """Return name and definition of the rows that have one."""
    if head.definition_of is None:
        return []
    return [
        [str(row[head.name]), str(row[head.definition_of])]
        for row in rows
        if row[head.definition_of]
    ]


def _defined(
    rows: Sequence[Mapping[Any, Any]], columns: Sequence[TableColumn]
) -> list[tuple[str, str]]:
    of_columns = [(c.header, c.definition) for c in columns if c.definition]
    return [*of_columns, *((name, said) for name, said in _defined_rows(rows, columns[0]))]


def _definitions(defined: Sequence[tuple[str, str]], lang: str) -> str:
    entries = "".join(f"<dt>{text(name)}</dt><dd>{text(said)}</dd>" for name, said in defined)
    if not entries:
        return ""
    title = text(label("definitions", lang))
    return f"<details><summary>{title}</summary><dl>{entries}</dl></details>"


def _words(
    rows: Sequence[Mapping[Any, Any]],
    columns: Sequence[TableColumn],
    lang: str,
    notes: Sequence[str],
) -> str:
    lines = ["\t".join(column.header for column in columns)]
    for row in rows:
        cells = []
        for column in (_of_row(row, each) for each in columns):
            cases = _cases(row, column, lang) if column.kind == "rate" else ""
            cells.append(_figure(row, column, lang) + (f" ({cases})" if cases else ""))
        lines.append("\t".join(cells))
    return "\n".join([*lines, *notes])
