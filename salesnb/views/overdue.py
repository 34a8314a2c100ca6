"""What is still to come in: overdue money by age, and the customers behind it."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_ageing, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import stack

_AGES: list[tuple[int, int | None]] = [(0, 30), (30, 60), (60, 90), (90, None)]
_MOST_CUSTOMERS = 10


def collections(session: Session) -> Html:
    """Return what is still to come in: overdue money by age, and the customers behind it."""
    lang = session.lang
    head = label("collections_short", lang)
    if not session.has_payments:
        return stack(section(head, "", "collections"), notice(label("no_payments", lang)))
    late = session.sql(
        """select s.owner, s.customer_id, coalesce(c.customer_name, s.customer_id) as name,
          s.overdue_amount as amount, s.overdue_days as days
        from fact_sales as s left join customers as c on c.customer_id = s.customer_id
        where s.overdue_amount > 0"""
    )
    if late.empty:
        return stack(section(label("nothing_overdue", lang), "", "collections", short=head))
    worst = _worst(session, late)
    columns = [
        TableColumn("name", label("customer", lang)),
        TableColumn("amount", label("overdue", lang), "money"),
        TableColumn("days", label("overdue_days", lang), "days", digits=0),
        TableColumn("owner", label("rep", lang)),
    ]
    return stack(
        section(
            _title(late, worst, lang),
            label("collections_subtitle", lang, day=formats.date_title(session.as_of, lang)),
            "collections",
            short=head,
        ),
        draw_ageing(_ages(late, lang), lang),
        data_table(worst, columns, lang),
    )


def _title(late: pd.DataFrame, worst: pd.DataFrame, lang: str) -> str:
    """Say what is overdue, and of many customers what the ten largest owe."""
    total, customers = float(late["amount"].sum()), late["customer_id"].nunique()
    amount = formats.money(total, lang)
    if customers <= _MOST_CUSTOMERS:
        return plural("collections_title_few", lang, customers, amount=amount)
    share = formats.percent(worst["amount"].sum() / total, lang)
    return label("collections_title", lang, amount=amount, share=share)


def _ages(late: pd.DataFrame, lang: str) -> pd.DataFrame:
    days = late["days"].astype(int)
    return pd.DataFrame(
        {
            "bucket": label(
                "bucket" if high else "bucket_last", lang, low=low + 1, high=high or low
            ),
            "amount": late.loc[(days > low) & (days <= (high or 10**6)), "amount"].sum(),
        }
        for low, high in _AGES
    )


def _worst(session: Session, late: pd.DataFrame) -> pd.DataFrame:
    worst = (
        late.groupby(["customer_id", "name", "owner"], as_index=False)
        .agg(amount=("amount", "sum"), days=("days", "max"))
        .sort_values(["amount", "customer_id"], ascending=[False, True])
        .head(_MOST_CUSTOMERS)
    )
    worst["owner"] = [session.name_of("rep", owner) for owner in worst["owner"]]
    return worst
