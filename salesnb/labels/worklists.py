"""What worklists say: the workbook that is given back, the calendar, the page for a phone."""

from salesnb.labels.entries import Entries

WORKLISTS: Entries = {
    # columns of the workbook, headings of the page
    "worklist_done": ("完成", "Done"),
    "worklist_rank": ("序号", "No."),
    "worklist_kind": ("事项", "Task"),
    "worklist_name": ("客户/对象", "About"),
    "worklist_due_on": ("应办日期", "Due"),
    "worklist_reason": ("原因", "Why"),
    "worklist_next_step": ("建议下一步", "Suggested next step"),
    "worklist_result": ("客户反馈/结果", "Result"),
    "worklist_next_on": ("下次日期", "Next date"),
    "worklist_next_plan": ("下一步计划", "Next plan"),
    "worklist_expected_value": ("期望值", "Expected value"),
    "worklist_amount": ("涉及金额", "Amount"),
    "worklist_last_feedback": ("上次反馈", "Last feedback"),
    "worklist_draft": ("话术草稿", "Draft message"),
    "worklist_key": ("任务编号（请勿修改）", "Task key (leave as it is)"),
    "worklist_yes": ("是", "Yes"),
    "worklist_no": ("否", "No"),
    # the workbook
    "worklist_note": (
        "做完的在“完成”栏选“是”，并填写“客户反馈/结果”；要改天再办的只填“下次日期”。"
        "保存后把本文件交回（salesnb tasks --take 文件名）。彩色栏可填写，其余栏请勿修改。",
        "Done: choose Yes in the column Done and write the Result. To put off: fill in the Next "
        "date alone. Save the file and give it back (salesnb tasks --take FILE). Fill in the "
        "coloured columns and leave the others as they are.",
    ),
    "worklist_rest_one": (
        "另有 {count} 项今天排不下，未列出。",
        "{count} more task does not fit into the day and is not listed.",
    ),
    "worklist_rest_other": (
        "另有 {count} 项今天排不下，未列出。",
        "{count} more tasks do not fit into the day and are not listed.",
    ),
    "worklist_none": ("今天没有待办事项。", "Nothing is to be done today."),
    "worklist_pick": ("请选“是”或“否”，或留空。", "Choose Yes or No, or leave it empty."),
    "worklist_day": (
        "请填 {day} 之后的日期，如 {example}，或留空。",
        "Write a date after {day}, e.g. {example}, or leave it empty.",
    ),
    # the page
    "worklist_count_one": ("{count} 项待办", "{count} task"),
    "worklist_count_other": ("{count} 项待办", "{count} tasks"),
    "worklist_late_one": ("{count} 项已逾期", "{count} overdue"),
    "worklist_late_other": ("{count} 项已逾期", "{count} overdue"),
    "worklist_overdue_one": ("已逾期 {count} 天", "{count} day overdue"),
    "worklist_overdue_other": ("已逾期 {count} 天", "{count} days overdue"),
    "worklist_worth": ("期望值 {value}", "expected value {value}"),
    "worklist_ticked": ("已勾选 #/{count}", "# of {count} ticked"),
    "worklist_tick": ("标记“{name}”已办", "Tick {name}"),
    "worklist_more": ("上次反馈与话术", "Last feedback, draft message"),
    "worklist_call": ("拨打 {number}", "Call {number}"),
    "worklist_ticks": (
        "勾选只保存在本机浏览器，方便自己核对，不会上传。完成情况请填在 Excel 待办清单里交回。",
        "Ticks are kept in this browser, for yourself, and are sent nowhere. What is done goes into "
        "the Excel worklist that you give back.",
    ),
    # the command line
    "worklist_of": ("{name} · {day} 待办清单", "{name} · worklist of {day}"),
    "worklist_file": ("待办清单", "worklist"),
    "cli_tasks_taken": (
        "共 {rows} 行：完成 {done}，改期 {put_off}，此前已收 {unchanged}，退回 {refused}，未填 {blank}。",
        "{rows} rows: {done} done, {put_off} put off, {unchanged} taken before, {refused} refused, "
        "{blank} not filled in.",
    ),
    "cli_tasks_follow_ups_one": ("已写入 {count} 条跟进记录。", "{count} follow-up is stored."),
    "cli_tasks_follow_ups_other": ("已写入 {count} 条跟进记录。", "{count} follow-ups are stored."),
    "err_tasks_take": (
        "交回清单（--take）时只能再写 --as。",
        "a list is taken back (--take) with no other option but --as.",
    ),
    # alerts by mail
    "params_job_what": (
        "没有要做的事。请填写 notebooks（如 [daily]），或在 delivery 里写 alerts: true",
        "there is nothing to do. Write notebooks, e.g. [daily], or alerts: true under delivery",
    ),
    "params_job_worklists": (
        "待办清单随预警一起发送。请加上 alerts: true，或删除 worklists",
        "worklists go out with alerts. Add alerts: true, or take worklists out",
    ),
    "params_job_alerts_viewer": (
        "预警发给各自的负责人，不能与 viewer 同用。请删除其中一项",
        "alerts go to whom they concern, so viewer does not go with them; take one of them out",
    ),
    "alerts_mail_subject_one": ("{name}：{count} 项新预警", "{name}: {count} new alert"),
    "alerts_mail_subject_other": ("{name}：{count} 项新预警", "{name}: {count} new alerts"),
    "alerts_mail_red_one": ("（{count} 项红灯）", " ({count} red)"),
    "alerts_mail_red_other": ("（{count} 项红灯）", " ({count} red)"),
    "alerts_mail_intro": (
        "截至 {day}，以下事项需要处理。同一事项在同一级别只提醒一次；处理后自动消除。",
        "As of {day} this asks for action. Each is told once per level; what is done disappears.",
    ),
    "alerts_mail_since": ("自 {day}", "since {day}"),
    "alerts_mail_owner": ("负责人 {owner}", "owner {owner}"),
    "alerts_mail_amount": ("金额 {amount}", "amount {amount}"),
    "alerts_mail_state_new": ("首次提醒", "new"),
    "alerts_mail_state_escalated": ("已升级到您", "escalated to you"),
    "alerts_mail_state_again": ("曾处理，再次出现", "had been settled, is back"),
    "alerts_mail_more": ("……另有 {n} 项，见 salesnb alerts", "… and {n} more: salesnb alerts"),
    "alerts_mail_worklist": ("附件是您今天的待办清单。", "Your worklist of today is attached."),
    "alerts_mail_worklist_subject": ("{name}：{day} 待办清单", "{name}: worklist of {day}"),
    "alerts_mail_nobody": (
        "{n} 项预警没有人可以通知：所属团队和公司都没有在职的负责人",
        "{n} alerts concern nobody who could be told: neither the team nor the company has anyone "
        "in charge",
    ),
    "alerts_mail_unreached": (
        "未收到 {n} 项预警：{said}",
        "was not told of {n} alerts: {said}",
    ),
    "alerts_mail_no_group": ("没有可用的邮箱或群", "no address and no group"),
    "deliver_settled": ("预警已消除", "the alerts are settled"),
    "deliver_kind_alerts": ("预警", "alerts"),
    # what is given back
    "err_worklist_none": (
        "{file} 不是待办清单：没有找到“任务编号”列。请交回由 salesnb tasks --format xlsx 生成的文件。",
        "{file} is no worklist: it has no column with task keys. Give back a file that salesnb "
        "tasks --format xlsx has made.",
    ),
    "err_worklist_lacks": (
        "缺少列：{missing}。请勿删除或改名；重新导出清单后把内容填进去。",
        "these columns are missing: {missing}. Leave the columns as they are; make a new list and "
        "copy what you wrote into it.",
    ),
    "err_worklist_formula": (
        "公式没有计算结果。请填写内容本身，不要用公式。",
        "this formula has no value. Write the text itself, no formula.",
    ),
    "err_worklist_no_key": (
        "本行的任务编号是空的，不知道是哪一项任务。请在原来的行里填写，或重新导出清单。",
        "the row has no task key, so it is not known which task it is. Fill in the task's own row, "
        "or make a new list.",
    ),
    "err_worklist_unknown": (
        "“{key}”不是给您的任务。请勿修改任务编号。{hint}如清单较旧，请重新导出。",
        "'{key}' is no task of yours. Leave the task keys as they are.{hint} If the list is old, "
        "make a new one.",
    ),
    "err_worklist_twice": (
        "与工作表“{sheet}”第 {row} 行是同一项任务，但填写的内容不同。请只保留一行。",
        "this is the same task as in sheet '{sheet}', row {row}, with another answer. Keep one of "
        "the rows.",
    ),
    "err_worklist_done": (
        "“{given}”不能识别。请填“是”或“否”，或留空。",
        "'{given}' is neither yes nor no. Write Yes or No, or leave it empty.",
    ),
    "err_worklist_date": (
        "“{given}”不是日期。请写成 2026-11-05，或留空。{hint}",
        "'{given}' is not a date. Write it as 2026-11-05, or leave it empty.{hint}",
    ),
    "err_worklist_past": (
        "下次日期 {given} 已过。请填 {day} 之后的日期，或留空。",
        "the next date {given} has passed. Write a date after {day}, or leave it empty.",
    ),
    "err_worklist_unticked": (
        "写了结果或计划，但没有选“完成”，也没有下次日期。做完了请选“是”；改天再办请填下次日期。",
        "there is a result or a plan, but neither a tick nor a next date. Choose Yes if it is done, "
        "or write the next date to put it off.",
    ),
    "err_worklist_was_done": (
        "这项任务已于 {day} 交回为“完成”，不能再改为未完成。跟进记录如有误，请用 salesnb add follow_ups 更正。",
        "this task was given back as done on {day} and cannot be undone here. Correct the follow-up "
        "with salesnb add follow_ups.",
    ),
}
