"""客户跟进记录表 and 跟进计划表: what was done with a customer, and what is planned."""

from salesnb.tables.column import Column, Table

FOLLOW_UPS = Table(
    name="follow_ups",
    zh="客户跟进记录表",
    en="Follow-ups",
    key=("follow_id",),
    dated_by="follow_at",
    owner="user",
    signature=("follow_at",),
    one_of=(("customer_id", "lead_id"),),
    made_key=True,
    columns=(
        Column("follow_id", "text", "跟进记录ID", "Follow_ID"),
        Column("customer_id", "text", "客户编号", "Customer_ID", refers="customers"),
        Column("lead_id", "text", "线索编号", "Lead_ID", refers="leads"),
        Column(
            "follow_at",
            "datetime",
            "跟进时间",
            "Follow_Date",
            ("跟进日期",),
            need="required",
            past=True,
        ),
        Column("method", "choice", "跟进方式", "Follow_Method", choice="method"),
        Column("user", "text", "跟进人", "Follow_User", need="required"),
        Column("content", "text", "跟进内容", "Content", ("跟进内容摘要", "跟进摘要", "沟通内容")),
        Column("feedback", "text", "客户反馈", "Feedback"),
        Column("next_plan", "text", "下一步计划", "Next_Plan", ("下一步行动",)),
        Column("next_due", "date", "下次跟进时间", "Next_Due", ("下次跟进日期",)),
        Column("effective", "flag", "是否有效跟进", "Effective"),
        Column("state", "choice", "跟进状态", "State", choice="task_state"),
        Column("status_change", "flag", "客户状态是否变更", "Status_Change"),
        Column("demand_change", "text", "需求变化", "Demand_Change"),
        Column("recorded_at", "datetime", "录入时间", "Recorded_At", past=True),
    ),
)

PLANS = Table(
    name="plans",
    zh="跟进计划表",
    en="Plans",
    key=("plan_id",),
    owner="owner",
    signature=("due_on",),
    one_of=(("customer_id", "lead_id"),),
    made_key=True,
    columns=(
        Column("plan_id", "text", "计划编号", "Plan_ID"),
        Column("customer_id", "text", "客户编号", "Customer_ID", refers="customers"),
        Column("lead_id", "text", "线索编号", "Lead_ID", refers="leads"),
        Column("due_on", "date", "计划时间", "Due_On", ("计划日期",), need="required"),
        Column("owner", "text", "负责人", "Responsible", ("Owner",), need="required"),
        Column("method", "choice", "跟进方式", "Method", choice="method"),
        Column("goal", "text", "预期目标", "Goal", ("目标",)),
        Column("state", "choice", "跟进状态", "State", choice="task_state"),
    ),
)
