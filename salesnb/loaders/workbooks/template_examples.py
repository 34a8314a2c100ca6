"""The example row of each sheet of a blank workbook."""

from datetime import date, datetime

from salesnb.loaders.offers import Offers
from salesnb.tables import Column, Table

# {column or table.column: (zh, en)}; what is not here is made from the column's kind.
_TEXTS: dict[str, tuple[object, object]] = {
    "customer_id": ("C20260301001", "C20260301001"),
    "lead_id": ("202603001-展会", "L202603001"),
    "opportunity_id": ("O20260310001", "O20260310001"),
    "order_id": ("SO20260401001", "SO20260401001"),
    "payment_id": ("HK20260420001", "P20260420001"),
    "follow_id": ("GJ20260305001", "F20260305001"),
    "plan_id": ("JH20260308001", "T20260308001"),
    "customer_name": ("华东精密机械有限公司", "East Precision Ltd"),
    "company_name": ("华东精密机械有限公司", "East Precision Ltd"),
    "industry": ("制造业", "Manufacturing"),
    "region": ("华东", "East"),
    "contact_name": ("张先生", "Mr Zhang"),
    "contact_title": ("采购经理", "Purchasing manager"),
    "contact_info": ("13800000000", "13800000000"),
    "demand_type": ("设备升级", "Upgrade"),
    "owner": ("王五", "Wang Wu"),
    "user": ("王五", "Wang Wu"),
    "recorder": ("李四", "Li Si"),
    "created_by": ("李四", "Li Si"),
    "manager": ("赵六", "Zhao Liu"),
    "name": ("王五", "Wang Wu"),
    "staff_id": ("1001", "1001"),
    "team": ("东区", "East"),
    "department": ("销售一部", "Sales 1"),
    "email": ("wangwu@example.com", "wangwu@example.com"),
    "need": ("更换两条产线的控制系统", "New control system for two lines"),
    "budget": ("50-80万", "500k-800k"),
    "product": ("控制系统标准版", "Control system"),
    "product_line": ("控制系统", "Control systems"),
    "opportunity_name": ("控制系统更换", "Control system replacement"),
    "content": ("介绍方案，客户关心交期", "Presented the concept; asked about delivery time"),
    "feedback": ("希望两周内看到报价", "Wants a quote within two weeks"),
    "next_plan": ("3月8日前发送报价单", "Send the quote by 8 March"),
    "goal": ("确认预算", "Confirm the budget"),
    "subject_id": ("202603001-展会", "L202603001"),
    "period": ("2026-03", "2026-03"),
    "scope": ("东区", "East"),
    "targets.value": (500000, 500000),
    "quantity": (2, 2),
    "list_price": (25000, 25000),
    "floor_price": (21000, 21000),
    "unit_price": (25000, 25000),
    "probability": ("60%", "60%"),
}
_BLANK = {
    "lost_reason", "reason", "outcome", "outcome_date", "deal_amount", "won_amount", "closed_at",
    "decisive_factor", "analysis", "attachments", "note", "competitor", "seniority", "since",
    "demand_change", "last_contact_at", "estimated", "observed",
}  # fmt: skip


def example_of(table: Table, column: Column, offers: Offers, lang: str) -> object:
    """Return what the example row shows in a column; an empty text = nothing."""
    if column.name in _BLANK:
        return ""
    given = _TEXTS.get(f"{table.name}.{column.name}", _TEXTS.get(column.name))
    if given is not None:
        return given[0] if lang == "zh" else given[1]
    if column.choice or column.kind == "flag":
        offer = offers.of(table, column)
        return offer.words[0] if offer else ""
    made = {"money": 50000, "date": date(2026, 3, 5), "month": date(2026, 6, 30)}
    if column.kind == "datetime":
        return datetime(2026, 3, 5, 14, 30)
    return made.get(column.kind, "")
