"""What each rep needs to reach the target, beside what is there already."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.forecast.activities import Activities
from salesnb.forecast.own_rates import PRIOR_CASES, PRIOR_DEALS
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import period_name, stack

_MOST_NAMED, _MOST_ROWS = 5, 12
_MONEY = ("target", "sold", "missing", "per_day", "repeat", "pipeline", "to_find")
_EXPLAINED = ("repeat", "pipeline")


def activities_needed(session: Session, period: str | Period | None = None) -> Html:
    """Return deals, quotes, opportunities, leads and contacts that reps need for their targets."""
    lang, head = session.lang, label("needed_short", session.lang)
    found = session.activities(period)
    named = period_name(session, found.period)
    if found.frame.empty:
        return stack(section(head, "", "needed"), notice(label("needed_nobody", lang)))
    if found.frame["target"].isna().all():
        words = label("needed_no_target", lang, period=named)
        return stack(section(head, "", "needed"), notice(words))
    if not found.days:
        words = label("needed_no_days", lang, period=named)
        return stack(section(head, "", "needed"), notice(words))
    return stack(
        section(_title(found, named, lang), _subtitle(session, found, named), "needed", short=head),
        _money(session, found),
        _cases(session, found),
        _rates(session, found),
        *([notice(words)] if (words := _remarks(session, found)) else []),
    )


def _title(found: Activities, named: str, lang: str) -> str:
    sums = found.frame[["missing", "repeat", "pipeline", "to_find", "deals"]].sum()
    if not sums["missing"]:
        return label("needed_reached", lang, period=named)
    words = {name: formats.money(sums[name], lang) for name in ("missing", "repeat", "pipeline")}
    if not sums["to_find"] > 0:
        return label("needed_covered", lang, period=named, **words)
    if not sums["deals"] > 0:
        return label("needed_unknown", lang, period=named, **words)
    return plural("needed_title", lang, int(np.ceil(sums["deals"])), period=named, **words)


def _subtitle(session: Session, found: Activities, named: str) -> str:
    per_day = formats.money(found.frame["per_day"].sum(), session.lang)
    day = formats.date_title(session.as_of, session.lang)
    return label(
        "needed_subtitle",
        session.lang,
        day=day,
        period=named,
        days=formats.count(found.days, session.lang),
        per_day=per_day,
    )


def _money(session: Session, found: Activities) -> Html:
    """Return target, what is missing, and where it may come from."""
    lang = session.lang
    frame = found.frame[found.frame["target"].notna()].assign(
        name=lambda rows: [session.name_of("rep", rep) for rep in rows["rep"]]
    )
    columns = [
        TableColumn("name", label("needed_rep", lang)),
        *(
            TableColumn(
                name,
                label(f"needed_{name}", lang),
                "money",
                definition=label(f"needed_{name}_why", lang) if name in _EXPLAINED else "",
            )
            for name in _MONEY
        ),
    ]
    return data_table(frame, columns, lang, most_rows=_MOST_ROWS)


def _cases(session: Session, found: Activities) -> Html:
    """Return how many deals, cases of each stage and contacts it takes."""
    lang, frame = session.lang, found.frame[found.frame["target"].notna()]
    shown = pd.DataFrame(
        {
            "name": [session.name_of("rep", rep) for rep in frame["rep"]],
            "deals": np.ceil(frame["deals"]),
            "deal_size": frame["deal_size"],
            **{
                stage: [
                    _beside(need, now, lang)
                    for need, now in zip(
                        frame[f"need_{stage}"], frame[f"open_{stage}"], strict=True
                    )
                ]
                for stage in found.stages[::-1]
            },
            "contacts": [
                _beside(need, now, lang)
                for need, now in zip(frame["contacts_week"], frame["contacts_now"], strict=True)
            ],
            "visits": np.ceil(frame["visits_week"]),
        }
    )
    names = {stage: session.name_of("stage", stage) for stage in found.stages}
    columns = [
        TableColumn("name", label("needed_rep", lang)),
        TableColumn("deals", label("needed_deals", lang), "count"),
        TableColumn("deal_size", label("needed_deal_size", lang), "money"),
        *(
            TableColumn(
                stage,
                label("needed_stage", lang, stage=names[stage]),
                definition=label("needed_stage_why", lang),
            )
            for stage in found.stages[::-1]
        ),
        TableColumn(
            "contacts",
            label("needed_contacts", lang),
            definition=label("needed_contacts_why", lang),
        ),
        TableColumn("visits", label("needed_visits", lang), "count"),
    ]
    return data_table(shown, columns, lang, most_rows=_MOST_ROWS)


def _beside(need: float, now: float, lang: str) -> str:
    if pd.isna(need):
        return formats.MISSING
    words = {"need": formats.count(np.ceil(need), lang), "now": formats.count(now, lang)}
    return label("needed_of", lang, **words)


def _rates(session: Session, found: Activities) -> Html:
    """Return each rep's share won from every stage, with cases and interval."""
    lang, rates = session.lang, found.rates.rates
    frame = pd.DataFrame({"rep": found.frame["rep"]})
    columns = [TableColumn("name", label("needed_rep", lang))]
    for stage in found.stages:
        own = rates[rates["stage"] == stage].set_index("rep").reindex(frame["rep"])
        for part in ("rate", "low", "high", "won", "n"):
            frame[f"{stage}_{part}"] = own[part].to_numpy()
        frame[f"{stage}_small"] = frame[f"{stage}_n"] < session.settings.workspace.small_sample
        header = label("needed_rate", lang, stage=session.name_of("stage", stage))
        columns.append(
            TableColumn(
                f"{stage}_rate",
                header,
                "rate",
                numerator=f"{stage}_won",
                denominator=f"{stage}_n",
                low=f"{stage}_low",
                high=f"{stage}_high",
                small=f"{stage}_small",
            )
        )
    frame["name"] = [session.name_of("rep", rep) for rep in frame["rep"]]
    caption = label("needed_rates_caption", lang, prior=PRIOR_CASES)
    return data_table(frame, columns, lang, caption, most_rows=_MOST_ROWS)


def _remarks(session: Session, found: Activities) -> str:
    """Say what comes too late, who has no target, and whose figures are the team's."""
    lang, joint = session.lang, label("names_comma", session.lang)
    last = (found.period.last_day - session.as_of).days
    said = []
    late = [stage for stage in found.stages if found.rates.days[stage] > last]
    if late:
        words = [
            label(
                "needed_days_to_win",
                lang,
                stage=session.name_of("stage", stage),
                days=formats.days(found.rates.days[stage], lang),
            )
            for stage in late
        ]
        said.append(label("needed_too_late", lang, said=joint.join(words)))
    without = found.frame.loc[found.frame["target"].isna(), "rep"].tolist()
    if without:
        said.append(label("needed_without", lang, names=_some(session, without)))
    if found.left:
        said.append(label("needed_left", lang, names=_some(session, found.left)))
    if found.rates.deals.lt(PRIOR_DEALS).any():
        said.append(label("needed_few", lang, count=PRIOR_DEALS))
    return ("" if lang == "zh" else " ").join(said)


def _some(session: Session, people: Sequence[str]) -> str:
    shown = [session.name_of("rep", person) for person in people[:_MOST_NAMED]]
    words = label("names_comma", session.lang).join(shown)
    more = len(people) > _MOST_NAMED
    return label("target_plan_and_more", session.lang, rows=words) if more else words
