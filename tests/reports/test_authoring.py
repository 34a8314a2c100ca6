"""`salesnb new` and `salesnb check-notebook`: from a notebook of one's own to a scheduled report."""

import json
from pathlib import Path

import nbformat
import pytest

from salesnb.reports.authoring import check_notebook
from salesnb.workspace import Workspace

SHIPPED = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
PARAMETERS = "\n".join(
    f"{name}: str = ''  # x" for name in ("workspace", "scope", "period", "as_of", "viewer", "lang")
)


@pytest.fixture
def remarks(tmp_path: Path):
    """What is said of a notebook with a parameters cell and these cells of code, `cell: text`."""

    def of(*sources: str, lang: str = "en", parameters: str | None = PARAMETERS) -> list[str]:
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        if parameters is not None:
            first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
            cells.insert(0, first)
        path = tmp_path / "own.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return [remark.text(lang) for remark in check_notebook(path)]

    return of


def test_a_new_notebook_passes_the_check_and_renders_at_once(demo_en: Workspace, salesnb) -> None:
    job = demo_en.root / "params" / "jobs" / "weekly.yml"
    before = job.read_text("utf-8")
    try:
        made = salesnb(demo_en, "new", "mine", "--job", "weekly")
        assert made.exit_code == 0 and "salesnb render mine" in made.stderr
        path = demo_en.notebooks / "mine.ipynb"
        assert salesnb(demo_en, "check-notebook", path).exit_code == 0
        assert "notebooks: [weekly, forecast, mine]\n" in job.read_text("utf-8")
        assert job.read_text("utf-8").replace(", mine]", "]") == before
        rendered = salesnb(demo_en, "render", "mine", "--period", "2026-09")
        assert rendered.exit_code == 0, rendered.stderr
        html = (demo_en.reports / "2026-09" / "company" / "mine.en.html").read_text("utf-8")
        assert "The results at a glance" in html and "业绩概览" not in html
    finally:
        job.write_text(before, "utf-8")
        (demo_en.notebooks / "mine.ipynb").unlink(missing_ok=True)


def test_like_begins_with_another_notebook_without_its_outputs(
    workspace: Workspace, salesnb
) -> None:
    source = workspace.notebooks / "funnel.ipynb"
    ran = json.loads(source.read_text("utf-8"))
    for cell in ran["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": [
                {"output_type": "stream", "name": "stdout", "text": "甲公司"}]}  # fmt: skip
    source.write_text(json.dumps(ran), "utf-8")
    assert salesnb(workspace, "new", "漏斗二", "--like", "funnel").exit_code == 0
    copied = (workspace.notebooks / "漏斗二.ipynb").read_text("utf-8")
    assert "甲公司" not in copied and "wb.funnel_headline(reading)" in copied


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["funnel"], "已有名为“funnel”的笔记本"),
        (["../x"], "不能作笔记本的名字"),
        (["x", "--like", "funel"], "是不是“funnel”"),
        (["x", "--job", "wekly"], "是不是“weekly”"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_written(
    workspace: Workspace, salesnb, words: list[str], said: str
) -> None:
    before = sorted(workspace.notebooks.iterdir())
    done = salesnb(workspace, "new", *words)
    assert done.exit_code == 2 and said in done.stderr
    assert sorted(workspace.notebooks.iterdir()) == before


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_notebooks_pass(path: Path) -> None:
    assert check_notebook(path) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("pd.read_excel('/home/li/a.xlsx')\nimport pandas as pd", "/home/li/a.xlsx exists on one"),
        (r"path = 'D:\\sales\\a.xlsx'", "exists on one machine only"),
        ("db_password = 'hunter22'", "db_password holds a password"),
        ("login(token='abcdef')\ndef login(token): pass", "token holds a password"),
        ("hook = 'https://oapi.dingtalk.com/robot/send?x=1'", "webhook address of a chat"),
        ("url = 'https://u:p4ss@example.com'", "address with user and password"),
        ("import requests", "imports requests, which goes to the network"),
        ("!pip install x", "!pip install x needs a terminal"),
        ("%matplotlib widget", "needs a terminal"),
        ("name = input('?')", "input() waits for somebody"),
        ("x = = 1", "line 1 is no valid Python"),
        ("missing + 1", "uses missing, which no cell defines"),
    ],
)
def test_what_would_not_work_is_said_of_its_cell(remarks, source: str, said: str) -> None:
    (line,) = remarks(source)
    assert line.startswith("cell 2: ") and said in line


@pytest.mark.parametrize(
    "source",
    [
        "import pandas as pd\n[n for n in range(3)]\ndef f(a):\n    return a + pd.NA",
        "%time x = 1",
        "a = 'share: %d' \\\n% 3",
        "display(scope, '/', 'a/b', 'https://example.com/a')",
        "import os\ntoken = os.environ['TOKEN']\nsecrets = None",
        "from urllib.parse import quote\nquote('x')",
    ],
)
def test_what_works_is_not_spoken_of(remarks, source: str) -> None:
    assert remarks(source) == []


def test_a_name_defined_in_a_later_cell_is_hidden_state(remarks) -> None:
    assert remarks("total + 1", "total = 2", "def f():\n    return total") == [
        "cell 2: uses total, which cell 3 defines later. Move that cell up."
    ]


def test_a_secret_is_never_repeated(remarks) -> None:
    assert "hunter22" not in "".join(remarks("password = 'hunter22'"))


def test_without_parameters_the_whole_notebook_cannot_be_scheduled(remarks) -> None:
    assert "notebook: no cell is tagged parameters" in remarks("1", parameters=None)[0]
    (line,) = remarks("1", parameters="workspace: str = '.'\nscope = None")
    assert line.startswith("cell 1: the parameters cell lacks period, as_of, viewer, lang.")
    assert remarks("1", parameters="", lang="zh")[0].startswith("第 1 格：参数格缺少 workspace")


def test_outputs_and_order_are_told_and_exit_with_1(
    workspace: Workspace, salesnb, tmp_path: Path
) -> None:
    output = nbformat.v4.new_output("stream", text="甲公司 100 万")
    cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("a = 1", execution_count=5, outputs=[output]),
        nbformat.v4.new_code_cell("a", execution_count=2),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "ran.ipynb")
    done = salesnb(workspace, "check-notebook", tmp_path / "ran.ipynb")
    lines = done.stdout.splitlines()
    assert done.exit_code == 1 and [line.split("：")[0] for line in lines] == ["第 2 格", "第 3 格"]
    assert "保留了运行结果" in lines[0] and "曾在后面的单元格之后运行" in lines[1]
    assert "2 处问题" in done.stderr


def test_a_file_that_is_no_notebook_is_refused(workspace: Workspace, salesnb) -> None:
    path = workspace.root / "a.ipynb"
    path.write_text("no", "utf-8")
    done = salesnb(workspace, "check-notebook", path)
    assert done.exit_code == 1 and "不是笔记本文件" in done.stderr
