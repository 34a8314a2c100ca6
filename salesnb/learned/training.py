"""`learn`: from past cases to a model with its card, or to a verdict why there is none."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from salesnb.labels import Sentence
from salesnb.learned.baselines import base_rate, card, frequencies
from salesnb.learned.features import Floats
from salesnb.learned.figures import Figures, Tested, calibration, count_subjects, deciles, measure
from salesnb.learned.leaks import Leak, find_leaks
from salesnb.learned.model import LeadModel, usable_columns
from salesnb.learned.preparation import Design, prepare
from salesnb.learned.tuning import Recipe, fit_tuned
from salesnb.learned.validation import Cases, Cut, Rows, time_cuts
from salesnb.learned.verdict import Verdict, verdict
from salesnb.settings import ScoreSettings

_FINE_BINS = 50
BASELINES = ("base_rate", "card", "frequencies")


@dataclass(frozen=True)
class Validation:
    """What the tests of all cuts found.

    Attributes
    ----------
    figures : of the model, over all cuts; `cuts` : of each, with its day.
    baselines : the same figures of base rate, card (where there is one) and product of frequencies.
    calibration, deciles : tables of `figures.calibration` and `figures.deciles`; `curve` : the
        former in finer bins.
    newest : the test of the last cut with the model that had not seen it.
    """

    figures: Figures
    cuts: list[tuple[str, Figures]]
    baselines: dict[str, Figures]
    calibration: pd.DataFrame
    curve: pd.DataFrame
    deciles: pd.DataFrame
    newest: tuple[Rows, Floats]

    def to_json(self) -> dict[str, Any]:
        """Return everything but the single predictions."""
        return {
            "figures": self.figures.to_json(),
            "cuts": [{"day": day, **figures.to_json()} for day, figures in self.cuts],
            "baselines": {name: found.to_json() for name, found in self.baselines.items()},
            "calibration": self.calibration.to_dict("records"),
            "curve": self.curve.to_dict("records"),
            "deciles": self.deciles.to_dict("records"),
        }


@dataclass(frozen=True)
class Learned:
    """What `learn` found.

    Attributes
    ----------
    model : None unless the verdict is usable.
    cases : what was learned from.
    validation : None where nothing could be tested.
    leaks : columns that look as if known only afterwards.
    left_out : columns that could not be used, with the reason.
    kept : columns that params say are to be used although they look like a leak.
    """

    verdict: Verdict
    cases: Cases
    model: LeadModel | None = None
    recipe: Recipe | None = None
    validation: Validation | None = None
    leaks: list[Leak] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    notes: list[Sentence] = field(default_factory=list)

    def card(self) -> dict[str, Any]:
        """Return the model card as plain values: on what, with which figures, what was left out."""
        started = self.cases.started_at
        subjects = len(np.unique(self.cases.subject))
        told: dict[str, Any] = {
            "verdict": self.verdict.to_json(),
            "rows": len(self.cases),
            "leads": subjects,
            "won": int(_first_rows(self.cases).won.sum()) if subjects else 0,
            "from": str(started.min().date()) if subjects else None,
            "until": str(started.max().date()) if subjects else None,
            "columns": self.model.columns if self.model else [],
            "leaks": [{**asdict(leak), "is_kept": leak.column in self.kept} for leak in self.leaks],
            "left_out": self.left_out,
            "notes": [{"en": str(note), "zh": note.zh} for note in self.notes],
        }
        if self.recipe:
            told["recipe"] = asdict(self.recipe)
        if self.validation:
            told["validation"] = self.validation.to_json()
        return told


def learn(
    frame: pd.DataFrame,
    design: Design,
    rules: ScoreSettings,
    as_of: date,
    open_cases: pd.DataFrame | None = None,
) -> Learned:
    """Learn from the rows whose outcome was known by `as_of`, and test it in order of time.

    A frame that is no use is no error: the verdict says what it lacks.

    Parameters
    ----------
    frame : one row per case, as `design` describes it; values are those of its moment.
    rules : least history, number of cuts, columns to leave out or to keep.
    open_cases : cases without an outcome yet, to tell columns that are filled only at the end.
    """
    from threadpoolctl import threadpool_limits

    # The same figures on any number of cores; so small sums are no faster on several.
    with threadpool_limits(1):
        return _learned(frame, design, rules, as_of, open_cases)


def _learned(
    frame: pd.DataFrame,
    design: Design,
    rules: ScoreSettings,
    as_of: date,
    open_cases: pd.DataFrame | None,
) -> Learned:
    cases, points, notes = prepare(frame, design, as_of)
    short = _too_little(cases, rules)
    if short:
        return Learned(short, cases, notes=notes)
    columns = [str(name) for name in cases.features if name not in rules.exclude]
    _, left_out = usable_columns(cases.features, columns)
    columns = [name for name in columns if name not in left_out]
    left_out |= {name: "excluded" for name in rules.exclude if name in cases.features}
    cuts = time_cuts(cases, rules.cuts)
    leaks = _leaks(cases, [c for c in columns if c not in design.dated], rules, open_cases)
    leaking = {leak.column for leak in leaks} - set(rules.keep)
    columns = [name for name in columns if name not in leaking]
    told = Learned(
        verdict("no_columns"), cases, leaks=leaks, left_out=left_out, kept=rules.keep, notes=notes
    )
    if not columns:
        return told
    if not cuts:
        return replace(told, verdict=verdict("no_tests"))
    validation = validate(cases, cuts, columns, points)
    figures = validation.figures
    if not figures.has_signal:
        silent = verdict("no_signal", **_interval(figures))
        return replace(told, verdict=silent, validation=validation)
    model, recipe = fit_tuned(cases, columns)
    usable = verdict("usable", **_interval(figures))
    return replace(told, verdict=usable, model=model, recipe=recipe, validation=validation)


def validate(
    cases: Cases, cuts: Sequence[Cut], columns: Sequence[str], points: pd.Series | None = None
) -> Validation:
    """Return what model and baselines are worth on the newer cases of each cut."""
    tests: dict[str, list[Tested]] = {"model": [], **{name: [] for name in BASELINES}}
    for cut in cuts:
        train, test = cases.take(cut.train), cases.take(cut.test)
        model, _ = fit_tuned(train, columns)
        found = {
            "model": model.predict(test.features),
            "base_rate": base_rate(train.won, len(test)),
            "frequencies": frequencies(train.features, train.won, test.features, columns),
        }
        if points is not None:
            found["card"] = card(points.iloc[cut.train], train.won, points.iloc[cut.test])
        for name, predicted in found.items():
            tests[name].append(Tested(test.won, predicted, test.subject))
    won, predicted = (
        np.concatenate([getattr(test, name) for test in tests["model"]])
        for name in ("won", "predicted")
    )
    subjects = count_subjects(tests["model"])
    days = [str(cut.day.date()) for cut in cuts]
    return Validation(
        figures=measure(tests["model"]),
        cuts=[(day, measure([test])) for day, test in zip(days, tests["model"], strict=True)],
        baselines={name: measure(tests[name]) for name in BASELINES if tests[name]},
        calibration=calibration(won, predicted, subjects=subjects),
        curve=calibration(won, predicted, _FINE_BINS, subjects),
        deciles=deciles(tests["model"]),
        newest=(cuts[-1].test, tests["model"][-1].predicted),
    )


def _too_little(cases: Cases, rules: ScoreSettings) -> Verdict | None:
    won = int(_first_rows(cases).won.sum()) if len(cases) else 0
    leads = len(np.unique(cases.subject))
    told = {"leads": leads, "won": won, "least": rules.min_leads, "least_won": rules.min_won}
    if leads and won in (0, leads):
        return verdict("one_class", **told)
    if leads < rules.min_leads or min(won, leads - won) < rules.min_won:
        return verdict("little_history", **told, not_won=leads - won)
    return None


def _first_rows(cases: Cases) -> Cases:
    """Return one row per subject, its first."""
    _, first = np.unique(cases.subject, return_index=True)
    return cases.take(np.sort(first))


def _leaks(
    cases: Cases, columns: list[str], rules: ScoreSettings, open_cases: pd.DataFrame | None
) -> list[Leak]:
    firsts = _first_rows(cases)
    return find_leaks(firsts, time_cuts(firsts, rules.cuts), columns, open_cases)


def _interval(figures: Figures) -> dict[str, str]:
    return {name: f"{getattr(figures, name):.2f}" for name in ("auc", "low", "high")}
