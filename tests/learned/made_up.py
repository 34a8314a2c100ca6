"""Made-up leads whose true chances are known."""

from datetime import date

import numpy as np
import pandas as pd

from salesnb.learned import Design
from salesnb.settings import load_settings

RULES = load_settings(None).score
DESIGN = Design(outcome="won", at="created_at", subject="lead_id", keys=("lead_id",))
TODAY = date(2026, 10, 31)


def leads(size: int, seed: int, strength: float = 1.0, base: float = -1.2) -> pd.DataFrame:
    """Return leads over two years: source and size count, colour and noise do not."""
    rng = np.random.default_rng(seed)
    source = rng.choice(["fair", "web", "phone"], size, p=[0.3, 0.5, 0.2])
    people = np.maximum(np.round(rng.lognormal(3, 1, size)), 1)
    logit = base + strength * (
        np.array([{"fair": 0.8, "web": -0.3, "phone": -0.6}[word] for word in source])
        + 0.5 * (np.log(people) - 3)
    )
    chance = 1 / (1 + np.exp(-logit))
    return pd.DataFrame(
        {
            "lead_id": [f"L{nth}" for nth in range(size)],
            "created_at": pd.Timestamp("2024-11-01") + pd.to_timedelta(np.sort(rng.random(size)) * 700, unit="D"),
            "source": source,
            "people": people,
            "colour": rng.choice(["red", "green", "blue"], size),
            "noise": rng.normal(0, 1, size),
            "won": rng.random(size) < chance,
            "chance": chance,
        }
    )  # fmt: skip


def learnable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the leads without the chance that nobody knows."""
    return frame.drop(columns="chance")
