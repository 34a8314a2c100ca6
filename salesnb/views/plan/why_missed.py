"""Why the target was missed or made: the waterfall, what it rests on, the causes in the data."""

from decimal import Decimal

import pandas as pd

from salesnb import formats
from salesnb.figures import (
    Html,
    TableColumn,
    change_list,
    data_table,
    draw_waterfall,
    notice,
    section,
)
from salesnb.forecast.decomposition import CHANGES, Gap
from salesnb.forecast.gap_causes import FEWEST
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, period_name, stack

_KINDS = {"conversion": "percent", "deal_size": "money", "repeat": "money", "returns": "money"}
_FEW_WINS = 10


def why_missed(session: Session) -> Html:
    """Return why sales are not what the target says, step by step, and the causes in the data."""
    lang, head = session.lang, label("gap_short", session.lang)
    if session.target_period.start > session.as_of:
        return stack(section(head, "", "why"), notice(label("not_begun", lang)))
    gap = session.gap()
    if not gap.actual and not gap.start:
        return stack(section(head, "", "why"), notice(label("gap_nothing", lang)))
    currency = session.settings.workspace.currency
    return stack(
        section(_title(session, gap), _subtitle(session, gap), "why", short=head),
        draw_waterfall(_drawn(session, gap), lang, currency=currency, cut=True),
        notice(_remarks(session, gap)),
        *([_readings(session, gap)] if len(gap.readings) else []),
        *([_causes(session, gap)] if gap.periods and gap.gap else []),
        *([_groups(session, session.below)] if session.below else []),
    )


def _start(session: Session, gap: Gap) -> str:
    """Return what it is compared with: target, due (of a running period) or usual."""
    if gap.against == "usual":
        return "usual"
    return "due" if session.as_of < session.target_period.last_day else "target"


def _start_of_groups(session: Session) -> str:
    """Return the name of what groups are compared with: of a running period the part that is due."""
    is_running = session.as_of < session.target_period.last_day
    return "gap_step_start_due" if is_running else "gap_group_start"


def _title(session: Session, gap: Gap) -> str:
    """Say the gap and the two largest steps that go its way."""
    lang = session.lang
    start = label(f"gap_start_{_start(session, gap)}", lang)
    if not gap.gap:
        return label("gap_even", lang, start=start)
    mine = [s for s, v in gap.effects.items() if v * gap.gap > 0 and s != "unexplained"][:2]
    said = [
        label(
            "gap_step_money",
            lang,
            step=_step(step, lang),
            money=_signed(gap.effects[step], lang),
        )
        for step in mine
    ]
    key = "gap_missed" if gap.gap < 0 else "gap_made"
    money = formats.money(abs(gap.gap), lang)
    if not said:
        return label(f"{key}_plain", lang, start=start, gap=money)
    steps = label("gap_mainly", lang, steps=label("names_comma", lang).join(said))
    return label(key, lang, start=start, gap=money, steps=steps)


def _step(step: str, lang: str) -> str:
    """Return a step as a word within a sentence."""
    return label(f"gap_step_{step}", lang).lower()


def _signed(value: object, lang: str) -> str:
    shown = formats.money(value, lang)
    return f"+{shown}" if not shown.startswith("−") else shown


def _subtitle(session: Session, gap: Gap) -> str:
    lang, whole = session.lang, session.target_period
    period = whole.as_far_as(whole, session.as_of)
    if not gap.periods or gap.stretch is None:
        return period_name(session, period)
    key = "gap_subtitle" if len(gap.periods) > 1 else "gap_subtitle_one"
    return label(
        key if gap.against == "target" else f"{key}_usual",
        lang,
        period=period_name(session, period),
        first=period_name(session, gap.periods[0]),
        last=period_name(session, gap.periods[-1]),
        count=formats.count(len(gap.periods), lang),
        stretch=formats.decimal(gap.stretch, 2),
    )


def _drawn(session: Session, gap: Gap) -> pd.DataFrame:
    """Return the steps of the waterfall, the biggest change first."""
    lang, start = session.lang, _start(session, gap)
    name = "start" if start == "target" else f"start_{start}"
    steps = [(name, gap.start, "start")]
    steps += [(step, value, "change") for step, value in gap.effects.items()]
    steps.append(("end", gap.actual, "end"))
    frame = pd.DataFrame(steps, columns=["step", "value", "kind"])
    return frame.assign(name=[label(f"gap_step_{step}", lang) for step in frame["step"]])


def _remarks(session: Session, gap: Gap) -> str:
    """Say what the reference is and what the figures cannot say."""
    lang, said = session.lang, []
    if gap.target is None:
        said.append(label("gap_no_target", lang))
    elif gap.target <= 0:
        said.append(label("gap_target_zero", lang))
    parts = _parts_differ(session, gap)
    if parts is not None:
        shown = {"parts": formats.money(parts, lang), "target": formats.money(gap.target, lang)}
        said.append(label("gap_targets_differ", lang, **shown))
    if _start(session, gap) == "due":
        said.append(label("gap_running", lang, due=formats.money(gap.start, lang)))
    if not gap.periods:
        said.append(label("gap_no_history", lang))
    elif gap.stretch is None or not len(gap.readings):
        said.append(label("gap_usual_negative", lang))
    elif gap.against == "target":
        stretch = formats.decimal(gap.stretch, 2)
        said.append(label("gap_implied", lang, stretch=stretch))
    else:
        said.append(label("gap_implied_usual", lang))
    won = gap.readings.loc[gap.readings["step"].str.startswith("deal_size_"), "n"].sum()
    if len(gap.readings) and won < _FEW_WINS:
        said.append(label("gap_few_wins", lang, won=formats.count(won, lang)))
    if gap.unsplit:
        said.append(label("gap_unsplit", lang))
    if gap.unknown:
        said.append(plural("gap_unknown", lang, gap.unknown))
    return ("" if lang == "zh" else " ").join(said)


def _parts_differ(session: Session, gap: Gap) -> Decimal | None:
    """Return what the targets below add up to, where that contradicts the one that is explicit."""
    if not session.below or gap.origin != "explicit" or not gap.target:
        return None
    below = [each.target for each in session.gaps(session.below).values()]
    total = sum((each for each in below if each is not None), Decimal(0))
    is_whole = None not in below
    return total if total > gap.target or (is_whole and total != gap.target) else None


def _readings(session: Session, gap: Gap) -> Html:
    """Return what each step rests on, now and as the target implies."""
    lang = session.lang
    frame = gap.readings.assign(
        name=[label(f"gap_reading_{step}", lang) for step in gap.readings["step"]],
        kind=[_kind(step) for step in gap.readings["step"]],
    )
    columns = [
        TableColumn("name", label("gap_step", lang)),
        TableColumn("actual", label("gap_now", lang), "number", kind_of="kind"),
        TableColumn(
            "usual",
            label("gap_usual", lang),
            "number",
            kind_of="kind",
            definition=label("gap_usual_why", lang),
        ),
        TableColumn("n", label("gap_cases", lang), "count"),
    ]
    return data_table(frame, columns, lang)


def _kind(step: str) -> str:
    for start, kind in _KINDS.items():
        if step.startswith(start):
            return kind
    return "number" if step in ("leads", "deals") else "count"


def _causes(session: Session, gap: Gap) -> Html:
    """Return the causes that the data bear out, or that none of those looked at is."""
    lang, frame = session.lang, session.gap_causes()
    if frame.empty:
        return notice(label("gap_causes_few", lang, fewest=FEWEST))
    found = frame[frame["is_cause"]]
    if found.empty:
        words = [label(f"gap_cause_{cause}", lang) for cause in frame["cause"].unique()]
        return notice(
            label("gap_causes_none", lang, checked=label("names_comma", lang).join(words))
        )
    head = "gap_causes_head" if gap.gap < 0 else "gap_causes_head_made"
    items = [_said(session, row) for _, row in found.iterrows()]
    count = formats.count(frame["n"].iloc[0], lang)
    return stack(
        change_list(label(head, lang), items), notice(label("gap_causes_note", lang, count=count))
    )


def _said(session: Session, row: pd.Series) -> str:
    lang, cause = session.lang, str(row["cause"])
    shown = {name: _measured(cause, row[name], lang) for name in ("actual", "usual")}
    name = session.name_of("source" if cause == "channel" else cause, row["name"])
    return label(f"gap_said_{cause}", lang, name=name, now=shown["actual"], usual=shown["usual"])


def _measured(cause: str, value: float, lang: str) -> str:
    if cause in ("in_time", "product_line"):
        return formats.percent(value, lang, 1)
    return formats.days(value, lang) if cause == "cycle" else formats.decimal(value)


def _groups(session: Session, by: str) -> Html:
    """Return a row per team or rep: target, actual, gap and the steps between, worst first."""
    lang, rows = session.lang, []
    for group, gap in session.gaps(by).items():
        mark = " *" if gap.against == "usual" else ""
        rows.append(
            {"name": session.name_of(by, group) + mark, "start": gap.start, "end": gap.actual}
            | {"gap": gap.gap, **gap.effects}
        )
    frame = pd.DataFrame(rows, columns=["name", "start", "end", "gap", *CHANGES])
    frame = frame[(frame["start"] != 0) | (frame["end"] != 0)]
    frame = frame.sort_values("gap", ignore_index=True)
    shown = [step for step in CHANGES if frame[step].notna().any()]
    columns = [
        TableColumn("name", dimension_header(session, by)),
        TableColumn("start", label(_start_of_groups(session), lang), "money"),
        TableColumn("end", label("gap_group_actual", lang), "money"),
        TableColumn("gap", label("gap_group_gap", lang), "money"),
        *(TableColumn(step, label(f"gap_step_{step}", lang), "money") for step in shown),
    ]
    return data_table(frame, columns, lang, label("gap_group_caption", lang))
