"""The groups of customers with their names, which stay the same from one fit to the next."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from salesnb.learned.customers.clusters import Groups, Tried, find_clusters, nearest
from salesnb.learned.customers.rfm import ranks
from salesnb.learned.customers.traits import Scale, fit_scale, traits
from salesnb.learned.features import Floats
from salesnb.settings.learned import USUAL, LearnedRules

_TELLING = 0.35  # spreads from the middle at which a trait is part of a name
_MOST_TRAITS = 3


@dataclass(frozen=True)
class CustomerGroups:
    """The groups that were found; none, where there are no clear ones.

    Attributes
    ----------
    scale : of the traits.
    centres : per group, on the scale.
    names : per group, the traits that tell it from the middle: `spend+ often+`; `middle` where none
        does. Equal names are told apart by a number behind.
    tried : what speaks for each number of groups; none, where the customers are too few.
    weights : {trait: share of its variance that lies between the groups}.
    places : per group, {trait: mean place of its customers among all, from 0 to 1}.
    """

    scale: Scale
    centres: tuple[tuple[float, ...], ...]
    names: tuple[str, ...]
    tried: tuple[Tried, ...]
    weights: dict[str, float]
    places: tuple[dict[str, float], ...]

    def group(self, frame: pd.DataFrame) -> list[str | None]:
        """Return the name of each customer's group (see `rhythm.rhythms`)."""
        if not self.names:
            return [None] * len(frame)
        found = nearest(self.scale(traits(frame)), np.array(self.centres))
        return [self.names[place] for place in found]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {**vars(self), "scale": self.scale.to_json(), "tried": list(map(asdict, self.tried))}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "CustomerGroups":
        """Return what `to_json` wrote down."""
        return cls(
            Scale.from_json(told["scale"]),
            tuple(tuple(centre) for centre in told["centres"]),
            tuple(told["names"]),
            tuple(Tried(**each) for each in told["tried"]),
            dict(told["weights"]),
            tuple(map(dict, told["places"])),
        )


def find_groups(
    frame: pd.DataFrame,
    before: CustomerGroups | None = None,
    seed: int = 0,
    rules: LearnedRules = USUAL,
) -> CustomerGroups:
    """Return the groups of customers (see `rhythm.rhythms`).

    Parameters
    ----------
    before : the groups of an earlier day; a group that lies where one of them lay has its name.
    """
    table = traits(frame)
    scale = fit_scale(table)
    points = scale(table)
    usual = len(before.names) if before else 0
    found = find_clusters(points, seed, usual, rules)
    names = named(found.centres, scale, before)
    centres = tuple(tuple(map(float, centre)) for centre in found.centres)
    of_each = nearest(points, found.centres)
    weights = _weights(points, of_each, scale.names)
    placed = pd.DataFrame({name: ranks(table[name].to_numpy(float)) for name in scale.names})
    places = tuple(
        {name: float(placed[name][of_each == nth].mean()) for name in scale.names}
        for nth in range(len(names))
    )
    return CustomerGroups(scale, centres, names, found.tried, weights, places)


def named(centres: Floats, scale: Scale, before: CustomerGroups | None) -> tuple[str, ...]:
    """Return a name per group: that of the group which lay there before, else by its traits.

    Groups are paired so that all together moved least (Kuhn, Naval Research Logistics Quarterly 2
    (1955) 83-97). Who moved further than half the way between the two nearest groups of before is
    new.
    """
    kept = _kept(centres, scale, before) if before and before.names else {}
    names: list[str] = []
    for nth, centre in enumerate(centres):
        taken = {*names, *kept.values()}
        names.append(kept[nth] if nth in kept else _new_name(centre, scale.names, taken))
    return tuple(names)


def _kept(centres: Floats, scale: Scale, before: CustomerGroups) -> dict[int, str]:
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist, pdist

    if not len(centres):
        return {}
    shared = [name for name in scale.names if name in before.scale.names]
    own, was = (
        _unscaled(c, s, shared) for c, s in ((centres, scale), (before.centres, before.scale))
    )
    spreads = np.array([scale.spreads[scale.names.index(name)] for name in shared])
    distances = cdist(own / spreads, was / spreads)
    apart = pdist(was / spreads)
    limit = float(apart.min()) / 2 if len(apart) else np.inf
    rows, columns = linear_sum_assignment(distances)
    return {
        int(row): before.names[column]
        for row, column in zip(rows, columns, strict=True)
        if distances[row, column] <= limit
    }


def _unscaled(centres: Any, scale: Scale, names: Sequence[str]) -> Floats:
    places = [scale.names.index(name) for name in names]
    values = np.asarray(centres) * np.array(scale.spreads) + np.array(scale.centres)
    told: Floats = values[:, places]
    return told


def _new_name(centre: Floats, names: Sequence[str], taken: set[str]) -> str:
    order = np.argsort(-np.abs(centre), kind="stable")
    telling = [nth for nth in order if abs(centre[nth]) >= _TELLING][:_MOST_TRAITS]
    words = [f"{names[nth]}{'+' if centre[nth] > 0 else '-'}" for nth in telling]
    choices = [" ".join(words[:count]) for count in range(2, len(words) + 1)]
    choices = choices or [" ".join(words) or "middle"]
    for choice in choices:
        if choice not in taken:
            return choice
    number = 2
    while f"{choices[-1]} {number}" in taken:
        number += 1
    return f"{choices[-1]} {number}"


def _weights(points: Floats, groups: Groups, names: Sequence[str]) -> dict[str, float]:
    if not len(points) or groups[0] < 0:  # no groups explain nothing
        return dict.fromkeys(names, 0.0)
    total = points.var(axis=0)
    between = np.zeros(len(names))
    for group in np.unique(groups):
        inside = points[groups == group]
        between += len(inside) / len(points) * (inside.mean(axis=0) - points.mean(axis=0)) ** 2
    shares = between / np.maximum(total, 1e-12)
    return {name: float(share) for name, share in zip(names, shares, strict=True)}
