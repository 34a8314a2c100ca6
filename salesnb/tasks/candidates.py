"""What every kind of task is made of: one row per reason that somebody should act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from salesnb.leads.workdays import Workdays
from salesnb.periods import Calendar
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

# entity_owner: whose the customer or lead is; lead_owner: whose the lead is that need, grade and stage are
# of, if there is another one beside a customer; subject: what several rows have in common (a customer, or
# a lead without one); what, count, every, days, value: what the reason says; turn: contacts so far.
COLUMNS = [
    "kind", "owner", "team", "department", "entity", "entity_id", "entity_owner", "lead_owner",
    "subject", "name",
    "due_on", "since", "amount", "chance", "grade", "level", "stage", "need", "plan", "what", "count",
    "every", "turn",
]  # fmt: skip
_DAYS = ("due_on", "since")
_NUMBERS = ("amount", "chance", "count", "every", "turn")


@dataclass(frozen=True)
class Case:
    """What tasks are looked for in.

    Attributes
    ----------
    day : the day of the worklist: the store's day, or the next working day after a day off.
    """

    store: ScopedStore
    settings: Settings
    calendar: Calendar
    day: date
    lang: str

    def oldest(self, kind: str) -> date:
        """Return the first day on which a task of a kind may have been due to be one still."""
        days = self.settings.tasks.until_days.get(kind)  # type: ignore[call-overload]
        return date(1970, 1, 1) if days is None else self.day - timedelta(days=days)

    def workdays(self, first: date) -> Workdays:
        """Return the working days from a day on."""
        return Workdays(self.calendar, min(first, self.day), self.day)


Finder = Callable[[Case], pd.DataFrame]

# What a customer may bring: its owner's open deals, else an order like those of the last 12 months.
WORTH = """open_deals as (
  select customer_id, owner, sum(cast(amount as double)) as amount,
    sum(weighted_amount) as weighted_amount
  from fact_opportunities
  where is_open and amount > 0 and customer_id is not null
  group by customer_id, owner
),
bought as (
  select p.customer_id, count(*) as purchases, avg(cast(p.amount as double)) as amount
  from fact_purchases as p
  cross join parameters
  where p.is_purchase and p.bought_on > add_days(parameters.as_of, -365)
  group by p.customer_id
)"""


def worth_columns(customer: str, owner: str) -> tuple[str, str]:
    """Return SQL for the columns amount and chance of a customer, and for the joins they take.

    Parameters
    ----------
    customer, owner : SQL for whose worth it is.
    """
    columns = """coalesce(od.amount, b.amount) as amount,
      coalesce(od.weighted_amount / od.amount, 1 - exp(-b.purchases * {horizon} / 365.0)) as chance"""
    joins = f"""left join open_deals as od on od.customer_id = {customer} and od.owner = {owner}
      left join bought as b on b.customer_id = {customer}"""
    return columns, joins


def asked(case: Case, kind: str, sql: str) -> pd.DataFrame:
    """Return the rows of one query of a kind, with all COLUMNS.

    Parameters
    ----------
    sql : may name {day}, {oldest} and {horizon}.
    """
    words = {
        "day": f"date '{case.day}'",
        "oldest": f"date '{case.oldest(kind)}'",
        "horizon": str(case.settings.tasks.horizon_days),
    }
    for word, value in words.items():
        sql = sql.replace(f"{{{word}}}", value)
    return completed(case.store.run(sql), kind)


def completed(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return rows with all COLUMNS and their types."""
    frame = frame.assign(kind=kind).reindex(columns=COLUMNS)
    types = dict.fromkeys(_DAYS, "datetime64[s]") | dict.fromkeys(_NUMBERS, "float64")
    return frame.astype({name: types.get(name, "object") for name in COLUMNS})


def moved_to_workdays(case: Case, frame: pd.DataFrame) -> pd.DataFrame:
    """Move what is due on a day off to the next working day, and leave out what is not due yet."""
    if frame.empty:
        return frame
    due = frame["due_on"].fillna(pd.Timestamp(case.day))
    unique = pd.Series(due.unique())
    moved = {day: next_workday(case.calendar, day.date()) for day in unique}
    due = pd.to_datetime(due.map(moved)).astype("datetime64[s]")
    oldest = frame["kind"].map(
        {kind: pd.Timestamp(case.oldest(kind)) for kind in frame["kind"].unique()}
    )
    is_due = (due <= pd.Timestamp(case.day)) & (due >= oldest)
    return frame.assign(due_on=due)[is_due]


def next_workday(calendar: Calendar, day: date) -> date:
    """Return a day itself, or the next working day after it; the day, if a year has none."""
    later = (day + timedelta(days=n) for n in range(366))
    return next((each for each in later if calendar.is_workday(each)), day)
