"""What the first screen of each report has to say, piece by piece, from a recount."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from salesnb.periods import Period, period_of
from tests.reports.recount import Recount, is_workday, workdays
from tests.reports.tokens import (
    Expect,
    change,
    count,
    day_words,
    money,
    month_words,
    percent,
    points,
    words,
)

RED, SMALL, FELL = 0.8, 10, -0.15
Parts = tuple[float, float, int]


@dataclass(frozen=True)
class CardFigures:
    """The numbers of one card; `why` without those of the definition."""

    label: list[Expect] = field(default_factory=list)
    value: list[Expect] = field(default_factory=list)
    detail: list[Expect] = field(default_factory=list)
    delta: list[Expect] = field(default_factory=list)
    why: list[Expect] = field(default_factory=list)


@dataclass(frozen=True)
class Screen:
    subtitle: list[Expect]
    lede: list[Expect]
    cards: list[CardFigures]
    flags: list[list[Expect]]


def relative(now: float | None, before: float | None) -> float | None:
    return None if now is None or not before or before < 0 else now / before - 1


def known(kind: str, *values: float | None) -> list[Expect]:
    """Expect the values that there are."""
    return [Expect(kind, value) for value in values if value is not None]  # type: ignore[arg-type]


def either(lang: str, zh: Sequence[Expect], en: Sequence[Expect]) -> list[Expect]:
    return list(zh if lang == "zh" else en)


# Cards.


def rate_card(
    now: Parts, before: Parts | None, *, in_money: bool = False, has_interval: bool = True
) -> CardFigures:
    above, below, n = now
    show = money if in_money else count
    value = above / below if below else None
    moved = None
    if before is not None and value is not None and before[1]:
        cases = (n, before[2]) if in_money else (below, before[1])
        moved = value - before[0] / before[1] if min(cases) >= SMALL else None
    why = [show(above), show(below)] if below else []
    if below and has_interval:
        why += [percent(end) for end in wilson(above, below)]
    why += [count(n)] if n else []
    return CardFigures(
        value=known("percent", value),
        detail=[show(above), show(below)] if below else [],
        delta=known("points", moved),
        why=why,
    )


def wilson(k: float, n: float, z: float = 1.959963984540054) -> tuple[float, float]:
    middle = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def amount_card(
    re: Recount, metric: str, detail: Sequence[Expect] = (), *, yearly: bool = False
) -> CardFigures:
    """The change against the period and the year before, either first."""
    befores = [re.period.previous(), re.period.year_ago()]
    now, n = re.amount(metric, re.period), re.counted(metric, re.period)
    show = money if metric == "sales" else count
    return CardFigures(
        value=[show(now)],
        detail=list(detail),
        delta=known("change", *(growth(re, metric, b) for b in befores[:: -1 if yearly else 1])),
        why=[count(n)] if n else [],
    )


def growth(re: Recount, metric: str, before: Period) -> float | None:
    """The change against as many days of an earlier period, which the data have to reach."""
    compared = re.to_date(before)
    if not re.has_begun or not re.knows(metric, compared):
        return None
    return relative(re.amount(metric, re.period), re.amount(metric, compared))


# The performance report.


def performance(re: Recount, lang: str) -> Screen:
    period, target = re.period, re.target(re.period)
    sales = re.amount("sales", period)
    done = sales / target if target else None
    elapsed = re.elapsed(period)
    gap = None if done is None or not re.has_begun else done - elapsed
    previous = re.to_date(period.previous()) if re.has_begun else None
    cards = [
        amount_card(re, "sales", [money(target)] if target else [], yearly=True),
        CardFigures(
            value=known("percent", done),
            detail=[percent(elapsed)],
            delta=known("points", gap),
            why=[
                *([money(sales), money(target)] if target else []),
                *([count(n)] if (n := re.counted("sales", period)) else []),
            ],
        ),
        rate_card(re.closed(period), re.closed(previous) if previous else None),
        rate_card(
            re.due(period),
            re.due(previous) if previous else None,
            in_money=True,
            has_interval=False,
        ),
        amount_card(re, "new_leads"),
    ]
    return Screen(subtitle(re, lang), _findings(re, lang, done), cards, flags(re))


def subtitle(re: Recount, lang: str) -> list[Expect]:
    day = day_words(re.as_of, lang)
    if not re.has_begun or not re.is_running:
        return [day]
    total = workdays(re.period.start, re.period.end)
    gone = round(re.elapsed(re.period) * total)
    return [day, count(gone), count(total)]


def _findings(re: Recount, lang: str, done: float | None) -> list[Expect]:
    period, target = re.period, re.target(re.period)
    if not re.has_begun:
        return known("money", target or None)
    sales = re.amount("sales", period)
    said = [money(sales)]
    if done is not None and target is not None:
        gap, lacking = done - re.elapsed(period), money(abs(target - sales))
        is_even = abs(gap) < 0.005
        said += [percent(done)]
        if re.is_running:
            said += [] if is_even else [points(gap)]
            said += [lacking] if gap < 0 and not is_even else []
        else:
            said += [] if is_even else [lacking]
    said += known("change", growth(re, "sales", period.year_ago()))
    said += known("change", growth(re, "sales", period.previous()))
    said += _parts(re, lang)
    paid, ordered, _ = re.due(period)
    if ordered:
        overdue = re.rows("orders")["overdue"].sum()
        said += [percent(paid / ordered), *known("money", overdue or None)]
    leads = growth(re, "new_leads", period.previous())
    if leads is not None:
        said += [count(re.amount("new_leads", period)), change(leads)]
    return said


def _parts(re: Recount, lang: str) -> list[Expect]:
    parts = {name: sold / target for name, (sold, target) in re.parts(re.period).items()}
    if len(parts) < 3:
        return []
    reached = sum(share >= re.elapsed(re.period) for share in parts.values())
    worst = min(parts.values())
    last = [name for name, share in parts.items() if share == worst]
    name = words(last[0]) if len(last) == 1 else words(common(last))
    return either(
        lang,
        [count(len(parts)), count(reached), name, percent(worst)],
        [count(reached), count(len(parts)), name, percent(worst)],
    )


def common(names: Sequence[str]) -> str:
    """What names of equal figures share: any of them may be named."""
    return names[0] if len(set(names)) == 1 else ""


# Red flags.


@dataclass(frozen=True)
class Flagged:
    """A red flag: what makes it the same in two reports, whom it is about, what it costs and says."""

    key: tuple[str, ...]
    name: str
    amount: float
    said: list[Expect]


def flags(re: Recount) -> list[list[Expect]]:
    """What the first screen says of its red flags; at last how many more there are."""
    said = [flag.said for flag in flagged(re)]
    return said[:8] + ([[count(len(said) - 8)]] if len(said) > 8 else [])


def flagged(re: Recount) -> list[Flagged]:
    """Late payments and parts behind their target, the costliest first."""
    return sorted([*_behind(re), *_late(re)], key=lambda flag: -flag.amount)


def _behind(re: Recount) -> list[Flagged]:
    whole, found = re.whole, []
    elapsed, is_running = re.elapsed(whole), re.as_of < whole.last_day
    parts, own = re.parts(whole), re.target(whole)
    if own:
        parts["" if re.kind == "company" else re.name] = (re.amount("sales", whole), own)
    for name, (sold, target) in parts.items():
        if sold / target < RED * elapsed:
            amount = target * elapsed - sold
            other = percent(elapsed if is_running else RED)
            said = [words(name), percent(sold / target), other, money(amount)]
            found.append(Flagged(("behind", name), name, amount, said))
    return found


def _late(re: Recount) -> list[Flagged]:
    found = []
    late = re.rows("orders").query("overdue > 0")
    names = re.books.tables["customers"].set_index("customer_id")["customer_name"]
    for (owner, customer), rows in late.groupby(["rep", "customer_id"]):
        if rows["late"].max() <= 30:
            continue
        amount, name = rows["overdue"].sum(), names[customer]
        who = [] if owner == "unassigned" else [words(owner)]
        said = [words(name), count(rows["late"].max()), money(amount), *who]
        found.append(Flagged(("late", owner, customer), name, amount, said))
    return found


# What changed since the last report of the same period.


def changes(was: Recount, now: Recount) -> list[list[Expect]]:
    """The lines of what changed in a performance report, without the one above them."""
    lines = [[money(was.amount("sales", was.period)), money(now.amount("sales", now.period))]]
    shares = [re.amount("sales", re.period) / (re.target(re.period) or 1) for re in (was, now)]
    lines.append([percent(share) for share in shares])
    lines.append([count(re.amount("new_leads", re.period)) for re in (was, now)])
    old = {flag.key: flag.name for flag in flagged(was)}
    new = {flag.key for flag in flagged(now)}
    lines += [[count(len(new - old.keys()))]] if new - old.keys() else []
    gone = [name for key, name in old.items() if key not in new]
    lines += [[count(len(gone)), *map(words, gone[:3])]] if gone else []
    places, before = _places(now), _places(was)
    moves = [(name, before[name], place) for name, place in places.items() if name in before]
    moves = sorted(moves, key=lambda move: -abs(move[2] - move[1]))[:3]
    lines += [[words(n), count(a), count(b)] for n, a, b in moves if abs(a - b) >= 2]
    return lines


def _places(re: Recount) -> dict[str, int]:
    parts = {name: sold / target for name, (sold, target) in re.parts(re.period).items()}
    return {name: n for n, name in enumerate(sorted(parts, key=lambda p: -parts[p]), start=1)}


# The daily and the weekly report.


def usual_periods(re: Recount) -> list[Period]:
    if re.period.grain == "week":
        return re.period.trailing(5)[:-1]
    found: list[Period] = []
    day = re.period.previous()
    while len(found) < 20:
        found = [day, *found] if is_workday(day.start) else found
        day = day.previous()
    return found


def usual(re: Recount, metric: str) -> float | None:
    periods = usual_periods(re)
    if not re.knows(metric, periods[0]):
        return None
    return sum(re.amount(metric, period) for period in periods) / len(periods)


def usual_card(re: Recount, metric: str) -> CardFigures:
    now, before = re.amount(metric, re.period), usual(re, metric)
    n = re.counted(metric, re.period)
    is_money = metric in ("sales", "collections")
    moved = relative(now, before) if is_comparable(re, metric) else None
    return CardFigures(
        value=[money(now) if is_money else count(now)],
        detail=known("money" if is_money else "mean", before),
        delta=known("change", moved),
        why=[count(n)] if n else [],
    )


def is_comparable(re: Recount, metric: str) -> bool:
    """Not a day off, not a running week, and usually five rows or more."""
    is_usual = is_workday(re.period.start) if re.period.grain == "day" else not re.is_running
    periods = usual_periods(re)
    return is_usual and sum(re.counted(metric, period) for period in periods) >= 5 * len(periods)


def progress_card(re: Recount) -> CardFigures:
    whole, target = re.whole, re.target(re.whole)
    done = re.amount("sales", whole) / target if target else None
    elapsed = re.elapsed(whole)
    return CardFigures(
        value=known("percent", done),
        detail=known("money", target),
        delta=known("points", None if done is None else done - elapsed),
        why=[percent(elapsed)],
    )


def progress(re: Recount, lang: str) -> list[Expect]:
    """The sentence on the month: sales, completion, pace, what each day left has to bring."""
    whole, target = re.whole, re.target(re.whole)
    sales, name = re.amount("sales", whole), [month_words(whole.start, lang)]
    if whole.start <= re.as_of < whole.last_day:
        name += [day_words(re.as_of, lang, with_year=False)]
    said = either(lang, [*name, money(sales)], [money(sales), *name])
    if not target:
        return said
    done, lacking = sales / target, target - sales
    left = workdays(max(period_of(re.as_of, "day").end, whole.start), whole.end)
    said += [percent(done)]
    if lacking <= 0:
        return said
    if not left:
        return [*said, money(lacking)]
    gap = done - re.elapsed(whole)
    said += [] if abs(gap) < 0.005 else [points(gap)]
    return [*said, count(left), money(lacking / left)]


def daily(re: Recount, lang: str) -> Screen:
    period = re.period
    orders, sales = re.amount("orders", period), re.amount("sales", period)
    lede = [count(orders), money(sales)] if orders else known("money", -sales if sales else None)
    before = usual(re, "sales")
    if orders and before is not None and before > 0 and is_comparable(re, "sales"):
        lede += either(lang, [count(20), money(before)], [money(before), count(20)])
    lede += progress(re, lang)
    lede += [count(re.amount("new_leads", period)), count(re.amount("follow_ups", period))]
    lede += _silent(re)
    return Screen(
        [day_words(period.start, lang), day_words(re.as_of, lang)],
        lede,
        [
            usual_card(re, "sales"),
            progress_card(re),
            usual_card(re, "new_leads"),
            usual_card(re, "follow_ups"),
            usual_card(re, "collections"),
        ],
        flags(re),
    )


def _silent(re: Recount) -> list[Expect]:
    """The reps at work in the scope without any follow-up on a working day."""
    if re.kind == "rep" or not is_workday(re.period.start):
        return []
    staff = re.books.tables["staff"]
    staff = staff[staff["since"].isna() | (staff["since"] <= str(re.as_of))]
    now = staff.sort_values("since", na_position="first").drop_duplicates("name", keep="last")
    working = now[(now["role"] == "rep") & now["active"] & now["team"].notna()]
    if re.kind != "company":
        working = working[working[re.kind] == re.name]
    busy = set(re.within("follow_ups", re.period)["rep"])
    silent = sorted(set(working["name"]) - busy)
    return [count(len(silent)), *map(words, silent[:4])] if silent else []


def weekly(re: Recount, lang: str) -> Screen:
    period = re.period
    orders, sales = re.amount("orders", period), re.amount("sales", period)
    lede = [count(orders), money(sales)] if orders else []
    mean_, moved = usual(re, "sales"), relative(sales, re.amount("sales", period.previous()))
    if orders and mean_ is not None and moved is not None and is_comparable(re, "sales"):
        lede += [change(moved), money(mean_)]
    first, last = period.start, period.last_day
    sub = either(
        lang,
        [day_words(first, lang), day_words(last, lang, with_year=first.year != last.year)],
        [day_words(first, lang, with_year=first.year != last.year), day_words(last, lang)],
    )
    compared = None if re.is_running else re.closed(period.previous())
    return Screen(
        [*sub, day_words(re.as_of, lang)],
        [*lede, *progress(re, lang), *_falls(re)],
        [
            usual_card(re, "sales"),
            progress_card(re),
            usual_card(re, "new_leads"),
            rate_card(re.closed(period), compared),
            usual_card(re, "collections"),
        ],
        flags(re),
    )


def _falls(re: Recount) -> list[Expect]:
    """What fell by 15 % or more on the week before, where the cases suffice to say so."""
    before = re.to_date(re.period.previous())
    changes = []
    for metric in ("sales", "orders", "collections", "new_leads", "new_opportunities"):
        changes.append(_change(re, metric, before))
    won, was = re.closed(re.period), re.closed(before)
    rates = [part[0] / part[1] if part[1] else None for part in (won, was)]
    has_past = re.knows("closed_win_rate", before)
    moved = relative(rates[0], rates[1] if has_past else None)
    changes.append((moved, min(won[1], was[1])))
    changes.append(_change(re, "follow_ups", before))
    fell = [moved for moved, n in changes if moved is not None and n >= SMALL and moved <= FELL]
    if not fell:
        return [percent(-FELL)] if any(moved is not None for moved, _ in changes) else []
    return [percent(-FELL), *map(change, fell)]


def _change(re: Recount, metric: str, before: Period) -> tuple[float | None, float]:
    was = re.amount(metric, before) if re.knows(metric, before) else None
    return relative(re.amount(metric, re.period), was), re.counted(metric, before)


# The funnel report.


def funnel(re: Recount, lang: str) -> Screen:
    period = re.period
    previous = re.to_date(period.previous()) if re.has_begun else None
    cards = [
        amount_card(re, "new_leads"),
        rate_card(re.came_as_far(2), None),
        rate_card(re.won_leads(), None),
        amount_card(re, "new_opportunities"),
        rate_card(re.closed(period), re.closed(previous) if previous else None),
    ]
    leads = re.within("leads", period)
    lede: list[Expect] = []
    if re.has_begun and len(leads):
        lede = [count(len(leads)), *(count((leads["rank"] >= rank).sum()) for rank in (2, 3, 5))]
        still = (~leads["is_won"] & ~leads["is_lost"]).sum()
        lede += [percent(still / len(leads))] if still else []
    return Screen(subtitle(re, lang), lede, cards, [])


SCREENS = {"daily": daily, "weekly": weekly, "performance": performance, "funnel": funnel}
