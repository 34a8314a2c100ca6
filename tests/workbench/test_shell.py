"""Tab completion and the display of frames, asked of a real kernel as JupyterLab asks it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

import salesnb as product
from salesnb.workbench.shell.completion import names_for
from salesnb.workbench.shell.frames import frame_html
from salesnb.workspace import Workspace

OPEN = "import salesnb\nwb = salesnb.open('.', period='2026-09')"


@pytest.fixture(scope="module")
def kernel(demo_en: Workspace) -> Iterator[Any]:
    """A kernel in the workspace, with `wb` open."""
    root = str(Path(__file__).parents[2])
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(demo_en.root))
    try:
        client.execute_interactive(f"import sys; sys.path.insert(0, {root!r})\n{OPEN}", timeout=120)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def complete(kernel: Any) -> Callable[[str], list[str]]:
    """Ask what may stand at the end of a line."""

    def ask(line: str) -> list[str]:
        kernel.complete(line, len(line))
        while True:
            message = kernel.get_shell_msg(timeout=60)
            if message["msg_type"] == "complete_reply":
                content = message["content"]
                begun = line[: content["cursor_start"]]
                return [begun + match for match in content["matches"]]

    return ask


def test_names_complete_inside_quotes(complete: Callable[[str], list[str]]) -> None:
    assert complete('wb.metrics("win_') == ['wb.metrics("win_rate']
    assert complete('wb.metrics(["sales"], by="re') == [
        'wb.metrics(["sales"], by="region',
        'wb.metrics(["sales"], by="rep',
    ]
    assert complete("wb.explain('fact_sa") == ["wb.explain('fact_sales"]
    assert complete('wb.table("ord') == ['wb.table("orders']
    assert 'salesnb.open(".", scope="team:East 1' in complete('salesnb.open(".", scope="team:E')


def test_a_dot_lists_verbs_and_nothing_else(complete: Callable[[str], list[str]]) -> None:
    found = {match.removeprefix("wb.") for match in complete("wb.")}
    assert {"metrics", "explain", "ranking"} <= found
    assert not {"settings", "workspace", "_store", "has_leads", "__dir__"} & found


def test_quotes_of_others_are_left_alone(complete: Callable[[str], list[str]]) -> None:
    assert not any("win_rate" in match for match in complete('open("win'))


@pytest.mark.parametrize(
    "line",
    [
        'wb.metrics("sales")',
        'wb.metrics("sales", period="20',
        'other.metrics("sa',
        'wb.ranking("re',
    ],
)
def test_where_nothing_fits_nothing_is_offered(line: str, demo_en: Workspace) -> None:
    assert names_for(line, {"wb": product.open(demo_en.root)}) == ("", [])


def test_a_frame_of_metrics_is_shown_as_figures(kernel: Any) -> None:
    shown: list[dict[str, Any]] = []
    code = "frame = wb.metrics(['win_rate', 'sales'], compare=True)\nframe"
    kernel.execute_interactive(code, output_hook=lambda m: shown.append(m["content"]), timeout=60)
    (html,) = [each["data"]["text/html"] for each in shown if "data" in each]
    assert "%</td>" in html and "win_rate Win rate, sales Sales" in html


def test_a_frame_stays_a_frame_and_one_of_another_kind_is_shown_by_pandas(
    demo_en: Workspace,
) -> None:
    wb = product.open(demo_en.root, period="2026-09")
    frame = wb.metrics("win_rate", by="team")
    best = frame.sort_values("value").tail(1)
    assert best["value"].dtype == "float64"
    assert f"{best['value'].iloc[0]:.1%}" in str(frame_html(best))
    table = wb.table("staff")
    assert frame_html(table) == table._repr_html_()
