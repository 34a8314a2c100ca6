"""Who will probably pay late what is not due yet, and how well that tested."""

from typing import Any

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_calibration, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import person_name, stack
from salesnb.views.segments.beside import joined_words

_MOST = 15
_LEAST_BINS = 3


def late_payers(session: Session) -> Html:
    """Return the customers with most money that is expected late, and the test behind it."""
    lang = session.lang
    head = label("late_short", lang)
    if not session.has_payments:
        return stack(section(head, "", "late", short=head), notice(label("no_payments", lang)))
    invoices = session.late_invoices()
    if invoices.empty:
        return stack(section(head, "", "late", short=head), notice(label("late_nothing", lang)))
    told = session.customer_models()["late"]
    is_over = invoices["days_over"] > 0
    over = formats.money(float(invoices["amount"][is_over].sum()), lang)
    day = formats.date_title(session.as_of, lang)
    ahead = invoices[~is_over]
    parts: list[Any] = [
        section(
            _title(ahead, lang),
            label("late_subtitle", lang, day=day, over=over),
            "late",
            short=head,
        )
    ]
    if len(ahead):
        parts.append(_table(session, ahead))
    if len(told["curve"]) >= _LEAST_BINS and told["kind"] == "usable":
        parts.append(draw_calibration(pd.DataFrame(told["curve"]), lang))
    return stack(*parts, notice(joined_words(_said(session, told), lang)))


def _title(ahead: pd.DataFrame, lang: str) -> str:
    total = formats.money(float(ahead["amount"].sum()), lang)
    if not ahead["chance"].notna().any():
        return label("late_title_unknown", lang, open=total)
    late = formats.money(float((ahead["amount"] * ahead["chance"]).sum()), lang)
    return label("late_title", lang, open=total, late=late)


def _table(session: Session, ahead: pd.DataFrame) -> Html:
    lang = session.lang
    rows = _by_customer(ahead).head(_MOST)
    rows["rep"] = [person_name(session, owner) for owner in rows["owner"]]

    def column(name: str, key: str, kind: Any, why: str = "") -> TableColumn:
        definition = label(why, lang) if why else ""
        return TableColumn(name, label(key, lang), kind, digits=None, definition=definition)

    columns = [
        column("customer_name", "late_customer", "text"),
        column("rep", "rep", "text"),
        column("invoices", "late_invoices", "count"),
        column("amount", "late_open", "money"),
    ]
    if ahead["chance"].notna().any():
        columns += [
            column("chance", "late_chance", "chance", "late_chance_why"),
            column("expected", "late_expected", "money"),
            TableColumn("days", label("late_days", lang), "days", digits=0),
        ]
    columns += [
        column("late_share", "late_own", "percent", "late_own_why"),
        column("paid_before", "late_history", "count"),
    ]
    return data_table(rows, columns, lang, label("late_caption", lang, count=len(rows)))


def _by_customer(ahead: pd.DataFrame) -> pd.DataFrame:
    """Return the customers with what is not due yet, the most money expected late first."""
    rows = ahead.assign(
        expected=ahead["amount"] * ahead["chance"],
        at_stake=ahead["amount"] * ahead["chance"].fillna(ahead["late_share"]),
    )
    table = rows.groupby(["customer_id", "customer_name"], as_index=False).agg(
        owner=("owner", "first"),
        invoices=("invoice_id", "size"),
        amount=("amount", "sum"),
        expected=("expected", "sum"),
        at_stake=("at_stake", "sum"),
        days=("days", "max"),
        late_share=("late_share", "first"),
        paid_before=("paid_before", "max"),
    )
    table["chance"] = table["expected"] / table["amount"]
    order = ["at_stake", "customer_id"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)


def _learned_from(told: dict[str, Any]) -> set[str]:
    columns = told["model"]["columns"] if told["model"] else []
    return {each.get("words", each.get("numbers")) for each in columns}


def _said(session: Session, told: dict[str, Any]) -> list[str]:
    """Say what the chances rest on and how they tested, or why there are none."""
    lang, rules = session.lang, session.settings.levels.learned
    aucs = {way: formats.decimal(each["auc"], 2) for way, each in told["figures"].items()}
    words: dict[str, object] = {"invoices": told["invoices"], "late": told["late"]}
    if told["kind"] in ("usable", "no_better"):
        own = told["figures"]["model"]
        words |= {"auc": aucs["model"], "own": aucs["own_share"]}
        words |= {end: formats.decimal(own[end], 2) for end in ("low", "high")}
    words |= {"least": rules.least_invoices, "either": rules.least_of_either}
    said = [label(f"late_{told['kind']}", lang, **words)]
    errors = told["days_error"]
    if told["kind"] == "usable" and errors:
        by = "own" if errors["own"] <= errors["usual"] else "usual"
        days = {way: formats.decimal(error, 1) for way, error in errors.items()}
        said.append(label(f"late_days_{by}", lang, **days))
    joint = "、" if lang == "zh" else ", "
    used = [name for name in rules.late_columns if name in _learned_from(told)]
    if used:
        said.append(label("late_used", lang, columns=joint.join(used)))
    if told["leaks"]:
        said.append(label("late_left", lang, columns=joint.join(told["leaks"])))
    return said
