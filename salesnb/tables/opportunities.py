"""销售机会阶段表 and 阶段变更记录: deals, and when they entered each stage."""

from salesnb.tables.column import Column, Table

OPPORTUNITIES = Table(
    name="opportunities",
    zh="销售机会阶段表",
    en="Opportunities",
    key=("opportunity_id",),
    dated_by="created_at",
    owner="owner",
    signature=("opportunity_id|opportunity_name", "stage"),
    made_key=True,
    columns=(
        Column("opportunity_id", "text", "机会编号", "Opportunity_ID", need="required"),
        Column(
            "customer_id", "text", "客户编号", "Customer_ID", need="required", refers="customers"
        ),
        Column("lead_id", "text", "线索编号", "Lead_ID", refers="leads"),
        Column("opportunity_name", "text", "机会名称", "Opportunity_Name"),
        Column(
            "stage",
            "choice",
            "当前阶段",
            "Stage",
            ("当前跟进阶段",),
            need="required",
            choice="stage",
        ),
        Column("amount", "money", "预估金额", "Amount", ("预计成交金额",)),
        Column("probability", "percent", "成交概率(%)", "Probability", ("成交概率", "赢率")),
        Column("expected_date", "date", "预计成交日期", "Expected_Date", ("预计成交时间",)),
        Column("created_at", "date", "创建日期", "Created_Date", ("创建时间",), past=True),
        Column("owner", "text", "负责人", "Responsible", ("Owner",)),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column(
            "won_amount",
            "money",
            "实际成交金额",
            "Won_Amount",
            ("合同金额",),
            known_from="closed_at",
        ),
        Column(
            "closed_at",
            "date",
            "签约日期",
            "Closed_Date",
            ("关闭日期",),
            past=True,
            known_from="closed_at",
        ),
        Column("estimated", "flag", "日期为估计", "Estimated", known_from="closed_at"),
        Column("lost_reason", "text", "流失原因", "Lost_Reason", known_from="closed_at"),
        Column("competitor", "text", "竞品", "Competitor"),
    ),
)

STAGE_HISTORY = Table(
    name="stage_history",
    zh="阶段变更记录",
    en="Stage_History",
    key=("subject_type", "subject_id", "stage", "entered_at"),
    dated_by="entered_at",
    signature=("subject_id", "entered_at"),
    columns=(
        Column(
            "subject_type",
            "choice",
            "对象类型",
            "Subject_Type",
            need="required",
            choice="subject_type",
        ),
        Column("subject_id", "text", "对象编号", "Subject_ID", need="required"),
        Column("stage", "choice", "阶段", "Stage", need="required", choice="stage"),
        Column("entered_at", "datetime", "进入时间", "Entered_At", need="required", past=True),
        Column("observed", "flag", "由导入推得", "Observed"),
    ),
)
