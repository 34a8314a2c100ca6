"""The documents say what is: their Python runs, their commands and files exist.

Conventions for documents: the ```python blocks of a file run in order in one namespace, with the
demo workspace as current folder (README.zh.md: the Chinese one, all others: the English one). In
```sh blocks each line is a command; `#` begins a comment. Output stands in ```text blocks, which
nothing checks. The two READMEs have the same ```sh and ```python blocks, but for comments and the
words in TRANSLATED.
"""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from salesnb.cli import main
from salesnb.loaders.rules import RULES, check_overrides
from salesnb.settings import ImportSettings, Metric, MetricSettings, SourceMapping, load_settings
from salesnb.tables import TABLES
from salesnb.workspace import Workspace
from tests.test_architecture import FLOORS

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCUMENTS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TRANSLATED = {"team:East 1": "team:华东一组", " DEMO_LANG=en": "", " --lang en": ""}
LIMITS = {"late_hours": 24, "weekend_until": "12:00"}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def blocks(path: Path, *languages: str) -> list[str]:
    """Return the fenced blocks of a document in some languages."""
    return [text for lang, text in _FENCE.findall(path.read_text("utf-8")) if lang in languages]


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return _FENCE.sub("", path.read_text("utf-8"))


def headings(path: Path) -> list[str]:
    """Return the headings of a document with their marks."""
    return re.findall(r"^#+ .+$", prose(path), re.MULTILINE)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the usual hosts of Markdown."""
    text = heading.lstrip("# ").lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def salesnb_calls(path: Path) -> list[list[str]]:
    """Return the words after `salesnb` of every such command in the sh blocks."""
    lines = "\n".join(blocks(path, "sh", "console")).splitlines()
    commands = [part for line in lines for part in _split(line)]
    return [words[1:] for words in commands if words and words[0] == "salesnb"]


def _split(line: str) -> list[list[str]]:
    words = shlex.split(line.removeprefix("$ "), comments=True)
    calls: list[list[str]] = [[]]
    for word in words:
        if word in ("&&", ";"):
            calls.append([])
        else:
            calls[-1].append(word)
    return calls


def without_comments(block: str) -> str:
    """Return code without its comments."""
    return "\n".join(re.sub(r"\s+#.*$", "", line) for line in block.splitlines())


@every_document
def test_the_python_of_a_document_runs(
    path: Path,
    demo_en: Workspace,
    demo_zh: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(demo_zh.root if path.name == "README.zh.md" else demo_en.root)
    monkeypatch.delenv("SALESNB_WORKSPACE", raising=False)
    namespace: dict[str, object] = {}
    for block in blocks(path, "python"):
        exec(compile(block, path.name, "exec"), namespace)


@every_document
def test_the_commands_of_a_document_exist_with_their_options(path: Path) -> None:
    for words in salesnb_calls(path):
        assert words[0] in main.commands, f"salesnb {words[0]}"
        command = main.commands[words[0]]
        # Parses the words without running anything: an unknown option, choice or a missing
        # argument is a UsageError.
        with click.Context(command, info_name=words[0], resilient_parsing=False) as context:
            command.parse_args(context, words[1:])


@every_document
def test_metrics_tables_and_notebooks_in_commands_exist(path: Path) -> None:
    known = load_settings(None).metrics
    for words in salesnb_calls(path):
        context = click.Context(main.commands[words[0]])
        main.commands[words[0]].parse_args(context, words[1:])
        if words[0] == "metrics":
            assert set(context.params["names"]) <= set(known)
        if words[0] == "render":
            for name in context.params["notebooks"]:
                assert (ROOT / "notebooks" / f"{name}.ipynb").is_file()
        if words[0] == "import":
            assert set(context.params["replace"]) <= set(TABLES)
            if source := context.params["source"]:
                assert (ROOT / "params" / "sources" / f"{source}.yml").is_file()


@every_document
def test_make_targets_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", "\n".join(blocks(path, "sh"))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@every_document
def test_links_lead_to_files_and_headings(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        name, _, part = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.is_file(), f"{path.name}: {target}"
        if part:
            assert part in map(anchor, headings(file)), f"{path.name}: {target}"


@every_document
def test_files_of_the_project_that_a_document_names_exist(path: Path) -> None:
    for name in re.findall(r"`((?:salesnb|tests|params/sources)/[\w/.]+\.\w+)`", prose(path)):
        if "NAME" not in name:
            assert (ROOT / name).is_file(), f"{path.name}: {name}"


def test_both_readmes_have_the_same_headings_and_tables() -> None:
    levels = [[h.split(" ")[0] for h in headings(path)] for path in READMES]
    rows = [len(re.findall(r"^\|", prose(path), re.MULTILINE)) for path in READMES]
    points = [len(re.findall(r"^- ", prose(path), re.MULTILINE)) for path in READMES]
    assert levels[0] == levels[1]
    assert rows[0] == rows[1]
    assert points[0] == points[1]


def test_both_readmes_have_the_same_code() -> None:
    english, chinese = ([without_comments(b) for b in blocks(p, "sh", "python")] for p in READMES)
    for word, other in TRANSLATED.items():
        english = [block.replace(word, other) for block in english]
    assert english == chinese


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_a_readme_lists_exactly_the_commands_that_exist(path: Path) -> None:
    listed = re.findall(r"^\| `salesnb ([a-z-]+)", prose(path), re.MULTILINE)
    assert sorted(listed) == sorted(main.commands)


def test_every_metric_is_explained_in_one_row_with_its_chinese_name() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", prose(ROOT / "docs/metrics.md"), re.M))
    metrics = load_settings(None).metrics
    assert {name: metric.zh for name, metric in metrics.items()} == rows


def test_every_table_is_listed_in_the_import_document() -> None:
    tables, _, _ = prose(ROOT / "docs/import.md").partition("\n## How sheets are recognised")
    listed = re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)
    assert sorted(listed) == sorted(TABLES)


def test_every_rule_is_in_the_table_of_rules_with_its_level() -> None:
    rows = re.findall(r"^\| ((?:`\w+` ?)+)\| (\w+)", prose(ROOT / "docs/import.md"), re.MULTILINE)
    listed = {rule: level for rules, level in rows for rule in re.findall(r"\w+", rules)}
    levels = {rule: listed.get(rule) for rule in RULES}
    assert levels == RULES
    assert set(listed) - set(TABLES) == set(RULES)


def test_the_annotated_mapping_is_the_one_that_is_shipped() -> None:
    shown, levels = blocks(ROOT / "docs/import.md", "yaml")[::-1]
    assert ImportSettings.model_validate({**yaml.safe_load(levels), **LIMITS})
    check_overrides(yaml.safe_load(levels)["severity"])
    shipped = (ROOT / "params/sources/maven.yml").read_text("utf-8")
    read = [SourceMapping.model_validate(yaml.safe_load(text)) for text in (shown, shipped)]
    assert read[0] == read[1]


def test_the_metrics_in_the_yaml_examples_are_valid() -> None:
    shipped = yaml.safe_load((ROOT / "params/metrics.yml").read_text("utf-8"))["metrics"]
    for text in blocks(ROOT / "docs/metrics.md", "yaml"):
        found = yaml.safe_load(text)
        if "metrics" in found:
            merged = {name: {**shipped.get(name, {}), **m} for name, m in found["metrics"].items()}
            read = MetricSettings.model_validate({"metrics": merged}).metrics
            assert all(isinstance(metric, Metric) for metric in read.values())


def test_the_floors_in_the_document_are_those_of_the_test() -> None:
    text = prose(ROOT / "docs/architecture.md")
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
    shown = [set(re.findall(r"`(\w+)`", modules)) for _, modules in rows]
    assert [int(number) for number, _ in rows] == list(range(len(FLOORS)))
    assert shown == [floor - {"__main__"} for floor in FLOORS]


@pytest.mark.parametrize("path", sorted((ROOT / "docs/img").glob("*.png")), ids=lambda p: p.name)
def test_screenshots_are_small(path: Path) -> None:
    assert path.stat().st_size < 250_000
