"""The customers by how lately, how often and for how much they bought."""

from itertools import product

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_heatmap, notice, section
from salesnb.labels import label
from salesnb.learned.customers.rfm import LEAST_CUSTOMERS, SCORES, SEGMENTS
from salesnb.session import Session
from salesnb.views.parts import Shown, stack
from salesnb.views.segments.beside import beside, joined_words, share_column

_LARGE = 1 / 3  # of the scope's sales with one customer
_KEY = "key_value"


def segments(session: Session) -> Html:
    """Return the RFM segments with their sales, and how many customers lie in each step."""
    lang = session.lang
    head = label("rfm_short", lang)
    frame = session.rfm()
    if not frame["segment"].notna().any():
        words = label("rfm_none", lang, least=LEAST_CUSTOMERS)
        return stack(section(head, "", "rfm", short=head), notice(words))
    table = _table(session, frame)
    day = formats.date_title(session.as_of, lang)
    parts: list[Shown] = [
        section(
            _title(session, table),
            label("rfm_subtitle", lang, count=len(frame), day=day),
            "rfm",
            short=head,
        ),
        data_table(table, _columns(lang), lang),
        draw_heatmap(_steps(frame, lang), lang, is_sorted=False),
        notice(label("rfm_map_note", lang)),
    ]
    if remarks := _remarks(session, frame):
        parts.append(notice(joined_words(remarks, lang)))
    return stack(*parts)


def _title(session: Session, table: pd.DataFrame) -> str:
    """Say what the champions bring; where there are none, what the largest segment brings."""
    if table["share"].isna().all():  # nothing was sold in twelve months
        return label("rfm_short", session.lang)
    champions = table[table["segment"] == _KEY]
    row = (champions if len(champions) else table.sort_values("sales", ascending=False)).iloc[0]
    share = formats.percent(row["share"], session.lang)
    return label("rfm_title", session.lang, count=row["customers"], name=row["name"], share=share)


def _table(session: Session, frame: pd.DataFrame) -> pd.DataFrame:
    table = beside(frame, "segment")
    order = [name for name in SEGMENTS.values() if name in set(table["segment"])]
    table = table.set_index("segment").loc[order].reset_index()
    table["name"] = [label(f"rfm_{name}", session.lang) for name in table["segment"]]
    table["what"] = [label(f"rfm_is_{name}", session.lang) for name in table["segment"]]
    return table


def _columns(lang: str) -> list[TableColumn]:
    def told(name: str) -> str:
        return label(name, lang)

    return [
        TableColumn("name", told("rfm_segment")),
        TableColumn("what", told("rfm_what"), definition=told("rfm_what_why")),
        TableColumn("customers", told("value_customers"), "count"),
        TableColumn(
            "change",
            told("value_three_months"),
            "count",
            definition=told("value_three_months_why"),
        ),
        TableColumn("sales", told("value_year_sales"), "money"),
        share_column(lang),
        TableColumn(
            "days_since",
            told("value_days_since"),
            "days",
            digits=0,
            definition=told("value_days_since_why"),
        ),
        TableColumn("orders", told("value_orders"), "count", definition=told("value_orders_why")),
    ]


def _steps(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return how many customers lie in each step of recency and frequency, the best first."""
    counts = frame.groupby(["r", "f"]).size()
    steps = range(SCORES, 0, -1)
    return pd.DataFrame(
        {
            "row": label("rfm_r", lang, score=r),
            "column": label("rfm_f", lang, score=f),
            "value": int(counts.get((r, f), 0)),
        }
        for r, f in product(steps, steps)
    )


def _remarks(session: Session, frame: pd.DataFrame) -> list[str]:
    lang, remarks = session.lang, []
    total = float(frame["year_sales"].clip(lower=0).sum())
    largest = frame.nlargest(1, "year_sales").iloc[0]
    if total > 0 and largest["year_sales"] / total >= _LARGE:
        share = formats.percent(largest["year_sales"] / total, lang)
        remarks.append(label("rfm_one_large", lang, name=largest["customer_name"], share=share))
    if returned := int((frame["sales"] <= 0).sum()):
        remarks.append(label("rfm_returns", lang, count=returned))
    if without := session.customers_without_orders():
        remarks.append(label("rfm_no_orders", lang, count=without))
    return remarks
