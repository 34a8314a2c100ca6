"""Where the tables of a hand-made sheet stand: headers, names of rows, figures, lines above."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from salesnb.compare.numbers import read_number
from salesnb.compare.words import Words
from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.sheets.read import RawSheet

Grid = list[list[str]]
_MOST_HEADERS = 3


@dataclass
class OldTable:
    """One table of a sheet; rows and columns count from 0 in the grid.

    Attributes
    ----------
    headers : rows of headers, filled to the right where a header stands over several columns.
    names : columns with the names of the rows, filled downwards where a name holds for several.
    figures : columns of figures.
    rows : rows of figures.
    titles : the lines above.
    """

    headers: list[int]
    names: list[int]
    figures: list[int]
    rows: list[int]
    titles: list[str]
    over: dict[tuple[int, int], str] = field(default_factory=dict)
    beside: dict[tuple[int, int], str] = field(default_factory=dict)

    def labels_over(self, column: int) -> list[str]:
        """Return the headers of a column, from the top."""
        return [text for row in self.headers if (text := self.over.get((row, column), ""))]

    def labels_beside(self, row: int) -> list[str]:
        """Return the names of a row, from the left."""
        return [text for column in self.names if (text := self.beside.get((row, column), ""))]


def grid_of(sheet: RawSheet) -> Grid:
    """Return a sheet's cells as texts, empty where blank."""
    rows = sheet.cells.fillna("").to_numpy(dtype=object).tolist()
    return [[str(text) for text in row] for row in rows]


def find_tables(sheet: RawSheet, words: Words) -> list[OldTable]:
    """Return the tables of a sheet, from the top.

    A table begins with the header rows above its first row of figures; rows behind a blank one
    that have no headers of their own go on with it.
    """
    grid = grid_of(sheet)
    tables: list[OldTable] = []
    titles: list[str] = []
    for block in _blocks(grid, words):
        first = next((row for row in block if _is_data(grid[row])), None)
        if first is None:
            titles += [text for row in block for text in grid[row] if text]
            continue
        headers = _headers(grid, block[: block.index(first)], words)
        above = [row for row in block if row < (headers[0] if headers else first)]
        titles += [text for row in above for text in grid[row] if text]
        data = [row for row in block if row >= first]
        if not headers and tables:
            _extend(tables[-1], grid, data)
        else:
            tables.append(_table(sheet, grid, headers, data, list(titles), words))
    return tables


def _blocks(grid: Grid, words: Words) -> list[list[int]]:
    """Cut a sheet at blank rows, and where new headers follow figures."""
    blocks: list[list[int]] = [[]]
    for row, texts in enumerate(grid):
        if not any(texts):
            blocks.append([])
            continue
        before = blocks[-1]
        if before and _is_data(grid[before[-1]]) and _names_figures(texts, words):
            blocks.append([])
        blocks[-1].append(row)
    return [block for block in blocks if block]


def _is_data(texts: Sequence[str]) -> bool:
    """Return whether a row holds figures; one of years alone is a header."""
    numbers = [text for text in texts if read_number(text)]
    if len(numbers) > 1 and all(map(_is_year, numbers)):
        return False
    return bool(numbers)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and text.startswith("20")


def _names_figures(texts: Sequence[str], words: Words) -> bool:
    """Return whether a row without numbers names figures or periods in several cells."""
    filled = [text for text in texts if text]
    if any(read_number(text) and not _is_year(text) for text in filled):
        return False
    labels = [words.read(text) for text in filled]
    return len(filled) > 1 and any(label and not label.is_total for label in labels)


def _headers(grid: Grid, above: Sequence[int], words: Words) -> list[int]:
    found: list[int] = []
    for row in reversed(above):
        filled = [(column, text) for column, text in enumerate(grid[row]) if text]
        labels = [label for _, text in filled if (label := words.read(text)) is not None]
        is_next = not found and len(filled) > 1
        behind_first = any(column > 0 for column, _ in filled)
        if len(found) == _MOST_HEADERS or not (is_next or (labels and behind_first)):
            break
        if found and len(filled) == 1 and len(grid[row]) > 3 and labels[0].span:
            break  # a month alone above the headers is a title
        found.insert(0, row)
    return found


def _table(
    sheet: RawSheet,
    grid: Grid,
    headers: list[int],
    data: list[int],
    titles: list[str],
    words: Words,
) -> OldTable:
    width = len(grid[0])
    last = grid[headers[-1]] if headers else [""] * width
    skipped = {c for c in range(width) if _left_out(grid, headers, c, words)}
    figures = [
        c
        for c in range(width)
        if c not in skipped and _holds_figures(grid, data, c, last[c], words)
    ]
    first = min(figures, default=width)
    names = [c for c in range(first) if c not in skipped and any(grid[r][c] for r in data)]
    table = OldTable(headers, names, figures, data, titles)
    _fill_right(table, sheet, grid)
    _fill_down(table, grid, data)
    return table


def _left_out(grid: Grid, headers: Sequence[int], column: int, words: Words) -> bool:
    said = [read_header(grid[row][column]).key for row in headers if grid[row][column]]
    return bool(said) and said[-1] in words.left_out


def _holds_figures(grid: Grid, data: Sequence[int], column: int, header: str, words: Words) -> bool:
    filled = [grid[row][column] for row in data if grid[row][column]]
    numbers = sum(read_number(text) is not None for text in filled)
    if numbers * 2 < len(filled) or not numbers:
        is_name = words.dimension(header) is not None or column == 0
        return bool(filled) and not is_name and _is_metric(header, words)
    label = words.read(header)
    is_month_name = label is not None and label.span is None and not label.metric
    months = all(text.isdigit() and 1 <= int(text) <= 12 for text in filled)
    said = read_header(header).key in ("月", "月份", "month", "年", "年份", "年度", "year")
    return not (said and (months or all(map(_is_year, filled)))) and not (is_month_name and said)


def _is_metric(header: str, words: Words) -> bool:
    label = words.read(header)
    return label is not None and bool(label.metric or label.kind)


def _fill_right(table: OldTable, sheet: RawSheet, grid: Grid) -> None:
    spans = {
        (top, left - sheet.first_column): right - sheet.first_column
        for top, left, _, right in sheet.merged
    }
    for row in table.headers:
        merged = any(top == row and right > left for (top, left), right in spans.items())
        held, until = "", -1
        for column in range(len(grid[row])):
            text = grid[row][column]
            if text:
                held = text if column in table.figures else ""
                until = spans.get((row, column), column) if merged else len(grid[row])
            last = row == table.headers[-1]
            if column in table.figures:
                table.over[row, column] = text or ("" if last or column > until else held)


def _fill_down(table: OldTable, grid: Grid, data: Sequence[int]) -> None:
    for nth, column in enumerate(table.names):
        held = ""
        for row in data:
            held = grid[row][column] or ("" if nth == len(table.names) - 1 else held)
            table.beside[row, column] = held


def _extend(table: OldTable, grid: Grid, data: list[int]) -> None:
    table.rows += data
    _fill_down(table, grid, data)
