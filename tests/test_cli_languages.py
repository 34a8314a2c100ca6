"""The command line speaks the language of the workspace, without a word of the other one."""

import re
from pathlib import Path

import pytest

from salesnb.labels import Sentence, say
from salesnb.settings import load_settings
from salesnb.tables import TABLES
from salesnb.workspace import Workspace, spoken_language

MISTAKES = [
    ("metrics", "sales", "--period", "2026-13"),
    ("metrics", "sale"),
    ("metrics", "sales", "--by", "colour"),
    ("metrics", "sales", "--scope", "team:X"),
    ("metrics", "sales", "--scope", "X"),
    ("metrics", "sales", "--as", "X"),
    ("metrics", "sales", "--as-of", "X"),
    ("render", "X"),
    ("render", "--every", "X"),
    ("render", "--as-of", "X"),
    ("import", "/nowhere/orders.xlsx"),
    ("import", "/nowhere/orders.xlsx", "--replace", "order"),
    ("import", "/nowhere/orders.xlsx", "--source", "X"),
    ("import",),
    ("import", "--undo", "/nowhere/orders.xlsx"),
    ("add", "X"),
    ("add", "orders", "--set", "X"),
    ("add", "orders", "--set", "X=1"),
    ("demo", "--until", "X"),
    ("metrcs",),
]
PARAMS = {
    "workspace.yml": [
        "lang: {lang}\nsmall_sampel: 3\n",
        "lang: {lang}\nsmall_sample: many\n",
        "lang: {lang}\nlang: {lang}\n",
        "lang: {lang}\n a: b: c\n",
        "lang: {lang}\ntoday: 'soon\n",
        "lang: {lang}\ntimezone: X\n",
        "lang: {lang}\nfiscal_year_start: 0\n",
        "lang: {lang}\nfiscal_year_start: 13\n",
    ],
    "metrics.yml": ["metrics: {{sales: {{unit: X}}}}", "metrics: {{mine: {{zh: X}}}}", "- metrics"],
    "stages.yml": ["shown: [X]", "shown: 3"],
    "strange.yml": ["X: 1"],
}
COMMANDS = (
    "add check compare demo import init lab metrics render status template undo until by as set"
)
KEPT = "query salesnb params yml xlsx rep FIELD VALUE YAML Asia/Shanghai as-of shown nowhere"


def names() -> set[str]:
    """Return what is called the same in both languages: names of things, and what is typed."""
    settings = load_settings(None)
    keys = [key for table in TABLES.values() for key in table.names]
    keys += [*settings.metrics, *settings.reports, *TABLES, *COMMANDS.split()]
    keys += [stage.id for stage in settings.stages.stages]
    keys += [*type(settings.workspace).model_fields, *type(settings).__dataclass_fields__]
    keys += KEPT.split()
    return {part for key in keys for part in re.split(r"[\W_\d]+", key)}


def foreign(said: str, root: Path, lang: str) -> set[str]:
    """Return the words of the other language; known names follow a colon and stand in quotes."""
    if lang == "en":
        return set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", said))
    said = said.replace(str(root), "")
    said = re.sub(r"“[^”]*”|'[^']*'|已知的有：.*|可写：.*|\w+(\.\w+)+", "", said)
    return set(re.findall("[A-Za-z]{2,}", said)) - names()


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_in_the_language_of_the_workspace(
    demo_zh: Workspace, demo_en: Workspace, words: tuple[str, ...], salesnb
) -> None:
    for lang, workspace in (("zh", demo_zh), ("en", demo_en)):
        result = salesnb(workspace, *words)
        assert result.exit_code in (2, 3) and result.stdout == ""
        assert "故障" not in result.stderr and "fault" not in result.stderr
        found = foreign(result.stderr.removeprefix("salesnb"), workspace.root, lang)
        assert not found, result.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("file", "text"), [(f, t) for f, ts in PARAMS.items() for t in ts])
def test_a_mistake_in_params_is_told_in_the_language_of_the_workspace(
    tmp_path: Path, lang: str, file: str, text: str, salesnb
) -> None:
    workspace = Workspace.create(tmp_path / "shop", lang)
    (workspace.root / "params" / file).write_text(text.format(lang=lang), encoding="utf-8")
    result = salesnb(workspace, "check", __file__)
    assert result.exit_code == 2, result.stderr
    assert f"params/{file}" in result.stderr
    assert not foreign(result.stderr.replace(file, ""), workspace.root, lang), result.stderr


def test_what_went_well_is_told_in_the_language_too(tmp_path: Path, salesnb) -> None:
    for lang, said in (("zh", "工作区已建立："), ("en", "Workspace made: ")):
        made = salesnb(tmp_path, "init", tmp_path / lang, "--lang", lang)
        assert made.stderr.startswith(said)
        assert not foreign(made.stderr.split("\n")[0], tmp_path / lang, lang)
        out = salesnb(tmp_path / lang, "template", tmp_path / f"{lang}.xlsx")
        assert out.stderr.startswith({"zh": "已写出：", "en": "Written: "}[lang])


def test_reports_are_counted_in_the_language_of_the_workspace(demo_zh: Workspace, salesnb) -> None:
    words = ("--period", "2026-09", "--scope", "company")
    made = salesnb(demo_zh, "render", "funnel", *words)
    lines = made.stderr.strip().splitlines()
    assert lines[-1].startswith("已生成 1 份报告，0 份失败。请打开 ") and "秒" in lines[0]


def test_tables_are_titled_in_the_language_of_the_workspace(
    demo_zh: Workspace, demo_en: Workspace, salesnb
) -> None:
    words = ("metrics", "sales", "win_rate", "--by", "month", "--period", "2026-09")
    head, first, second = salesnb(demo_zh, *words).stdout.splitlines()
    parts = ["数值", "分子", "分母", "95%", "区间下限", "95%", "区间上限"]
    assert head.split() == ["指标", "期间", "月", *parts, "记录数"]
    assert first.split()[:3] == ["销售额", "2026-09", "2026年9月"]
    assert second.split()[0] == "商机赢单率"
    assert salesnb(demo_en, *words).stdout.split()[:4] == ["metric", "period", "month", "value"]
    assert salesnb(demo_zh, "status").stdout.startswith("人员 staff ")
    assert salesnb(demo_en, "status").stdout.startswith("staff ")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_outside_a_workspace_the_environment_says_which_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SALESNB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert spoken_language(tmp_path) == lang


def test_without_a_language_in_params_it_is_the_packaged_one(workspace: Workspace) -> None:
    path = workspace.root / "params" / "workspace.yml"
    path.write_text("lang: en\n", encoding="utf-8")
    assert spoken_language(workspace.root) == "en"
    path.write_text("company: X\n", encoding="utf-8")
    assert spoken_language(workspace.root) == load_settings(None).workspace.lang


def test_a_kind_of_mistake_in_params_that_has_no_words_stays_english_in_a_chinese_frame(
    workspace: Workspace,
) -> None:
    from salesnb.settings.reading import _said

    said = _said({"type": "url_type", "msg": "URL input expected", "loc": (), "input": 1})
    assert isinstance(said, Sentence)
    framed = say("params_value", place="x", name="", said=said, given="")
    assert framed.text("zh") == "x：URL input expected。"
