"""Everything that leaves the house, file by file: none holds a row beyond its reader's right."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.workspace import Workspace
from tests.walk.company import REPS, SCOPES, Marker
from tests.walk.finder import text_in
from tests.walk.found import READERS, Found, foreign

EVERYBODY = frozenset(REPS)


@pytest.fixture(scope="module")
def call(company: tuple[Workspace, list[Marker]]) -> Callable[..., str]:
    """Call the command line; return what it prints on either stream."""

    def called(*words: str | Path, code: int = 0) -> str:
        workspace, _ = company
        done = CliRunner().invoke(main, ["--workspace", str(workspace.root), *map(str, words)])
        assert done.exit_code == code, (words, done.output)
        return done.output

    return called


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """The folder of temporary files, where kernels write their log; sockets want a short path."""
    with (
        tempfile.TemporaryDirectory(prefix="walk") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture(scope="module")
def outputs(
    company: tuple[Workspace, list[Marker]],
    call: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
    chromium: object,
    temporary: Path,
) -> list[Found]:
    """Everything that is written and printed, each with whose rows it may hold."""
    workspace, _ = company
    aside = tmp_path_factory.mktemp("outputs")
    call("run", "walk", "--no-send")
    call("run", "walk", "--dry-run")
    found = list(_files(workspace.reports, SCOPES["team:Team A"], "MA"))
    found += _mails(workspace.root / "data" / "dry-run")
    books = {path.stem for path in workspace.notebooks.glob("*.ipynb")} - {"broken"}
    printed = {"performance", "scoring"}
    for viewer, notebooks, forms in (
        ("RA1", books - printed, "html,xlsx"),
        ("RA1", printed, "html,xlsx,pdf"),
        ("H1", {"followup"}, "html"),
        ("MA", {"followup"}, "html,xlsx"),
        ("AD", {"performance"}, "html"),
    ):
        out = aside / viewer / forms.replace(",", "-")
        call("render", *sorted(notebooks), "--as", viewer, "--format", forms, "--out", out)
        found += _files(out, READERS[viewer], viewer)
    found += _of_the_operator(call, aside / "operator")
    call("render", "broken", "--as", "RA1", code=1)
    found += _files(workspace.root / "data" / "failed", READERS["RA1"], "RA1")
    found += _printed(call, aside)
    found += [Found(f"data/{path.name}", text_in(path), EVERYBODY) for path in _kept(workspace)]
    found += _files(temporary, set(), "left behind")
    return found


def _of_the_operator(call: Callable[..., str], out: Path) -> Iterator[Found]:
    """Yield reports of several scopes, each with what whoever is in charge of it may see."""
    folders = {"company": "company", "department-One": "department:One", "rep-RA1": "rep:RA1"}
    scopes = [word for scope in folders.values() for word in ("--scope", scope)]
    call("render", "performance", *scopes, "--format", "html,xlsx", "--out", out)
    for folder, scope in folders.items():
        (place,) = out.glob(f"*/{folder}")
        yield from _files(place, SCOPES[scope], f"operator {scope}")


def _kept(workspace: Workspace) -> list[Path]:
    """Return what is kept of runs, deliveries, alerts, tasks and who did what."""
    found = [path for path in (workspace.root / "data").iterdir() if path.is_file()]
    assert {"state.sqlite", "access.sqlite"} <= {path.name for path in found}
    return found


def _files(folder: Path, allowed: set[str], reader: str) -> Iterator[Found]:
    """Yield the files below a folder; people's own indexes are of their readers."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        place = path.relative_to(folder)
        whose = READERS[place.parts[1]] if place.parts[0] == "people" else allowed
        yield Found(f"{reader}: {place}", text_in(path), frozenset(whose))


def _mails(folder: Path) -> Iterator[Found]:
    """Yield the messages of a dry run; those to H1 and the group are about Team A, too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            # With the reports of a team it goes to a department head; the group is the team's.
            reader = path.stem.split("-")[1]
            yield Found(
                path.name, text_in(path), frozenset(READERS.get(reader, SCOPES["team:Team A"]))
            )


def _printed(call: Callable[..., str], aside: Path) -> Iterator[Found]:
    """Yield what commands print or write on somebody's behalf."""
    wanted: dict[str, dict[str, tuple[str, ...]]] = {
        "RA1": {
            "alerts json": ("alerts", "--format", "json"),
            "alerts.xlsx": ("alerts", "--format", "xlsx"),
            "metrics": ("metrics", "sales", "open_pipeline", "--by", "rep", "--format", "json"),
            "products": ("metrics", "sales", "--by", "product", "--period", "2026"),
            "handover": ("handover", "--format", "json"),
            "pool": ("pool", "--format", "json"),
            "tasks json": ("tasks", "--all", "--format", "json"),
            "tasks.ics": ("tasks", "--format", "ics"),
            "tasks.html": ("tasks", "--format", "html"),
        },
        "MA": {
            "alerts csv": ("alerts", "--format", "csv"),
            "alerts table": ("alerts",),
            "metrics": ("metrics", "sales", "--by", "rep"),
            "tasks table": ("tasks", "--all"),
            "tasks.xlsx": ("tasks", "--format", "xlsx"),
        },
    }
    for viewer, commands in wanted.items():
        allowed = frozenset(READERS[viewer])
        for name, words in commands.items():
            path = aside / viewer / name
            out = ("--out", path) if path.suffix else ()
            text = call(*words, *out, "--as", viewer)
            yield Found(f"{name} as {viewer}", text, allowed)
            if out:
                yield Found(name, text_in(path), allowed)


def test_no_output_holds_a_row_beyond_the_right_of_its_reader(
    outputs: list[Found], company: tuple[Workspace, list[Marker]]
) -> None:
    _, markers = company
    leaks = {each.name: words for each in outputs if (words := foreign(each, markers))}
    assert leaks == {}


def test_no_output_names_a_colleague_beyond_the_right_of_its_reader(outputs: list[Found]) -> None:
    for each in outputs:
        for rep in set(REPS) - each.allowed:
            assert f">{rep}<" not in each.text and f'"{rep}"' not in each.text, (each.name, rep)


def test_no_output_at_all_holds_a_contact(
    outputs: list[Found], company: tuple[Workspace, list[Marker]]
) -> None:
    _, markers = company
    contacts = [marker.word for marker in markers if marker.is_contact]
    assert len(contacts) > 50
    for each in outputs:
        if each.name.startswith("tasks"):
            continue  # a worklist has them in clear, of own rows
        assert not [word for word in contacts if word in each.words], each.name


def test_what_belongs_there_is_there(
    outputs: list[Found], company: tuple[Workspace, list[Marker]]
) -> None:
    """Else the walk would find nothing foreign in files that hold nothing."""
    _, markers = company
    by_name = {each.name: each for each in outputs}
    kinds = {Path(name).suffix for name in by_name if "." in name}
    assert {".html", ".xlsx", ".pdf", ".json", ".eml", ".md", ".ipynb"} <= kinds
    own = [marker.word for marker in markers if marker.rep == "RA1" and not marker.is_contact]
    for kind in ("html", "xlsx", "pdf", "eml", "ipynb"):
        of_kind = [each for name, each in by_name.items() if name.endswith(f".{kind}")]
        assert any(word in each.words for each in of_kind for word in own), kind


def test_what_is_written_for_everybody_or_left_behind_holds_no_row_at_all(
    outputs: list[Found], company: tuple[Workspace, list[Marker]]
) -> None:
    _, markers = company
    manifest = [each for each in outputs if "runs/" in each.name]
    assert len(manifest) >= 2
    told = [each for each in outputs if each.name in ("data/access.sqlite", "data/run.log")]
    left = [each for each in outputs if each.name.startswith("left behind")]
    for each in [*manifest, *told, *left]:
        assert not [m.word for m in markers if m.word in each.words], each.name


@pytest.mark.parametrize("kind", ["html", "xlsx", "pdf", "eml", "md", "ipynb", "json"])
def test_a_row_leaked_on_purpose_fails_the_walk(
    outputs: list[Found], company: tuple[Workspace, list[Marker]], kind: str
) -> None:
    _, markers = company
    stranger = next(m for m in markers if m.rep == "RC1" and not m.is_name_of_shared)
    each = next(found for found in outputs if found.name.endswith(f".{kind}"))
    assert "RC1" not in each.allowed
    leaked = Found(each.name, f"{each.text} {stranger.word}", each.allowed)
    assert foreign(leaked, markers) == [stranger.word]


def test_a_viewer_is_refused_what_is_beyond_the_right(call: Callable[..., str]) -> None:
    for words in (
        ("metrics", "sales", "--scope", "company"),
        ("alerts", "--scope", "team:Team C"),
        ("render", "performance", "--scope", "rep:RC1"),
        ("handover", "--scope", "department:Two"),
    ):
        said = call(*words, "--as", "MA", code=2)
        assert "MA 无权查看" in said


def test_whoever_has_left_is_refused_everything(call: Callable[..., str]) -> None:
    for words in (("metrics", "sales"), ("alerts",), ("render",), ("handover",), ("pool",)):
        assert "GONE 已离职" in call(*words, "--as", "GONE", code=2)


def test_what_the_role_marketing_gets_has_no_amount_and_no_contact(
    company: tuple[Workspace, list[Marker]], call: Callable[..., str], tmp_path: Path
) -> None:
    _, markers = company
    call(
        "render",
        "funnel",
        "--as",
        "MK",
        "--period",
        "2026-10",
        "--format",
        "html,xlsx",
        "--out",
        tmp_path,
    )
    files = list(_files(tmp_path / "2026-10", set(REPS), "MK"))
    assert len(files) >= 2
    hidden = [m.word for m in markers if isinstance(m.word, int) or m.is_contact]
    for each in files:
        assert not [word for word in hidden if word in each.words], each.name
    assert any("官网" in each.text and "无权查看" in each.text for each in files)
