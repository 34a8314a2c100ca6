"""--help and the answer to a misused word are in the language of the workspace."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from salesnb.cli import main
from salesnb.cli.spoken import SpokenCommand, SpokenGroup, spelled
from salesnb.cli.wide import columns_of, wrapped
from salesnb.labels.help import COMMANDS, OPTIONS
from salesnb.workspace import Workspace

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def commands(
    command: click.Command = main, name: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with its words, groups before what is in them."""
    yield name, command
    for word, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*name, word))


def options() -> Iterator[tuple[str, click.Option]]:
    """Yield every option with the name of its command."""
    for words, command in commands():
        with click.Context(command) as context:
            for each in command.get_params(context):
                if isinstance(each, click.Option):
                    yield ".".join(words), each


ALL = [words for words, _ in commands()]


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workspace]:
    """An empty workspace in each language."""
    folder = tmp_path_factory.mktemp("shops")
    return {lang: Workspace.create(folder / lang, lang) for lang in ("zh", "en")}


def test_every_command_has_its_chinese_and_no_word_is_left_over() -> None:
    assert {".".join(words) for words in ALL} == COMMANDS.keys()
    assert all(isinstance(each, SpokenCommand | SpokenGroup) for _, each in commands())


def test_every_option_has_its_chinese_and_no_word_is_left_over() -> None:
    missing, used = [], set()
    for command, option in options():
        own, shared = f"{command}.{spelled(option)}", spelled(option)
        found = own if own in OPTIONS else shared
        missing += [] if found in OPTIONS else [own]
        used.add(found)
    assert missing == []
    assert OPTIONS.keys() - used == set()


def test_options_that_share_a_chinese_sentence_share_the_english_one() -> None:
    english: dict[str, set[str]] = {}
    for command, option in options():
        if f"{command}.{spelled(option)}" not in OPTIONS and option.help:
            english.setdefault(spelled(option), set()).add(option.help)
    assert {name: said for name, said in english.items() if len(said) > 1} == {}


@pytest.mark.parametrize("words", ALL, ids=lambda words: " ".join(words) or "salesnb")
def test_help_is_in_the_language_of_the_workspace(
    shops: dict[str, Workspace], words: tuple[str, ...], salesnb
) -> None:
    chinese, english = (salesnb(each, *words, "--help") for each in (shops["zh"], shops["en"]))
    assert chinese.exit_code == english.exit_code == 0
    assert chinese.stdout.startswith("用法：") and english.stdout.startswith("Usage: ")
    assert CHINESE.search(english.stdout) is None
    assert english_in(chinese.stdout) == []
    assert max(map(columns_of, chinese.stdout.splitlines())) <= 80


def english_in(page: str) -> list[str]:
    """Return what reads as English beside the words that are typed: click's, or two in a row."""
    told = re.sub(r"(?m)^用法：.*$|^ +-.*?(  |$)", "", page)
    return re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}|Options|Commands|default|required", told)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["tasks", "--bogus"], "没有选项 '--bogus'。是不是 '--out'？", "No such option '--bogus'."),
        (["tasks", "--zzz"], "没有选项 '--zzz'。", "No such option '--zzz'."),
        (["tasks", "--scope"], "选项 '--scope' 后面要写值。", "requires an argument."),
        (["tasks", "--all=3"], "选项 '--all' 后面不能写值。", "does not take a value."),
        (["tasks", "--format", "x"], "可写：'table', 'csv', 'json'", "'x' is not one of 'table'"),
        (["render", "--jobs", "0"], "0 超出范围 x>=1。", "0 is not in the range x>=1."),
        (["render", "--jobs", "x"], "'x' 不是整数。", "'x' is not a valid integer"),
        (["demo", "--scale", "x"], "'x' 不是数字。", "'x' is not a valid float"),
        (["metrics"], "缺少参数 'NAME...'。", "Missing argument 'NAME...'."),
        (["claim", "L1"], "缺少选项 '--as'。", "Missing option '--as'."),
        (["status", "x"], "多余的参数：x", "Got unexpected extra argument (x)"),
        (["status", "x", "y"], "多余的参数：x y", "Got unexpected extra arguments (x y)"),
        (["key", "shwo"], "是不是“show”？", "Did you mean 'show'?"),
        ([], "请写出命令。", "Missing command."),
        (["--bogus"], "没有选项 '--bogus'。", "No such option '--bogus'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_misused_word_is_told_in_the_language_of_the_workspace(
    shops: dict[str, Workspace], words: list[str], chinese: str, english: str, salesnb
) -> None:
    told_zh, told_en = (salesnb(each, *words) for each in (shops["zh"], shops["en"]))
    assert told_zh.exit_code == told_en.exit_code == 2
    assert told_zh.stdout == told_en.stdout == ""
    assert chinese in told_zh.stderr and english in told_en.stderr
    assert "Error" not in told_zh.stderr and "Usage" not in told_zh.stderr
    assert CHINESE.search(told_en.stderr) is None


@pytest.mark.parametrize("order", [0, 1])
def test_the_workspace_may_be_named_before_help_or_after_it(
    shops: dict[str, Workspace], order: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    root = str(shops["zh"].root)
    words = [["--workspace", root, "--help"], ["--help", f"--workspace={root}"]]
    page = CliRunner().invoke(main, words[order])
    assert page.stdout.startswith("用法：")


@pytest.mark.parametrize(
    ("lang", "begins"), [("zh_CN.UTF-8", "用法："), ("de_DE.UTF-8", "Usage: ")]
)
def test_outside_a_workspace_the_environment_says_the_language_of_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, begins: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SALESNB_WORKSPACE", raising=False)
    monkeypatch.setenv("LC_ALL", lang)
    assert CliRunner().invoke(main, ["init", "--help"]).stdout.startswith(begins)


def test_what_is_broken_off_is_told_in_the_language_of_the_workspace(
    shops: dict[str, Workspace], salesnb
) -> None:
    broken_off = salesnb(shops["zh"], "add", "customers")  # there is nobody who answers
    assert broken_off.exit_code == 1
    assert broken_off.stderr.endswith("已中止。\n")


def test_lines_are_as_wide_as_the_screen_and_punctuation_begins_none() -> None:
    assert wrapped("范围：公司、部门、团队。", 12) == ["范围：公司、", "部门、团队。"]
    assert wrapped("范围：公司、部门、团队。", 11) == ["范围：公", "司、部门、", "团队。"]
    assert wrapped("导入 customers.xlsx（客户）", 18) == ["导入", "customers.xlsx（客", "户）"]
    assert wrapped("一", 1) == ["一"]
