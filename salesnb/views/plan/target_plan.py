"""The targets of a year: by month, and for every team and rep by quarter."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from salesnb import formats
from salesnb.errors import UsageError
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.forecast.plan import TargetPlan
from salesnb.labels import label, plural
from salesnb.periods import Period
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_NAMED = 3


def target_plan_section(
    session: Session, year: str | Period | None = None, metric: str = "sales"
) -> Html:
    """Return the targets of a year: by month beside the year before, and by quarter for everybody."""
    lang, head = session.lang, label("target_plan_short", session.lang)
    try:
        plan = session.target_plan(year, metric)
    except UsageError as error:
        return stack(section(head, "", "plan"), notice(error.text(lang)))
    return stack(
        section(_title(session, plan), _subtitle(session, plan), "plan", short=head),
        _months(session, plan),
        *([] if session.scope.kind == "rep" else [_scopes(session, plan)]),
        notice(_remarks(session, plan)),
    )


def _title(session: Session, plan: TargetPlan) -> str:
    """Say the whole and the largest and smallest part of it."""
    lang = session.lang
    year = formats.period_title(plan.year.text, lang)
    total = plan.value(str(session.scope), plan.year.text)
    shown = {"year": year, "value": formats.money(total, lang)}
    rows = plan.frame[(plan.frame["grain"] == "year") & (plan.frame["kind"] == session.below)]
    if len(rows) < 2:
        return label("target_plan_title_alone", lang, **shown)
    ordered = rows.sort_values("value", kind="stable")
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    parts = label(
        "target_plan_largest",
        lang,
        best=best["name"],
        most=formats.money(best["value"], lang),
        worst=worst["name"],
        least=formats.money(worst["value"], lang),
    )
    return label("target_plan_title", lang, parts=parts, **shown)


def _subtitle(session: Session, plan: TargetPlan) -> str:
    lang, history = session.lang, plan.history
    if not plan.frame["origin"].eq("planned").any():
        return label("target_plan_subtitle_explicit", lang)
    if not history.months:
        return label("target_plan_subtitle_no_history", lang)
    years = history.years
    season = (
        label("target_plan_season", lang, years=years)
        if years
        else label("target_plan_no_season", lang)
    )
    growth = formats.percent(plan.growth, lang, 1 if plan.growth * 100 % 1 else 0)
    return label(
        "target_plan_subtitle_planned", lang, months=history.months, season=season, growth=growth
    )


def _months(session: Session, plan: TargetPlan) -> Html:
    """Return the months of the scope: target, share, working days, what was sold a year before."""
    lang, scope = session.lang, str(session.scope)
    rows = plan.frame[(plan.frame["grain"] == "month") & (plan.frame["scope"] == scope)]
    months = plan.year.split("month")
    sold = session.metrics([plan.metric], period=[month.year_ago() for month in months])
    known = sold.set_index("period")["value"]
    before = [known.get(month.year_ago().text) for month in months]
    is_over = [month.year_ago().last_day <= session.as_of for month in months]
    total = plan.value(scope, plan.year.text)
    frame = pd.DataFrame(
        {
            "month": [formats.period_title(month.text, lang) for month in months],
            "value": list(rows["value"]),
            "share": [float(value / total) if total else None for value in rows["value"]],
            "days": [session.calendar.workdays(month.start, month.end) for month in months],
            "before": [
                value if over else None for value, over in zip(before, is_over, strict=True)
            ],
            "origin": [label(f"target_plan_origin_{each}", lang) for each in rows["origin"]],
        }
    )
    columns = [
        TableColumn("month", label("target_plan_month", lang)),
        TableColumn("value", label("gap_group_start", lang), "money"),
        TableColumn("share", label("target_plan_share", lang), "percent", digits=1),
        TableColumn("days", label("target_plan_workdays", lang), "count"),
        TableColumn("before", label("target_plan_last_year", lang), "money"),
        TableColumn("origin", label("target_plan_origin", lang)),
    ]
    return data_table(frame, columns, lang)


def _scopes(session: Session, plan: TargetPlan) -> Html:
    """Return every scope with its year and quarters, each team followed by its reps."""
    lang = session.lang
    quarters = plan.year.split("quarter")
    columns_of = (plan.frame[name] for name in ("scope", "period", "value", "origin"))
    rows = list(zip(*columns_of, strict=True))
    values = {(scope, period): value for scope, period, value, _ in rows}
    origins = {scope: origin for scope, period, _, origin in rows if period == plan.year.text}
    ordered = _ordered(plan, str(session.scope))
    frame = pd.DataFrame(
        {
            "name": [indent + (name or session.scope_title()) for _, name, indent in ordered],
            "year": [values[scope, plan.year.text] for scope, _, _ in ordered],
            **{
                f"q{n}": [values[scope, quarter.text] for scope, _, _ in ordered]
                for n, quarter in enumerate(quarters, start=1)
            },
            "origin": [
                label(f"target_plan_origin_{origins[scope]}", lang) for scope, _, _ in ordered
            ],
        }
    )
    columns = [
        TableColumn("name", label("target_plan_scope", lang)),
        TableColumn("year", label("target_plan_year_total", lang), "money"),
        *(
            TableColumn(f"q{n}", label("target_plan_quarter", lang, number=n), "money")
            for n in range(1, len(quarters) + 1)
        ),
        TableColumn("origin", label("target_plan_origin", lang)),
    ]
    return data_table(frame, columns, lang)


def _ordered(plan: TargetPlan, top: str) -> list[tuple[str, str, str]]:
    """Return scope, name and indent from the top down; a rep of two teams beneath the latter."""
    parents = plan.parents
    found: list[tuple[str, str, str]] = []

    def add(scope: str, depth: int) -> None:
        found.append((scope, scope.partition(":")[2], "\u2003" * depth))
        for child in sorted(child for child, parent in parents.items() if parent == scope):
            add(child, depth + 1)

    add(top, 0)
    return found


def _remarks(session: Session, plan: TargetPlan) -> str:
    """Say how it adds up, and what of the sheet and of params could not be kept."""
    lang = session.lang
    said = [label("target_plan_unit", lang, unit=_plain(plan.unit))]
    if plan.is_finer:
        said.append(
            label("target_plan_is_finer", lang, asked=_plain(session.settings.plan.round_to))
        )
    if session.scope.kind != "company" and plan.frame["origin"].eq("planned").any():
        said.append(label("target_plan_narrow", lang))
    if count := len(plan.conflicts):
        rows = [
            label(
                "target_plan_conflict_row",
                lang,
                scope=row["scope"].partition(":")[2] or label("company", lang),
                period=formats.period_title(row["period"], lang),
                sheet=formats.money(row["sheet"], lang),
                plan=formats.money(row["plan"], lang),
            )
            for row in plan.conflicts.head(_MOST_NAMED).to_dict("records")
        ]
        said.append(plural("target_plan_conflict", lang, count, rows=_some(rows, count, lang)))
    if count := len(plan.unused):
        rows = [
            f"{row['scope']} {row['period']}"
            for row in plan.unused.head(_MOST_NAMED).to_dict("records")
        ]
        said.append(label("target_plan_unused", lang, count=count, rows=_some(rows, count, lang)))
    if plan.left_out:
        said.append(label("target_plan_left_out", lang, count=plan.left_out))
    if plan.absent:
        names = [scope.partition(":")[2] for scope in plan.absent[:_MOST_NAMED]]
        shown = _some(names, len(plan.absent), lang)
        said.append(label("target_plan_absent", lang, names=shown))
    return ("" if lang == "zh" else " ").join(said)


def _some(rows: Sequence[str], count: int, lang: str) -> str:
    shown = label("names_comma", lang).join(rows)
    return label("target_plan_and_more", lang, rows=shown) if count > len(rows) else shown


def _plain(unit: Decimal) -> str:
    return f"{unit.normalize():,f}"
