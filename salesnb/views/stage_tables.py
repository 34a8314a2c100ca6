"""The stage tables as sales teams keep them, of a period or by month of creation."""

from collections.abc import Sequence

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, known_columns, notice, section
from salesnb.figures.columns import rate_column
from salesnb.labels import label
from salesnb.rounding import is_below
from salesnb.session import Session
from salesnb.views.parts import nothing_new, period_name, stack, things

_SMALL = "small"
_TOP = (1, 2, 3)


def stage_table(session: Session, reading: str = "imputed", cohort: bool = False) -> Html:
    """Return the stages of the period, or what became of each month's leads.

    Parameters
    ----------
    reading : imputed, reached, strict or flow (`funnel.readings.reached_sql`).
    cohort : one row per month of creation over a year; else two tables of the period. The reading
        flow knows none, and says so.

    Raises
    ------
    UsageError
        No such reading.
    """
    if cohort and reading == "flow":
        head = section(label("cohort_short", session.lang), "", "cohorts")
        return stack(head, notice(label("cohort_flow", session.lang)))
    return _cohorts(session, reading) if cohort else _of_period(session, reading)


def _of_period(session: Session, reading: str) -> Html:
    lang = session.lang
    frame = session.stages(reading=reading, compare=True)
    head = label("stage_table_short", lang)
    if not frame["entered"].sum():
        return stack(section(head, "", "stage-table"), nothing_new(session))
    shown = _shown(session, frame)
    subtitle = label(
        "stage_table_subtitle",
        lang,
        period=period_name(session, session.period),
        reading=label(f"reading_{reading}", lang, things=things(session)),
    )
    return stack(
        section(_title(session, shown), subtitle, "stage-table", short=head),
        data_table(shown, known_columns(shown, _conversion(session)), lang),
        data_table(shown, known_columns(shown, _against_target(session)), lang),
    )


def _shown(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    lang, small = session.lang, session.settings.workspace.small_sample
    ripe, last = session.ripe_until(), min(session.period.last_day, session.as_of)
    marks = {
        stage: label("stage_mature" if last <= day else "stage_maturing", lang)
        for stage, day in ripe.items()
    }
    told = {
        f"reason_{place}": pd.Series([_reason(pairs, place, lang) for pairs in frame["reasons"]])
        for place in _TOP
    }
    return frame.assign(
        name=[session.name_of("stage", stage) for stage in frame["stage"]],
        converted=frame["numerator"].astype(float),
        maturity=frame["stage"].map(marks).where(frame["matured_rate"].notna()),
        **told,
        small=frame["denominator"].fillna(small).astype(float) < small,
    )


def _reason(pairs: object, place: int, lang: str) -> str | None:
    if not isinstance(pairs, list) or len(pairs) < place:
        return None
    reason, share = pairs[place - 1]
    return f"{reason} {formats.percent(share, lang)}"


def _title(session: Session, frame: pd.DataFrame) -> str:
    """Name the stage furthest behind its target, where there are targets and one is missed."""
    lang, aimed = session.lang, frame[frame["completion"].notna()]
    behind = aimed[is_below(aimed["completion"], min(session.elapsed, 1))]
    if behind.empty:
        return label("stage_table_title", lang)
    worst = behind.sort_values("completion", kind="stable").iloc[0]
    completion = formats.percent(worst["completion"], lang)
    return label("stage_table_behind", lang, stage=worst["name"], completion=completion)


def _conversion(session: Session) -> list[TableColumn]:
    lang, counted = session.lang, {"things": things(session)}
    entered = label("stage_entered", lang, **counted)
    return [
        TableColumn("name", label("stage", lang)),
        TableColumn("entered", entered[:1].upper() + entered[1:], "count"),
        TableColumn(
            "converted",
            label("stage_converted", lang),
            "count",
            definition=label("stage_converted_definition", lang, **counted),
        ),
        rate_column(
            "rate",
            label("conversion", lang),
            small=_SMALL,
        ),
        TableColumn(
            "matured_rate",
            label("stage_matured", lang),
            "percent",
            definition=label("stage_matured_definition", lang, **counted),
        ),
        _maturity(lang),
        TableColumn(
            "mean_days",
            label("stage_stay", lang),
            "days",
            definition=label("stage_stay_definition", lang, **counted),
        ),
        TableColumn("reason_1", label("stage_reason", lang)),
    ]


def _against_target(session: Session) -> list[TableColumn]:
    lang = session.lang
    change = "growth_mom_running" if session.is_running else "stage_change"
    return [
        TableColumn("name", label("stage", lang)),
        TableColumn("entered", label("stage_count", lang), "count"),
        TableColumn("change", label(change, lang), "change"),
        TableColumn("target", label("target", lang), "count"),
        TableColumn(
            "completion",
            label("stage_completion", lang),
            "percent",
            numerator="entered",
            denominator="target",
        ),
        TableColumn(
            "loss_rate",
            label("stage_loss_rate", lang),
            "percent",
            definition=label("stage_loss_rate_definition", lang),
        ),
        *(
            TableColumn(f"reason_{place}", label("stage_top_reason", lang, place=place))
            for place in _TOP
        ),
    ]


def _maturity(lang: str) -> TableColumn:
    words = label("stage_maturity_definition", lang)
    return TableColumn("maturity", label("stage_maturity", lang), definition=words)


def _cohorts(session: Session, reading: str) -> Html:
    lang, head = session.lang, label("cohort_short", session.lang)
    shown = session.shown_stages()
    wide = _by_month(session, session.cohorts(reading), shown)
    if wide.empty:
        return stack(section(head, "", "cohorts"), nothing_new(session))
    maturing = int(wide["is_maturing"].sum())
    key = "cohort_title_maturing" if maturing else "cohort_title"
    words = {"things": things(session)} | ({"count": str(maturing)} if maturing else {})
    columns = [
        TableColumn("name", label("cohort_month", lang)),
        TableColumn("entered", label("cohort_new", lang), "count"),
        *(
            TableColumn(
                stage,
                label("cohort_to", lang, stage=session.name_of("stage", stage)),
                "rate",
                numerator=f"{stage}__entered",
                denominator="entered",
                small=_SMALL,
            )
            for stage in shown[1:]
        ),
        TableColumn(
            "matured",
            label("cohort_matured", lang),
            "percent",
            definition=label("cohort_matured_definition", lang),
        ),
        _maturity(lang),
    ]
    reading_words = label(f"reading_{reading}", lang, things=things(session))
    subtitle = label("cohort_subtitle", lang, reading=reading_words)
    return stack(
        section(label(key, lang, **words), subtitle, "cohorts", short=head),
        data_table(wide, known_columns(wide, columns), lang),
    )


def _by_month(session: Session, frame: pd.DataFrame, shown: Sequence[str]) -> pd.DataFrame:
    """Return one row per month: of its leads the share that came to each stage so far."""
    lang, rows = session.lang, []
    for month, stages in frame.groupby("month", sort=False):
        by_stage = stages.set_index("stage").loc[list(shown)]
        entered, won = int(by_stage["entered"].iloc[0]), by_stage.iloc[-1]
        if not entered:
            continue
        is_mature = bool(by_stage["is_mature"].iloc[1:].all())
        rows.append(
            {
                "name": session.name_of("month", month),
                "entered": entered,
                "matured": won["matured_rate"],
                "is_maturing": not is_mature,
                "maturity": label("stage_mature" if is_mature else "stage_maturing", lang),
                _SMALL: session.is_small(entered),
            }
            | {stage: by_stage.loc[stage, "rate"] for stage in shown[1:]}
            | {f"{stage}__entered": by_stage.loc[stage, "entered"] for stage in shown[1:]}
        )
    return pd.DataFrame(rows)
