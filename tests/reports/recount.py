"""Figures counted again from the raw tables with plain pandas: no facts, no metrics."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property

import holidays
import pandas as pd

from salesnb.periods import Period, parse_period, period_of
from salesnb.workspace import Workspace

TABLES = (
    *("customers", "follow_ups", "leads", "opportunities", "orders", "payments", "staff"),
    *("stage_history", "targets"),
)
RANKS = {"lead": 1, "intent": 2, "opportunity": 3, "quote": 4, "won": 5, "lost": 0}
CHINA = holidays.country_holidays("CN")
UNKNOWN = ("unassigned", "unassigned", "unassigned")


def is_workday(day: date) -> bool:
    return bool(CHINA.is_working_day(day))


def workdays(start: date, end: date) -> int:
    return sum(is_workday(start + timedelta(days=n)) for n in range((end - start).days))


class Books:
    """The tables of a workspace as of a day, each event with its owner's team on that day."""

    def __init__(self, workspace: Workspace, as_of: date) -> None:
        from salesnb.workbench import Workbench

        desk = Workbench(workspace.root, as_of=as_of)
        self.tables = {name: desk.table(name) for name in TABLES}
        self.as_of = as_of
        desk._store.close()

    @cached_property
    def spells(self) -> dict[str, list[tuple[date, str, str, str]]]:
        """Of each person: from which day on in which team and department, the last first."""
        found: dict[str, list[tuple[date, str, str, str]]] = {}
        for row in self.tables["staff"].itertuples():
            since = date.min if pd.isna(row.since) else row.since.date()
            team = row.team if isinstance(row.team, str) else "unassigned"
            department = row.department if isinstance(row.department, str) else "unassigned"
            found.setdefault(row.name, []).append((since, row.name, team, department))
        return {name: sorted(rows, reverse=True) for name, rows in found.items()}

    def placed(self, frame: pd.DataFrame, who: str, day: str) -> pd.DataFrame:
        """Add rep, team and department by the owner on the day, or as of now where there is none."""
        places = []
        for name, at in zip(frame[who], frame[day], strict=True):
            on = self.as_of if pd.isna(at) else at.date()
            spells = self.spells.get(name, []) if isinstance(name, str) else []
            places.append(next((spell[1:] for spell in spells if spell[0] <= on), UNKNOWN))
        columns = pd.DataFrame(places, columns=["rep", "team", "department"], index=frame.index)
        return frame.drop(columns=["department"], errors="ignore").join(columns)

    @cached_property
    def orders(self) -> pd.DataFrame:
        frame = self.placed(self.tables["orders"], "owner", "order_date")
        paid = self.tables["payments"].groupby("order_id")["paid_amount"].sum()
        frame["paid"] = frame["order_id"].map(paid).fillna(0.0)
        frame["due"] = frame["due_date"].fillna(frame["order_date"] + pd.Timedelta(days=30))
        frame["late"] = (pd.Timestamp(self.as_of) - frame["due"]).dt.days
        frame["lacking"] = frame["amount"] - frame["paid"]
        is_late = (frame["late"] > 0) & (frame["lacking"] > 0) & (frame["amount"] > 0)
        frame["overdue"] = frame["lacking"].where(is_late, 0.0)
        # What is paid beyond an order settles no other one.
        frame["settled"] = frame["paid"].where(
            (frame["amount"] <= 0) | (frame["paid"] <= frame["amount"]), frame["amount"]
        )
        return frame.assign(day=frame["order_date"])

    @cached_property
    def payments(self) -> pd.DataFrame:
        """Payments stand where their order stands."""
        places = self.orders[["order_id", "rep", "team", "department"]]
        return (
            self.tables["payments"].merge(places, on="order_id").assign(day=lambda f: f.paid_date)
        )

    @cached_property
    def follow_ups(self) -> pd.DataFrame:
        frame = self.placed(self.tables["follow_ups"], "user", "follow_at")
        return frame.assign(day=frame["follow_at"].dt.normalize())

    @cached_property
    def deals(self) -> pd.DataFrame:
        frame = self.tables["opportunities"].copy()
        history = self.tables["stage_history"].query("subject_type == 'opportunity'")
        last = history.groupby(["subject_id", "stage"])["entered_at"].max().dt.normalize()
        keys = zip(frame["opportunity_id"], frame["stage"], strict=True)
        entered = pd.to_datetime(pd.Series([last.get(key) for key in keys], index=frame.index))
        has_ended = frame["stage"].isin(["won", "lost"])
        frame["closed_on"] = frame["closed_at"].fillna(entered).where(has_ended)
        return self.placed(frame, "owner", "closed_on")

    @cached_property
    def leads(self) -> pd.DataFrame:
        frame = self.tables["leads"].copy()
        deals = self.deals[self.deals["lead_id"].notna()]
        states = deals.groupby("lead_id")["stage"].agg(set).to_dict()
        of = [states.get(lead, set()) for lead in frame["lead_id"]]
        outcome, stage = frame["outcome"].fillna(""), frame["stage"].fillna("")
        frame["is_won"] = (
            (outcome == "won") | (stage == "won") | pd.Series(["won" in s for s in of])
        )
        has_open = pd.Series([bool(s - {"won", "lost"}) for s in of])
        was_lost = (stage == "lost") | outcome.isin(["lost", "not_won"])
        was_lost |= pd.Series(["lost" in s for s in of])
        frame["is_lost"] = ~frame["is_won"] & was_lost & (outcome != "nurturing") & ~has_open
        frame["rank"] = self._furthest(frame, deals)
        frame["closed_on"] = self._ended(frame, deals)
        frame["day"] = frame["created_at"].dt.normalize()
        return self.placed(frame, "owner", "closed_on")

    def _furthest(self, leads: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
        """How far a lead came by its stage, outcome, history, deals and their history."""
        history = self.tables["stage_history"]
        lead_of = deals.set_index("opportunity_id")["lead_id"]
        is_deal = history["subject_type"] == "opportunity"
        subject = history["subject_id"].where(~is_deal, history["subject_id"].map(lead_of))
        told = [
            (leads["lead_id"], leads["stage"]),
            (leads["lead_id"], leads["outcome"].where(leads["outcome"] == "won", "lead")),
            (deals["lead_id"], deals["stage"].where(deals["stage"] != "lost", "opportunity")),
            (deals["lead_id"], pd.Series("opportunity", index=deals.index)),
            (subject, history["stage"]),
        ]
        both = pd.concat([pd.DataFrame({"lead": a, "rank": b.map(RANKS)}) for a, b in told])
        return leads["lead_id"].map(both.groupby("lead")["rank"].max()).clip(lower=1)

    def _ended(self, leads: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
        won = deals[deals["stage"] == "won"].groupby("lead_id")["closed_on"].min()
        lost = deals[deals["stage"] == "lost"].groupby("lead_id")["closed_on"].max()
        by_deal = leads["lead_id"].map(won).where(leads["is_won"], leads["lead_id"].map(lost))
        history = self.tables["stage_history"].query("subject_type == 'lead'")
        entered = history.groupby(["subject_id", "stage"])["entered_at"].min().dt.normalize()
        ends = ["won" if won_ else "lost" for won_ in leads["is_won"]]
        own = [entered.get(key) for key in zip(leads["lead_id"], ends, strict=True)]
        day = leads["outcome_date"].fillna(by_deal).fillna(pd.to_datetime(pd.Series(own)))
        return day.where(leads["is_won"] | leads["is_lost"])


class Recount:
    """The figures of one scope and period, counted from the books."""

    def __init__(self, books: Books, scope: str, period: str) -> None:
        self.books, self.as_of = books, books.as_of
        self.kind, _, self.name = scope.partition(":")
        self.scope = scope
        self.period = parse_period(period, self.as_of)

    def rows(self, name: str) -> pd.DataFrame:
        """The rows of the scope: orders, payments, follow_ups, deals, leads."""
        frame: pd.DataFrame = getattr(self.books, name)
        return frame if self.kind == "company" else frame[frame[self.kind] == self.name]

    def within(self, name: str, period: Period, day: str = "day") -> pd.DataFrame:
        frame = self.rows(name)
        return frame[(frame[day] >= str(period.start)) & (frame[day] < str(period.end))]

    def amount(self, metric: str, period: Period) -> float:
        """An amount or a count of a period."""
        return _AMOUNTS[metric](self, period)

    def counted(self, metric: str, period: Period) -> int:
        """How many rows an amount rests on."""
        if metric == "orders":
            return int((self.within("orders", period)["amount"] > 0).sum())
        names = {"sales": "orders", "collections": "payments", "new_leads": "leads"}
        if metric == "new_opportunities":
            return len(self.within("deals", period, "created_at"))
        return len(self.within(names.get(metric, metric), period))

    def first_day(self, metric: str) -> date | None:
        """The first day of which the scope knows anything of a metric."""
        name, day = {
            "sales": ("orders", "day"),
            "orders": ("orders", "day"),
            "collections": ("payments", "day"),
            "new_leads": ("leads", "day"),
            "follow_ups": ("follow_ups", "day"),
            "new_opportunities": ("deals", "created_at"),
            "closed_win_rate": ("deals", "closed_on"),
        }[metric]
        first = self.rows(name)[day].min()
        return None if pd.isna(first) else first.date()

    def knows(self, metric: str, period: Period) -> bool:
        first = self.first_day(metric)
        return first is not None and first <= period.start

    # Parts of rates: numerator, denominator, rows.

    def closed(self, period: Period) -> tuple[float, float, int]:
        stages = self.within("deals", period, "closed_on")["stage"]
        return float((stages == "won").sum()), float(len(stages)), len(stages)

    def due(self, period: Period) -> tuple[float, float, int]:
        frame = self.within("orders", period, "due")
        frame = frame[frame["due"] <= str(self.as_of)]
        return frame["settled"].sum(), frame["amount"].sum(), len(frame)

    def came_as_far(self, rank: int) -> tuple[float, float, int]:
        ranks = self.within("leads", self.period)["rank"]
        return float((ranks >= rank).sum()), float(len(ranks)), len(ranks)

    def won_leads(self) -> tuple[float, float, int]:
        won = self.within("leads", self.period)["is_won"]
        return float(won.sum()), float(len(won)), len(won)

    # Time and targets.

    @property
    def has_begun(self) -> bool:
        return self.period.start <= self.as_of

    @property
    def is_running(self) -> bool:
        return self.as_of < self.period.last_day

    def to_date(self, before: Period) -> Period:
        return before.as_far_as(self.period, self.as_of)

    def elapsed(self, period: Period) -> float:
        until = min(max(self.as_of + timedelta(days=1), period.start), period.end)
        return workdays(period.start, until) / workdays(period.start, period.end)

    @property
    def whole(self) -> Period:
        """The month of a day or week, else the period itself."""
        if self.period.grain not in ("day", "week"):
            return self.period
        return period_of(max(min(self.period.last_day, self.as_of), self.period.start), "month")

    def target(self, period: Period, scope: str | None = None) -> float | None:
        """The sales target from those of months, each shared out over its working days."""
        frame = self.books.tables["targets"].query("metric == 'sales'")
        own = frame[frame["scope"] == (scope or self.scope)].set_index("period")["value"]
        total = 0.0
        for part in period.split("month"):
            month = period_of(part.start, "month")
            if month.text not in own.index:
                return None
            share = workdays(part.start, part.end) / workdays(month.start, month.end)
            total += own[month.text] * share
        return total

    @property
    def below(self) -> str | None:
        return {"company": "team", "department": "team", "team": "rep"}.get(self.kind)

    def parts(self, period: Period) -> dict[str, tuple[float, float]]:
        """Of each team or rep inside with a target: sales and target."""
        below, found = self.below, {}
        for name in self._members() if below else ():
            target = self.target(period, f"{below}:{name}")
            sold = self.within("orders", period)
            if target is not None and target > 0:
                found[name] = (sold.loc[sold[below] == name, "amount"].sum(), target)
        return found

    def _members(self) -> list[str]:
        staff = self.books.tables["staff"].dropna(subset="team")
        started = staff[staff["since"].isna() | (staff["since"] <= str(self.as_of))]
        now = started.sort_values("since", na_position="first").drop_duplicates("name", keep="last")
        now = now if self.kind == "company" else now[now[self.kind] == self.name]
        return sorted(now["name" if self.below == "rep" else "team"].unique())


_AMOUNTS: dict[str, Callable[[Recount, Period], float]] = {
    "sales": lambda count, period: count.within("orders", period)["amount"].sum(),
    "orders": lambda count, period: (count.within("orders", period)["amount"] > 0).sum(),
    "collections": lambda count, period: count.within("payments", period)["paid_amount"].sum(),
    "new_leads": lambda count, period: len(count.within("leads", period)),
    "follow_ups": lambda count, period: len(count.within("follow_ups", period)),
    "new_opportunities": lambda count, period: len(count.within("deals", period, "created_at")),
}
