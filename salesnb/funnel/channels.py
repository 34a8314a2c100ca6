"""The channels side by side: what their leads became, and what one lead and one deal cost."""

from collections.abc import Iterable

import pandas as pd

from salesnb.errors import ConfigError, unknown
from salesnb.labels import say
from salesnb.metrics.compute import compute_metrics, hidden_parts
from salesnb.periods import Period
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

METRICS = (
    "new_leads",
    "lead_conversion_rate",
    "lead_win_rate",
    "close_rate_30d",
    "lead_won_amount",
)


def channel_table(store: ScopedStore, settings: Settings, period: Period) -> pd.DataFrame:
    """Return the channels of the leads created in a period, the most leads first.

    Costs are those of the whole company, so that only a company's table has them.

    Returns
    -------
    One row per channel: source; of each of METRICS that the viewer's role may see its value and `<metric>__numerator`,
    `__denominator`, `__low`, `__high`, `__n`; cost (yuan up to the data's day, see
    `settings.costs`), cost_per_lead, cost_per_won (of the leads won so far; missing while none is).

    Raises
    ------
    ConfigError
        A channel of params/costs.yml that neither the data nor params/aliases.yml know.
    """
    seen = [name for name in METRICS if not hidden_parts(store, settings.metrics[name])]
    long = compute_metrics(store, settings, seen, [period], ["source"])
    parts = ["numerator", "denominator", "low", "high", "n"]
    frame = pd.DataFrame({"source": long["source"].drop_duplicates()}).reset_index(drop=True)
    for metric in seen:
        named = {part: f"{metric}__{part}" for part in parts} | {"value": metric}
        rows = long[long["metric"] == metric][["source", "value", *parts]].rename(columns=named)
        frame = frame.merge(rows, how="left", on="source")
    costs = _costs(store, settings, period) if store.scope.is_whole else {}
    spent = [costs.get(_known(settings, str(source))) for source in frame["source"]]
    frame["cost"] = pd.Series(spent, index=frame.index, dtype="float64")
    leads, won = frame["new_leads"], frame["lead_win_rate__numerator"]
    frame["cost_per_lead"] = frame["cost"] / leads.where(leads > 0)
    frame["cost_per_won"] = frame["cost"] / won.where(won > 0)
    return frame.sort_values("new_leads", ascending=False, kind="stable", ignore_index=True)


def _costs(store: ScopedStore, settings: Settings, period: Period) -> dict[str, float]:
    """Return {channel: yuan}, spellings of params/aliases.yml taken as the channel's own."""
    named = settings.costs.channels
    if not named:
        return {}
    found = store.run("select distinct source from fact_leads where source is not null")["source"]
    _check(settings, named, found)
    total: dict[str, float] = {}
    for channel in named:
        cost = settings.costs.spent(channel, period, store.as_of)
        key = _known(settings, channel)
        total[key] = total.get(key, 0.0) + float(cost or 0)
    return total


def _check(settings: Settings, named: Iterable[str], found: Iterable[str]) -> None:
    spelled = {name for c in settings.aliases.sources for name in (c.name, c.en) if name}
    for channel in named:
        if channel not in spelled | set(found):
            place = settings.place("costs", "channels", channel)
            said = unknown("channel", channel, spelled | set(found))
            raise ConfigError(say("err_at", place=place, said=said))


def _known(settings: Settings, name: str) -> str:
    """Return a channel by its first name, whichever of its two names is given."""
    for channel in settings.aliases.sources:
        if name in (channel.name, channel.en):
            return channel.name
    return name
