"""The shelf: models as numbered JSON files, each with its card; a worse one does not replace another.

A folder that cannot be written to is no obstacle: the model is then learned again the next time.
"""

import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.model import FORMAT, LeadModel
from salesnb.learned.training import Learned

_NAME = re.compile(r"(\d{6})\.json")
_LEAST = 10  # new outcomes of either kind, to tell which of two models is worse


@dataclass(frozen=True)
class Entry:
    """One model on the shelf.

    Attributes
    ----------
    number : counts up; 0 = not written yet.
    key : what it was made of: snapshot, day and rules.
    rules : which rules; models of other rules are not compared.
    as_of : the last day that it may know.
    card : what `Learned.card` says of it.
    model : None where the verdict is not usable.
    decision : {kind: first, replaced, kept or untold; number: of the model in use before; n, own,
        other: rows that were compared, and both log losses}.
    """

    number: int
    key: str
    rules: str
    as_of: date
    card: dict[str, Any]
    model: LeadModel | None
    decision: dict[str, Any]

    @property
    def in_use(self) -> int:
        """The number of the model that is used from then on."""
        is_kept = self.decision["kind"] in ("kept", "untold")
        return int(self.decision["number"]) if is_kept else self.number

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        told = {"format": FORMAT, "number": self.number, "key": self.key, "rules": self.rules}
        model = self.model.to_json() if self.model else None
        return {
            **told,
            "as_of": self.as_of.isoformat(),
            "decision": self.decision,
            "card": self.card,
            "model": model,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Entry":
        """Return what `to_json` wrote down."""
        model = LeadModel.from_json(told["model"]) if told["model"] else None
        as_of = date.fromisoformat(told["as_of"])
        number, key, rules = (told[name] for name in ("number", "key", "rules"))
        return cls(number, key, rules, as_of, told["card"], model, told["decision"])


class Shelf:
    """The models of a workspace.

    Parameters
    ----------
    folder : data/models; None = nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def entries(self) -> list[Entry]:
        """Return what can be read, oldest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = []
        for path in sorted(self._folder.glob("*.json")):
            # A file of another format, or a damaged one, is as if it were not there.
            with suppress(OSError, ValueError, KeyError, TypeError):
                if _NAME.fullmatch(path.name):
                    found.append(Entry.from_json(json.loads(path.read_text(encoding="utf-8"))))
        return found

    def find(self, key: str) -> Entry | None:
        """Return what was made of the same snapshot, day and rules."""
        return next((entry for entry in self.entries() if entry.key == key), None)

    def model(self, number: int) -> LeadModel | None:
        """Return a model by its number."""
        found = (entry.model for entry in self.entries() if entry.number == number)
        return next(found, None)

    def before(self, as_of: date, rules: str) -> Entry | None:
        """Return the model in use on a day: the last of the same rules that knows nothing later."""
        known = [e for e in self.entries() if e.as_of <= as_of and e.rules == rules and e.model]
        if not known:
            return None
        last = max(known, key=lambda entry: (entry.as_of, entry.number))
        return next((entry for entry in known if entry.number == last.in_use), None)

    def put(self, entry: Entry) -> Entry:
        """Write an entry under the next number and return it; where that fails it has number 0."""
        if self._folder is None:
            return entry
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._written(self._folder, entry)
        except OSError:
            return entry

    def _written(self, folder: Path, entry: Entry) -> Entry:
        taken = [int(match[1]) for path in folder.iterdir() if (match := _NAME.match(path.name))]
        number = max(taken, default=0) + 1
        numbered = Entry(**{**vars(entry), "number": number})
        draft = folder / f"{number:06d}.{os.getpid()}.tmp"
        text = json.dumps(numbered.to_json(), ensure_ascii=False, indent=1, default=_plain)
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / f"{number:06d}.json")
        return numbered


def decide(learned: Learned, old: Entry | None, tolerance: float) -> dict[str, Any]:
    """Return whether a new model replaces the old one, judged by outcomes that neither knew.

    Rows are those of the last cut whose outcome became known after the old model's day. The new
    model's predictions for them are those of the validation. With fewer than ten successes or
    failures among them nothing can be told, and the old one stays.
    """
    if old is None or old.model is None or learned.validation is None:
        return {"kind": "first"}
    if set(old.model.columns) - set(learned.model.columns if learned.model else ()):
        return {"kind": "first"}  # it needs a column that is gone, or is known to be a leak
    rows, predicted = learned.validation.newest
    cases = learned.cases.take(rows)
    is_new = (cases.known_at > pd.Timestamp(old.as_of) + pd.Timedelta(days=1)).to_numpy()
    won, told = cases.won[is_new], {"number": old.number, "n": int(is_new.sum())}
    if min(won.sum(), len(won) - won.sum()) < _LEAST:
        return {"kind": "untold", **told}
    own = _log_loss(won, predicted[is_new])
    other = _log_loss(won, old.model.predict(cases.features[is_new]))
    kind = "replaced" if own <= other + tolerance else "kept"
    return {"kind": kind, **told, "own": own, "other": other}


def _log_loss(won: np.ndarray, predicted: np.ndarray) -> float:
    return float(-np.mean(np.log(np.where(won > 0.5, predicted, 1 - predicted))))


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)
