"""The made-up company: written straight into a store, as an import would leave it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from salesnb.store.snapshots import connect, draft_path, publish
from salesnb.store.upsert import create_tables
from salesnb.workspace import Workspace

_VERSION = "_file, _sheet, _row, import_id, version, valid_from, valid_until, closed_by"
_FIRST = "'book.xlsx', 'rows', i, 1, 1, timestamp '2026-10-31 08:00', null, null"
# {table: (its columns, SQL over i and the sizes of the company)}
TABLES = {
    "staff": ("name, team, department, role, active", "'rep' || i, 'Team ' || (i % {teams}), 'Department ' || (i % 2), 'rep', true"),
    "customers": (
        "customer_id, customer_name, industry, region, source, first_contact_date, status, level, owner",
        """'C' || i, 'Customer ' || i, 'Industry ' || (i % 7), 'Region ' || (i % 4), 'Channel ' || (i % 6),
        date '2024-01-01' + (i * 37 % 1030)::int, ['prospect', 'interested', 'customer', 'lost'][i % 4 + 1],
        ['strategic', 'key', 'potential', 'ordinary'][i % 4 + 1], 'rep' || (i % {reps})""",
    ),
    "leads": (
        "lead_id, source, contact_name, need, customer_id, product_line, stage, created_at, owner, grade,"
        " outcome, outcome_date, reason",
        """'L' || i, 'Channel ' || (i % 6), 'X', 'need', 'C' || (i % {customers}), 'Line ' || (i % 5),
        case when i % 10 < 5 then 'lead' when i % 10 < 8 then 'intent' when i % 10 = 8 then 'lost' else 'won' end,
        timestamp '2024-01-01 08:00' + to_minutes((hash(i) % 1480000)::int), 'rep' || (i % {reps}),
        ['A', 'B', 'C', 'D'][i % 4 + 1], case when i % 10 = 8 then 'lost' when i % 10 = 9 then 'won' end,
        case when i % 10 >= 8 then least(cast(timestamp '2024-01-01' + to_minutes((hash(i) % 1480000)::int) as date)
          + (i % 60)::int, date '2026-10-31') end,
        case when i % 10 = 8 then ['price', 'budget', 'rival'][i % 3 + 1] end""",
    ),
    "opportunities": (
        "opportunity_id, customer_id, lead_id, stage, amount, probability, created_at, owner, product_line,"
        " won_amount, closed_at, lost_reason",
        """'O' || i, 'C' || (i % {customers}), 'L' || (i * 3 % {leads}),
        case when i % 6 < 2 then 'opportunity' when i % 6 = 2 then 'quote' when i % 6 < 5 then 'won' else 'lost' end,
        1000 + i % 90000, 0.3, date '2024-02-01' + (hash(i) % 980)::int, 'rep' || (i % {reps}), 'Line ' || (i % 5),
        case when i % 6 in (3, 4) then 1000 + i % 90000 end,
        case when i % 6 >= 3 then least(date '2024-02-01' + (hash(i) % 980)::int + (i % 90)::int, date '2026-10-31') end,
        case when i % 6 = 5 then 'price' end""",
    ),
    "follow_ups": (
        'follow_id, customer_id, lead_id, follow_at, method, "user", content, effective',
        """'F' || i, case when i % 2 = 0 then 'C' || (hash(i) % {customers}) end,
        case when i % 2 = 1 then 'L' || (hash(i) % {leads}) end,
        timestamp '2024-01-01 08:00' + to_seconds((hash(i * 7) % 89000000)::int),
        ['phone', 'wechat', 'visit', 'email'][i % 4 + 1], 'rep' || (i % {reps}),
        'asked about price and delivery, number ' || i, i % 3 > 0""",
    ),
    "orders": (
        "order_id, customer_id, product, product_line, amount, order_date, owner",
        """'S' || i, 'C' || (i % {customers}), 'Product ' || (i % 20), 'Line ' || (i % 5), 500 + i % 70000,
        date '2024-01-01' + (hash(i) % 1030)::int, 'rep' || (i % {reps})""",
    ),
    "payments": (
        "payment_id, order_id, paid_amount, paid_date",
        """'P' || i, 'S' || (i % {orders}), 200 + i % 30000,
        date '2024-02-01' + (hash(i % {orders}) % 1000)::int""",
    ),
    "targets": ("period, scope, metric, value", "'2026-10', 'team:Team ' || i, 'sales', 5000000"),
}  # fmt: skip


Filling = Mapping[str, tuple[str, str]]


def make_company(
    root: Path,
    follow_ups: int,
    tables: Filling = TABLES,
    *,
    leads: int | None = None,
    reps: int = 40,
) -> None:
    """Write a workspace whose store holds a company with so many follow-ups.

    Parameters
    ----------
    tables : the columns of each table and SQL for them.
    leads : how many; None = a tenth of the follow-ups. To each ten leads there are three
        opportunities and payments, two customers and orders.
    reps : five of them make a team.
    """
    workspace = Workspace.create(root, "en")
    workspace.change_setting("today", "2026-10-31")
    folder = root / "data" / "store"
    folder.mkdir(parents=True, exist_ok=True)
    leads = leads or follow_ups // 10
    sizes = {
        "staff": reps, "reps": reps, "targets": reps // 5, "teams": reps // 5,
        "follow_ups": follow_ups, "leads": leads, "opportunities": leads * 3 // 10,
        "customers": leads // 5, "orders": leads // 5, "payments": leads * 3 // 10, "products": 20,
    }  # fmt: skip
    draft = draft_path(folder)
    connection = connect(draft, read_only=False)
    connection.execute("set memory_limit = '2GB'")
    create_tables(connection)
    for name, (columns, values) in tables.items():
        connection.execute(
            f"insert into {name} ({columns}, {_VERSION}) select {values.format(**sizes)}, {_FIRST}"
            f" from range({sizes[name]}) as t(i)"
        )
    connection.execute(
        "insert into imports values (1, timestamp '2026-10-31 08:00', 'bench', '[]', 1, 1, 0)"
    )
    connection.execute("checkpoint")
    connection.close()
    publish(folder, draft, datetime(2026, 10, 31, 8))
