"""The examples for Airflow and Prefect: their parameters, notebooks and commands exist.

Neither program is installed here. The blocks are read as syntax; what the PapermillOperator would
hand to papermill is evaluated and run.
"""

import ast
import inspect
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import papermill
import pytest

from salesnb.cli import main
from salesnb.errors import UsageError
from salesnb.reports.parameters import check_parameters
from salesnb.workspace import Workspace
from tests.docs.documents import ROOT, blocks
from tests.docs.stand_ins import StandIns

PAGES = [ROOT / "docs/orchestration.md", ROOT / "docs/zh/orchestration.md"]
AIRFLOW_JOB, AIRFLOW_CODES, AIRFLOW_TEAMS, PREFECT_JOB, PREFECT_TEAMS = range(5)
FILLED_IN = {
    "{{ data_interval_end.in_timezone(dag.timezone).to_date_string() }}": "2026-10-02",
    "{{ data_interval_end.in_timezone(dag.timezone).subtract(months=1).format('YYYY-MM') }}": "2026-09",
}
"""What Airflow would put in the place of the templates, in a run of the second of October."""
TEXT = "a text that is known when it runs"

each_page = pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])


def example(number: int, page: Path = PAGES[0]) -> str:
    """Return an example of a page."""
    return blocks(page, "python")[number]


def fill_in(text: str) -> str:
    """Return a text with its templates filled in; one that is not in FILLED_IN is a KeyError."""
    return re.sub(r"{{.*?}}", lambda found: FILLED_IN[found.group()], text)


def constants(tree: ast.Module) -> dict[str, Any]:
    """Return the values of the names that an example assigns at its top."""
    return {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def value_of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return a literal or the value of a constant; all else is some text."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id, TEXT)
    if isinstance(node, ast.JoinedStr):
        parts = (
            part.value if isinstance(part, ast.FormattedValue) else part for part in node.values
        )
        return "".join(str(value_of(part, names)) for part in parts)
    return TEXT


def parameters_of(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what an example hands to notebooks: parameters=, "parameters": and third arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "parameters":
            yield node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "parameters":
                    yield value
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("execute_notebook"):
            yield from node.args[2:3]


def check_notebook(text: str) -> None:
    """Refuse an example whose notebook is missing or does not have what it is given."""
    tree = ast.parse(text)
    names = constants(tree)
    (name,) = re.findall(r"/notebooks/(\w+)\.ipynb", text)
    notebook = ROOT / "notebooks" / f"{name}.ipynb"
    assert notebook.is_file(), f"{name}.ipynb does not exist"
    found = list(parameters_of(tree))
    assert found, "no notebook is given parameters"
    for each in found:
        assert isinstance(each, ast.Dict), f"{ast.unparse(each)} is not written out"
        keys = [ast.literal_eval(key) for key in each.keys if key is not None]
        values = [value_of(value, names) for value in each.values]
        check_parameters(notebook, {}, dict(zip(keys, values, strict=True)))


def salesnb_calls(text: str) -> list[list[str]]:
    """Return the words after `salesnb` of the commands in an example, in a text or a list."""
    tree = ast.parse(text)
    names = constants(tree)
    parts = (each for node in tree.body if not isinstance(node, ast.Assign) for each in _said(node))
    calls = (_words(part, names) for part in parts)
    return [words[1:] for words in calls if words and words[0].endswith("/salesnb")]


def _said(node: ast.AST) -> Iterator[ast.List | ast.JoinedStr | ast.Constant]:
    """Yield the outermost lists and texts."""
    if isinstance(node, ast.List | ast.JoinedStr | ast.Constant):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _said(child)


def _words(said: ast.expr, names: Mapping[str, Any]) -> list[str]:
    if not isinstance(said, ast.List):
        text = str(value_of(said, names))
        return shlex.split(fill_in(text)) if "/salesnb " in text else []
    words: list[str] = []
    for part in said.elts:
        if isinstance(part, ast.Starred):
            words += value_of(part.value, names)
        else:
            words.append(str(value_of(part, names)))
    return words


def check_call(words: list[str]) -> None:
    """Refuse a call with a command, an option or a job that does not exist; nothing is run."""
    outer = click.Context(main, info_name="salesnb")
    main.parse_args(outer, list(words))
    name, command, rest = main.resolve_command(outer, [*outer._protected_args, *outer.args])
    assert name is not None and command is not None
    inner = click.Context(command, info_name=name, parent=outer)
    command.parse_args(inner, rest)
    job = inner.params["job"]
    jobs = {path.stem for path in (ROOT / "params" / "jobs").glob("*.yml")}
    assert job in {*jobs, TEXT}, f"there is no job {job}"


@each_page
@pytest.mark.parametrize("number", [AIRFLOW_TEAMS, PREFECT_TEAMS])
def test_a_notebook_has_every_parameter_that_an_example_gives_it(page: Path, number: int) -> None:
    check_notebook(example(number, page))


@each_page
def test_every_example_runs_a_notebook_or_a_command(page: Path) -> None:
    texts = blocks(page, "python")
    notebooks = [number for number, text in enumerate(texts) if ".ipynb" in text]
    commands = [number for number, text in enumerate(texts) if salesnb_calls(text)]
    assert notebooks == [AIRFLOW_TEAMS, PREFECT_TEAMS]
    assert commands == [AIRFLOW_JOB, AIRFLOW_CODES, PREFECT_JOB]
    assert len(texts) == len(notebooks) + len(commands)


@pytest.mark.parametrize("number", [AIRFLOW_TEAMS, PREFECT_TEAMS])
@pytest.mark.parametrize(
    ("written", "altered", "said"),
    [
        ('"reading":', '"readings":', "reading"),
        ('"period":', '"month":', "month"),
        ('"reading": "strict"', '"reading": 5', "reading"),
        ('"viewer": leader', '"viewer": True', "viewer"),
        ("funnel.ipynb", "funnels.ipynb", "funnels.ipynb does not exist"),
        ("notebooks/funnel", "notebooks/daily", "reading"),
    ],
)
def test_a_wrong_name_value_or_notebook_is_found(
    number: int, written: str, altered: str, said: str
) -> None:
    text = example(number)
    assert written in text
    with pytest.raises((UsageError, AssertionError), match=said):
        check_notebook(text.replace(written, altered))


def test_a_template_is_refused_where_the_notebook_wants_a_number(tmp_path: Path) -> None:
    text = (ROOT / "notebooks/funnel.ipynb").read_text("utf-8")
    assert r"reading: str = \"imputed\"" in text
    copy = tmp_path / "funnel.ipynb"
    copy.write_text(text.replace(r"reading: str = \"imputed\"", "reading: int = 1"), "utf-8")
    check_parameters(copy, {}, {"reading": 2})
    with pytest.raises(UsageError, match="reading"):
        check_parameters(copy, {}, {"reading": next(iter(FILLED_IN))})


@each_page
def test_the_examples_hand_papermill_arguments_that_it_takes(page: Path) -> None:
    known = set(inspect.signature(papermill.execute_notebook).parameters)
    calls = [
        node
        for node in ast.walk(ast.parse(example(PREFECT_TEAMS, page)))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "execute_notebook"
    ]
    assert len(calls) == 1
    assert {word.arg for word in calls[0].keywords} <= known


@each_page
@pytest.mark.parametrize("number", [AIRFLOW_JOB, AIRFLOW_CODES, PREFECT_JOB])
def test_the_commands_of_an_example_exist_with_their_options(page: Path, number: int) -> None:
    (call,) = salesnb_calls(example(number, page))
    check_call(call)


@pytest.mark.parametrize(
    ("number", "written", "altered", "said"),
    [
        (AIRFLOW_JOB, "run daily", "rum daily", "rum"),
        (AIRFLOW_JOB, "run daily", "run dayly", "dayly"),
        (AIRFLOW_JOB, "--wait 60", "--wait soon", "soon"),
        (AIRFLOW_CODES, '"--date"', '"--day"', "--day"),
        (PREFECT_JOB, '"--workspace"', '"--folder"', "--folder"),
    ],
)
def test_a_wrong_command_option_or_job_is_found(
    number: int, written: str, altered: str, said: str
) -> None:
    text = example(number)
    assert written in text
    (call,) = salesnb_calls(text.replace(written, altered))
    with pytest.raises((click.ClickException, UsageError, AssertionError), match=said):
        check_call(call)


def mapped(text: str) -> list[dict[str, Any]]:
    """Return what each task of the PapermillOperator is given, evaluated as Airflow does."""
    tree = ast.parse(text)
    (listed,) = (
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(").expand_kwargs")
    )
    return eval(compile(ast.Expression(listed), "example", "eval"), constants(tree))


def test_plain_papermill_runs_what_the_operator_is_given(
    demo_en: Workspace, tmp_path: Path
) -> None:
    first, second = mapped(example(AIRFLOW_TEAMS))
    assert fill_in(first["output_nb"]) != fill_in(second["output_nb"])
    given = {name: fill_in(value) for name, value in first["parameters"].items()}
    (leader,) = StandIns(demo_en).put([given["viewer"]])
    given |= {"workspace": str(demo_en.root), "viewer": leader}
    out = tmp_path / Path(fill_in(first["output_nb"])).name
    notebook = ROOT / "notebooks/funnel.ipynb"
    papermill.execute_notebook(notebook, out, given, kernel_name="python3", progress_bar=False)
    executed = out.read_text("utf-8")
    assert "East 1" in executed and leader in executed
    assert '"output_type": "error"' not in executed
