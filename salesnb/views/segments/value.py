"""What is expected of customers in the next twelve months, and how well that tested."""

from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Chart, Html, TableColumn, data_table, draw_scatter, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import person_name, stack
from salesnb.views.segments.beside import joined_words

_MOST, _NAMED = 15, 8


def expected(session: Session) -> Html:
    """Return the customers with the highest expected sales, P(active), and the test behind both."""
    lang = session.lang
    head = label("value_short", lang)
    holdout = session.customer_models()["holdout"]
    frame = session.valued_customers()
    known = frame[frame["expected_sales"].notna()]
    if holdout is None or known.empty:
        return stack(section(head, "", "value", short=head), notice(_too_little(session)))
    day = formats.date_title(session.as_of, lang)
    return stack(
        section(_title(known, lang), label("value_subtitle", lang, day=day), "value", short=head),
        *_chart(session, known),
        _top(session, known),
        _tested(holdout, lang),
        notice(joined_words(_said(holdout, lang), lang)),
    )


def _too_little(session: Session) -> str:
    rules = session.settings.levels.learned
    least = {"least": rules.least_customers, "repeaters": rules.least_repeaters}
    return label("value_none", session.lang, **least)


def _title(known: pd.DataFrame, lang: str) -> str:
    total = float(known["expected_sales"].sum())
    half = int((known["expected_sales"].cumsum() < total / 2).sum()) + 1
    return label("value_title", lang, total=formats.money(total, lang), count=half)


def _chart(session: Session, known: pd.DataFrame) -> list[Html | Chart]:
    """Return P(active) beside expected sales; those with most to lose carry their names.

    Where P(active) has a few values only the points would stand in columns, and tell nothing.
    """
    holdout = session.customer_models()["holdout"]
    if holdout["auc"] < holdout["auc_recency"]:
        return []
    lang = session.lang
    points = pd.DataFrame(
        {"name": known["customer_name"], "x": known["active"], "y": known["expected_sales"]}
    )
    points = points[points["y"] > 0]
    at_risk = (points["y"] * (1 - points["x"])).rank(ascending=False, method="first")
    points["highlight"] = at_risk <= _NAMED
    x, y = label("value_scatter_x", lang), label("value_scatter_y", lang)
    chart = draw_scatter(
        points,
        lang,
        "percent",
        "money",
        x,
        y,
        log="y",
        currency=session.settings.workspace.currency,
    )
    return [chart]


def _top(session: Session, known: pd.DataFrame) -> Html:
    lang = session.lang
    rows = known.head(_MOST).assign(
        rep=lambda f: [person_name(session, owner) for owner in f["owner"]]
    )
    gap_why = label("value_usual_gap_why", lang)
    columns = [
        TableColumn("customer_name", label("customer", lang)),
        TableColumn("rep", label("rep", lang)),
        TableColumn("days_since", label("value_days_since", lang), "days", digits=0),
        TableColumn(
            "usual_gap", label("value_usual_gap", lang), "days", digits=0, definition=gap_why
        ),
        TableColumn("active", label("value_active", lang), "chance"),
        TableColumn("expected_orders", label("value_expected_orders", lang), "number", digits=1),
        TableColumn("expected_sales", label("value_expected_sales", lang), "money"),
        TableColumn("year_sales", label("value_year_sales", lang), "money"),
    ]
    caption = label("value_top_caption", lang, count=len(rows))
    return data_table(rows, columns, lang, caption)


def _tested(holdout: dict[str, Any], lang: str) -> Html:
    rows = [
        {
            "name": label(f"value_way_{way}", lang),
            "orders": told["mae"],
            "sales": holdout["figures"]["sales"][way]["mae"],
            "total": holdout["figures"]["sales"][way]["total"],
        }
        for way, told in holdout["figures"]["orders"].items()
    ]
    mae_why = label("value_mae_why", lang)
    columns = [
        TableColumn("name", label("value_way", lang)),
        TableColumn(
            "orders", label("value_mae_orders", lang), "number", digits=2, definition=mae_why
        ),
        TableColumn("sales", label("value_mae_sales", lang), "money", definition=mae_why),
        TableColumn(
            "total",
            label("value_total", lang),
            "percent",
            definition=label("value_total_why", lang),
        ),
    ]
    caption = label("value_test_caption", lang, days=holdout["days"], cut=holdout["cut"])
    return data_table(pd.DataFrame(rows), columns, lang, caption)


def _said(holdout: dict[str, Any], lang: str) -> list[str]:
    """Say which way is used and why, and where P(active) comes from."""
    ways = {what: label(f"value_way_{holdout[f'{what}_by']}", lang) for what in ("orders", "sales")}
    facts = {"cut": holdout["cut"], "days": holdout["days"], "count": holdout["customers"]}
    said = [label("value_used", lang, **ways, **facts)]
    if "model" not in (holdout["orders_by"], holdout["sales_by"]):
        said.append(label("value_model_lost", lang))
    by = "recency" if holdout["auc"] < holdout["auc_recency"] else "model"
    aucs = {"auc": holdout["auc"], "recency": holdout["auc_recency"]}
    shown = {name: formats.decimal(auc, 2) for name, auc in aucs.items()}
    return [*said, label(f"value_active_{by}", lang, **shown)]
