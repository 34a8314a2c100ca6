"""The daily check of entries (每日数据录入检查): who typed in nothing, today and in four weeks."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label, listed, plural
from salesnb.metrics import wilson
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack

_NAMED = 5
_MOST_ROWS = 15


def entry_check(session: Session) -> Html:
    """Return who typed in nothing on the last working day, and how often in four weeks."""
    lang, frame = session.lang, session.entry_days()
    head = label("entries_short", lang)
    if frame.empty:
        return stack(section(head, "", "entries"), notice(label("entries_none", lang)))
    hours = session.settings.imports.late_hours
    ends = wilson(frame["late"], frame["entries"])
    shown = frame.assign(
        name=[session.name_of("rep", rep) for rep in frame["rep"]],
        late_rate=frame["late"] / frame["entries"].where(frame["entries"] > 0),
        low=ends["low"],
        high=ends["high"],
        small=[session.is_small(n) for n in frame["entries"]],
    )
    columns = [
        TableColumn("name", dimension_header(session, "rep")),
        TableColumn("empty_days", label("entries_empty", lang), "count", alert="is_missing"),
        TableColumn("days", label("entries_days", lang), "count"),
        TableColumn("last_entry_on", label("entries_last", lang), "date"),
        TableColumn(
            "late_rate",
            label("entries_late", lang),
            "rate",
            numerator="late",
            denominator="entries",
            low="low",
            high="high",
            small="small",
        ),
    ]
    return stack(
        section(
            _title(session, frame),
            label("entries_subtitle", lang, hours=hours),
            "entries",
            short=head,
        ),
        data_table(shown, columns, lang, most_rows=_MOST_ROWS),
    )


def _title(session: Session, frame: pd.DataFrame) -> str:
    lang = session.lang
    last = frame.attrs["last_day"]
    day = formats.date_title(last, lang)
    missing = frame[frame["is_missing"]]
    if missing.empty:
        return label("entries_all", lang, day=day)
    names = listed(session.name_of("rep", rep) for rep in missing["rep"].head(_NAMED)).text(lang)
    if len(missing) > _NAMED:
        names = label("entries_and_more", lang, names=names)
    return plural("entries_missing", lang, len(missing), day=day, names=names)
