"""人员 and 目标表: who sells, in which team, and what is expected of them."""

from salesnb.tables.column import Column, Table

STAFF = Table(
    name="staff",
    zh="人员",
    en="Staff",
    key=("name", "staff_id", "since"),
    signature=("name", "team|department|role"),
    columns=(
        Column("name", "text", "姓名", "Name", ("员工姓名",), need="required"),
        Column("staff_id", "text", "工号", "Staff_ID", ("员工编号", "员工工号")),
        Column("since", "date", "自", "Since"),
        Column("team", "text", "团队", "Team", ("所属团队", "销售团队")),
        Column("department", "text", "部门", "Department", ("所属部门",)),
        Column("role", "choice", "角色", "Role", choice="role"),
        Column("seniority", "text", "资深", "Seniority"),
        Column("manager", "text", "上级", "Manager", ("直属上级", "上级主管")),
        Column("email", "text", "邮箱", "Email", ("电子邮箱", "E-mail"), sensitive=True),
        Column("active", "flag", "在职", "Active", ("是否在职",)),
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
        Column(
            "period", "period", "期间", "Period", ("月份", "目标月份", "目标期间"), need="required"
        ),
        Column("scope", "text", "范围", "Scope", ("目标对象", "考核对象"), need="required"),
        Column("metric", "choice", "指标", "Metric", need="required", choice="target_metric"),
        Column(
            "value",
            "money",
            "目标值",
            "Value",
            ("目标数量", "目标金额", "目标额", "目标"),
            need="required",
        ),
    ),
)
