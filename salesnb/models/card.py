"""The score card of params as SQL: answers as typed or derived, points, ranges, grades."""

from collections.abc import Collection, Iterable

from salesnb.engines.dialect import quoted, text
from salesnb.settings.scorecard import Dimension, ScoreCard


def card_words(card: ScoreCard, columns: Collection[str]) -> dict[str, str]:
    """Return what lead_cards.sql and the grades of earlier versions say of the card.

    Parameters
    ----------
    columns : the columns that the table of leads has; a dimension without its column is unanswered
        unless it is derived.
    """
    names = list(card.dimensions)
    held = {name.lower() for name in columns}
    answers = (
        f"{_answer(card, name, held)} as {quoted(f'answer_{name}')}" for name in card.dimensions
    )
    points = (f"{_points(name, card.dimensions[name])} as {_column(name)}" for name in names)
    return {
        "card_answers": ",\n    ".join(answers),
        "card_points": ",\n    ".join(points),
        "card_known": _sum(
            f"case when {_column(n)} is null then 0 else {card.dimensions[n].best} end"
            for n in names
        ),
        "card_low": _sum(f"coalesce({_column(n)}, {card.dimensions[n].least})" for n in names),
        "card_high": _sum(f"coalesce({_column(n)}, {card.dimensions[n].best})" for n in names),
        "card_grade": _grade(card, "score"),
        "card_grade_low": _grade(card, "score_low"),
        "card_grade_high": _grade(card, "score_high"),
        "card_least_known": str(card.least_known),
        "card_columns": ",\n  ".join(
            f"cards.{name}"
            for name in (
                "typed_grade",
                "card_grade",
                "score",
                "score_low",
                "score_high",
                *(quoted(f"answer_{name}") for name in names),
                *(_column(name) for name in names),
            )
        ),
    }


def _column(name: str) -> str:
    return quoted(f"points_{name}")


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts)


def _answer(card: ScoreCard, name: str, held: set[str]) -> str:
    """Return SQL for the answer's id: as typed, else derived, else null."""
    dimension, column = card.dimensions[name], card.column(name)
    typed, derived = "", _derived(dimension)
    if column.lower() in held:
        value = f"lower(trim(cast(leads.{quoted(column)} as varchar)))"
        cases = " ".join(
            f"when {value} in ({', '.join(text(word) for word in sorted(answer.spellings))})"
            f" then {text(answer.id)}"
            for answer in dimension.answers
        )
        typed = f"case {cases} end"
    given = [part for part in (typed, derived) if part]
    if not given:
        return "cast(null as varchar)"
    return f"coalesce({', '.join(given)})" if len(given) > 1 else given[0]


def _derived(dimension: Dimension) -> str:
    """Return SQL for the answer that the lead's other columns give; empty = none."""
    ids = [text(answer.id) for answer in dimension.answers]
    if dimension.derive == "budget":
        above, matches, short = ids
        return (
            "case when leads.budget_max < prices.lowest"
            f" then {short} when leads.budget_min > prices.highest then {above}"
            " when coalesce(leads.budget_min, leads.budget_max) is not null"
            f" and prices.lowest is not null then {matches} end"
        )
    if dimension.derive == "expected_close":
        days = "days_between(leads.created_at, leads.expected_close)"
        cases = " ".join(
            f"when {days} <= {answer.within_days} then {text(answer.id)}"
            if answer.within_days is not None
            else f"when {days} is not null then {text(answer.id)}"
            for answer in dimension.answers
        )
        # A close that was expected before the lead came says nothing.
        return f"case when {days} < 0 then null {cases} end"
    return ""


def _points(name: str, dimension: Dimension) -> str:
    cases = " ".join(f"when {text(answer.id)} then {answer.points}" for answer in dimension.answers)
    return f"case {quoted(f'answer_{name}')} {cases} end"


def _grade(card: ScoreCard, score: str) -> str:
    cases = " ".join(f"when {score} >= {cut} then {text(g)}" for g, cut in card.cuts.items())
    return f"case {cases} else {text(card.lowest_grade)} end"
