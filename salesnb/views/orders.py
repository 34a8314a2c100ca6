"""The orders of the period, the largest first."""

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST_ROWS = 50


def orders(session: Session) -> Html:
    """Return what was sold in the period: customer, product, amount, rep."""
    lang, period = session.lang, session.period
    head = label("deals_short", lang)
    frame = session.sql(
        f"""select s.sale_id, coalesce(c.customer_name, s.customer_id) as customer, s.product_line,
          s.amount, s.owner
        from fact_sales as s left join customers as c on c.customer_id = s.customer_id
        where s.sold_on >= date '{period.start}' and s.sold_on < date '{period.end}'
        order by s.amount desc nulls last, s.sale_id"""
    )
    if frame.empty:
        return stack(section(head, "", "orders"), notice(label("deals_none", lang)))
    frame["owner"] = [session.name_of("rep", owner) for owner in frame["owner"]]
    columns = [
        TableColumn("sale_id", label("order", lang)),
        TableColumn("customer", label("customer", lang)),
        TableColumn("product_line", label("dimension_product_line", lang).capitalize()),
        TableColumn("amount", label("amount", lang), "money"),
        TableColumn("owner", label("rep", lang)),
    ]
    largest = frame.iloc[0]
    title = label("deals_title_plain", lang)
    if largest["amount"] > 0:
        amount = formats.money(largest["amount"], lang)
        title = label("deals_title", lang, amount=amount, customer=largest["customer"])
    return stack(
        section(title, "", "orders", short=head),
        data_table(frame, columns, lang, most_rows=_MOST_ROWS),
    )
