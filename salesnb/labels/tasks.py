"""What tasks say: in reports, on the command line, and of mistakes in params/tasks.yml and playbook.yml."""

from salesnb.labels.entries import Entries

TASKS: Entries = {
    # mistakes in params
    "params_task_kinds": (
        "每类任务都要写，且只写一次：{known}",
        "name every kind of task, each once: {known}",
    ),
    "params_play_word": (
        "{key}：花括号里只能写 {known} 之一；要显示花括号本身，请写两个",
        "{key}: braces hold one of {known} and nothing else; write a brace twice to show it",
    ),
    # why somebody should act
    "task_payment_one": (
        "有 1 笔回款逾期，共 {amount}，应于 {since} 付款",
        "payment overdue: {amount}, due {since}",
    ),
    "task_payment_other": (
        "有 {count} 笔回款逾期，共 {amount}，最早应于 {since} 付款",
        "payments overdue: {amount} on {count} orders, the first due {since}",
    ),
    "task_promise": ("{since} 跟进时约定：{what}", "promised on {since}: {what}"),
    "task_promise_bare": (
        "{since} 跟进时约定 {due_on} 再联系",
        "agreed on {since} to be in touch on {due_on}",
    ),
    "task_plan": ("计划 {due_on}：{what}", "planned for {due_on}: {what}"),
    "task_plan_bare": ("计划 {due_on} 跟进", "follow-up planned for {due_on}"),
    "task_first_contact": (
        "{grade} 级线索还没有首次联系，时限 {due_on}",
        "{grade} lead not contacted yet, to be done by {due_on}",
    ),
    "task_win_back": ("有流失风险：{what}", "at risk: {what}"),
    "task_follow_up_lead_one": (
        "{grade} 级线索每个工作日跟进一次，上次 {since}",
        "{grade} lead, every working day; last contact {since}",
    ),
    "task_follow_up_lead_other": (
        "{grade} 级线索每 {every} 个工作日跟进一次，上次 {since}",
        "{grade} lead, every {every} working days; last contact {since}",
    ),
    "task_follow_up_customer": (
        "{level}客户每 {every} 天联系一次，上次 {since}",
        "{level} customer, every {every} days; last contact {since}",
    ),
    "task_follow_up_never": (
        "{level}客户每 {every} 天联系一次，还没有联系过",
        "{level} customer, every {every} days; never contacted",
    ),
    "task_strategy": (
        "{plan} 起等级由{what}变为{level}，服务策略需部门负责人确认",
        "level changed from {what} to {level} with {plan}; the new service needs the department head",
    ),
    "task_handover": (
        "{name} 已离职，名下还有 {what} 待交接",
        "{name} has left and still holds {what}",
    ),
    "task_improvement": ("{name} {what}", "{name} {what}"),
    "task_clean_up_contact": ("潜在客户没有联系方式", "prospect without contact details"),
    "task_clean_up_lost_lead": (
        "线索 {since} 流失，没有填写原因",
        "lead lost on {since} without a reason",
    ),
    "task_clean_up_lost_deal": (
        "商机 {since} 流失，没有填写原因",
        "deal lost on {since} without a reason",
    ),
    "task_late": ("{said}，{over}", "{said}, {over}"),
    "task_days_over_one": ("已过 {count} 天", "{count} day over"),
    "task_days_over_other": ("已过 {count} 天", "{count} days over"),
    "task_unknown": ("未定级", "ungraded"),
    "task_more_one": ("另有 {count} 项", "{count} more"),
    "task_more_other": ("另有 {count} 项", "{count} more"),
    "task_joint": ("；", "; "),
    "task_stop": ("。", "."),
    "task_held_leads_one": ("{count:,} 条未结线索", "{count:,} open lead"),
    "task_held_leads_other": ("{count:,} 条未结线索", "{count:,} open leads"),
    "task_held_opportunities_one": ("{count:,} 个未结商机", "{count:,} open deal"),
    "task_held_opportunities_other": ("{count:,} 个未结商机", "{count:,} open deals"),
    "task_held_customers_one": ("{count:,} 个客户", "{count:,} customer"),
    "task_held_customers_other": ("{count:,} 个客户", "{count:,} customers"),
    "task_held_tasks_one": ("{count:,} 项任务", "{count:,} task"),
    "task_held_tasks_other": ("{count:,} 项任务", "{count:,} tasks"),
    "task_held_joint": ("、", ", "),
    # kinds
    "task_kind_payment": ("催款", "Payment"),
    "task_kind_promise": ("承诺到期", "Promise"),
    "task_kind_plan": ("计划", "Plan"),
    "task_kind_first_contact": ("首次联系", "First contact"),
    "task_kind_win_back": ("挽回", "Win back"),
    "task_kind_follow_up": ("按频次跟进", "Cadence"),
    "task_kind_strategy": ("策略确认", "Strategy"),
    "task_kind_handover": ("交接", "Handover"),
    "task_kind_improvement": ("改进计划", "Improvement"),
    "task_kind_clean_up": ("补数据", "Clean-up"),
    # tables and the command line
    "tasks_col_owner": ("负责人", "Owner"),
    "tasks_col_rank": ("序", "No."),
    "tasks_col_name": ("客户/线索", "About"),
    "tasks_col_kind": ("任务", "Task"),
    "tasks_col_due": ("应办日期", "Due"),
    "tasks_col_reason": ("原因", "Why"),
    "tasks_col_value": ("期望值", "Expected value"),
    "tasks_col_next": ("下一步", "Next step"),
    "tasks_col_shown": ("列入清单", "Listed"),
    "tasks_col_late": ("已过应办日", "Past their day"),
    "tasks_col_count": ("待办", "To do"),
    "tasks_short": ("任务清单", "Worklist"),
    "tasks_title_one": (
        "{day}应办 {count:,} 项任务，期望值 {value}",
        "{count:,} task for {day}, worth {value}",
    ),
    "tasks_title_other": (
        "{day}应办 {count:,} 项任务，期望值 {value}",
        "{count:,} tasks for {day}, worth {value}",
    ),
    "tasks_subtitle_history": (
        "按期望值排序，{day}；同一客户的事合为一项；成交概率取同类历史比例。",
        "{day}; the most expected value first, one task per customer; chances are those of comparable cases.",
    ),
    "tasks_subtitle_learned": (
        "按期望值排序，{day}；同一客户的事合为一项；线索的成交概率取学习得出的评分。",
        "{day}; the most expected value first, one task per customer; chances of leads are the learned scores.",
    ),
    "tasks_rest": (
        "{said}每人每天最多 {most} 项，另有 {rest} 项未列出。",
        "{said} At most {most} a person; {rest} more are not listed.",
    ),
    "tasks_none": ("今天没有应办的任务。", "Nothing is to be done today."),
    "tasks_count_definition": (
        "同一客户或线索的事，每人合为一项，含催款、首次联系、挽回等；过期太久的不再列出",
        "one per person and customer or lead, with payments, first contacts and more; what is too long"
        " past its day is left out",
    ),
    "tasks_late_definition": (
        "应办日期早于清单日期的待办。按客户合并计数，与逐项计数的“{tasks}”不是同一个数",
        "to do since before the day of the list. Counted by customer, unlike “{tasks}”, where each"
        " task counts",
    ),
    "tasks_value_definition": (
        "概率 × 金额 × 等待影响：再等一周会失去多少",
        "chance × amount × effect of waiting: what another week of waiting would cost",
    ),
    "tasks_caption_company": ("每人的第一项", "The first of each person"),
    "tasks_caption_department": ("每人的第一项", "The first of each person"),
    "tasks_caption_team": ("每人的前三项", "The first three of each person"),
    "tasks_caption_rep": ("清单", "The list"),
    "cli_tasks_count_one": (
        "{day} 应办 {count:,} 项任务，涉及 {people} 人。",
        "{count:,} task for {day}, of {people} people.",
    ),
    "cli_tasks_count_other": (
        "{day} 应办 {count:,} 项任务，涉及 {people} 人。",
        "{count:,} tasks for {day}, of {people} people.",
    ),
    "cli_tasks_rest_one": (
        "每人每天最多 {most} 项，另有 {count:,} 项未列出（--all 列出全部）。",
        "{most} a day and person; {count:,} more is not listed (--all lists it).",
    ),
    "cli_tasks_rest_other": (
        "每人每天最多 {most} 项，另有 {count:,} 项未列出（--all 列出全部）。",
        "{most} a day and person; {count:,} more are not listed (--all lists them).",
    ),
    "cli_tasks_none": ("{scope} 今天没有任务。", "{scope}: no tasks today."),
    "cli_tasks_written": ("已写入 {path}。", "Written to {path}."),
}
