"""The biggest leak in money, what else leaks, and the customers behind it."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.funnel.causes import grouped
from salesnb.funnel.findings import PEOPLE
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import nothing_new, period_name, stack, things

_MOST_LEAKS = 10
_MOST_DETAILED = 3
_MOST_ROWS = 10
_MOST_REASONS = 3
Row = dict[Hashable, Any]


def biggest_leak(session: Session) -> Html:
    """Return the leaks of a year, the costliest first, each linked to the cases behind it.

    A leak is a stage at which a segment passes on fewer than the others, beyond chance; its money
    stands in parts beside it, so that it can be recomputed (`funnel.leak.find_leaks`).
    """
    lang, head = session.lang, label("leak_short", session.lang)
    every = session.leaks(every=True)
    if every.empty:
        return stack(section(head, "", "leak"), nothing_new(session))
    leaks = every[every["is_leak"]].head(_MOST_LEAKS)
    counted = {"period": period_name(session, session.year), "things": things(session)}
    subtitle = _sentence(label("leak_subtitle", lang, **counted))
    if leaks.empty:
        words = label("leak_none", lang)
        none = section(label("leak_none_title", lang), subtitle, "leak", short=head)
        return stack(none, notice(words))
    rows = leaks.to_dict("records")
    detailed = rows[:_MOST_DETAILED]
    return stack(
        section(_title(session, rows[0]), subtitle, "leak", short=head),
        _table(session, leaks, len(detailed)),
        notice(label("leak_note", lang, things=things(session))),
        *(_behind(session, row, number) for number, row in enumerate(detailed, start=1)),
    )


def leak_sentence(session: Session) -> str | None:
    """Return the biggest leak as a finding for the first screen, None where there is none."""
    leaks = session.leaks()
    if leaks.empty:
        return None
    (leak,) = leaks.head(1).to_dict("records")
    return label("finding_leak", session.lang, **_words(session, leak))


def _title(session: Session, leak: Row) -> str:
    lang = session.lang
    words = _words(session, leak)
    if pd.isna(leak["money"]):
        missing = formats.count(round(leak["missing"]), lang)
        return label("leak_found_cases", lang, missing=missing, **words)
    return label("leak_found", lang, money=formats.money(leak["money"], lang), **words)


def _words(session: Session, leak: Row) -> dict[str, str]:
    dimension = str(leak["dimension"])
    return {
        "name": session.name_of(dimension, leak["name"]),
        "dimension": label(f"dimension_{dimension}", session.lang),
        "before": session.name_of("stage", leak["before"]),
        "after": session.name_of("stage", leak["after"]),
    }


def _table(session: Session, leaks: pd.DataFrame, linked: int) -> Html:
    lang, rows = session.lang, leaks.to_dict("records")
    small = session.settings.workspace.small_sample
    words = [_words(session, row) for row in rows]
    anchors = [f"leak-{n}" if n <= linked else None for n in range(1, len(rows) + 1)]
    frame = leaks.assign(
        segment=[label("leak_segment_name", lang, **_only(w, "name", "dimension")) for w in words],
        step=[label("leak_step_name", lang, **_only(w, "before", "after")) for w in words],
        comparable=[_beside(session, row) for row in rows],
        share=leaks["money"] / leaks["money"].max(),
        anchor=pd.Series(anchors, index=leaks.index, dtype="object"),
        small=leaks["entered"] < small,
    )
    return data_table(frame, known_columns(frame, _columns(session, rows[0])), lang)


def _columns(session: Session, leak: Row) -> list[TableColumn]:
    lang = session.lang
    worth = {
        "mean": formats.money(leak["mean_amount"], lang),
        "deals": formats.count(leak["deals"], lang),
    }

    def column(name: str, kind: Any, **options: Any) -> TableColumn:
        words = {"things": things(session)} if name == "win_chance" else {}
        words = worth if name == "money" else words
        said = label(f"leak_{name}_definition", lang, **words)
        return TableColumn(name, label(f"leak_{name}", lang), kind, definition=said, **options)

    return [
        TableColumn("segment", label("leak_segment", lang), link="anchor"),
        TableColumn("share", label("leak_bar", lang), "bar", link="anchor"),
        column("money", "money"),
        TableColumn("step", label("leak_step", lang)),
        TableColumn(
            "rate",
            label("conversion", lang),
            "rate",
            numerator="converted",
            denominator="entered",
            low="low",
            high="high",
            small="small",
        ),
        column("comparable", "text"),
        column("missing", "number", digits=0),
        column("win_chance", "percent", numerator="won_after", denominator="entered_after"),
    ]


def _beside(session: Session, leak: Row) -> str:
    lang, best = session.lang, leak["comparable"]
    is_best = isinstance(best, str)
    rest = "leak_rest_alike" if leak["dimension"] in PEOPLE else "leak_rest"
    name = session.name_of(str(leak["dimension"]), best) if is_best else label(rest, lang)
    rate = formats.percent(leak["comparable_rate"], lang)
    return label("leak_comparable_name", lang, name=name, rate=rate)


def _behind(session: Session, leak: Row, number: int) -> Html:
    """Return the cases behind a leak, at the address that the table links to."""
    lang, rows = session.lang, session.leak_rows({str(key): v for key, v in leak.items()})
    is_open = rows["state"].eq("open")
    words = _only(_words(session, leak), "name", "before", "after")
    counts = {"lost": int((~is_open).sum()), "open": int(is_open.sum())}
    shown = {state: formats.count(count, lang) for state, count in counts.items()}
    told = [label("leak_rows_subtitle", lang, reasons=_reasons(session, rows), **shown)]
    if leak["money_of_rest"] > 0 and isinstance(leak["comparable"], str):
        gain = formats.money(leak["money_of_rest"], lang)
        rest = formats.percent(leak["rest"], lang)
        told.append(label("leak_rows_gain", lang, money=gain, rate=rest))
    count = formats.count(len(rows), lang)
    return stack(
        section(
            label("leak_rows_title", lang, number=number, count=count, **words),
            ("" if lang == "zh" else " ").join(told),
            f"leak-{number}",
            short=label("leak_rows_short", lang, number=number),
        ),
        *(
            _cases(session, part, state)
            for state, part in (("lost", rows[~is_open]), ("open", rows[is_open]))
            if len(part)
        ),
    )


def _cases(session: Session, rows: pd.DataFrame, state: str) -> Html:
    lang, is_lost = session.lang, state == "lost"
    causes = {cause.id: cause.label(lang) for cause in session.settings.causes.causes}
    days = ("created_on", "closed_on", "fed_back_on")
    shown = rows.assign(
        customer=rows["customer"].fillna(rows["case_id"]),
        owner=[session.name_of("rep", owner) for owner in rows["owner"]],
        cause=rows["cause"].map(causes).astype("object"),
        **{day: pd.to_datetime(rows[day]).dt.date for day in days},
    )
    ended = [
        TableColumn("closed_on", label("leak_closed", lang), "date"),
        TableColumn("reason", label("leak_reason", lang)),
        TableColumn("cause", label("leak_cause", lang)),
    ]
    running = [
        TableColumn("created_on", label("leak_created", lang), "date"),
        TableColumn("fed_back_on", label("leak_fed_back_on", lang), "date"),
    ]
    columns = [
        TableColumn("customer", label("leak_customer", lang)),
        TableColumn("owner", label("leak_owner", lang)),
        *(ended if is_lost else running),
        TableColumn("feedback", label("leak_feedback", lang)),
    ]
    caption = label(f"leak_{state}_caption", lang)
    return data_table(shown, known_columns(shown, columns), lang, caption, most_rows=_MOST_ROWS)


def _reasons(session: Session, rows: pd.DataFrame) -> str:
    """Return the commonest causes of the lost ones with their shares of those that tell a reason."""
    lang, told = session.lang, rows[rows["state"].eq("lost")].dropna(subset="reason")
    if told.empty:
        return label("no_reason", lang)
    counts = told.groupby("reason").size().reset_index(name="leads")
    causes = grouped(counts, session.settings.causes, lang)
    causes["share"] = causes["leads"] / causes["leads"].sum()
    return label("names_comma", lang).join(
        label(
            "leak_reason_share", lang, reason=r["reason"], share=formats.percent(r["share"], lang)
        )
        for r in causes.head(_MOST_REASONS).to_dict("records")
    )


def _only(words: dict[str, str], *names: str) -> dict[str, str]:
    return {name: words[name] for name in names}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
