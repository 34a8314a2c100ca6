"""What became of the open pipeline, as a waterfall, and the deals that do not move."""

from decimal import Decimal

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_waterfall, notice, section
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import has_begun, period_name, stack

_MOST_ROWS = 15
_MARKS = {"is_stuck": "deal_stuck", "is_ageing": "deal_ageing", "is_pushed": "deal_pushed"}


def movement(session: Session, due_by: str | Period | None = None) -> Html:
    """Return what became of the open pipeline in the period, then the deals pushed or stuck today.

    Parameters
    ----------
    due_by : only deals that are expected to close by the end of this period.
    """
    lang = session.lang
    head = label("movement_short", lang)
    if not has_begun(session):
        words = label("not_begun", lang)
        return stack(section(head, "", "movement"), notice(words))
    frame = session.movement(due_by=due_by)
    if not frame["deals"].any():
        return stack(section(head, "", "movement"), notice(label("movement_none", lang)))
    return stack(
        section(_title(frame, lang), _subtitle(session, due_by), "movement", short=head),
        draw_waterfall(_drawn(frame, lang), lang, currency=session.settings.workspace.currency),
        *_remarks(session, frame),
        *_stalled(session),
    )


def _title(frame: pd.DataFrame, lang: str) -> str:
    """Say where the pipeline came from and went, and the largest step in and out."""
    values: dict[str, Decimal] = dict(zip(frame["step"], frame["value"], strict=True))
    start, end = values.pop("start"), values.pop("end")
    key = "movement_same" if start == end else f"movement_{'up' if end > start else 'down'}"
    came, left = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    largest = [
        f"{_step(step, lang)} {formats.money(abs(values[step]), lang)}"
        for step in dict.fromkeys((came, left))
        if values[step]
    ]
    said = label(key, lang, start=formats.money(start, lang), end=formats.money(end, lang))
    if not largest:
        return said
    steps = label("names_comma", lang).join(largest)
    return label("movement_largest", lang, said=said, steps=steps)


def _step(step: str, lang: str) -> str:
    """Return a step as a word within a sentence."""
    return label(f"movement_step_{step}", lang).lower()


def _subtitle(session: Session, due_by: str | Period | None) -> str:
    period = period_name(session, session.to_date(session.period))
    if due_by is None:
        return label("movement_subtitle", session.lang, period=period)
    due = period_name(session, session.read_period(due_by))
    return label("movement_subtitle_due", session.lang, period=period, due=due)


def _drawn(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return the steps of the waterfall, without changes that no deal made."""
    ends = frame["step"].isin(["start", "end"])
    shown = frame[ends | (frame["deals"] > 0)]
    return pd.DataFrame(
        {
            "name": [label(f"movement_step_{step}", lang) for step in shown["step"]],
            "value": shown["value"],
            "is_good": shown["step"] == "won",
            "kind": shown["step"].where(shown["step"].isin(["start", "end"]), "change"),
        }
    )


def _remarks(session: Session, frame: pd.DataFrame) -> list[Html]:
    """Return how many deals each step has, and what the figures cannot say."""
    lang = session.lang
    named = [
        f"{_step(step, lang)} {formats.count(deals, lang)}"
        for step, deals in zip(frame["step"], frame["deals"], strict=True)
        if deals or step in ("start", "end")
    ]
    steps = label("names_comma", lang).join(named)
    said = [label("movement_deals_are", lang, steps=steps)]
    if missing := int(frame["no_amount"].iloc[-1]):
        said.append(plural("movement_no_amount", lang, missing))
    if not session.has_deal_changes:
        said.append(label("movement_one_import", lang))
    return [notice(("" if lang == "zh" else " ").join(said))]


def _stalled(session: Session) -> list[Html]:
    """Return the open deals that are stuck or were pushed, as of the data's day."""
    lang = session.lang
    frame = _marked(session)
    unknown = frame[frame["is_small"] & frame["days"].notna()]["stage"].unique()
    remarks = []
    if len(unknown):
        names = label("names_comma", lang).join(session.name_of("stage", s) for s in unknown)
        remarks.append(notice(label("stalled_small", lang, stages=names)))
    if ageing := int((frame["is_ageing"] & ~frame["is_pushed"]).sum()):
        remarks.append(notice(plural("stalled_ageing", lang, ageing)))
    frame = frame[frame["is_stuck"] | frame["is_pushed"]]
    if frame.empty:
        return [
            section(label("stalled_title", lang)),
            notice(label("stalled_none", lang)),
            *remarks,
        ]
    amount = formats.money(frame["amount"].sum(), lang)
    title = plural("stalled_finding", lang, len(frame), amount=amount)
    table = data_table(frame, _columns(session, frame), lang, most_rows=_MOST_ROWS)
    day = formats.date_title(session.as_of, lang)
    return [section(title, label("stalled_subtitle", lang, day=day)), table, *remarks]


def _marked(session: Session) -> pd.DataFrame:
    lang = session.lang
    moved = session.pushes()[["opportunity_id", "pushes", "pushed_days"]]
    frame = session.stuck().merge(moved, how="left", on="opportunity_id")
    customers = session.sql("select customer_id, customer_name from customers")
    frame = frame.merge(customers, how="left", on="customer_id")
    for name in ("usual_days", "slowest_days"):
        frame[name] = frame[name].where(~frame["is_small"])
    frame = frame.assign(
        customer=frame["customer_name"].fillna(frame["customer_id"]),
        stage_name=[session.name_of("stage", stage) for stage in frame["stage"]],
        rep=[session.name_of("rep", owner) for owner in frame["owner"]],
        is_stuck=frame["standing"] == "stuck",
        is_ageing=frame["standing"] == "ageing",
        is_pushed=frame["pushes"] > 0,
        is_past=frame["expected_on"] < pd.Timestamp(session.as_of),
    )
    comma = label("names_comma", lang)
    frame["mark"] = [
        comma.join(label(key, lang) for column, key in _MARKS.items() if row[column])
        for row in frame.to_dict("records")
    ]
    return frame.sort_values(
        ["amount", "opportunity_id"], ascending=[False, True], ignore_index=True
    )


def _columns(session: Session, frame: pd.DataFrame) -> list[TableColumn]:
    lang = session.lang
    columns = [
        TableColumn("customer", label("customer", lang)),
        TableColumn("stage_name", label("stage", lang)),
        TableColumn("amount", label("amount", lang), "money"),
        TableColumn("days", label("days_in_stage", lang), "days", digits=0, alert="is_stuck"),
        _stay("usual_days", "stalled_usual", lang),
        _stay("slowest_days", "stalled_slowest", lang),
        TableColumn("expected_on", label("expected_on", lang), "date", alert="is_past"),
    ]
    if frame["is_pushed"].any():
        definition = label("stalled_pushes_why", lang)
        columns += [
            TableColumn("pushes", label("stalled_pushes", lang), "count", definition=definition),
            TableColumn("pushed_days", label("stalled_pushed_days", lang), "days", digits=0),
        ]
    return [
        *columns,
        TableColumn("rep", label("rep", lang)),
        TableColumn("mark", label("deal_state", lang)),
    ]


def _stay(name: str, key: str, lang: str) -> TableColumn:
    return TableColumn(
        name,
        label(key, lang),
        "days",
        digits=0,
        n="stays_ended",
        definition=label(f"{key}_why", lang),
    )
