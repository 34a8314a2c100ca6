"""Reasons as typed, grouped into the causes of params/causes.yml."""

import pandas as pd

from salesnb.settings import CauseSettings


def with_causes(frame: pd.DataFrame, causes: CauseSettings, reason: str = "reason") -> pd.DataFrame:
    """Return a frame with the id of the cause beside each reason, `cause`; missing where none fits.

    Examples
    --------
    >>> from salesnb.settings import load_settings
    >>> typed = pd.DataFrame({"reason": ["明年预算没批", "老板出国了", None]})
    >>> with_causes(typed, load_settings(None).causes)["cause"].tolist()
    ['budget', None, None]
    """
    found: dict[str, str | None] = {}
    for typed in frame[reason].dropna().unique():
        cause = causes.cause_of(str(typed))
        found[typed] = cause.id if cause else None
    told = [found.get(typed) if isinstance(typed, str) else None for typed in frame[reason]]
    return frame.assign(cause=pd.Series(told, index=frame.index, dtype="object"))


def grouped(counts: pd.DataFrame, causes: CauseSettings, lang: str) -> pd.DataFrame:
    """Return how often each cause is named, the commonest first.

    Parameters
    ----------
    counts : reason (as typed, each once) and leads (how many gave it).

    Returns
    -------
    reason (the cause in words where it joins several typed ones, else the one as typed), leads,
    typed (the texts that were joined, the commonest first; else empty).
    """
    frame = with_causes(counts, causes)
    names = {cause.id: cause.label(lang) for cause in causes.causes}
    key = frame["cause"].where(frame["cause"].notna(), frame["reason"])
    rows = []
    for name, of in frame.groupby(key, sort=False):
        ordered = of.sort_values(["leads", "reason"], ascending=[False, True])
        is_joined = len(ordered) > 1
        rows.append(
            {
                "reason": names.get(str(name), str(name))
                if is_joined
                else ordered["reason"].iloc[0],
                "leads": int(ordered["leads"].sum()),
                "typed": list(ordered["reason"]) if is_joined else [],
            }
        )
    found = pd.DataFrame(rows, columns=["reason", "leads", "typed"])
    return found.sort_values(["leads", "reason"], ascending=[False, True], ignore_index=True)
