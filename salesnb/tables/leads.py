"""销售线索信息表: one row per lead."""

from salesnb.tables.column import Column, Table

_AFTER = "outcome_date"

LEADS = Table(
    name="leads",
    zh="销售线索信息表",
    en="Leads",
    key=("lead_id",),
    dated_by="created_at",
    owner="owner",
    signature=("lead_id|need",),
    columns=(
        Column("lead_id", "text", "线索编号", "Lead_ID", need="required"),
        Column(
            "source",
            "choice",
            "线索来源",
            "Source",
            ("来源", "线索来源渠道", "客户来源"),
            need="required",
            choice="source",
        ),
        Column(
            "contact_name",
            "text",
            "联系人姓名",
            "Contact_Person",
            ("联系人",),
            need="required",
            sensitive=True,
        ),
        Column(
            "contact_info",
            "text",
            "联系方式",
            "Contact_Info",
            ("联系电话", "电话", "手机", "Phone"),
            need="required",
            sensitive=True,
        ),
        Column(
            "company_name",
            "text",
            "公司名称",
            "Company_Name",
            ("客户名称", "Customer_Name"),
            need="recommended",
        ),
        Column("need", "text", "需求描述", "Need", need="required"),
        Column("budget", "text", "预算范围", "Budget", ("预算",)),
        Column(
            "expected_close",
            "month",
            "预计成交时间",
            "Expected_Close",
            ("预计成交日期",),
            need="recommended",
        ),
        Column("region", "text", "区域", "Region", ("地区",)),
        Column("industry", "text", "行业", "Industry", ("所属行业",)),
        Column("customer_id", "text", "客户编号", "Customer_ID", refers="customers"),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column("competitor", "text", "竞品", "Competitor"),
        Column("stage", "choice", "当前跟进阶段", "Stage", ("跟进阶段",), choice="stage"),
        Column("recorder", "text", "录入人", "Recorder", need="recommended"),
        Column("created_at", "datetime", "录入时间", "Created_At", need="required", past=True),
        Column("owner", "text", "负责人", "Responsible", ("Owner",)),
        Column(
            "assigned_at", "datetime", "分配时间", "Assigned_At", past=True, known_from="assigned_at"
        ),
        Column("grade", "choice", "线索等级", "Grade", choice="grade"),
        Column("need_fit", "text", "需求匹配度", "Need_Fit"),
        Column("budget_fit", "text", "预算充足度", "Budget_Fit"),
        Column("authority", "text", "决策权限", "Authority"),
        Column("urgency", "text", "紧急程度", "Urgency"),
        Column(
            "outcome", "choice", "转化结果", "Outcome", choice="outcome", known_from=_AFTER
        ),
        Column(
            "outcome_date", "date", "转化日期", "Outcome_Date", past=True, known_from=_AFTER
        ),
        Column("deal_amount", "money", "成交金额", "Deal_Amount", known_from=_AFTER),
        Column(
            "reason", "text", "未成交原因", "Reason", ("流失原因", "Lost_Reason"), known_from=_AFTER
        ),
        Column("decisive_factor", "text", "决策关键因素", "Decisive_Factor", known_from=_AFTER),
        Column("analysis", "text", "分析总结", "Analysis", known_from=_AFTER),
    ),
)
