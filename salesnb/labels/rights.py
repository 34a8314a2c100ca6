"""Words of rights: further roles, imports on somebody's behalf, handovers, releases."""

from salesnb.labels.entries import Entries

RIGHTS: Entries = {
    "params_role_built_in": (
        "{name} 是内置角色，权限不由参数决定。请换一个名字",
        "{name} is a built-in role, whose rights are not a matter of params. Take another name",
    ),
    "kind_table_or_fact": ("表", "table"),
    "err_role_hides": (
        "“{role}”角色无权查看 {what}。",
        "The role {role} may not see {what}.",
    ),
    "err_role_metric": (
        "“{role}”角色无权查看指标“{metric}”（{name}）：它用到 {what}。",
        "The role {role} may not see the metric '{metric}' ({name}), which is made of {what}.",
    ),
    "err_admin_only": (
        "只有管理员可以{what}，{viewer} 不是管理员。",
        "Only an admin may {what}, and {viewer} is none.",
    ),
    "admin_accept_card": ("修改评分卡", "change the score card"),
    "admin_replace": ("用 --replace 替换整张表", "replace a whole table with --replace"),
    "admin_undo": ("撤销导入", "take an import back"),
    "rule_not_own": (
        "这一行不由 {viewer} 负责。非管理员只能导入自己名下的记录，也不能变更负责人。"
        "请交由主管或管理员处理。",
        "This row is not {viewer}'s. Who is no admin imports own rows only, and gives none away."
        " Ask a manager or an admin.",
    ),
    "rule_hangs_on_others": (
        "“{value}”由他人负责，{viewer} 不能在其下导入记录。请核对编号，或交由主管或管理员处理。",
        "'{value}' is somebody else's, and {viewer} may import nothing under it. Check the number,"
        " or ask a manager or an admin.",
    ),
}
