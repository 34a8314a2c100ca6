"""A small company in which every name, text and amount tells whose it is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from salesnb.workspace import Workspace
from tests.frames import Records, fill

TODAY = "2026-11-02"
# rep: (team, department)
REPS = {
    "RA1": ("Team A", "One"),
    "RA2": ("Team A", "One"),
    "RB1": ("Team B", "One"),
    "RC1": ("Team C", "Two"),
}
SCOPES = {
    "rep:RA1": {"RA1"},
    "team:Team A": {"RA1", "RA2"},
    "department:One": {"RA1", "RA2", "RB1"},
    "company": set(REPS),
}
_SHAPES = (
    "<script>{}</script> Ltd",
    '=HYPERLINK("http://x","{}")',
    '"><img src=x onerror=alert("{}")>',
    "{} 机械\u202e公司",
)


@dataclass(frozen=True)
class Marker:
    """Something that only rows of one rep have."""

    rep: str
    word: str | int
    is_name_of_shared: bool = False
    is_contact: bool = False


def word(rep: str, kind: str) -> str:
    """Return the marker of a kind of a rep's rows, of letters and digits that nothing escapes."""
    return f"ZQ{rep}{kind}Z"


def amount(rep: str, row: int) -> int:
    """Return an amount that only one row has, and no sum of others."""
    return 7_000_003 + 131_071 * (100 * list(REPS).index(rep) + row + 1)


def make_company(root: Path) -> tuple[Workspace, list[Marker]]:
    """Fill a workspace; return it and every marker in it."""
    workspace = Workspace.create(root, "zh")
    workspace.change_setting("today", TODAY)
    tables: dict[str, list[dict[str, Any]]] = {"staff": _staff()}
    markers: list[Marker] = []
    for rep in REPS:
        for table, rows in _rows(rep, markers).items():
            tables.setdefault(table, []).extend(rows)
    tables["targets"] = [
        {"scope": scope, "period": "2026-10", "metric": "sales", "value": 9_000_000}
        for scope in ("company", "team:Team A", "rep:RA1", "department:One")
    ]
    given: dict[str, Records] = dict(tables)
    fill(workspace.store, given, datetime(2026, 11, 2, 18))
    _write_params(root)
    return Workspace(root), markers


def _staff() -> list[dict[str, Any]]:
    reps = [
        {"name": rep, "team": team, "department": department, "role": "rep"}
        for rep, (team, department) in REPS.items()
    ]
    others = [
        {"name": "MA", "team": "Team A", "department": "One", "role": "manager"},
        {"name": "H1", "department": "One", "role": "department_head"},
        {"name": "AD", "role": "admin"},
        {"name": "GONE", "team": "Team A", "department": "One", "role": "rep", "active": False},
    ]
    return [
        {**person, "email": f"{person['name'].lower()}@example.com"} for person in reps + others
    ]


def _rows(rep: str, markers: list[Marker]) -> dict[str, list[dict[str, Any]]]:
    def marked(kind: str, **more: bool) -> str:
        markers.append(Marker(rep, word(rep, kind), **more))
        return word(rep, kind)

    def priced(row: int) -> int:
        markers.append(Marker(rep, amount(rep, row)))
        return amount(rep, row)

    # RA1 sells to a customer of RC1: id and name of that customer may be seen behind RA1's deal.
    shared = {"is_name_of_shared": rep == "RC1"}
    customers = [
        {
            "customer_id": marked(f"cid{n}", **(shared if n == 0 else {})),
            "customer_name": _SHAPES[n].format(marked(f"cust{n}", **(shared if n == 0 else {}))),
            "region": "华东", "industry": "制造业", "level": "key", "owner": rep,
            "contact_name": marked(f"person{n}", is_contact=True),
            "contact_info": f"{marked(f'mail{n}', is_contact=True)}@example.com",
            "note": marked(f"note{n}"),
        }
        for n in range(3)
    ]  # fmt: skip
    ids = [row["customer_id"] for row in customers]
    months = ("2026-10-20", "2026-10-08", "2026-09-10", "2026-07-01", "2025-10-12")
    orders = [
        {
            "order_id": marked(f"order{n}"), "customer_id": ids[n % 3], "owner": rep,
            "order_date": day, "amount": priced(n), "product": marked(f"product{n}"),
            "due_date": "2026-10-15",
        }
        for n, day in enumerate(months)
    ]  # fmt: skip
    # So young that none lies in the public pool, which all of a team may see.
    leads = [
        {
            "lead_id": marked(f"lead{n}"), "company_name": _SHAPES[3].format(marked(f"firm{n}")),
            "source": "官网", "created_at": f"{date(2026, 10, 27) + timedelta(days=n)} 10:00", "owner": rep,
            "need": marked(f"need{n}"), "competitor": marked(f"rival{n}"), "industry": "制造业",
            "stage": "lost" if n % 3 == 2 else "intent",
            "outcome": "lost" if n % 3 == 2 else None,
            "outcome_date": "2026-10-31" if n % 3 == 2 else None,
            "reason": marked(f"reason{n}") if n % 3 == 2 else None,
            "contact_name": marked(f"lperson{n}", is_contact=True),
            "contact_info": f"{marked(f'lmail{n}', is_contact=True)}@example.com",
        }
        for n in range(7)
    ]  # fmt: skip
    deals = [
        {
            "opportunity_id": marked(f"deal{n}"), "customer_id": ids[n % 3], "owner": rep,
            "opportunity_name": marked(f"dealname{n}"), "stage": "quote", "amount": priced(20 + n),
            "created_at": "2026-08-01", "expected_date": "2026-11-15",
        }
        for n in range(3)
    ]  # fmt: skip
    if rep == "RA1":
        deals.append(
            {
                "opportunity_id": "SHARED1", "customer_id": word("RC1", "cid0"), "owner": rep,
                "stage": "quote", "amount": 5_000, "created_at": "2026-09-01",
            }
        )  # fmt: skip
        orders.append(
            {
                "order_id": "SHARED2", "customer_id": word("RC1", "cid0"), "owner": rep,
                "order_date": "2026-10-01", "amount": 6_000, "due_date": "2026-10-15",
            }
        )  # fmt: skip
    follow_ups = [
        {
            "follow_id": marked(f"call{n}"), "customer_id": ids[n % 3], "user": rep,
            "follow_at": f"2026-10-{n + 12} 09:00", "method": "call",
            "content": marked(f"talk{n}"), "next_plan": marked(f"next{n}"),
            "next_due": "2026-10-28", "feedback": marked(f"said{n}"),
        }
        for n in range(5)
    ]  # fmt: skip
    payments = [
        {
            "payment_id": marked("paid"), "order_id": orders[1]["order_id"], "paid_amount": 1,
            "paid_date": "2026-10-12",
        }
    ]  # fmt: skip
    return {
        "customers": customers,
        "orders": orders,
        "payments": payments,
        "leads": leads,
        "opportunities": deals,
        "follow_ups": follow_ups,
    }


_FAILING = """import salesnb
wb = salesnb.open(workspace, scope=scope, period=period, as_of=as_of, viewer=viewer, lang=lang)
for name in ("customers", "leads", "orders", "follow_ups", "fact_sales", "staff"):
    print(wb.table(name).to_csv())
raise ValueError(wb.table("customers").to_csv())"""


def _write_params(root: Path) -> None:
    params = root / "params"
    marketing = {
        "tables": ["leads", "fact_leads", "fact_cases", "fact_case_stages"],
        "without": [
            *("contact_name", "contact_info", "need", "budget", "budget_min", "budget_max"),
            *("leads.deal_amount", "fact_leads.deal_amount"),
        ],
    }
    people = {"MK": {"role": "marketing", "email": "mk@example.com"}}
    smtp = {"host": "localhost", "sender": "reports@example.com"}
    hooks = {"a": {"service": "wecom", "scope": "team:Team A"}}
    job = {
        "notebooks": [path.stem for path in sorted((root / "notebooks").glob("*.ipynb"))],
        "scopes": ["team:Team A"],
        "formats": ["html", "xlsx"],
        "gate": {"stale": "banner", "uncovered": "banner"},
        "delivery": {
            "ways": ["mail", "wecom"],
            "attach": "xlsx",
            "copies": ["department_head"],
            "alerts": True,
            "worklists": ["xlsx", "ics", "html"],
        },
    }
    for name, values in (
        ("organisation", {"people": people, "roles": {"marketing": marketing}}),
        ("delivery", {"smtp": smtp, "webhooks": hooks}),
        ("jobs/walk", job),
    ):
        text = yaml.safe_dump(values, allow_unicode=True)
        (params / f"{name}.yml").write_text(text, encoding="utf-8")
    _write_failing(root / "notebooks")


def _write_failing(folder: Path) -> None:
    import nbformat

    book = nbformat.read(folder / "daily.ipynb", as_version=4)
    book.cells = [book.cells[0], nbformat.v4.new_code_cell(_FAILING)]
    nbformat.write(book, folder / "broken.ipynb")
