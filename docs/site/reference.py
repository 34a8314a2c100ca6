"""Pages of the site that are made from the code: tables, metrics, facts, params, commands, Python."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import yaml

from salesnb.cli import main
from salesnb.labels import all_labels, label, meaning
from salesnb.settings import Metric, load_settings
from salesnb.tables import TABLES, Column, Table
from salesnb.workbench import Workbench

ROOT = Path(__file__).parents[2]
WORDS = {
    "name": ("名称", "name"),
    "column": ("列名", "column"),
    "zh": ("中文表头", "Chinese header"),
    "en": ("英文表头", "English header"),
    "type": ("类型", "type"),
    "need": ("是否必填", "needed"),
    "meaning": ("含义", "meaning"),
    "also": ("也认作", "read as well"),
    "key": ("主键", "Key"),
    "dated": ("按此列归入日期", "Dated by"),
    "tables": ("数据表", "Tables"),
    "metrics": ("指标", "Metrics"),
    "facts": ("事实表", "Facts"),
    "params": ("参数文件", "Params"),
    "commands": ("命令", "Commands"),
    "python": ("Python 接口", "Python"),
    "definition": ("口径", "definition"),
    "unit": ("单位", "unit"),
    "formula": ("公式", "formula"),
    "fact": ("事实表", "fact"),
    "day": ("归属日期", "dated by"),
    "rows": ("只计", "rows"),
    "row_is": ("每行为", "A row is"),
    "made_by": ("计算它的 SQL", "Made by"),
    "of_others": ("由其他指标得出", "Made of other metrics"),
    "verb": ("方法", "method"),
    "gives": ("返回", "gives"),
    "frames": ("数据", "Data"),
    "sections": ("报告版块", "Sections of reports"),
}
KINDS = {
    "text": ("文本", "text"),
    "choice": ("选项", "choice"),
    "period": ("期间", "period"),
    "month": ("月份", "month"),
    "date": ("日期", "day"),
    "datetime": ("时间", "time"),
    "money": ("金额", "money"),
    "number": ("数字", "number"),
    "percent": ("百分比", "percent"),
    "flag": ("是否", "yes or no"),
}
NEEDS = {
    "required": ("必填", "required"),
    "recommended": ("建议填写", "recommended"),
    "optional": ("可选", "optional"),
}
UNITS = {
    "money": ("金额", "money"),
    "ratio": ("比率", "ratio"),
    "count": ("个数", "count"),
    "days": ("天", "days"),
    "hours": ("小时", "hours"),
}
LEADS = {
    "tables": (
        "salesnb 读取的表，以及每一列的含义。表头大小写、空格和括号里的单位不计。",
        "What salesnb reads, and what each column means. Capitals, blanks and units in brackets do"
        " not matter in headers.",
    ),
    "metrics": (
        "随程序提供的指标。`wb.explain(名称)` 给出某个范围和期间的数值、SQL 和所用行。怎样修改和增加见"
        " [metrics.md](metrics.md)。",
        "The metrics that come with salesnb. `wb.explain(NAME)` tells a metric's value of a scope"
        " and a period, its SQL and its rows. How to change and add: [metrics.md](metrics.md).",
    ),
    "facts": (
        "指标所依据的事实表：每行是什么，用哪些列认定一行。`wb.table(名称)` 给出范围内的行。",
        "What metrics are computed from: what a row is, and which columns name it."
        " `wb.table(NAME)` gives the rows of the scope.",
    ),
    "params": (
        "`params/` 里的文件及其默认值。工作区自己的文件只需写出不同的键。",
        "The files of `params/` with their defaults. A workspace's own file needs only the keys"
        " that differ.",
    ),
    "commands": (
        "`salesnb 命令 --help` 给出同样的说明。",
        "`salesnb COMMAND --help` tells the same.",
    ),
    "python": (
        "`wb = salesnb.open(...)` 之后的方法。JupyterLab 里 `help(wb.metrics)` 给出全部说明。",
        "What can be asked of `wb = salesnb.open(...)`. `help(wb.metrics)` tells all of one.",
    ),
}


def pages(lang: str) -> dict[str, str]:
    """Return the text of each page of the reference in a language, by its name without `.md`."""
    makers: dict[str, Callable[[str], Iterable[str]]] = {
        "tables": _tables,
        "metrics": _metrics,
        "facts": _facts,
        "params": _params,
        "commands": _commands,
        "python": _python,
    }
    return {
        f"reference-{name}": "\n".join(
            [f"# {_word(name, lang)}", "", _of(LEADS[name], lang), "", *make(lang)]
        )
        for name, make in makers.items()
    }


def words() -> list[str]:
    """Return the Chinese words of the field, which a dictionary would cut in pieces."""
    metrics = [metric.zh for metric in load_settings(None).metrics.values()]
    columns = [column.zh for table in TABLES.values() for column in table.columns]
    return [*metrics, *columns, *(table.zh for table in TABLES.values())]


def _of(both: tuple[str, str], lang: str) -> str:
    return both[0 if lang == "zh" else 1]


def _word(key: str, lang: str) -> str:
    return _of(WORDS[key], lang)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(head)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _tables(lang: str) -> Iterator[str]:
    heads = [_word(key, lang) for key in ("column", "zh", "en", "type", "need", "meaning", "also")]
    for table in TABLES.values():
        yield f"## {table.zh if lang == 'zh' else table.en} `{table.name}`"
        yield ""
        yield f"{_word('key', lang)}: {', '.join(_code(name) for name in table.key)}  "
        if table.dated_by:
            yield f"{_word('dated', lang)}: {_code(table.dated_by)}"
        yield ""
        yield from _table(heads, (_column(table, column, lang) for column in table.columns))


def _column(table: Table, column: Column, lang: str) -> list[str]:
    kind, need = (_of(words, lang) for words in (KINDS[column.kind], NEEDS[column.need]))
    also = ", ".join(column.headers)
    return [
        _code(column.name),
        column.zh,
        column.en,
        kind,
        need,
        meaning(table.name, column.name, lang),
        also,
    ]


def _metrics(lang: str) -> Iterator[str]:
    by_fact: dict[str, list[tuple[str, Metric]]] = {}
    for name, metric in load_settings(None).metrics.items():
        by_fact.setdefault(metric.fact or "", []).append((name, metric))
    for fact, metrics in by_fact.items():
        yield f"## {f'fact_{fact}' if fact else _word('of_others', lang)}"
        yield ""
        for name, metric in metrics:
            yield from _metric(name, metric, lang)


def _metric(name: str, metric: Metric, lang: str) -> Iterator[str]:
    yield f"### {metric.label(lang)} `{name}`"
    yield ""
    yield metric.definition_zh if lang == "zh" else metric.definition_en
    yield ""
    formula = metric.formula or f"{metric.of} / {metric.against} {metric.to or ''}".strip()
    said = {
        "formula": _code(formula),
        "rows": _code(metric.where),
        "day": _code(metric.dated_by),
        "unit": _of(UNITS[metric.unit], lang),
    }
    yield from (f"- {_word(key, lang)}: {text}" for key, text in said.items() if text)
    yield ""


def _facts(lang: str) -> Iterator[str]:
    metrics = load_settings(None).metrics
    known = all_labels()
    for path in sorted((ROOT / "salesnb/models").glob("fact_*.yml")):
        fact = yaml.safe_load(path.read_text("utf-8"))
        grain = f"grain_{path.stem}"
        yield f"## `{path.stem}`"
        yield ""
        if grain in known:
            yield f"- {_word('row_is', lang)}: {label(grain, lang)}"
        yield f"- {_word('key', lang)}: {', '.join(_code(key) for key in fact['keys'])}"
        yield f"- {_word('made_by', lang)}: `salesnb/models/{path.stem}.sql`"
        made = [name for name, metric in metrics.items() if f"fact_{metric.fact}" == path.stem]
        if made:
            yield f"- {_word('metrics', lang)}: {', '.join(_code(name) for name in made)}"
        yield ""


def _params(_: str) -> Iterator[str]:
    for path in sorted((ROOT / "params").rglob("*.yml")):
        yield f"## {path.relative_to(ROOT).as_posix()}"
        yield ""
        yield "```yaml"
        yield path.read_text("utf-8").rstrip()
        yield "```"
        yield ""


def _commands(lang: str) -> Iterator[str]:
    for path, command in _walk(main, ("salesnb",)):
        context = click.Context(command, info_name=" ".join(path), max_content_width=90)
        yield f"## {' '.join(path)}"
        yield ""
        yield "```text"
        yield command.get_help(context).rstrip()
        yield "```"
        yield ""


def _walk(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _walk(command.commands[name], (*path, name))


def _python(lang: str) -> Iterator[str]:
    found = [(name, member) for name, member in _members() if inspect.getdoc(member)]
    for part in ("frames", "sections"):
        yield f"## {_word(part, lang)}"
        yield ""
        wanted = part == "sections"
        rows = (
            [f"`wb.{name}{_parameters(member)}`", _first(member)]
            for name, member in found
            if _is_section(member) == wanted
        )
        yield from _table([_word("verb", lang), _word("gives", lang)], rows)


def _members() -> Iterator[tuple[str, Callable[..., object]]]:
    for name, member in sorted(inspect.getmembers(Workbench, inspect.isfunction)):
        if not name.startswith("_"):
            yield name, member


def _is_section(member: Callable[..., object]) -> bool:
    return "Html" in str(member.__annotations__.get("return", ""))


def _parameters(member: Callable[..., object]) -> str:
    parameters = list(inspect.signature(member).parameters.values())[1:]
    told = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in parameters]
    return f"({', '.join(told)})"


def _first(member: Callable[..., object]) -> str:
    return re.sub(r"\s+", " ", (inspect.getdoc(member) or "").split("\n\n")[0])
