"""What params/alerts.yml may hold: rules, whom they tell, when they are quiet."""

from collections.abc import Collection, Mapping
from string import Formatter
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from salesnb.errors import unknown
from salesnb.labels import Sentence, say
from salesnb.settings.models import Metric, Model

To = Literal["owner", "manager", "department", "company"]
Kind = Literal["rep", "team", "department", "company"]
# Whom a step tells, the nearest first; the head of each kind of scope.
LADDER: tuple[To, ...] = ("owner", "manager", "department", "company")
HEADS: Mapping[Kind, To] = dict(zip(("rep", "team", "department", "company"), LADDER, strict=True))
Sql = Annotated[str, BeforeValidator(lambda given: _as_sql(given))]
_OF_ROWS, _OF_GROUPS, _OF_FALLS = ("fact", "when"), ("metric", "below"), ("metrics", "fall")
_ONLY = {
    "rows": ("since", "amount", "per", "slipped"),
    "groups": ("where", "over", "by", "paced", "least"),
    "falls": ("by", "least"),
}


def _as_sql(given: object) -> object:
    """YAML reads an unquoted 15, 0.8 and true as no text."""
    if isinstance(given, bool):
        return str(given).lower()
    return str(given) if isinstance(given, int | float) else given


class Step(Model):
    """One step of a ladder.

    Attributes
    ----------
    to : whom it tells: the owner, or the head of the owner's team or department, or the company's.
    after : SQL; it is reached when more than so many days are over. None = at once.
    level : how grave it is from here on.
    """

    to: To
    after: Sql | None = None
    level: Literal["amber", "red"] = "amber"


class AlertRule(Model):
    """One rule: of rows of a fact, of groups whose metric is too low, or of metrics that fell.

    Attributes
    ----------
    name_zh, name_en : what the rule is called.
    about : the kind of thing: lead, opportunity, customer, payment, task, rep, metric.
    fact, when : each row of the fact for which the condition holds.
    since : SQL for the day from which days count; without it every step is reached at once.
    days : whether days are those of the calendar or working days.
    amount : SQL for the money at stake.
    per : one alert for all rows of an owner that share this column.
    metric, below, where : each group of `by` whose metric, of the rows of `where`, is below.
    over : the period of the metric: the month so far, the last full week, or that of the report.
    paced : while the period runs, `below` is that share of the time that is over.
    metrics, fall : each metric of each group of `by` that fell by so much on the week before, and
        beyond its usual variation.
    least : SQL for the number of cases below which a figure is not judged.
    asked : on which days the rule is asked; on others everything stays as it was.
    quiet : whether it is silent around the Spring Festival.
    tell : told daily, or from the last working day of a month on.
    slipped : SQL over the fact: whether what was warned of has come true (`first_seen` is the day of
        the alert); asked of alerts `judged_after` days old.
    zh, en, next_zh, next_en : message and next step; `{days}` and any column of the fact.
    """

    name_zh: str
    name_en: str
    about: str
    steps: tuple[Step, ...] = Field(min_length=1)
    fact: str | None = None
    when: Sql | None = None
    since: Sql | None = None
    days: Literal["calendar", "working"] = "calendar"
    amount: Sql | None = None
    per: str | None = None
    metric: str | None = None
    where: Sql | None = None
    below: Sql | None = None
    over: Literal["now", "week", "month", "period"] = "period"
    by: tuple[Kind, ...] = ()
    paced: bool = False
    metrics: tuple[str, ...] = ()
    fall: Sql | None = None
    least: Sql = "1"
    asked: Literal["any", "workdays"] = "any"
    quiet: Literal["never", "spring_festival"] = "never"
    tell: Literal["daily", "month_end"] = "daily"
    slipped: Sql | None = None
    judged_after: int = Field(default=30, ge=1)
    zh: str
    en: str
    next_zh: str
    next_en: str

    @model_validator(mode="after")
    def _one_kind(self) -> "AlertRule":
        named = [all(getattr(self, key) for key in keys) for keys in _KEYS.values()]
        begun = [any(getattr(self, key) for key in keys) for keys in _KEYS.values()]
        if sum(named) != 1 or named != begun:
            raise ValueError(say("params_alert_kind"))
        if self.kind != "rows" and not self.by:
            raise ValueError(say("params_alert_by"))
        allowed = {*_ONLY[self.kind]}
        for key in sorted({key for keys in _ONLY.values() for key in keys} - allowed):
            if key in self.model_fields_set:
                raise ValueError(say("params_alert_only", key=key))
        places = [LADDER.index(step.to) for step in self.steps]
        if places != sorted(set(places)):
            raise ValueError(say("params_alert_steps", known=" < ".join(LADDER)))
        if self.since is None and any(step.after for step in self.steps) and self.kind == "rows":
            raise ValueError(say("params_alert_since"))
        for key in ("zh", "en", "next_zh", "next_en"):
            if None in placeholders(getattr(self, key)):
                raise ValueError(say("params_alert_braces", key=key))
        return self

    @property
    def kind(self) -> Literal["rows", "groups", "falls"]:
        """Whether it looks at rows, at groups, or at metrics that fell."""
        if self.fact:
            return "rows"
        return "groups" if self.metric else "falls"

    def name(self, lang: str) -> str:
        """Return what the rule is called in `lang`."""
        return self.name_zh if lang == "zh" else self.name_en

    def texts(self, lang: str) -> tuple[str, str]:
        """Return message and next step in `lang`."""
        return (self.zh, self.next_zh) if lang == "zh" else (self.en, self.next_en)


_KEYS = {"rows": _OF_ROWS, "groups": _OF_GROUPS, "falls": _OF_FALLS}


class Festival(Model):
    """How many days before the first and after the last day off of the Spring Festival are quiet."""

    before: int = Field(ge=0)
    after: int = Field(ge=0)


class AlertSettings(Model):
    """params/alerts.yml.

    Attributes
    ----------
    rules : by name; in a workspace's file `NAME: null` switches a packaged rule off.
    chance : how often a fall may be reported of a week in which nothing but chance was at work.
    usual_weeks : how many weeks before tell what is usual.
    """

    rules: dict[str, AlertRule]
    spring_festival: Festival
    chance: float = Field(gt=0, lt=0.5)
    usual_weeks: int = Field(ge=8, le=104)

    @field_validator("rules", mode="before")
    @classmethod
    def _without_dropped(cls, rules: object) -> object:
        """A rule that is set to nothing is off."""
        if not isinstance(rules, dict):
            return rules
        return {name: rule for name, rule in rules.items() if rule is not None}


def placeholders(text: str) -> list[str | None]:
    """Return the names in braces; None stands for braces that hold anything else.

    Examples
    --------
    >>> placeholders("{days} days"), placeholders("{days:.1f}"), placeholders("{")
    (['days'], [None], [None])
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return [None]
    named = [(name, spec, how) for _, name, spec, how in parts if name is not None]
    return [None if spec or how or not name.isidentifier() else name for name, spec, how in named]


def unknown_metric(
    alerts: AlertSettings, known: Mapping[str, Metric]
) -> tuple[str, str, Sentence] | None:
    """Return rule, key and what is wrong with it, of the first rule whose metric cannot be asked."""
    computed = [name for name, metric in known.items() if metric.fact]
    for name, rule in alerts.rules.items():
        wanted: list[tuple[str, str, Collection[str]]] = [
            ("metrics", each, computed) for each in rule.metrics
        ]
        if rule.metric:
            wanted.append(("metric", rule.metric, computed if rule.where else known))
        for key, metric, allowed in wanted:
            if metric not in allowed:
                kind = "metric" if allowed is known else "metric with a formula"
                return name, key, unknown(kind, metric, allowed)
    return None
