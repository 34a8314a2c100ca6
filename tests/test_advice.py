"""Advice appears where its condition holds beyond chance, and nowhere else."""

from pathlib import Path

import pytest

from salesnb.errors import ConfigError
from tests.frames import CONTACT
from tests.views.shop import desk, shop


def leads(source: str, won: int, all_: int) -> list[dict]:
    made = {**CONTACT, "source": source, "owner": "Ann", "created_at": "2026-08-03"}
    return [
        {**made, "lead_id": f"{source}{n}"}
        | ({"outcome": "won", "outcome_date": "2026-09-01"} if n < won else {})
        for n in range(all_)
    ]


def write_advice(root: Path, text: str) -> None:
    (root / "params" / "advice.yml").write_text(text, encoding="utf-8")


RULE = """
advice:
  mine:
    metrics: [lead_win_rate]
    by: source
    most: 3
    when: {when}
    zh: "{{name}} {{lead_win_rate}}"
    en: "{{name}} {{lead_win_rate}}, others {{lead_win_rate_rest}}"
    next_zh: 做
    next_en: Do it.
"""


def rules(found: list) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.name) for finding in found]


def test_a_channel_that_wins_clearly_less_is_advised_against(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("fair", 30, 60) + leads("web", 2, 60)})
    found = desk(root, "2026-10").advice()
    assert ("weak_channel", "web") in rules(found)
    assert ("strong_channel", "fair") in rules(found)


def test_a_difference_that_chance_explains_is_no_advice(tmp_path: Path) -> None:
    """20 % and 30 % of 40 leads each: the intervals hold both."""
    root = shop(tmp_path, {"leads": leads("fair", 12, 40) + leads("web", 8, 40)})
    assert not {"weak_channel", "strong_channel"} & {f.rule for f in desk(root, "2026-10").advice()}


def test_few_leads_are_no_advice_even_if_none_was_won(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("fair", 30, 60) + leads("web", 0, 20)})
    assert ("weak_channel", "web") not in rules(desk(root, "2026-10").advice())


def test_the_sentence_carries_the_figures_and_the_cases(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("fair", 30, 60) + leads("web", 3, 60)})
    page = repr(desk(root, "2026-10").advised())
    assert "Leads of web are won at 5%, those of the other channels at 50%." in page
    assert "Based on: Lead win rate 3/60 (last twelve months)" in page


def test_a_rule_of_ones_own_needs_yaml_alone(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("fair", 30, 60) + leads("web", 3, 60)})
    write_advice(root, RULE.format(when="lead_win_rate * 2 < lead_win_rate_rest or name = 'fair'"))
    assert [name for rule, name in rules(desk(root, "2026-10").advice()) if rule == "mine"] == [
        "fair",
        "web",
    ]


def test_a_rule_is_switched_off_by_a_condition_that_never_holds(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("fair", 30, 60) + leads("web", 2, 60)})
    write_advice(root, "advice: {weak_channel: {when: false}}")
    assert "weak_channel" not in {f.rule for f in desk(root, "2026-10").advice()}


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("lead_win_rat < 1", "'lead_win_rat' is not a known figure. Did you mean 'lead_win_rate'?"),
        ("lead_win_rate <", "is not an SQL expression"),
        ("(select 1) = 1", "cannot be used here"),
        ("read_text('/etc/passwd') = ''", "cannot be used here"),
    ],
)
def test_a_mistake_in_a_condition_is_named_with_its_line(
    tmp_path: Path, when: str, said: str
) -> None:
    root = shop(tmp_path, {"leads": leads("web", 1, 2)})
    write_advice(root, RULE.format(when=when))
    with pytest.raises(ConfigError) as refused:
        desk(root, "2026-10").advice()
    assert said in str(refused.value)
    assert "advice.yml, line 7: advice 'mine', when" in str(refused.value)


def test_an_unknown_metric_dimension_or_figure_of_a_sentence_is_named(tmp_path: Path) -> None:
    root = shop(tmp_path, {"leads": leads("web", 1, 2)})
    fine = RULE.format(when="true")
    for wrong, said in (
        (fine.replace("[lead_win_rate]", "[lead_win_rat]"), "Did you mean 'lead_win_rate'?"),
        (fine.replace("by: source", "by: sorce"), "Did you mean 'source'?"),
        (fine.replace("{lead_win_rate_rest}", "{rest}"), "'rest' is not a known figure."),
        (fine.replace("{lead_win_rate_rest}", "{"), "Braces hold the name of a figure"),
        (fine.replace("lead_win_rate_rest}", "lead_win_rate:.1f}"), "Braces hold the name"),
    ):
        write_advice(root, wrong)
        with pytest.raises(ConfigError, match=r"advice\.yml, line") as refused:
            desk(root, "2026-10").advice()
        assert said in str(refused.value)
