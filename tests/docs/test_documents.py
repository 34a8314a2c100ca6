"""The documents say what is: the commands, files, metrics and rules that they name exist.

Each document of docs/zh has the name, headings and blocks of code of the English one, and so have
the two READMEs, but for comments and the words in TRANSLATED. Output stands in ```text blocks.
"""

import re
from pathlib import Path

import click
import pytest
import yaml

from salesnb.cli import main
from salesnb.loaders.rules import RULES, check_overrides
from salesnb.settings import ImportSettings, Metric, MetricSettings, SourceMapping, load_settings
from salesnb.tables import TABLES
from tests.docs.documents import (
    READMES,
    ROOT,
    TRANSLATED,
    anchor,
    blocks,
    every_document,
    headings,
    in_both_languages,
    prose,
    salesnb_calls,
    without_comments,
)
from tests.test_architecture import FLOORS

LIMITS = {"late_hours": 24, "weekend_until": "12:00"}


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
    made = {words[1] for words in salesnb_calls(path) if words[0] == "new"}
    for words in salesnb_calls(path):
        context = click.Context(main.commands[words[0]])
        main.commands[words[0]].parse_args(context, words[1:])
        if words[0] == "metrics":
            assert set(context.params["names"]) <= set(known)
        if words[0] == "render":
            for name in set(context.params["notebooks"]) - made:
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


@in_both_languages
def test_both_languages_have_the_same_headings_and_tables(english: Path, chinese: Path) -> None:
    pair = (english, chinese)
    levels = [[h.split(" ")[0] for h in headings(path)] for path in pair]
    rows = [len(re.findall(r"^\|", prose(path), re.MULTILINE)) for path in pair]
    points = [len(re.findall(r"^- ", prose(path), re.MULTILINE)) for path in pair]
    assert levels[0] == levels[1]
    assert rows[0] == rows[1]
    assert points[0] == points[1]


@in_both_languages
def test_both_languages_have_the_same_code(english: Path, chinese: Path) -> None:
    texts, own = (
        [without_comments(block) for block in blocks(path, "sh", "python")]
        for path in (english, chinese)
    )
    for word, other in TRANSLATED.items():
        texts = [text.replace(word, other) for text in texts]
    assert texts == own


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
