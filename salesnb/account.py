"""The account of an import, as lines of text: what came in, and where it went."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from salesnb.imports import Imported
from salesnb.labels import label, plural
from salesnb.loaders import LoadResult
from salesnb.loaders.problems import say_place
from salesnb.loaders.rules import RULES
from salesnb.store import Change, ImportSummary, Resealed, Waiting
from salesnb.tables import TABLES

_SHOWN_PROBLEMS = 50
_COUNTED = ("rows_in", "new", "updated", "unchanged", "repeated", "rejected")


def import_lines(imported: Imported, lang: str) -> list[str]:
    """Return problems, remarks, rows per sheet, what was done per table, and how it ended."""
    result, summary = imported.result, imported.summary
    lines = [*_problem_lines(result, lang), *count_lines(result, lang)]
    if not imported.has_news:
        return [*lines, label("account_no_news", lang)]
    if summary is None:
        files = label("account_note_tables", lang).join(sorted({*result.errors["file"]}))
        return [*lines, label("account_refused", lang, files=files)]
    return [*lines, *_change_lines(summary.changes, lang), *_end_lines(summary, lang)]


def count_lines(result: LoadResult, lang: str) -> list[str]:
    """Return the remarks, and the rows that came in per sheet and table."""
    lines = [label("account_note", lang) + note.text(lang) for note in result.notes]
    for row in result.counts.itertuples():
        line = label(
            "account_sheet",
            lang,
            place=say_place(str(row.file), str(row.sheet), "", 0, lang),
            table=_table(str(row.table), lang),
            rows=row.rows_in,
            good=row.good,
            rejected=row.rejected,
        )
        if row.repeated:
            line += label("account_sheet_repeated", lang, repeated=row.repeated)
        lines.append(line)
    return lines


def status_lines(found: Mapping[str, Any], waiting: Sequence[Waiting], lang: str) -> list[str]:
    """Return what `workspace_status` found, and where rows wait."""
    imported, run = found["last_import"] or {}, found["last_run"] or "-"
    rows = [
        *([_table(table, lang), f"{count:,}"] for table, count in found["tables"].items()),
        [label("status_waiting", lang), f"{found['rejected']:,}"],
        [label("status_last_import", lang), imported.get("imported_at", "-")],
        [label("status_snapshot", lang), found["snapshot"] or "-"],
        [label("status_last_report", lang), run.replace("T", " ")],
    ]
    return [*_aligned(rows), *_waiting_lines(waiting, lang)]


def _waiting_lines(waiting: Sequence[Waiting], lang: str) -> list[str]:
    """Return where rows wait and for what: places and rules, no values."""
    if not waiting:
        return []
    comma = label("account_note_tables", lang)
    lines = [label("status_waiting_head", lang)]
    for sheet in waiting:
        numbers = comma.join(map(str, sheet.first))
        lines.append(
            label(
                "status_waiting_sheet",
                lang,
                place=say_place(sheet.file, sheet.sheet, "", 0, lang),
                rows=plural("row_count", lang, sheet.rows).strip(),
                tables=comma.join(_table(name, lang) for name in TABLES if name in sheet.tables),
                rules=comma.join(
                    f"{_rule_name(rule, lang)} {count:,}" for rule, count in sheet.rules.items()
                ),
                numbers=numbers + (" …" if sheet.rows > len(sheet.first) else ""),
            )
        )
    return lines


def _table(name: str, lang: str) -> str:
    """Return a table's name as it is typed, in Chinese after its title."""
    return name if lang == "en" or name not in TABLES else f"{TABLES[name].zh} {name}"


def _rule_name(rule: str, lang: str) -> str:
    """Return a rule's short name; one of an earlier version is called by its id."""
    return label(f"name_of_{rule}", lang) if rule in RULES else rule


def _problem_lines(result: LoadResult, lang: str) -> list[str]:
    problems = result.problems
    shown = problems.sort_values("severity", kind="stable").head(_SHOWN_PROBLEMS)
    messages = shown["message_zh" if lang == "zh" else "message"]
    lines = [
        label(f"severity_{severity}", lang).lower() + label("colon", lang) + message
        for message, severity in zip(messages, shown["severity"], strict=True)
    ]
    if len(problems) > len(shown):
        lines.append(label("account_more", lang, count=len(problems) - len(shown)))
    return lines


def _change_lines(changes: Sequence[Change], lang: str) -> list[str]:
    """Return a table whose columns add up: rows in = new + updated + … + rejected."""
    filled = [change for change in changes if change.rows_in]
    counted = [[getattr(change, name) for name in _COUNTED] for change in filled]
    rows = [
        [label(f"account_{name}", lang) for name in ("table", *_COUNTED)],
        *(
            [_table(change.table, lang), *map("{:,}".format, figures)]
            for change, figures in zip(filled, counted, strict=True)
        ),
    ]
    if len(filled) > 1:
        totals = [sum(figures) for figures in zip(*counted, strict=True)]
        rows.append([label("account_total", lang), *map("{:,}".format, totals)])
    lines = _aligned(rows)
    for what in ("closed", "observed", "superseded"):
        lines += [
            plural(f"account_{what}", lang, count, table=_table(change.table, lang))
            for change in changes
            if (count := getattr(change, what))
        ]
    return lines


def _end_lines(summary: ImportSummary, lang: str) -> list[str]:
    name = summary.snapshot.name
    if summary.is_same:
        end = label("account_same", lang, number=summary.import_id, snapshot=name)
    else:
        end = label("account_stored", lang, snapshot=name)
    lines = [*_key_lines(summary.resealed, lang), end]
    if summary.rejected:
        lines.append(plural("account_wait", lang, summary.rejected))
    return lines


def _key_lines(resealed: Resealed | None, lang: str) -> list[str]:
    """Return what is said once, when the snapshots of an earlier version have been encrypted."""
    if resealed is None:
        return []
    done = [label("key_upgraded", lang, count=len(resealed.written), key=resealed.key_id)]
    if resealed.unread:
        done.append(label("key_unread", lang, names=", ".join(resealed.unread)))
    return done


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return cells as columns of equal width, the first to the left, figures to the right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first + " " * (widths[0] - cell_len(first))]
        cells += [
            " " * (width - cell_len(text)) + text
            for text, width in zip(others, widths[1:], strict=True)
        ]
        lines.append("  ".join(cells))
    return lines
