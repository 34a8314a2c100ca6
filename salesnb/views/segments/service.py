"""What each level is owed: service in words, cadence, and how far it was kept."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.followups.cadence import kept_column
from salesnb.views.followups.frames import kept_rates
from salesnb.views.parts import dimension_header, has_begun, period_name, stack
from salesnb.views.segments.parts import level_name, level_order

_TASKS = """
select level, sum(case when not is_done and not is_past then 1 else 0 end) as due,
  sum(case when is_overdue then 1 else 0 end) as overdue,
  sum(case when is_done then 1 else 0 end) as done
from fact_tasks
where customer_id is not null and level is not null
group by level
"""


def level_service(session: Session) -> Html:
    """Return service, cadence, compliance and tasks by level."""
    lang, head = session.lang, label("service_short", session.lang)
    if not has_begun(session):
        return stack(section(head, "", "service"), notice(label("finding_not_begun", lang)))
    kept = kept_rates(session, session.customer_cadence(), "level")
    if kept.empty:
        return stack(section(head, "", "service"), notice(label("service_none", lang)))
    frame = _counted(session, kept)
    share = formats.percent(session.settings.limits.cadence_kept, lang)
    period = period_name(session, session.period)
    return stack(
        section(
            _title(session, frame),
            label("service_subtitle", lang, share=share, period=period),
            "service",
            short=head,
        ),
        data_table(frame, _columns(session), lang),
    )


def _counted(session: Session, kept: pd.DataFrame) -> pd.DataFrame:
    limits, service = session.settings.limits, session.settings.levels.service
    tasks = session.sql(_TASKS).set_index("level")
    frame = kept.set_index("level")
    frame = frame.reindex([level for level in level_order(session) if level in frame.index])
    tasks = tasks.reindex(frame.index).fillna(0).astype(int)
    return frame.join(tasks).assign(
        name=[level_name(session, level) for level in frame.index],
        every=frame.index.map(limits.cadence_days),
        service=[
            service[level].text(session.lang) if level in service else "" for level in frame.index
        ],
    )


def _title(session: Session, frame: pd.DataFrame) -> str:
    """Name the key level that was kept worst."""
    keys = frame[
        frame.index.isin(session.settings.limits.key_levels) & ~frame["small"].astype(bool)
    ]
    keys = keys[keys["value"] < session.settings.limits.cadence_kept]
    if keys.empty:
        return label("service_title_plain", session.lang)
    worst = keys.sort_values("value").iloc[0]
    rate = formats.percent(worst["value"], session.lang)
    return label("service_title", session.lang, level=worst["name"], rate=rate)


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("name", dimension_header(session, "level")),
        TableColumn("service", label("service_words", lang)),
        TableColumn("every", label("followup_every", lang), "days", digits=0),
        kept_column(session),
        TableColumn("due", label("service_due", lang), "count"),
        TableColumn("overdue", label("service_overdue", lang), "count"),
        TableColumn("done", label("service_done", lang), "count"),
    ]
