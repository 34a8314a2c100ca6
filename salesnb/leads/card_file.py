"""A revision of the score card as a change of params/scorecard.yml that the analyst may accept."""

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import yaml

from salesnb.leads.revision import Revision
from salesnb.resources import packaged
from salesnb.settings import ScoreCard
from salesnb.yaml_lines import Location, with_values

_NAME = "scorecard.yml"


@dataclass(frozen=True)
class CardChange:
    """The file as it is and as it would be.

    Attributes
    ----------
    path : of the workspace's own card.
    before, after : its text; `before` is empty where the workspace has none yet.
    """

    path: Path
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The change as a unified diff; empty = none."""
        name = f"params/{_NAME}"
        base = self.before or packaged_card()
        lines = unified_diff(
            base.splitlines(keepends=True), self.after.splitlines(keepends=True), name, name, n=1
        )
        return "".join(lines)

    def accept(self) -> None:
        """Write the card aside and put it in place: killed or without room, the old one stays."""
        aside = self.path.with_suffix(".tmp")
        try:
            aside.write_text(self.after, encoding="utf-8")
            aside.replace(self.path)
        except OSError:
            if aside.is_file():
                aside.unlink()
            raise


def packaged_card() -> str:
    """Return the text of the card that a workspace without its own has."""
    return (packaged("params") / _NAME).read_text(encoding="utf-8")


def card_change(params: Path, card: ScoreCard, revision: Revision) -> CardChange:
    """Return what a revision changes in a workspace's card; comments and words stay.

    A file that gives a part of the card only becomes the whole card.

    Parameters
    ----------
    params : the workspace's folder of params.
    """
    values = _values(card, revision)
    path = params / _NAME
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        after = with_values(before or packaged_card(), values)
    except KeyError:
        whole = yaml.safe_dump(
            card.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False
        )
        after = with_values(whole, values)
    return CardChange(path, before, after)


def _values(card: ScoreCard, revision: Revision) -> dict[Location, object]:
    place = {
        (name, answer.id): n
        for name, dimension in card.dimensions.items()
        for n, answer in enumerate(dimension.answers)
    }
    values: dict[Location, object] = {}
    for row in revision.points.to_dict("records"):
        at = place[row["dimension"], row["answer"]]
        values["dimensions", row["dimension"], "answers", at, "points"] = row["proposed"]
    for row in revision.grades.to_dict("records"):
        if row["grade"] in card.cuts:
            values["grades", row["grade"]] = row["from_proposed"]
    return values
