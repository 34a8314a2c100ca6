"""Which workbook holds which sheet, and the headers of every sheet in both languages."""

from typing import NamedTuple


class Field(NamedTuple):
    """A column of a sheet: its name in the tables, its headers, how it is written, its width."""

    name: str
    zh: str
    en: str
    kind: str = "text"  # text | date | datetime | money | number | either (date or text)
    width: int = 12

    def header(self, lang: str) -> str:
        """The header in one language."""
        return self.zh if lang == "zh" else self.en


class Sheet(NamedTuple):
    """A sheet: its table, its name, and a title above the header (empty = none)."""

    table: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    zh_title: str = ""
    en_title: str = ""


_CUSTOMER_ID = Field("customer_id", "客户编号", "Customer_ID", width=13)
_LEAD_ID = Field("lead_id", "线索编号", "Lead_ID", width=22)
_OWNER = Field("owner", "负责人", "Responsible", width=14)
_REGION = Field("region", "区域", "Region", width=9)
_INDUSTRY = Field("industry", "行业", "Industry", width=12)
_SOURCE = Field("source", "线索来源", "Source", width=13)
_LINE = Field("product_line", "产品线", "Product_Line", width=11)
_PRODUCT = Field("product", "产品名称", "Product", width=24)
_RIVAL = Field("competitor", "竞品", "Competitor", width=14)
_CONTACT_INFO = Field("contact_info", "联系方式", "Contact_Info", width=22)

STAFF = Sheet(
    "staff",
    "人员",
    "Staff",
    (
        Field("name", "姓名", "Name", width=20),
        Field("team", "团队", "Team"),
        Field("department", "部门", "Department", width=17),
        Field("role", "角色", "Role", width=17),
        Field("seniority", "资深", "Seniority", width=9),
        Field("manager", "上级", "Manager", width=20),
        Field("email", "邮箱", "Email", width=34),
        Field("active", "在职", "Active", width=7),
        Field("regions", "负责区域", "Regions"),
        Field("industries", "负责行业", "Industries", width=28),
        Field("since", "自", "Since", "date"),
    ),
)
TARGETS = Sheet(
    "targets",
    "目标表",
    "Targets",
    (
        Field("period", "期间", "Period", width=9),
        Field("scope", "范围", "Scope", width=20),
        Field("metric", "指标", "Metric", width=12),
        Field("value", "目标值", "Value", "money", 14),
    ),
)
CUSTOMERS = Sheet(
    "customers",
    "客户信息表",
    "Customers",
    (
        _CUSTOMER_ID,
        Field("customer_name", "客户名称", "Customer_Name", width=34),
        _INDUSTRY,
        _REGION,
        Field("contact_name", "联系人", "Contact_Person", width=18),
        Field("contact_title", "联系人职位", "Contact_Job", width=18),
        _CONTACT_INFO,
        _SOURCE,
        Field("first_contact_date", "首次接触时间", "First_Date", "date", 13),
        Field("status", "客户状态", "Status", width=14),
        Field("level", "客户等级", "Level", width=10),
        Field("demand_type", "需求类型", "Demand_Type", width=15),
        _OWNER,
        Field("created_by", "创建人", "Create_User", width=14),
        Field("created_date", "建档日期", "Create_Date", "date"),
        Field("updated_date", "最后更新日期", "Update_Date", "date", 13),
        Field("lost_reason", "流失原因", "Lost_Reason", width=22),
        Field("last_contact_at", "最后跟进时间", "Last_Contact", "datetime", 17),
        Field("strategic", "战略价值", "Strategic", width=9),
        Field("note", "备注", "Note", width=30),
    ),
    "客户信息表（截至{until}）",
    "Customers as of {until}",
)
LEADS = Sheet(
    "leads",
    "销售线索信息表",
    "Leads",
    (
        _LEAD_ID,
        _SOURCE,
        Field("contact_name", "联系人姓名", "Contact_Person", width=18),
        _CONTACT_INFO,
        Field("company_name", "公司名称", "Company_Name", width=34),
        Field("need", "需求描述", "Need", width=40),
        Field("budget", "预算范围", "Budget", width=16),
        Field("expected_close", "预计成交时间", "Expected_Close", "either", 13),
        _REGION,
        _INDUSTRY,
        _CUSTOMER_ID,
        _LINE,
        _RIVAL,
        Field("stage", "当前跟进阶段", "Stage", width=13),
        Field("recorder", "录入人", "Recorder", width=14),
        Field("created_at", "录入时间", "Created_At", "datetime", 17),
        _OWNER,
        Field("assigned_at", "分配时间", "Assigned_At", "datetime", 17),
        Field("need_fit", "需求匹配度", "Need_Fit"),
        Field("budget_fit", "预算充足度", "Budget_Fit"),
        Field("authority", "决策权限", "Authority"),
        Field("urgency", "紧急程度", "Urgency", width=14),
        Field("outcome", "转化结果", "Outcome", width=11),
        Field("outcome_date", "转化日期", "Outcome_Date", "date"),
        Field("deal_amount", "成交金额", "Deal_Amount", "money"),
        Field("reason", "未成交原因", "Reason", width=22),
        Field("decisive_factor", "决策关键因素", "Decisive_Factor", width=24),
    ),
)
OPPORTUNITIES = Sheet(
    "opportunities",
    "销售机会阶段表",
    "Opportunities",
    (
        Field("opportunity_id", "机会编号", "Opportunity_ID", width=15),
        _CUSTOMER_ID,
        _LEAD_ID,
        Field("opportunity_name", "机会名称", "Opportunity_Name", width=30),
        Field("stage", "当前阶段", "Stage"),
        Field("amount", "预估金额", "Amount", "money", 13),
        Field("probability", "成交概率(%)", "Probability", "number"),
        Field("expected_date", "预计成交日期", "Expected_Date", "date", 13),
        Field("created_at", "创建日期", "Created_Date", "date"),
        _OWNER,
        _LINE,
        Field("won_amount", "实际成交金额", "Won_Amount", "money", 13),
        Field("closed_at", "签约日期", "Closed_Date", "date"),
        Field("lost_reason", "流失原因", "Lost_Reason", width=22),
        _RIVAL,
    ),
)
STAGE_HISTORY = Sheet(
    "stage_history",
    "阶段变更记录",
    "Stage_History",
    (
        Field("subject_type", "对象类型", "Subject_Type"),
        Field("subject_id", "对象编号", "Subject_ID", width=22),
        Field("stage", "阶段", "Stage"),
        Field("entered_at", "进入时间", "Entered_At", "datetime", 17),
    ),
)
FOLLOW_UPS = Sheet(
    "follow_ups",
    "客户跟进记录表",
    "Follow-ups",
    (
        Field("follow_id", "跟进记录ID", "Follow_ID", width=16),
        _CUSTOMER_ID,
        _LEAD_ID,
        Field("follow_at", "跟进时间", "Follow_Date", "datetime", 17),
        Field("method", "跟进方式", "Follow_Method", width=9),
        Field("user", "跟进人", "Follow_User", width=14),
        Field("content", "跟进内容", "Content", width=44),
        Field("feedback", "客户反馈", "Feedback", width=26),
        Field("next_plan", "下一步计划", "Next_Plan", width=30),
        Field("effective", "是否有效跟进", "Effective", width=12),
        Field("recorded_at", "录入时间", "Recorded_At", "datetime", 17),
    ),
)
ORDERS = Sheet(
    "orders",
    "销售业绩跟踪表",
    "Orders",
    (
        Field("order_id", "销售单号", "Order_ID", width=16),
        _CUSTOMER_ID,
        _PRODUCT,
        _LINE,
        Field("quantity", "数量", "Quantity", "number", 9),
        Field("unit_price", "单价", "Unit_Price", "money"),
        Field("amount", "成交金额", "Amount", "money", 13),
        Field("order_date", "成交日期", "Order_Date", "date"),
        Field("owner", "销售员", "Responsible", width=14),
        _REGION,
        Field("due_date", "应回款日期", "Due_Date", "date"),
    ),
    "销售业绩跟踪表（{since}至{until}，单位：元）",
    "Orders {since} to {until}, amounts in yuan",
)
PAYMENTS = Sheet(
    "payments",
    "回款记录",
    "Payments",
    (
        Field("payment_id", "回款编号", "Payment_ID", width=16),
        Field("order_id", "销售单号", "Order_ID", width=16),
        Field("paid_amount", "回款金额", "Paid_Amount", "money", 13),
        Field("paid_date", "回款日期", "Paid_Date", "date"),
    ),
)
PRODUCTS = Sheet(
    "products",
    "产品表",
    "Products",
    (
        _PRODUCT,
        _LINE,
        Field("list_price", "产品定价", "List_Price", "money"),
        Field("floor_price", "底价", "Floor_Price", "money"),
    ),
)
PLANS = Sheet(
    "plans",
    "跟进计划表",
    "Plans",
    (
        Field("plan_id", "计划编号", "Plan_ID", width=15),
        _CUSTOMER_ID,
        _LEAD_ID,
        Field("due_on", "计划时间", "Due_On", "date"),
        _OWNER,
        Field("method", "跟进方式", "Method", width=9),
        Field("goal", "预期目标", "Goal", width=34),
        Field("state", "跟进状态", "State"),
    ),
)

BOOKS = (
    ("01_人员与目标", "01_staff_and_targets", (STAFF, TARGETS)),
    ("02_客户信息表", "02_customers", (CUSTOMERS,)),
    ("03_销售线索", "03_leads", (LEADS,)),
    ("04_销售机会", "04_opportunities", (OPPORTUNITIES, STAGE_HISTORY)),
    ("05_客户跟进记录_{year}", "05_follow_ups_{year}", (FOLLOW_UPS,)),
    ("06_销售业绩跟踪表", "06_orders_and_payments", (ORDERS, PAYMENTS, PRODUCTS)),
    ("07_跟进计划表", "07_plans", (PLANS,)),
)
