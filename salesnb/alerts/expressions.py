"""The expressions of rules, checked: each names columns that there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesnb.alerts.sources import constants, source_columns, source_names
from salesnb.errors import ConfigError, SalesnbError, unknown
from salesnb.formula import parse_expression
from salesnb.labels import LANGUAGES, Sentence, say
from salesnb.scopes import ScopedStore
from salesnb.settings import AlertRule, Settings
from salesnb.settings.alerts import placeholders

# What messages of groups and falls may name: no row stands behind them.
GROUP_WORDS = (
    "subject", "value", "limit", "beside", "numerator", "denominator", "since", "amount", "owner",
)  # fmt: skip
FALL_WORDS = ("subject", "metric", "now", "before", "change", "usual", "source", "hint")
# What messages of rows may name besides the columns of the fact.
_ROW_WORDS = ("subject", "days", "since", "amount", "owner", "count")


Faults = dict[str, Sentence]  # by the name of the rule


@dataclass(frozen=True)
class Checked:
    """A rule whose expressions are SQL that may be asked.

    Attributes
    ----------
    sql : {key of the rule: SQL}; of steps `after_0`, `after_1` …, of numbers of groups `below` …
    columns : the columns of the fact that its messages name.
    """

    name: str
    rule: AlertRule
    sql: Mapping[str, str]
    columns: Sequence[str]


def check_rules(
    store: ScopedStore, settings: Settings, names: Sequence[str] | None = None
) -> list[Checked]:
    """Return rules of params/alerts.yml, each with its SQL.

    Parameters
    ----------
    names : only these; None = all.

    Raises
    ------
    ConfigError
        A rule names a fact, a column or a word that there is not, or is no SQL, with file, line and
        the nearest name.
    """
    rules = settings.alerts.rules
    wanted = [name for name in rules if names is None or name in names]
    return [_kept(store, settings, name, rules[name]) for name in wanted]


def sound_rules(
    store: ScopedStore, settings: Settings, names: Sequence[str] | None = None
) -> tuple[list[Checked], Faults]:
    """Return rules as `check_rules` does, and what is wrong with those of plugins.

    A fault in a plugin's rule is noted, and the other rules are asked.

    Raises
    ------
    ConfigError
        A rule of params/alerts.yml is wrong.
    """
    found, faults = [], {}
    for name in [each for each in settings.alerts.rules if names is None or each in names]:
        try:
            found += check_rules(store, settings, [name])
        except ConfigError as error:
            if not settings.is_added("alert_rule", name):
                raise
            faults[name] = not_asked(settings, name, error)
    return found, faults


def not_asked(settings: Settings, name: str, error: SalesnbError) -> Sentence:
    """Return why a plugin's rule was not asked: place, rule and fault in one sentence."""
    place = settings.place("alerts", "rules", name)
    zh, en = (error.text(lang).splitlines()[0] for lang in LANGUAGES)
    said = Sentence(en.rstrip("."), zh.rstrip("。"))
    if not isinstance(error, ConfigError):
        said = say("err_at", place=place, said=said)
    return say("plugin_rule_failed", rule=name, said=said)


def _kept(store: ScopedStore, settings: Settings, name: str, rule: AlertRule) -> Checked:
    return store.once(("alert_rule", name), lambda: _checked(store, settings, name, rule))


def _checked(store: ScopedStore, settings: Settings, name: str, rule: AlertRule) -> Checked:
    fixed = tuple(constants(store, settings))
    if rule.kind == "rows":
        assert rule.fact is not None
        if rule.fact not in source_names(store):
            said = unknown("fact", rule.fact, source_names(store))
            raise _refused(settings, name, "fact", said)
        own = source_columns(store, rule.fact)
        known, words = [*own, *fixed], [*own, *_ROW_WORDS]
    else:
        metric = settings.metrics[rule.metric or rule.metrics[0]]
        own = list(store.columns(f"fact_{metric.fact}")) if metric.fact else []
        known = [*own, *fixed]
        words = list(GROUP_WORDS if rule.kind == "groups" else FALL_WORDS)
    if rule.per is not None and rule.per not in known:
        raise _refused(settings, name, "per", unknown("column", rule.per, known))
    sql = {}
    for key, text in _expressions(rule).items():
        is_number = key in ("below", "fall", "least")
        allowed = fixed if is_number else [*known, "first_seen"] if key == "slipped" else known
        place = _place(settings, name, "steps" if key.startswith("after_") else key)
        sql[key] = parse_expression(text, place, allowed)
    named = _named(settings, name, rule, words)
    return Checked(name, rule, sql, [each for each in named if each in own])


def _expressions(rule: AlertRule) -> dict[str, str]:
    keys = ("when", "since", "amount", "where", "below", "fall", "least", "slipped")
    given = {key: text for key in keys if (text := getattr(rule, key)) is not None}
    steps = {f"after_{n}": step.after for n, step in enumerate(rule.steps) if step.after}
    return given | steps


def _named(settings: Settings, name: str, rule: AlertRule, words: Sequence[str]) -> list[str]:
    """Return what the messages name; refuse what there is not."""
    found: list[str] = []
    for key in ("zh", "en", "next_zh", "next_en"):
        for word in placeholders(getattr(rule, key)):
            if word not in words:
                raise _refused(settings, name, key, unknown("column", str(word), words))
            found.append(str(word))
    return list(dict.fromkeys(found))


def _place(settings: Settings, name: str, key: str) -> Sentence:
    place = settings.place("alerts", "rules", name, key)
    return say("at_alert_key", place=place, rule=name, key=key)


def _refused(settings: Settings, name: str, key: str, said: Sentence) -> ConfigError:
    return ConfigError(say("err_at", place=_place(settings, name, key), said=said))
