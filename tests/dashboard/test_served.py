"""`salesnb dashboard`: the board follows imports, shows its scope only, and runs no foreign code."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import salesnb as product
from salesnb.workspace import Workspace
from tests.dashboard.board_server import Served, command, environment, served_board

pytest.importorskip("voila")
FIGURE = ".widget-html .snb-board-cards section:nth-child({}) .snb-board-figure span"
V1 = "v1.kernel.websocket.jupyter.org"


@pytest.fixture(scope="module")
def shop(demo_en: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the demo company that is imported into."""
    return Workspace(shutil.copytree(demo_en.root, tmp_path_factory.mktemp("board") / "shop"))


@pytest.fixture(scope="module")
def board(shop: Workspace) -> Iterator[Served]:
    with served_board(shop.root, SALESNB_SMTP_PASSWORD="hunter2hunter2") as served:
        yield served


LEAD = """Lead_ID,Source,Contact_Person,Contact_Info,Company_Name,Need,Recorder,Created_At
L-BOARD-1,Website,Nobody Known,13700001111,Board & Sons Ltd,A board,Marketing,2026-10-31 16:00
"""


def shown(page, place: int) -> str:
    return page.locator(FIGURE.format(place)).inner_text()


def test_a_lead_that_is_imported_is_on_the_board_without_a_reload(
    shop: Workspace, board: Served, chromium, tmp_path: Path
) -> None:
    page = chromium.new_page(viewport={"width": 1920, "height": 1080})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(board.address)
        page.locator(FIGURE.format(1)).wait_for(timeout=90_000)
        day = product.open(shop.root).metrics(["new_leads", "sales"], period="2026-10-31")
        before = int(day["value"].iloc[0])
        assert shown(page, 1) == str(before)
        page.evaluate("window.stayed = true")
        sheet = tmp_path / "leads.csv"
        sheet.write_text(LEAD, "utf-8")
        words = command(shop.root, "import", str(sheet))
        done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        page.locator(FIGURE.format(1) + f":text-is('{before + 1}')").wait_for(timeout=60_000)
        assert page.evaluate("window.stayed")
        month = product.open(shop.root, period="2026-10").metrics("target_completion")
        assert shown(page, 4) == f"{float(month['value'].iloc[0]):.0%}".rstrip("%")
        assert {url.partition("//")[2].partition("/")[0] for url in asked} <= {
            board.address.partition("//")[2], "",
        }  # fmt: skip
    finally:
        page.close()


def test_wall_and_phone_show_everything_without_scrolling_sideways(board: Served, chromium) -> None:
    shots = os.environ.get("SALESNB_SCREENSHOTS")
    for name, width, height in (("wall", 1920, 1080), ("phone", 390, 844)):
        page = chromium.new_page(viewport={"width": width, "height": height})
        try:
            page.goto(board.address)
            page.locator(FIGURE.format(4)).wait_for(timeout=90_000)
            wide, high = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
            )
            assert wide == width
            assert (high <= height) == (name == "wall")
            clipped = page.evaluate(
                "[...document.querySelectorAll('.widget-html .snb-board-panels section')]"
                ".filter(each => each.scrollHeight > each.clientHeight + 2).length"
            )
            assert clipped == 0
            if shots:
                page.screenshot(path=f"{shots}/board-{name}.png", full_page=name == "phone")
        finally:
            page.close()


def test_a_manager_s_board_holds_nothing_of_other_teams(
    demo_en: Workspace, chromium, tmp_path: Path
) -> None:
    staff = product.open(demo_en.root).table("staff")
    boss = staff[staff["role"] == "manager"].iloc[0]
    others = staff[staff["team"] != boss["team"]]
    names = {*others["team"].dropna(), *others["name"]} - set(
        staff.loc[staff["team"] == boss["team"], "name"]
    )
    root = shutil.copytree(demo_en.root, tmp_path / "shop")
    received: list[str] = []
    page = chromium.new_page()

    def hear(socket) -> None:
        socket.on("framereceived", lambda frame: received.append(str(frame)))

    page.on("websocket", hear)
    try:
        with served_board(root, "--as", str(boss["name"])) as served:
            page.goto(served.address)
            page.locator(FIGURE.format(1)).wait_for(timeout=90_000)
            told = page.content() + "".join(received) + served.get("/")[1]
    finally:
        page.close()
    assert str(boss["team"]) in told
    assert received
    assert [name for name in sorted(names) if str(name) in told] == []
    log = (product.open(root).workspace.root / "data" / "access.sqlite").read_bytes()
    assert str(boss["name"]).encode() in log


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard.ipynb",
        "/voila/files/dashboard.ipynb",
        "/voila/render/dashboard.ipynb",
        "/voila/tree",
        "/voila/api/contents",
        "/api/contents",
        "/api/kernels",
        "/api/sessions",
        "/api/terminals",
        "/voila/static/%2e%2e/%2e%2e/%2e%2e/pyvenv.cfg",
    ],
)
def test_nothing_but_the_board_is_to_be_had(board: Served, path: str) -> None:
    assert board.get(path)[0] in (403, 404)
    assert board.get(path, "POST")[0] in (403, 404, 405)


def test_the_page_holds_no_code_and_no_name_from_elsewhere_reaches_it(board: Served) -> None:
    status, page = board.get("/")
    assert status == 200
    assert "snb-board-figure" in page
    assert "salesnb.open" not in page
    assert "live_board(" not in page
    assert board.get("/", Host="evil.example")[0] == 403


@pytest.mark.parametrize("protocol", [None, V1])
def test_a_browser_cannot_run_code_in_the_kernel(
    board: Served, protocol: str | None, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w').close()"
    asked = [
        ("shell", "execute_request", {"code": code, "silent": False, "allow_stdin": False}),
        ("control", "execute_request", {"code": code, "silent": False, "allow_stdin": False}),
        ("shell", "inspect_request", {"code": "wb", "cursor_pos": 2, "detail_level": 1}),
        ("shell", "history_request", {"hist_access_type": "tail", "n": 9}),
        ("control", "debug_request", {"type": "request", "seq": 1, "command": "initialize"}),
        ("control", "shutdown_request", {"restart": False}),
        ("shell", "kernel_info_request", {}),
    ]
    with ThreadPoolExecutor(1) as aside:  # a browser of the tests has a loop in this thread
        answers = aside.submit(asyncio.run, said_to_kernel(board, asked, protocol)).result()
    assert "kernel_info_reply" in answers
    assert not answers & {"execute_reply", "inspect_reply", "history_reply", "debug_reply"}
    assert "shutdown_reply" not in answers
    assert not mark.exists()


async def said_to_kernel(
    board: Served, asked: list[tuple[str, str, dict]], protocol: str | None
) -> set[str]:
    """Send messages to a kernel of the board as a browser does; return the kinds of the answers."""
    from tornado.websocket import websocket_connect

    kernel = re.search(r'"kernelId": "([^"]+)"', board.get("/")[1])
    assert kernel
    place = f"{board.address.replace('http', 'ws')}/api/kernels/{kernel[1]}/channels"
    connection = await websocket_connect(
        f"{place}?session_id={uuid.uuid4().hex}", subprotocols=[protocol] if protocol else None
    )
    for channel, kind, content in asked:
        head = {"msg_id": uuid.uuid4().hex, "username": "", "session": "s", "msg_type": kind}
        head |= {"version": "5.3", "date": "2026-10-31T00:00:00Z"}
        parts = {"header": head, "parent_header": {}, "metadata": {}, "content": content}
        if protocol:
            await connection.write_message(packed(channel, list(parts.values())), binary=True)
        else:
            await connection.write_message(json.dumps({**parts, "channel": channel}))
    kinds: set[str] = set()
    while "kernel_info_reply" not in kinds:
        heard = await asyncio.wait_for(connection.read_message(), 30)
        told = heard.decode("utf-8", "replace") if isinstance(heard, bytes) else heard
        kinds |= set(re.findall(r'"msg_type": ?"(\w+)"', told))
    connection.close()
    return kinds


def packed(channel: str, parts: list[dict]) -> bytes:
    """Lay a message out as Jupyter's binary protocol does: offsets, then the pieces."""
    pieces = [channel.encode(), *(json.dumps(part).encode() for part in parts)]
    places = [8 * (len(pieces) + 2)]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    numbers = [len(places), *places]
    return b"".join([*(number.to_bytes(8, "little") for number in numbers), *pieces])


def test_kernels_are_handed_no_secret(board: Served) -> None:
    import psutil

    processes = psutil.Process(board.pid).children(recursive=True)
    assert processes
    for process in processes:
        assert "hunter2hunter2" not in process.environ().values()


def test_beyond_this_machine_the_board_wants_its_token(
    demo_en: Workspace, chromium, tmp_path: Path
) -> None:
    root = shutil.copytree(demo_en.root, tmp_path / "shop")
    with served_board(root, "--host", "0.0.0.0") as served:
        assert len(served.token) >= 32
        for path in ("/", "/?token=wrong", "/?token="):
            status, page = served.get(path)
            assert status == 302
            assert "snb-board" not in page
        assert served.get("/", Authorization="token wrong")[0] == 302
        kernel = "/api/kernels/" + str(uuid.uuid4())
        assert served.get(kernel)[0] == 403
        assert served.get(kernel + "/channels")[0] == 403
        page = chromium.new_page()
        try:
            page.goto(f"{served.address}/?token={served.token}")
            page.locator(FIGURE.format(1)).wait_for(timeout=90_000)
        finally:
            page.close()
