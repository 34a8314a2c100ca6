"""What params/*.yml may hold: one frozen model per file, and what its parts are."""

from datetime import date, time
from fnmatch import fnmatch
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from salesnb.errors import unknown
from salesnb.labels import say


class Model(BaseModel):
    """Refuses unknown keys, and does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(Model):
    """One entry of a vocabulary: what is stored, shown, and accepted as typed."""

    id: str
    zh: str
    en: str
    words: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return the word as shown in `lang`."""
        return self.zh if lang == "zh" else self.en


class Stage(Word):
    """A sales stage; `kind` tells the two that end a deal."""

    id: str = Field(pattern=r"^\w+$")  # facts have a column reached_<id>
    kind: Literal["open", "won", "lost"] = "open"


class Channel(Model):
    """A lead source: its name, and the words that count under it."""

    name: str
    en: str | None = None
    words: tuple[str, ...] = ()


class WorkspaceSettings(Model):
    """params/workspace.yml."""

    company: str = ""
    lang: Literal["zh", "en"]
    currency: str
    country: str
    extra_holidays: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()
    timezone: str
    today: date | None = None
    fiscal_year_start: int = Field(ge=1, le=12)
    payment_days: int = Field(ge=0)
    small_sample: int = Field(ge=1)
    completion_red: float = Field(gt=0, le=2)
    field_rare: float = Field(ge=0, le=1)
    field_common: float = Field(ge=0, le=1)
    field_drop: float = Field(ge=0, le=1)
    similar_names: float = Field(ge=0.7, le=1)
    lead_again_days: int = Field(ge=0)
    memory_gb: float | None = Field(default=None, ge=1)


class StageSettings(Model):
    """params/stages.yml."""

    stages: tuple[Stage, ...]
    shown: tuple[str, ...]
    shown_full: tuple[str, ...]
    opportunity_stage: str

    @field_validator("stages")
    @classmethod
    def _ended(cls, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        ids = [stage.id for stage in stages]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(say("params_stage_twice", stage=sorted(twice)[0]))
        for kind in ("won", "lost"):
            if sum(stage.kind == kind for stage in stages) != 1:
                raise ValueError(say("params_stage_kind", kind=kind))
        return stages

    @field_validator("shown", "shown_full", "opportunity_stage")
    @classmethod
    def _known(cls, named: tuple[str, ...] | str, info: ValidationInfo) -> tuple[str, ...] | str:
        ids = [stage.id for stage in info.data.get("stages", ())]
        for name in (named,) if isinstance(named, str) else named:
            if ids and name not in ids:
                raise ValueError(unknown("stage", name, ids))
        return named

    @property
    def path(self) -> list[Stage]:
        """The stages from first to won, without the lost one."""
        return [stage for stage in self.stages if stage.kind != "lost"]

    @property
    def won(self) -> str:
        """The id of the stage that means won."""
        return next(stage.id for stage in self.stages if stage.kind == "won")

    @property
    def lost(self) -> str:
        """The id of the stage that means lost."""
        return next(stage.id for stage in self.stages if stage.kind == "lost")


class AliasSettings(Model):
    """params/aliases.yml."""

    choices: dict[str, tuple[Word, ...]]
    sources: tuple[Channel, ...]


class Thresholds(Model):
    """From which value on a figure is amber or red; `good` of the metric says on which side."""

    amber: float | None = None
    red: float | None = None


class Metric(Model):
    """One metric: its words, its fact, its formula.

    `formula` is an SQL aggregate over the fact's columns; `where` narrows the rows; `dated_by` is
    the column whose day puts a row into a period. Instead of a formula: the metric `of` beside
    something else. `against: target` divides it by its target, `pace` compares that with the
    elapsed time, `previous` and `year_ago` give the relative change, `missing` divides it by what
    the metric `to` lacks to its target.
    """

    zh: str
    en: str
    unit: Literal["money", "ratio", "count", "days", "hours"]
    definition_zh: str
    definition_en: str
    fact: str | None = None
    formula: str | None = None
    where: str | None = None
    dated_by: str | None = None
    of: str | None = None
    against: Literal["target", "pace", "previous", "year_ago", "missing"] | None = None
    to: str | None = None
    good: Literal["up", "down", "none"] = "up"
    additive: bool = False
    interval: Literal["wilson", "mean", "median", "none"] = "none"
    thresholds: Thresholds = Thresholds()

    @model_validator(mode="after")
    def _one_kind(self) -> "Metric":
        computed = self.fact and self.formula and self.dated_by
        if bool(computed) == bool(self.of and self.against):
            raise ValueError(say("params_metric_parts"))
        if (self.against == "missing") != bool(self.to):
            raise ValueError(say("params_metric_to"))
        return self

    def severity(self, value: float) -> Literal["red", "amber", ""]:
        """Return how grave a value is by the thresholds."""
        for name in ("red", "amber"):
            limit = getattr(self.thresholds, name)
            if limit is not None and (value > limit if self.good == "down" else value < limit):
                return name
        return ""

    def label(self, lang: str) -> str:
        """Return the metric's name in `lang`."""
        return self.zh if lang == "zh" else self.en

    def definition(self, lang: str) -> str:
        """Return the metric's definition in `lang`."""
        return self.definition_zh if lang == "zh" else self.definition_en


class MetricSettings(Model):
    """params/metrics.yml."""

    metrics: dict[str, Metric]

    @field_validator("metrics")
    @classmethod
    def _known(cls, metrics: dict[str, Metric]) -> dict[str, Metric]:
        computed = [name for name, metric in metrics.items() if metric.fact]
        for name, metric in metrics.items():
            for other in (metric.of, metric.to):
                if other is not None and other not in computed:
                    said = unknown("metric with a formula", other, computed)
                    raise ValueError(say("params_metric_names", name=name, said=said))
        return metrics


class Report(Model):
    """One notebook of the catalogue, and the period that it is made for unless told.

    `only` names the grain of the periods that it is of, where it is not of any.
    """

    zh: str
    en: str
    period: str = "last-month"
    only: Literal["day", "week"] | None = None

    def label(self, lang: str) -> str:
        """Return the report's title in `lang`."""
        return self.zh if lang == "zh" else self.en


class ReportSettings(Model):
    """params/reports.yml."""

    reports: dict[str, Report]


class Advice(Model):
    """One piece of advice: when its condition holds, its sentence and next step are shown.

    Attributes
    ----------
    metrics : whose figures the condition and the sentences name.
    by : the dimension of which each group is looked at; None = the scope as a whole.
    over : the figures of the report's period, or of the twelve months that end with it.
    when : an SQL condition over the figures (see docs/reports.md).
    most : how many groups are named at most, those with the most cases first.
    zh, en, next_zh, next_en : the finding and the next step; `{name}` is the group, `{sales}` a
        figure.
    """

    metrics: tuple[str, ...] = Field(min_length=1)
    by: str | None = None
    over: Literal["period", "year"] = "year"
    when: str
    most: int = Field(default=1, ge=1)
    zh: str
    en: str
    next_zh: str
    next_en: str

    @field_validator("when", mode="before")
    @classmethod
    def _always(cls, given: object) -> object:
        """YAML reads an unquoted true and false as no text."""
        return str(given).lower() if isinstance(given, bool) else given


class AdviceSettings(Model):
    """params/advice.yml."""

    advice: dict[str, Advice]
    shown: int = Field(ge=1)


class ImportSettings(Model):
    """params/imports.yml.

    `severity` sets {rule or "rule table.column": warning | error}. A follow-up typed in more than
    `late_hours` after it is late, but not before `weekend_until` of the working day after days off.
    """

    severity: dict[str, Literal["warning", "error"]] = {}
    late_hours: int = Field(ge=0)
    weekend_until: str = Field(pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")

    @field_validator("weekend_until", mode="before")
    @classmethod
    def _clock(cls, given: object) -> object:
        """YAML reads an unquoted 12:00 as the number 720."""
        return f"{given // 60}:{given % 60:02d}" if isinstance(given, int) else given

    @property
    def weekend_limit(self) -> time:
        """`weekend_until` as a time of day."""
        hour, minute = self.weekend_until.split(":")
        return time(int(hour), int(minute))


class CompareSettings(Model):
    """params/compare.yml: the words of hand-made reports.

    `metrics` lists the words of {metric, or target, completion, actual, yoy, mom, share},
    `dimensions` those of {dimension}; `totals` are rows of the whole, `left_out` columns without a
    figure of the report.
    """

    metrics: dict[str, tuple[str, ...]]
    dimensions: dict[str, tuple[str, ...]]
    totals: tuple[str, ...]
    unassigned: tuple[str, ...]
    left_out: tuple[str, ...]


class FileMapping(Model):
    """How one file (or sheet) of a foreign export fills one table (R1.14).

    Attributes
    ----------
    table : the table that is filled.
    sheet : only this sheet of the workbook.
    header : the column names of a file without a header row.
    columns : {header: column}, or a list of columns that one header fills; a column that the table
        lacks is a custom one. A header not named here is kept under its own name when
        `keep_others` is true, else left out.
    constants : {column: value} for every row.
    defaults : {column: value} for empty cells.
    formats : {column: format} that settles how a doubtful value is read: of a date its strptime
        format (`%d/%m/%Y`), of an amount, number or share `decimal_comma` (1.234,56) or
        `decimal_point` (1,234.56).
    values : {column: {typed: meant}} replaced before parsing; an empty `meant` empties the cell.
    whole : columns whose numbers are codes: `279.0` is the code `279`.
    empty : what an empty cell means: `clear` the stored value or `keep` it.
    where : {header: value}: only rows with this value are read.
    """

    table: str
    sheet: str | None = None
    header: tuple[str, ...] = ()
    columns: dict[str, str | tuple[str, ...]]
    constants: dict[str, str] = {}
    defaults: dict[str, str] = {}
    formats: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    whole: tuple[str, ...] = ()
    empty: Literal["clear", "keep"] = "clear"
    where: dict[str, str] = {}
    keep_others: bool = True


class SourceMapping(Model):
    """params/sources/NAME.yml: one foreign system's export.

    `files` maps a file name pattern (as in a shell, `sales_*.csv`) to one or more tables; to an
    empty list, if the file is to be left out.
    `stubs` lists tables for which rows are made for keys that others refer to. `severity` sets
    {rule or "rule table.column": warning | error}. `orders_from_won` makes one order per won
    opportunity.
    """

    files: dict[str, FileMapping | tuple[FileMapping, ...]]
    stubs: tuple[str, ...] = ()
    severity: dict[str, Literal["warning", "error"]] = {}
    orders_from_won: bool = False

    def for_file(self, name: str) -> tuple[FileMapping, ...] | None:
        """Return the mappings whose pattern fits the file name; None = no pattern fits."""
        fitting = [m for pattern, m in self.files.items() if fnmatch(name.lower(), pattern.lower())]
        if not fitting:
            return None
        return tuple(m for each in fitting for m in (each if isinstance(each, tuple) else (each,)))
