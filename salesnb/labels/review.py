"""What is said of samples, days of entry and the month-end clean-up."""

from salesnb.labels.entries import Entries

REVIEW: Entries = {
    # params/review.yml
    "review_table": (
        "“{table}”不能抽查。可抽查的表：{known}。",
        "'{table}' cannot be sampled. Tables of samples: {known}.",
    ),
    "review_absent": (
        "{person} 的请假结束日 {last} 早于开始日 {first}。请写成 [开始日, 结束日]。",
        "The absence of {person} ends on {last}, before it begins on {first}. "
        "Write [first day, last day].",
    ),
    # forms
    "review_notes": ("填写说明", "How to fill in"),
    "review_place": ("{file} 工作表“{sheet}” {cell}", "{file}, sheet '{sheet}', cell {cell}"),
    "review_no_form": (
        "{file} 里没有这张表：要有这些表头：{headers}。请用 salesnb 导出的工作簿填写。",
        "{file} holds no such form: it needs the headers {headers}. "
        "Fill in the workbook that salesnb wrote.",
    ),
    "review_col_week": ("周次", "Week"),
    "review_col_record": ("记录编号", "Record"),
    "review_col_rep": ("销售", "Rep"),
    "review_col_subject": ("客户", "Customer"),
    "review_col_field": ("字段", "Field"),
    "review_col_shown": ("系统中的内容", "As stored"),
    "review_col_verdict": ("核对结果", "Verdict"),
    "review_col_remark": ("备注", "Remark"),
    # the sample
    "review_sample": ("数据抽查", "Sample"),
    "review_right": ("正确", "right"),
    "review_wrong": ("错误", "wrong"),
    "review_unsure": ("无法核实", "cannot tell"),
    "review_note_sample": (
        "每位销售随机抽取若干条本周记录，请逐项与原始凭证、通话或客户核对。",
        "Some records of the week were drawn of each rep. Check every line against documents, calls "
        "or the customer.",
    ),
    "review_note_verdict": (
        "在“核对结果”里选择 正确、错误 或 无法核实，有误的在“备注”里写明应是什么；空着的下次再填。"
        "填好后：salesnb sample --take 文件",
        "Choose right, wrong or cannot tell under Verdict, and say under Remark what it should be; "
        "leave a line blank to do it later. Then: salesnb sample --take FILE",
    ),
    "review_no_week": (
        "“{text}”不是一周。请写成 {example} 这样。",
        "'{text}' is no week. Write it like {example}.",
    ),
    "review_week_runs": (
        "{week} 还没有结束，结束后再抽查。最近的整周是 {last}。",
        "{week} is not over yet; draw its sample afterwards. The last full week is {last}.",
    ),
    "review_own": (
        "{viewer} 不带团队，不能抽查记录。请由主管执行。",
        "{viewer} leads nobody and cannot check records. A manager does.",
    ),
    "review_not_drawn": (
        "{week} 没有抽到记录“{record}”的“{field}”。请不要改动前几列。",
        "'{field}' of record '{record}' was not drawn in {week}. Leave the first columns as they are.",
    ),
    "review_by": (
        "不能按“{by}”看错误率。可选：rep、week、field。",
        "Error rates are by rep, week or field, not by '{by}'.",
    ),
    "cli_sample_written": (
        "{week} 抽查 {count} 条记录，已写入 {path}。",
        "{count} records of {week} drawn, written to {path}.",
    ),
    "cli_sample_none": ("{week} 没有可抽查的记录。", "{week} has no records to draw from."),
    "cli_sample_taken": (
        "共 {rows} 行：新增 {new}，更改 {changed}，相同 {unchanged}，未填 {blank}，退回 {refused}。",
        "{rows} rows: {new} new, {changed} changed, {unchanged} as before, {blank} blank, "
        "{refused} refused.",
    ),
    "cli_sample_unchecked": (
        "还没有抽查结果。先用 salesnb sample --out 文件 抽取，填好后用 --take 导入。",
        "Nothing was checked yet. Draw with salesnb sample --out FILE, fill in, then --take it.",
    ),
    "err_review_one": (
        "一次只能做一件事：--out、--take 或 --rates。",
        "One at a time: --out, --take or --rates.",
    ),
    # sections of reports
    "sampled_short": ("数据抽查", "Sampled records"),
    "sampled_title": (
        "抽查 {checked:,} 条记录，{wrong:,} 条有误（{rate}）",
        "{wrong:,} of {checked:,} sampled records are wrong ({rate})",
    ),
    "sampled_subtitle": (
        "最近 {weeks} 周；一条记录只要有一个字段错误即算有误",
        "Last {weeks} weeks; a record is wrong if one of its fields is",
    ),
    "sampled_rate": ("错误率", "Error rate"),
    "sampled_between": ("95% 区间", "95 % interval"),
    "sampled_week": ("周", "Week"),
    "sampled_field": ("字段", "Field"),
    "sampled_weeks_caption": ("各周错误率", "Error rate by week"),
    "sampled_fields_caption": ("各字段错误率", "Error rate by field"),
    "entries_short": ("数据录入", "Entries"),
    "entries_missing_one": (
        "{day}有 {count} 人没有录入：{names}",
        "{count} rep typed in nothing on {day}: {names}",
    ),
    "entries_missing_other": (
        "{day}有 {count} 人没有录入：{names}",
        "{count} reps typed in nothing on {day}: {names}",
    ),
    "entries_and_more": ("{names}等", "{names} and others"),
    "entries_all": ("{day}人人都有录入", "Everybody typed in something on {day}"),
    "entries_subtitle": (
        "最近 20 个工作日；离职、请假和入职前不计。跟进在 {hours} 小时后才录入算补录",
        "Last 20 working days, without leave and days before joining. A follow-up typed in more than "
        "{hours} hours after is late",
    ),
    "entries_none": ("范围内没有在岗销售。", "No rep is at work in this scope."),
    "entries_days": ("应录入天数", "Days asked"),
    "entries_empty": ("未录入天数", "Days without"),
    "entries_last": ("最近录入", "Last entry"),
    "entries_late": ("补录", "Late entries"),
    # the clean-up
    "review_cleanup": ("月末清理", "Clean-up"),
    "review_archive": ("归档建议", "Archive proposal"),
    "review_archive_customer": ("客户编号", "Customer"),
    "review_archive_customer_name": ("客户名称", "Name"),
    "review_archive_owner": ("负责人", "Owner"),
    "review_archive_last_contact": ("最后联系", "Last contact"),
    "review_archive_last_order": ("最后下单", "Last order"),
    "review_archive_rows": ("数据行数", "Rows"),
    "review_col_why": ("原因", "Why"),
    "review_col_group": ("重复组", "Group"),
    "review_col_contact": ("现有联系方式", "Contact now"),
    "review_col_owner": ("负责人", "Owner"),
    "review_col_since": ("最后联系/流失日期", "Last contact / lost on"),
    "review_col_hanging": ("关联数据", "What hangs on it"),
    "review_col_decision": ("处理", "Decision"),
    "review_col_into": ("合并到", "Merge into"),
    "review_col_new_name": ("补联系人", "New contact person"),
    "review_col_new_info": ("补联系方式", "New contact details"),
    "review_col_new_reason": ("补流失原因", "New reason"),
    "review_keep": ("保留", "keep"),
    "review_delete": ("删除", "delete"),
    "review_merge": ("合并", "merge"),
    "review_fill": ("补全", "fill in"),
    "review_why_duplicate": ("疑似重复客户", "possible duplicate"),
    "review_why_no_contact": ("潜在客户缺联系方式", "prospect without contact details"),
    "review_why_dormant": ("潜在客户长期未联系", "prospect without contact for long"),
    "review_why_lost_lead": ("线索流失未填原因", "lead lost without a reason"),
    "review_why_lost_deal": ("商机流失未填原因", "deal lost without a reason"),
    "review_hangs": (
        "线索 {leads}，商机 {deals}，订单 {orders}，跟进 {follow_ups}",
        "{leads} leads, {deals} deals, {orders} orders, {follow_ups} follow-ups",
    ),
    "review_note_cleanup": (
        "保留：{days} 天内不再列出。删除：客户不再列入（有线索、商机或订单的不能删除，请合并）。"
        "合并：在“合并到”写另一客户的编号，跟进、线索、商机、订单都归它，它空缺的字段由本客户补上。",
        "keep: not listed again for {days} days. delete: the customer is gone (one with leads, deals "
        "or orders cannot be deleted; merge it). merge: write the number of the other customer under "
        "Merge into; follow-ups, leads, deals and orders go there, and fill its empty fields.",
    ),
    "review_note_fill": (
        "补全：直接填写联系人、联系方式或流失原因。处理空着的行原样不动。",
        "fill in: write the contact person, the contact details or the reason. Rows without a "
        "decision stay as they are.",
    ),
    "review_note_take": (
        "填好后：salesnb cleanup --take 文件；有误可用 salesnb import --undo 撤销。",
        "Then: salesnb cleanup --take FILE. It is taken back by salesnb import --undo.",
    ),
    "review_no_record": (
        "没有记录“{record}”。请不要改动第一列。",
        "There is no record '{record}'. Leave the first column as it is.",
    ),
    "review_not_yours": (
        "“{record}”不在 {viewer} 的范围内。",
        "'{record}' is not in the scope of {viewer}.",
    ),
    "review_not_customer": (
        "只有客户可以删除或合并；线索和商机请补流失原因或保留。",
        "Only customers can be deleted or merged; give leads and deals a reason, or keep them.",
    ),
    "review_has_rows": (
        "客户 {customer} 还有 {hangs}，不能删除。请合并到另一客户，或保留。",
        "{hangs} hang on customer {customer}: it cannot be deleted. Merge it into another, or keep it.",
    ),
    "review_no_target": (
        "没有客户“{into}”可供合并。请写客户编号，如 C20240501001。{hint}",
        "There is no customer '{into}' to merge into. Write a customer's number, like C20240501001.{hint}",
    ),
    "review_into_itself": (
        "客户 {customer} 不能合并到自己。",
        "Customer {customer} cannot be merged into itself.",
    ),
    "review_chain": (
        "“{into}”在同一工作簿里也被合并或删除。请合并到留下的客户。",
        "'{into}' is itself merged or deleted in this workbook. Merge into the one that stays.",
    ),
    "review_twice": (
        "“{record}”在另一行已有不同的处理。请只留一个。",
        "Another row decides otherwise on '{record}'. Leave one of them.",
    ),
    "review_no_fill": (
        "选了补全，但没有填写可补的内容。",
        "fill in was chosen, but nothing that can be filled in was written.",
    ),
    "review_no_place": (
        "这一行不能补“{header}”。",
        "'{header}' cannot be filled in of this row.",
    ),
    "review_no_month": (
        "“{text}”不是一个月。请写成 2026-10 这样。",
        "'{text}' is no month. Write it like 2026-10.",
    ),
    "cli_cleanup_written": (
        "{month} 月末清理 {count} 行，归档建议 {archive} 个客户，已写入 {path}。",
        "{count} rows to clean up of {month}, {archive} customers to archive; written to {path}.",
    ),
    "cli_cleanup_taken": (
        "共 {rows} 行：合并 {merged}，删除 {deleted}，保留 {kept}，补全 {filled}，"
        "已处理过 {unchanged}，未决定 {blank}，退回 {refused}。",
        "{rows} rows: {merged} merged, {deleted} deleted, {kept} kept, {filled} filled in, "
        "{unchanged} done before, {blank} undecided, {refused} refused.",
    ),
    "err_cleanup_one": (
        "请用 --out 写出工作簿，或用 --take 导入填好的工作簿。",
        "Write the workbook with --out, or take a filled-in one with --take.",
    ),
}
