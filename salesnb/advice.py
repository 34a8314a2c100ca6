"""Advice from params/advice.yml: a condition over figures, and the sentence it leads to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

import duckdb
import pandas as pd
import sqlglot
from sqlglot import exp

from salesnb.errors import ConfigError, UsageError, unknown
from salesnb.labels import Sentence, say
from salesnb.metrics import measure, wilson
from salesnb.periods import Calendar, Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Advice, Metric, Settings

_ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or,
    exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In, exp.Like, exp.Between,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Abs, exp.Coalesce,
)  # fmt: skip
# What a condition and a sentence may name of each metric, as `<metric>` and `<metric>_<part>`.
PARTS = (
    "n", "numerator", "denominator", "low", "high", "rest", "overall", "share", "previous",
    "completion",
)  # fmt: skip
_COMPARED = ["previous", "completion"]


@dataclass(frozen=True)
class Finding:
    """A piece of advice that applies.

    Attributes
    ----------
    rule : its id in params/advice.yml.
    by, name : the dimension and the group that it is about; None = the scope as a whole.
    figures : {figure: value} that the condition and the sentences name.
    """

    rule: str
    by: str | None
    name: str | None
    figures: Mapping[str, float | None]


def find_advice(
    store: ScopedStore,
    settings: Settings,
    period: Period,
    year: Period,
    calendar: Calendar,
    known: Collection[tuple[str, str, str]] | None = None,
    about: Sequence[str] = (),
) -> list[Finding]:
    """Return the advice that applies inside a scope, in the order of params, at most `shown`.

    Parameters
    ----------
    year : the twelve months whose figures rules with `over: year` look at.
    known : findings as (dimension, group, metric); rules that compare a group with the rest then
        apply to those only.
    about : only the rules that look at one of these metrics; none = all rules.

    Raises
    ------
    ConfigError
        A rule names a metric, dimension or figure that there is not, or its condition is none.
    """
    rules = settings.advice.advice
    for rule, advice in rules.items():
        _check(rule, advice, settings)
    conditions = {rule: _condition(rule, advice, settings) for rule, advice in rules.items()}
    asked = {r: a for r, a in rules.items() if not about or set(about) & set(a.metrics)}
    look = _Look(store, settings, calendar, {"year": year, "period": period}, asked)
    found: list[Finding] = []
    with duckdb.connect() as judge:
        for rule, advice in asked.items():
            if len(found) >= settings.advice.shown:
                break
            holding = _holding(judge, look.figures_of(rule), conditions[rule])
            for row in _borne_out(holding, advice, known).head(advice.most).to_dict("records"):
                name = row.get("name")
                figures = {str(k): _number(v) for k, v in row.items() if k != "name"}
                found.append(
                    Finding(rule, advice.by, None if pd.isna(name) else str(name), figures)
                )
    return found[: settings.advice.shown]


@dataclass(frozen=True)
class _Look:
    """What the rules look at; of a scope, a period and a metric each is measured once."""

    store: ScopedStore
    settings: Settings
    calendar: Calendar
    periods: Mapping[str, Period]
    rules: Mapping[str, Advice]

    def figures_of(self, rule: str) -> pd.DataFrame:
        """Return what a rule looks at: one row per group, those with the most cases first.

        Returns
        -------
        `name` (with `by`; groups without a name are left out) and per metric its value and PARTS.
        `low` and `high` are the ends of an interval that is widened for the number of groups
        compared; `rest` is the value of all other groups together (of ratios), `overall` that of
        the scope, `share` the part of the scope's total. What is compared with (`previous`,
        `completion`) is missing where the rule does not name it.
        """
        advice = self.rules[rule]
        try:
            whole = self._whole(advice)
            split = self._split(advice) if advice.by else whole
        except UsageError as error:
            raise ConfigError(_at(rule, "by", self.settings, error)) from error
        if advice.by:
            split = split[split[advice.by].notna() & (split[advice.by] != "unassigned")]
        wide: dict[str, pd.Series] = {}
        for name in advice.metrics:
            wide |= _parts(name, split, whole, advice.by, self.settings.metrics[name])
        frame = pd.DataFrame(wide).reset_index(names="name")
        first = f"{advice.metrics[0]}_n"
        return frame.sort_values(first, ascending=False, kind="stable", ignore_index=True)

    def _whole(self, advice: Advice) -> pd.DataFrame:
        """Return the metrics of the scope, asked together with those of all rules alike."""
        over, compare = advice.over, _compares(advice)
        alike = [a for a in self.rules.values() if (a.over, _compares(a)) == (over, compare)]
        return self._measured(
            over, tuple(dict.fromkeys(m for a in alike for m in a.metrics)), compare
        )

    def _split(self, advice: Advice) -> pd.DataFrame:
        return self._measured(advice.over, tuple(advice.metrics), _compares(advice), advice.by)

    def _measured(
        self, over: str, names: tuple[str, ...], compare: bool, by: str | None = None
    ) -> pd.DataFrame:
        period = self.periods[over]

        def asked() -> pd.DataFrame:
            frame = measure(
                self.store,
                self.settings,
                names,
                [period],
                [by] if by else [],
                self.calendar,
                compare=compare,
            )
            return frame.assign(**{part: float("nan") for part in _COMPARED if part not in frame})

        return self.store.once(("advice", period.text, names, compare, by), asked)


def _compares(advice: Advice) -> bool:
    return any(f"_{part}" in text for part in _COMPARED for text in _texts(advice))


def _parts(
    name: str, split: pd.DataFrame, whole: pd.DataFrame, by: str | None, metric: Metric
) -> dict[str, pd.Series]:
    rows = split[split["metric"] == name].set_index(by if by else "metric")
    if not by:
        rows = rows.set_axis([None] * len(rows))
    total = whole[whole["metric"] == name].iloc[0]
    above, below = rows["numerator"].astype(float), rows["denominator"].astype(float)
    others = total["denominator"] - below
    ends = rows[["low", "high"]]
    if metric.interval == "wilson":
        ends = wilson(above, below, compared=max(int((below > 0).sum()), 1))
    value = rows["value"].astype(float)
    sum_ = float(total["value"]) if metric.additive and pd.notna(total["value"]) else float("nan")
    parts = {
        "": value,
        "_n": rows["n"],
        "_numerator": above,
        "_denominator": below,
        "_low": ends["low"],
        "_high": ends["high"],
        "_rest": (total["numerator"] - above) / others.where(others > 0),
        "_overall": pd.Series(total["value"], index=rows.index, dtype="float"),
        "_share": value / sum_ if sum_ > 0 else pd.Series(float("nan"), index=rows.index),
        **{f"_{part}": rows[part].astype(float) for part in _COMPARED},
    }
    return {f"{name}{part}": figures for part, figures in parts.items()}


def _holding(judge: duckdb.DuckDBPyConnection, frame: pd.DataFrame, condition: str) -> pd.DataFrame:
    judge.register("figures", frame)
    return judge.execute(f"select * from figures where {condition}").df()


def _borne_out(
    rows: pd.DataFrame, advice: Advice, known: Collection[tuple[str, str, str]] | None
) -> pd.DataFrame:
    if known is None or not advice.by or "_rest" not in advice.when:
        return rows
    return rows[[(advice.by, name, advice.metrics[0]) in known for name in rows["name"]]]


def _condition(rule: str, advice: Advice, settings: Settings) -> str:
    return _parsed(advice.when, tuple(_names(advice)), _place(rule, "when", settings))


@lru_cache(maxsize=256)
def _parsed(text: str, names: Sequence[str], place: Sentence) -> str:
    at = say("at_text", place=place, text=text)
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb", into=exp.Condition)
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise ConfigError(say("err_not_sql", place=at)) from error
    for node in tree.walk():
        if isinstance(node, exp.Column):
            if node.table or node.name not in names:
                said = unknown("figure", node.sql(), names)
                raise ConfigError(say("err_at", place=at, said=said))
        elif not isinstance(node, _ALLOWED):
            raise ConfigError(say("err_advice_sql", place=at, sql=node.sql("duckdb")))
    return str(tree.sql("duckdb"))


def _check(rule: str, advice: Advice, settings: Settings) -> None:
    """Refuse metrics that there are not, and figures in sentences that the rule does not have."""
    for metric in advice.metrics:
        if metric not in settings.metrics:
            said = unknown("metric", metric, settings.metrics)
            raise ConfigError(_at(rule, "metrics", settings, said))
    for key in ("zh", "en", "next_zh", "next_en"):
        for name, is_plain in _named_in(getattr(advice, key)):
            if not is_plain or name == "":
                raise ConfigError(_at(rule, key, settings, say("err_advice_text")))
            if name not in _names(advice):
                said = unknown("figure", name, _names(advice))
                raise ConfigError(_at(rule, key, settings, said))


def _texts(advice: Advice) -> tuple[str, ...]:
    return advice.when, advice.zh, advice.en, advice.next_zh, advice.next_en


def _named_in(text: str) -> list[tuple[str, bool]]:
    """Return the figures that a sentence names, and whether it only names them.

    A sentence whose braces do not fit names one figure, "".
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return [("", False)]
    return [(name, not spec and not how) for _, name, spec, how in parts if name is not None]


def _names(advice: Advice) -> list[str]:
    own = ["name"] if advice.by else []
    return own + [f"{m}{p}" for m in advice.metrics for p in ("", *(f"_{x}" for x in PARTS))]


def _at(rule: str, key: str, settings: Settings, said: object) -> Sentence:
    return say("err_at", place=_place(rule, key, settings), said=said)


def _place(rule: str, key: str, settings: Settings) -> Sentence:
    place = settings.place("advice", "advice", rule, key)
    return say("at_advice_key", place=place, rule=rule, key=key)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
