"""params/*.yml as frozen models: defaults of the package, overridden key by key by the workspace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from salesnb.errors import ConfigError, SalesnbError, UsageError, unknown
from salesnb.labels import Sentence, joined, say
from salesnb.resources import packaged
from salesnb.settings.added import (
    NO_PLUGINS,
    PLACES,
    AddedFigure,
    Addition,
    Fault,
    Kind,
    Plugins,
    fitting,
    name_taken,
    without_lost,
)
from salesnb.settings.alerts import HEADS, LADDER, AlertRule, AlertSettings, unknown_metric
from salesnb.settings.assignment import AssignmentSettings
from salesnb.settings.causes import CauseSettings
from salesnb.settings.clock import WEEKDAYS
from salesnb.settings.costs import CostSettings
from salesnb.settings.delivery import Delivery, DeliverySettings
from salesnb.settings.forecast import ForecastSettings
from salesnb.settings.jobs import Gate, Job, Limits
from salesnb.settings.keeping import KeepingSettings
from salesnb.settings.levels import CustomerSettings
from salesnb.settings.limits import Cadence, LimitSettings
from salesnb.settings.models import (
    Advice,
    AdviceSettings,
    AliasSettings,
    Channel,
    CompareSettings,
    FileMapping,
    ImportSettings,
    Metric,
    MetricSettings,
    Report,
    ReportSettings,
    SourceMapping,
    Stage,
    StageSettings,
    Thresholds,
    Word,
    WorkspaceSettings,
)
from salesnb.settings.organisation import OrganisationSettings
from salesnb.settings.plan import PlanSettings
from salesnb.settings.playbook import Play, Playbook
from salesnb.settings.pool import PoolSettings, unknown_word
from salesnb.settings.practice import PracticeSettings
from salesnb.settings.queries import Query, QuerySettings
from salesnb.settings.reading import validated
from salesnb.settings.review import ReviewSettings
from salesnb.settings.score import ScoreSettings
from salesnb.settings.scorecard import Answer, Dimension, ScoreCard
from salesnb.settings.store import StoreSettings
from salesnb.settings.tasks import TASK_KINDS, TaskKind, TaskSettings
from salesnb.yaml_lines import YamlFile, read_yaml

__all__ = [
    "HEADS",
    "LADDER",
    "PLACES",
    "TASK_KINDS",
    "WEEKDAYS",
    "AddedFigure",
    "Addition",
    "Advice",
    "AdviceSettings",
    "AlertRule",
    "AlertSettings",
    "AliasSettings",
    "Answer",
    "AssignmentSettings",
    "Cadence",
    "CauseSettings",
    "Channel",
    "CompareSettings",
    "CostSettings",
    "CustomerSettings",
    "Delivery",
    "DeliverySettings",
    "Dimension",
    "Fault",
    "FileMapping",
    "ForecastSettings",
    "Gate",
    "ImportSettings",
    "Job",
    "KeepingSettings",
    "LimitSettings",
    "Limits",
    "Metric",
    "MetricSettings",
    "OrganisationSettings",
    "PlanSettings",
    "Play",
    "Playbook",
    "Plugins",
    "PoolSettings",
    "PracticeSettings",
    "Query",
    "QuerySettings",
    "Report",
    "ReportSettings",
    "ScoreCard",
    "ScoreSettings",
    "Settings",
    "SourceMapping",
    "Stage",
    "StageSettings",
    "StoreSettings",
    "TaskKind",
    "TaskSettings",
    "Thresholds",
    "Word",
    "WorkspaceSettings",
    "load_settings",
    "name_taken",
]

_NAMES = (
    "workspace",
    "stages",
    "aliases",
    "metrics",
    "reports",
    "limits",
    "imports",
    "compare",
    "advice",
    "alerts",
    "practice",
    "review",
    "score",
    "forecast",
    "scorecard",
    "assignment",
    "pool",
    "causes",
    "costs",
    "levels",
    "plan",
    "organisation",
    "delivery",
    "tasks",
    "playbook",
    "keeping",
    "queries",
    "store",
)


@dataclass(frozen=True)
class Settings:
    """Everything in params/, checked, and what plugins add to it.

    Attributes
    ----------
    figures : those of plugins, by name.
    faults : what is wrong in plugins; everything else is there.
    """

    folder: Path | None
    workspace: WorkspaceSettings
    stages: StageSettings
    aliases: AliasSettings
    metrics: dict[str, Metric]
    reports: dict[str, Report]
    imports: ImportSettings
    limits: LimitSettings
    compare: CompareSettings
    advice: AdviceSettings
    alerts: AlertSettings
    practice: PracticeSettings
    review: ReviewSettings
    score: ScoreSettings
    forecast: ForecastSettings
    scorecard: ScoreCard
    assignment: AssignmentSettings
    pool: PoolSettings
    causes: CauseSettings
    costs: CostSettings
    levels: CustomerSettings
    plan: PlanSettings
    organisation: OrganisationSettings
    delivery: DeliverySettings
    tasks: TaskSettings
    playbook: Playbook
    keeping: KeepingSettings
    queries: dict[str, Query]
    store: StoreSettings
    files: Mapping[str, tuple[YamlFile, ...]] = field(default_factory=dict, repr=False)
    figures: Mapping[str, AddedFigure] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def place(self, stem: str, *location: str | int) -> str:
        """Return `params/metrics.yml, line 12`: where a key was given last."""
        layers = self.files.get(stem, ())
        of_params = [layer for layer in layers if layer.path.suffix == ".yml"]
        given = [layer for layer in layers if location in layer.lines] or [
            *of_params,
            *(layer for layer in layers if location[:2] in layer.lines and len(location) > 2),
        ]
        return given[-1].place(location) if given else f"params/{stem}.yml"

    def is_added(self, kind: Kind, name: str) -> bool:
        """Return whether a plugin, and no file of params, brings a metric or a rule."""
        stem, key = PLACES[kind]
        found = [layer for layer in self.files.get(stem, ()) if (key, name) in layer.lines]
        return bool(found) and found[-1].path.suffix != ".yml"

    def missing(self, kind: str | Sentence, name: str, known: Iterable[str]) -> SalesnbError:
        """Return what to raise for a name that is not there; a fault in a plugin may be why."""
        own = [fault.said for fault in self.faults if fault.name == name]
        if own:
            return ConfigError(own[0])
        of_files = [fault.said for fault in self.faults if not fault.name]
        return UsageError(joined([unknown(kind, name, known), *of_files]))

    @cached_property
    def choices(self) -> Mapping[str, tuple[Word, ...]]:
        """The vocabularies by name, stages and the roles of params among them."""
        further = tuple(
            Word(id=name, zh=role.zh or name, en=role.en or name, words=role.words)
            for name, role in self.organisation.roles.items()
        )
        known = self.aliases.choices
        return {**known, "role": (*known["role"], *further), "stage": self.stages.stages}

    def choice_label(self, vocabulary: str, id_: str | None, lang: str) -> str:
        """Return how a stored id is shown; an unknown one is shown as it is."""
        for word in self.choices.get(vocabulary, ()):
            if word.id == id_:
                return word.label(lang)
        return "" if id_ is None else str(id_)

    def job_files(self) -> dict[str, Path]:
        """Return the files of the jobs by name: the workspace's own, else the packaged ones.

        A job that was deleted from the workspace's params/jobs is gone.
        """
        own = self.folder / "jobs" if self.folder else None
        folder = own if own and own.is_dir() else packaged("params") / "jobs"
        return {path.stem: path for path in sorted(folder.glob("*.yml"))}

    def job(self, name: str) -> Job:
        """Return the job params/jobs/NAME.yml."""
        return validated(Job, [self._job_file(name)])

    def job_place(self, name: str, *location: str | int) -> Sentence:
        """Return `jobs/daily.yml, line 3`: where a job says something."""
        return self._job_file(name).place(location)

    def _job_file(self, name: str) -> YamlFile:
        files = self.job_files()
        if name not in files:
            raise UsageError(unknown("job", name, files))
        return read_yaml(files[name])

    def source(self, name: str) -> SourceMapping:
        """Return the mapping params/sources/NAME.yml of the workspace, else the packaged one."""
        found = {
            path.stem: path
            for folder in (packaged("params"), self.folder)
            if folder is not None
            for path in sorted((folder / "sources").glob("*.yml"))
        }
        if name not in found:
            raise UsageError(unknown("source mapping", name, found))
        return validated(SourceMapping, [read_yaml(found[name])])


def load_settings(folder: Path | None, plugins: Plugins = NO_PLUGINS) -> Settings:
    """Read params/ of a workspace over the packaged defaults, and lay over them what plugins add.

    Parameters
    ----------
    folder : the workspace's params folder; None = the defaults alone.
    plugins : what does not fit becomes a fault of the settings and stops nothing else.

    Raises
    ------
    ConfigError
        An unknown key, a wrong type or an unknown name, with file and line.
    """
    _no_unknown_files(folder)
    files, faults = fitting({name: tuple(_layers(name, folder)) for name in _NAMES}, plugins)
    metrics = validated(MetricSettings, files["metrics"]).metrics
    alerts, faults = without_lost(validated(AlertSettings, files["alerts"]), metrics, faults)
    levels = validated(CustomerSettings, files["levels"])
    settings = Settings(
        folder=folder,
        workspace=validated(WorkspaceSettings, files["workspace"]),
        stages=validated(StageSettings, files["stages"]),
        aliases=validated(AliasSettings, files["aliases"]),
        metrics=metrics,
        reports=validated(ReportSettings, files["reports"]).reports,
        limits=_with_cadence(validated(LimitSettings, files["limits"]), levels),
        imports=validated(ImportSettings, files["imports"]),
        compare=validated(CompareSettings, files["compare"]),
        advice=validated(AdviceSettings, files["advice"]),
        alerts=alerts,
        practice=validated(PracticeSettings, files["practice"]),
        review=validated(ReviewSettings, files["review"]),
        score=validated(ScoreSettings, files["score"]),
        forecast=validated(ForecastSettings, files["forecast"]),
        scorecard=validated(ScoreCard, files["scorecard"]),
        assignment=validated(AssignmentSettings, files["assignment"]),
        pool=validated(PoolSettings, files["pool"]),
        causes=validated(CauseSettings, files["causes"]),
        costs=validated(CostSettings, files["costs"]),
        levels=levels,
        plan=validated(PlanSettings, files["plan"]),
        organisation=validated(OrganisationSettings, files["organisation"]),
        delivery=validated(DeliverySettings, files["delivery"]),
        tasks=validated(TaskSettings, files["tasks"]),
        playbook=validated(Playbook, files["playbook"]),
        keeping=validated(KeepingSettings, files["keeping"]),
        queries=validated(QuerySettings, files["queries"]).queries,
        store=validated(StoreSettings, files["store"]),
        files=files,
        figures=plugins.figures,
        faults=faults,
    )
    _no_unknown_words(settings)
    _known_target(settings)
    _known_metrics(settings)
    _known_people(settings)
    return settings


def _with_cadence(limits: LimitSettings, levels: CustomerSettings) -> LimitSettings:
    """Return the limits with the cadence of the scheme of levels that is in force."""
    if levels.scheme == "four":
        return limits
    return limits.model_copy(update={"cadence_days": levels.simple.cadence_days})


def _known_people(settings: Settings) -> None:
    """Refuse roles that the vocabulary does not know, and webhooks that are not there."""
    roles = [word.id for word in settings.choices["role"]]
    hooks = settings.delivery.webhooks
    for name, person in settings.organisation.people.items():
        if person.role is not None and person.role not in roles:
            place = settings.place("organisation", "people", name, "role")
            raise ConfigError(say("err_at", place=place, said=unknown("role", person.role, roles)))
        for service, hook in person.chat.items():
            known = [each for each, found in hooks.items() if found.service == service]
            if hook not in known:
                place = settings.place("organisation", "people", name, "chat", service)
                raise ConfigError(say("err_at", place=place, said=unknown("webhook", hook, known)))


def _known_metrics(settings: Settings) -> None:
    if found := unknown_metric(settings.alerts, settings.metrics):
        rule, key, said = found
        place = settings.place("alerts", "rules", rule, key)
        at = say("at_alert_key", place=place, rule=rule, key=key)
        raise ConfigError(say("err_at", place=at, said=said))


def _known_target(settings: Settings) -> None:
    target, known = settings.score.target, [stage.id for stage in settings.stages.path[1:]]
    if target not in ("won", *known):
        place = settings.place("score", "target")
        said = unknown("stage", target, known)
        raise ConfigError(say("err_at", place=place, said=said))


def _no_unknown_words(settings: Settings) -> None:
    """Refuse grades, levels, roles and stages that the vocabularies do not know."""
    known = {name: [word.id for word in words] for name, words in settings.choices.items()}
    known["grade"] = list(dict.fromkeys([*known["grade"], *settings.scorecard.all_grades]))
    for stem, named in (
        ("assignment", settings.assignment.named()),
        ("pool", settings.pool.named()),
    ):
        if found := unknown_word(named, known):
            vocabulary, word, location = found
            allowed = known[vocabulary] + (["senior"] if location[-1] == "to" else [])
            place = settings.place(stem, *location)
            said = unknown(vocabulary, word, allowed)
            raise ConfigError(say("err_at", place=place, said=said))
    # A stage of the shipped playbook that a workspace has no more is no slip: its plays fit nothing.
    shipped = Playbook.model_validate(settings.files["playbook"][0].values).named()
    plays_of_others = {(vocabulary, word) for vocabulary, word, _ in shipped}
    for stem, words in (
        ("levels", (("level", level, at) for level, at in settings.levels.named())),
        ("playbook", (e for e in settings.playbook.named() if e[:2] not in plays_of_others)),
    ):
        for vocabulary, word, at in words:
            if word not in known[vocabulary]:
                said = unknown(vocabulary, word, known[vocabulary])
                raise ConfigError(say("err_at", place=settings.place(stem, *at), said=said))


def _no_unknown_files(folder: Path | None) -> None:
    known = {path.name for path in packaged("params").glob("*.yml")}
    for path in sorted(folder.glob("*.yml")) if folder else ():
        if path.name not in known:
            said = unknown("params file", path.name, known)
            raise ConfigError(say("err_at", place=f"params/{path.name}", said=said))


def _layers(name: str, folder: Path | None) -> list[YamlFile]:
    paths = [packaged("params") / f"{name}.yml"]
    if folder and (folder / f"{name}.yml").exists():
        paths.append(folder / f"{name}.yml")
    return [read_yaml(path) for path in paths]
