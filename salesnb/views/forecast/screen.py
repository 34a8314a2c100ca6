"""The first screen of the report on the target gap: where the period will end, and what that takes."""

from dataclasses import replace
from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Card, Flag, Html, flag_list, kpi_cards, notice, report_header
from salesnb.figures.markup import bare
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.cards import split_unit
from salesnb.views.forecast.words import (
    interval,
    is_over,
    is_shown_period,
    measure_name,
    running_name,
    unit_name,
    way_name,
)
from salesnb.views.parts import has_begun, period_name, stack, subtitle, title

_MOST_FLAGS = 8


def headline(session: Session) -> Html:
    """Return title, where the period will end, key figures, and who is unlikely to reach the target."""
    row = session.forecast_of_scope(session.forecast_grain)
    if row is None:
        words = label("forecast_none", session.lang)
        return stack(
            report_header(title(session), subtitle(session), [words]),
            summary={"title": title(session), "headline": bare(words)},
        )
    told = _ended(session, row) if is_over(session) else _end(session, row)
    sentences = [*_other_period(session), told]
    if not is_over(session):
        sentences += [_gap(session, row), _trust(session)]
    flags = _flags(session)
    return stack(
        report_header(title(session), subtitle(session), [each for each in sentences if each]),
        kpi_cards(_cards(session, row)),
        *([flag_list(flags[:_MOST_FLAGS], session.lang)] if flags else []),
        *_more(session, flags),
        summary={
            "title": title(session),
            "headline": bare(told),
            "flags": len(flags),
        },
    )


def _other_period(session: Session) -> list[str]:
    """Say that the report's period is not the one that is forecast, and how it ended."""
    if is_shown_period(session, session.period):
        return []
    lang, name = session.lang, period_name(session, session.period)
    running = running_name(session)
    if not has_begun(session):
        return [label("forecast_ahead", lang, period=name, running=running)]
    if session.is_running:
        return [label("forecast_within", lang, period=name, running=running)]
    sold = session.metrics("sales")["value"].iloc[0]
    words = {"period": name, "sales": formats.money(sold, lang), "running": running}
    target = session.target("sales")
    if target is None or target.value <= 0:
        return [label("forecast_over", lang, **words)]
    share = formats.percent(float(sold or 0) / float(target.value), lang)
    return [label("forecast_over_target", lang, completion=share, **words)]


def _ended(session: Session, row: Any) -> str:
    lang, key, more = session.lang, "forecast_ended", {}
    if not pd.isna(row["p_target"]):
        apart = row["point"] - row["target"]
        key = "forecast_ended_over" if apart >= 0 else "forecast_ended_short"
        more = {
            "target": formats.money(row["target"], lang),
            "apart": formats.money(abs(apart), lang),
        }
    return label(
        key,
        lang,
        period=running_name(session),
        point=formats.money(row["point"], lang),
        **more,
    )


def _end(session: Session, row: Any) -> str:
    lang = session.lang
    words = {
        "period": running_name(session),
        "measure": measure_name(session, "sales"),
        "point": formats.money(row["point"], lang),
        "interval": interval(session, row["low_80"], row["high_80"]),
    }
    if pd.isna(row["p_target"]):
        return label("forecast_end", lang, **words)
    return label(
        "forecast_end_target",
        lang,
        target=formats.money(row["target"], lang),
        chance=formats.chance(row["p_target"], lang),
        **words,
    )


def _gap(session: Session, row: Any) -> str:
    lang = session.lang
    so_far, days = formats.money(row["so_far"], lang), int(row["workdays_left"])
    if pd.isna(row["p_target"]):
        return plural("forecast_so_far", lang, days, so_far=so_far)
    if row["missing"] <= 0:
        over = formats.money(row["so_far"] - row["target"], lang)
        return label("forecast_reached", lang, so_far=so_far, over=over)
    missing = formats.money(row["missing"], lang)
    if days == 0:
        return label("forecast_no_days", lang, so_far=so_far, missing=missing)
    per_day = formats.money(row["needed_per_workday"], lang)
    return plural("forecast_missing", lang, days, so_far=so_far, missing=missing, per_day=per_day)


def _trust(session: Session) -> str:
    """Say how far forecasts of the same day missed, beside the best simple way."""
    lang = session.lang
    skill = session.forecast_skill(session.forecast_grain)
    told = skill.set_index("way")["wape"] if len(skill) else pd.Series(dtype=float)
    others = told.drop(["point", "model"], errors="ignore")
    if "point" not in told.index or others.empty:
        return label("forecast_untested", lang)
    periods = int(skill.loc[skill["way"] == "point", "periods"].iloc[0])
    return plural(
        "forecast_trust",
        lang,
        periods,
        wape=formats.percent(told["point"], lang, 1),
        way=way_name(session, others.idxmin()),
        other=formats.percent(others.min(), lang, 1),
    )


def _cards(session: Session, row: Any) -> list[Card]:
    lang = session.lang
    cards = [_end_card(session, row), _chance_card(session, row), _missing_card(session, row)]
    if is_over(session):
        return cards
    return [
        *cards,
        _money_card(
            session,
            "forecast_card_daily",
            row["needed_per_workday"],
            plural("forecast_days_left", lang, int(row["workdays_left"])),
        ),
        _money_card(
            session,
            "forecast_card_pipeline",
            row["pipeline_weighted"],
            label("forecast_raw", lang, raw=formats.money(row["pipeline_raw"], lang)),
        ),
    ]


def _end_card(session: Session, row: Any) -> Card:
    """Return where the period will end, as a share of the target, and since the last forecast."""
    lang = session.lang
    found = "" if is_over(session) else interval(session, row["low_80"], row["high_80"])
    card = replace(
        _money_card(session, "forecast_card_end", row["point"], found), metric="forecast_end"
    )
    if is_over(session):
        card = replace(card, label=label("forecast_card_ended", lang), metric="forecast_ended")
    if not pd.isna(row["p_target"]):
        share = float(row["point"] / row["target"])
        told = label("forecast_of_target", lang, share=formats.percent(share, lang))
        card = replace(card, other_delta=told, progress=(share, None))
    before = _forecast_before(session, row)
    if before is None:
        return card
    moved = float(row["point"] / before["point"] - 1)
    shown = formats.change(moved)
    day = formats.day_tick(before["made_on"].date(), lang)
    return replace(
        card,
        delta=label("forecast_since_last", lang, day=day, change=shown),
        delta_is_good=None if shown.startswith("±") else moved > 0,
        moved=moved,
    )


def _forecast_before(session: Session, row: Any) -> Any:
    """Return the last forecast of the same period in the log; None where there is none to compare."""
    log = session.forecast_log_of_scope(session.forecast_grain)
    same = log[(log["start_on"] == row["start_on"]) & (log["end_on"] == row["end_on"])]
    newest = same[same["made_on"] == same["made_on"].max()]
    # Who sells in several teams has several lines, which no single one stands for.
    return newest.iloc[0] if len(newest) == 1 and newest["point"].iloc[0] > 0 else None


def _money_card(session: Session, name: str, value: float, detail: str) -> Card:
    lang = session.lang
    return Card(
        label(name, lang),
        *split_unit(formats.money(value, lang)),
        detail=detail,
        number=None if pd.isna(value) else float(value),
        why=[label(f"{name}_why", lang)],
    )


def _chance_card(session: Session, row: Any) -> Card:
    lang, value = session.lang, row["p_target"]
    is_known = not pd.isna(value)
    rules = session.settings.forecast
    verdict = "likely" if is_known and value >= rules.likely else "open"
    verdict = "unlikely" if is_known and value <= rules.unlikely else verdict
    shown = formats.chance(value, lang)
    if is_over(session):
        shown = label("target_missed" if row["missing"] > 0 else "target_reached", lang)
        return Card(
            label("target", lang),
            shown if is_known else formats.MISSING,
            detail=formats.money(row["target"], lang) if is_known else label("no_target", lang),
        )
    return Card(
        label("forecast_card_chance", lang),
        shown,
        detail=label("forecast_target", lang, target=formats.money(row["target"], lang))
        if is_known
        else label("no_target", lang),
        delta=label(f"chance_{verdict}", lang) if is_known else "",
        delta_is_good={"likely": True, "unlikely": False}.get(verdict),
        number=float(value) if is_known else None,
        why=[label("forecast_card_chance_why", lang)],
        metric="forecast_chance",
    )


def _missing_card(session: Session, row: Any) -> Card:
    lang = session.lang
    deals = row["gap_deals"]
    detail = "" if pd.isna(deals) else plural("forecast_gap_deals", lang, int(deals))
    if deals == 0:
        detail = label("forecast_gap_none" if row["missing"] > 0 else "forecast_gap_done", lang)
    return _money_card(session, "forecast_card_missing", row["missing"], detail)


def _flags(session: Session) -> list[Flag]:
    """Return the units below whose target is unlikely, the least likely first."""
    if session.below is None:
        return []
    frame = session.forecast(session.below, session.running(session.forecast_grain), "sales")
    late = frame[frame["p_target"] <= session.settings.forecast.unlikely]
    ordered = late.sort_values(["p_target", "gap"], ascending=[True, False])
    return [_flag(session, row) for row in ordered.to_dict("records")]


def _flag(session: Session, row: Any) -> Flag:
    lang = session.lang
    missed = is_over(session)
    words = label(
        "forecast_flag_ended" if missed else "forecast_flag",
        lang,
        chance=formats.chance(row["p_target"], lang),
        point=formats.money(row["point"], lang),
        target=formats.money(row["target"], lang),
    )
    gap = label(
        "forecast_flag_short" if missed else "forecast_flag_gap",
        lang,
        gap=formats.money(row["gap"], lang),
    )
    return Flag("red", unit_name(session, row), words, gap)


def _more(session: Session, flags: list[Flag]) -> list[Html]:
    rest = len(flags) - _MOST_FLAGS
    return [notice(plural("forecast_more_flags", session.lang, rest))] if rest > 0 else []
