"""人员 and 目标表: who sells, in which team, and what is expected of them."""

from salesnb.tables.column import Column, Table

STAFF = Table(
    name="staff",
    zh="人员",
    en="Staff",
    key=("name", "staff_id", "since"),
    signature=("name", "team|department|role"),
    columns=(
        Column("name", "text", "姓名", "Name", need="required"),
        Column("staff_id", "text", "工号", "Staff_ID"),
        Column("since", "date", "自", "Since"),
        Column("team", "text", "团队", "Team"),
        Column("department", "text", "部门", "Department"),
        Column("role", "choice", "角色", "Role", choice="role"),
        Column("seniority", "text", "资深", "Seniority"),
        Column("manager", "text", "上级", "Manager"),
        Column("email", "text", "邮箱", "Email", sensitive=True),
        Column("active", "flag", "在职", "Active"),
        Column("regions", "text", "负责区域", "Regions"),
        Column("industries", "text", "负责行业", "Industries"),
    ),
)

TARGETS = Table(
    name="targets",
    zh="目标表",
    en="Targets",
    key=("period", "scope", "metric"),
    signature=("scope", "value"),
    columns=(
        Column("period", "period", "期间", "Period", ("月份",), need="required"),
        Column("scope", "text", "范围", "Scope", need="required"),
        Column("metric", "choice", "指标", "Metric", need="required", choice="target_metric"),
        Column("value", "money", "目标值", "Value", ("目标数量",), need="required"),
    ),
)
