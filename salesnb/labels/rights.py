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
    "admin_releases": ("查看公开记录", "see what was released"),
    "admin_undo": ("撤销导入", "take an import back"),
    "err_release_meeting": (
        "请用 --to 写明会议名称，例如 --to 周例会。",
        "Name the meeting with --to, e.g. --to 'Monday review'.",
    ),
    "err_release_right": (
        "{viewer} 无权公开 {scope} 的报告：只有能看到其全部内容的主管、部门经理和管理员可以。",
        "{viewer} may not release reports of {scope}: only managers, department heads and admins"
        " who may see all of it may.",
    ),
    "err_release_rep": (
        "{scope} 是个人报告，不能公开。可以公开团队、部门或公司的报告。",
        "{scope} is one person's report and cannot be released. Those of a team, a department or"
        " the company can.",
    ),
    "err_release_none": (
        "没有可公开的报告 {report}（{scope}，{period}）。只有为所有负责人生成（不带 --as）的报告才能公开，"
        "请先运行：salesnb render {report} --scope {scope}",
        "There is no report {report} of {scope} for {period} to release. Only one that was made for"
        " everybody in charge, without --as, can be: salesnb render {report} --scope '{scope}'",
    ),
    "cli_released": (
        "已向“{meeting}”公开：{path}",
        "Released to '{meeting}': {path}",
    ),
    "cli_released_none": ("还没有公开过报告。", "No report has been released."),
    "handover_short": ("离职交接", "Handover"),
    "handover_none": (
        "没有离职人员名下待交接的线索、商机、客户和任务。",
        "Nobody who has left still holds a lead, deal, customer or task.",
    ),
    "handover_title_one": (
        "1 名离职人员名下还有 {n} 项待交接，其中在谈商机 {amount}",
        "One person who left still holds {n} items, open deals worth {amount} among them",
    ),
    "handover_title_other": (
        "{count} 名离职人员名下还有 {n} 项待交接，其中在谈商机 {amount}",
        "{count} people who left still hold {n} items, open deals worth {amount} among them",
    ),
    "handover_subtitle": (
        "进行中的线索和商机、未流失的客户、未完成的任务；公海中的线索不计",
        "Open leads and deals, customers that are not lost, tasks to be done; not what lies in the"
        " public pool",
    ),
    "handover_leads": ("线索", "Lead"),
    "handover_opportunities": ("商机", "Deal"),
    "handover_customers": ("客户", "Customer"),
    "handover_tasks": ("任务", "Task"),
    "handover_head_leads": ("线索", "Leads"),
    "handover_head_opportunities": ("商机", "Deals"),
    "handover_head_customers": ("客户", "Customers"),
    "handover_head_tasks": ("任务", "Tasks"),
    "handover_what": ("类型", "What"),
    "handover_id": ("编号", "ID"),
    "handover_from": ("原负责人", "Held by"),
    "handover_company": ("公司", "Company"),
    "handover_amount": ("金额", "Amount"),
    "handover_list": (
        "金额最大的排在前面",
        "Those with the most money first",
    ),
    "cli_handover_one": ("1 名离职人员，{n} 项待交接。", "1 person who left, {n} items."),
    "cli_handover_other": (
        "{count} 名离职人员，{n} 项待交接。",
        "{count} people who left, {n} items.",
    ),
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
