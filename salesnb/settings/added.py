"""What plugins add to params: metrics and rules as layers over the YAML files, figures, faults."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from salesnb.errors import ConfigError
from salesnb.labels import Sentence, say
from salesnb.settings.alerts import AlertSettings, unknown_metric
from salesnb.settings.models import Metric, MetricSettings
from salesnb.settings.reading import validated
from salesnb.yaml_lines import YamlFile

Kind = Literal["metric", "alert_rule"]
# Where an entry of a kind stands in params: the file's stem, and the key in it.
PLACES: Mapping[Kind, tuple[str, str]] = {
    "metric": ("metrics", "metrics"),
    "alert_rule": ("alerts", "rules"),
}


@dataclass(frozen=True)
class Addition:
    """A metric or a rule of a plugin, as a layer with the lines of its keys."""

    kind: Kind
    name: str
    layer: YamlFile

    @property
    def place(self) -> Sentence:
        """Where the plugin adds it."""
        return self.layer.place((PLACES[self.kind][1], self.name))


@dataclass(frozen=True)
class AddedFigure:
    """A figure of a plugin.

    Attributes
    ----------
    draw : given a workbench, returns a chart, HTML or a frame.
    place : file and line.
    """

    name: str
    zh: str
    en: str
    draw: Callable[..., Any]
    place: Sentence

    def label(self, lang: str) -> str:
        """Return the figure's title in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Fault:
    """What is wrong in a plugin: place and fault in one sentence, and whose; no name = a file's."""

    said: Sentence
    name: str = ""


@dataclass(frozen=True)
class Plugins:
    """All that the files of a folder add."""

    additions: tuple[Addition, ...] = ()
    figures: Mapping[str, AddedFigure] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


NO_PLUGINS = Plugins()
Files = Mapping[str, tuple[YamlFile, ...]]


def fitting(files: Files, plugins: Plugins) -> tuple[Files, tuple[Fault, ...]]:
    """Return the layers of params with what fits of the plugins on top, and what does not fit.

    What one plugin adds may rest on what another one adds, whatever their order.
    """
    if not plugins.additions:
        return files, plugins.faults
    metrics, faults = _fit(MetricSettings, files["metrics"], "metric", plugins, lambda found: None)
    known = validated(MetricSettings, metrics).metrics

    def check(found: BaseModel) -> None:
        assert isinstance(found, AlertSettings)
        if wrong := unknown_metric(found, known):
            raise ConfigError(wrong[2])

    alerts, more = _fit(AlertSettings, files["alerts"], "alert_rule", plugins, check)
    return {**files, "metrics": metrics, "alerts": alerts}, (*plugins.faults, *faults, *more)


def without_lost(
    alerts: AlertSettings, known: Mapping[str, Metric], faults: tuple[Fault, ...]
) -> tuple[AlertSettings, tuple[Fault, ...]]:
    """Leave out the rules of params that name a metric which a faulty plugin did not add."""
    while plugin_faults := faults:
        wrong = unknown_metric(alerts, known)
        if wrong is None:
            break
        rule, key, said = wrong
        kept = {name: each for name, each in alerts.rules.items() if name != rule}
        alerts = alerts.model_copy(update={"rules": kept})
        at = say("plugin_rule", rule=rule, key=key, said=said)
        faults = (*plugin_faults, Fault(at, rule))
    return alerts, faults


def _fit(
    model: type[BaseModel],
    layers: Sequence[YamlFile],
    kind: Kind,
    plugins: Plugins,
    check: Callable[[BaseModel], None],
) -> tuple[tuple[YamlFile, ...], list[Fault]]:
    """Lay each addition over the layers that the model bears with it."""
    waiting, faults = _not_taken(layers, kind, plugins)
    kept = list(layers)
    while waiting:
        refused: list[tuple[Addition, ConfigError]] = []
        for addition in waiting:
            try:
                check(validated(model, [*kept, addition.layer]))
            except ConfigError as error:
                refused.append((addition, error))
            else:
                kept.append(addition.layer)
        if len(refused) == len(waiting):
            return tuple(kept), [*faults, *(_fault(*each) for each in refused)]
        waiting = [addition for addition, _ in refused]
    return tuple(kept), faults


def _not_taken(
    layers: Sequence[YamlFile], kind: Kind, plugins: Plugins
) -> tuple[list[Addition], list[Fault]]:
    key = PLACES[kind][1]
    taken = {
        name: layer.place((key, name))
        for layer in layers
        if isinstance(layer.values, dict)
        for name in layer.values.get(key) or {}
    }
    free, faults = [], []
    for addition in plugins.additions:
        if addition.kind != kind:
            continue
        if addition.name in taken:
            faults.append(name_taken(kind, addition.name, addition.place, taken[addition.name]))
        else:
            taken[addition.name] = addition.place
            free.append(addition)
    return free, faults


def name_taken(kind: str, name: str, place: Sentence, other: object) -> Fault:
    """Return the fault of a name that is there already, with both places."""
    thing = say(f"plugin_{kind}")
    return Fault(say("plugin_taken", place=place, thing=thing, name=name, other=other), name)


def _fault(addition: Addition, error: ConfigError) -> Fault:
    said = error.args[0]
    assert isinstance(said, Sentence)
    if addition.layer.path.name not in said:
        said = say("err_at", place=addition.place, said=said)
    return Fault(said, addition.name)
