"""Sentences that say what a report found."""

from salesnb.labels.entries import Entries

FINDINGS: Entries = {
    "subtitle_over": ("期间已结束 · 数据截至 {as_of}", "Period closed · data as of {as_of}"),
    "subtitle_running": (
        "截至 {as_of} · 工作日已过 {done} / {total}",
        "As of {as_of} · {done} of {total} working days gone",
    ),
    "subtitle_ahead": (
        "期间尚未开始 · 数据截至 {as_of}",
        "The period has not begun · data as of {as_of}",
    ),
    "not_begun": ("期间尚未开始。", "The period has not begun."),
    "finding_not_begun": ("期间尚未开始。", "The period has not begun."),
    "finding_not_begun_target": (
        "期间尚未开始，目标 **{target}**。",
        "The period has not begun; its target is **{target}**.",
    ),
    "points_one": ("{count} 个百分点", "{count} point"),
    "points_other": ("{count} 个百分点", "{count} points"),
    "subtitle_guessed": (
        "{years} 年的调休安排未知，工作日未计调休",
        "make-up working days of {years} not known and not counted",
    ),
    "subtitle_currency": ("金额单位 {currency}", "amounts in {currency}"),
    "origin_children": ("下级目标合计", "sum of the parts"),
    "origin_sub_periods": ("各期目标合计", "sum of shorter periods"),
    "origin_share": ("按工作日分摊", "share by working days"),
    "finding_sales": (
        "销售额 **{sales}**，没有设定目标。",
        "Sales of **{sales}**; no target is set.",
    ),
    "finding_done_behind": (
        "销售额 **{sales}**，完成目标的 **{completion}**，!!距目标还差 {missing}!!。",
        "Sales of **{sales}** reached **{completion}** of target, !!{missing} short!!.",
    ),
    "finding_done_ahead": (
        "销售额 **{sales}**，完成目标的 **{completion}**，++超出目标 {missing}++。",
        "Sales of **{sales}** reached **{completion}** of target, ++{missing} above it++.",
    ),
    "finding_done_even": (
        "销售额 **{sales}**，完成目标的 **{completion}**。",
        "Sales of **{sales}** met the target (**{completion}**).",
    ),
    "finding_running_behind": (
        "销售额 **{sales}**，完成目标的 **{completion}**，!!落后进度 {points}!!，距目标还差 {missing}。",
        "Sales of **{sales}** are **{completion}** of target, !!{points} behind the "
        "elapsed time!!; {missing} still to go.",
    ),
    "finding_running_ahead": (
        "销售额 **{sales}**，完成目标的 **{completion}**，++领先进度 {points}++。",
        "Sales of **{sales}** are **{completion}** of target, ++{points} ahead of the "
        "elapsed time++.",
    ),
    "finding_running_even": (
        "销售额 **{sales}**，完成目标的 **{completion}**，与时间进度持平。",
        "Sales of **{sales}** are **{completion}** of target, in step with the elapsed time.",
    ),
    "finding_growth": (
        "同比 **{yoy}**，环比 **{mom}**。",
        "That is **{yoy}** on a year earlier and **{mom}** on the previous period.",
    ),
    "finding_growth_running": (
        "与去年同期相同天数相比 **{yoy}**，与上期相同天数相比 **{mom}**。",
        "Over the same number of days that is **{yoy}** on a year earlier and **{mom}** on the "
        "previous period.",
    ),
    "finding_growth_mom": ("环比 **{mom}**。", "That is **{mom}** on the previous period."),
    "finding_growth_mom_running": (
        "与上期相同天数相比 **{mom}**。",
        "Over the same number of days that is **{mom}** on the previous period.",
    ),
    "finding_growth_yoy": ("同比 **{yoy}**。", "That is **{yoy}** on a year earlier."),
    "finding_growth_yoy_running": (
        "与去年同期相同天数相比 **{yoy}**。",
        "Over the same number of days that is **{yoy}** on a year earlier.",
    ),
    "finding_collections": (
        "本期到期的款项已收回 **{rate}**，目前逾期 **{overdue}**。",
        "Of the amounts due in the period **{rate}** are paid; **{overdue}** are overdue now.",
    ),
    "finding_collections_clean": (
        "本期到期的款项已收回 **{rate}**，没有逾期。",
        "Of the amounts due in the period **{rate}** are paid; nothing is overdue.",
    ),
    "finding_no_leads": (
        "本期没有新增{things}。",
        "No {things} were created in the period.",
    ),
    "finding_funnel": (
        "本期新增{things} **{leads}** 条，目前走到：{steps}。",
        "New {things} in the period: **{leads}**; reached so far: {steps}.",
    ),
    "finding_flow": (
        "本期内进入各阶段的{things}（不论何时新增）：{steps}。",
        "Entered in the period, whenever the {things} came: {steps}.",
    ),
    "finding_open": (
        "其中 **{share}** 仍在跟进，本期的转化率还会上升。",
        "**{share}** of them are still open, so the period's rates will rise.",
    ),
    "finding_leak": (
        "近一年漏得最多：**{name}**（{dimension}），{before}到{after}；金额和明细见下文。",
        "Biggest leak of the year: **{name}** ({dimension}), {before} to {after}; the money and the"
        " cases stand below.",
    ),
    "things_lead": ("线索", "leads"),
    "things_opportunity": ("商机", "opportunities"),
    "list_comma": ("，", ", "),
    "flag_behind_detail": ("距目标差 {amount}", "{amount} short of the target"),
    "flag_behind_running_detail": ("按时间进度差 {amount}", "{amount} behind the elapsed time"),
    "more_flags_one": ("另有 {count} 项红灯。", "{count} more red flag."),
    "more_flags_other": ("另有 {count} 项红灯。", "{count} more red flags."),
    "trend_title": ("近期销售额", "Sales by period"),
    "trend_title_target_one": (
        "已结束的 {count} 期中有 {reached} 期达标",
        "Target met in {reached} of {count} closed period",
    ),
    "trend_title_target_other": (
        "已结束的 {count} 期中有 {reached} 期达标",
        "Target met in {reached} of {count} closed periods",
    ),
    "trend_subtitle": (
        "销售额，横线为目标，浅色为去年同期",
        "Sales; line: target, pale: a year earlier",
    ),
    "trend_subtitle_cut": (
        "销售额，横线为目标，浅色为去年同期；首尾月份只计所选日期",
        "Sales; line: target, pale: a year earlier; of the first and last month only the days chosen",
    ),
    "trend_short": ("走势", "Trend"),
    "trend_none_one": (
        "本期及去年同期均无销售。",
        "No sales in this period, nor a year earlier.",
    ),
    "trend_none_other": (
        "这 {count} 期及去年同期均无销售。",
        "No sales in these {count} periods, nor a year earlier.",
    ),
    "by_period_one": ("本期", "This period"),
    "by_period_other": ("近 {count} 期", "The last {count} periods"),
    "ranking_short": ("排名", "Ranking"),
    "ranking_subtitle": ("各{who}的目标完成率", "Target completion by {who}"),
    "ranking_subtitle_sales": ("各{who}的销售额", "Sales by {who}"),
    "ranking_title": (
        "{best}最高（{completion}），{worst}最低（{worst_completion}）",
        "{best} leads with {completion}; {worst} is last with {worst_completion}",
    ),
    "ranking_title_one": ("{best}完成目标的 {completion}", "{best} is at {completion} of target"),
    "ranking_title_calm": (
        "{best}最高，完成 {completion}；没有低于红线的{who}",
        "{best} leads with {completion}; no {who} is below the red line",
    ),
    "ranking_title_sales": ("{name}销售额最高", "{name} sold most"),
    "ranking_note": ("竖线为时间进度 {share}。", "The upright line is the elapsed time, {share}."),
    "dimension_unknown": (
        "数据中没有{dimension}，或本期没有可比较的记录。",
        "The data name no {dimension}, or there is nothing to compare in the period.",
    ),
    "no_sales": ("本期没有销售记录。", "No sales in the period."),
    "no_sales_no_target": (
        "本期没有销售记录，也没有目标。",
        "No sales in the period, and no targets.",
    ),
    "no_sales_below": (
        "本期没有销售记录，各{who}也没有单独的目标。",
        "No sales in the period, and no {who} has a target of its own.",
    ),
    "breakdown_title": ("按{dimension}", "By {dimension}"),
    "breakdown_finding": ("{head}：{name}占 {share}", "{head}: {name} makes up {share}"),
    "collections_short": ("回款", "Collections"),
    "collections_title": (
        "逾期 {amount}，前十位客户占 {share}",
        "{amount} overdue, {share} of it with ten customers",
    ),
    "collections_title_few_one": (
        "逾期 {amount}，只有 {count} 位客户",
        "{amount} overdue, with {count} customer",
    ),
    "collections_title_few_other": (
        "逾期 {amount}，共 {count} 位客户",
        "{amount} overdue, with {count} customers",
    ),
    "collections_subtitle": ("截至 {day} 已过应回款日的金额", "Amounts past due as of {day}"),
    "no_payments": (
        "没有回款记录，无法判断哪些款项已收回或逾期。",
        "No payments are recorded, so nothing is known of what is paid or overdue.",
    ),
    "nothing_overdue": ("没有逾期的款项", "Nothing is overdue"),
    "bucket": ("{low}–{high} 天", "{low}–{high} days"),
    "bucket_last": ("超过 {high} 天", "over {high} days"),
    "funnel_short": ("漏斗", "Funnel"),
    "funnel_title": (
        "本期{things}走到了哪一步",
        "How far the period's {things} have come",
    ),
    "leak_title": (
        "{before}到{after}流失最多：只有 {rate} 走到{after}",
        "{before} to {after} leaks most: {rate} move on",
    ),
    "funnel_subtitle": (
        "本期新增{things}，截至数据日",
        "New {things} of the period, as of the data's day",
    ),
    "funnel_maturing": (
        "还有 {count} 条在跟进中，转化率会随时间上升。",
        "{count} are still open; the rates will rise with time.",
    ),
    "long_short": ("前 12 个月", "Year before"),
    "long_title": (
        "前 12 个月：{total} 条{things}成交 {won} 条（{share}）",
        "The twelve months before: {won} of {total} {things} won ({share})",
    ),
    "long_flow": (
        "前 12 个月进入各阶段：{steps}",
        "Entered in the twelve months before: {steps}",
    ),
    "compare_title": ("按{dimension}", "By {dimension}"),
    "compare_low": (
        "{name}的{metric}明显偏低：{rate}，其余合计 {others}",
        "{metric} of {name} clearly lower: {rate}, the others together {others}",
    ),
    "compare_high": (
        "{name}的{metric}明显偏高：{rate}，其余合计 {others}",
        "{metric} of {name} clearly higher: {rate}, the others together {others}",
    ),
    "compare_low_alike": (
        "{name}的{metric}明显偏低：{rate}，其余合计 {others}，同类线索相比 {apart}",
        "{metric} of {name} clearly lower: {rate}, the others together {others}, like leads {apart}",
    ),
    "compare_high_alike": (
        "{name}的{metric}明显偏高：{rate}，其余合计 {others}，同类线索相比 {apart}",
        "{metric} of {name} clearly higher: {rate}, the others together {others}, like leads {apart}",
    ),
    "compare_noise": ("{head}：数据看不出明显差异", "{head}: no difference that the data can show"),
    "reasons_short": ("流失原因", "Reasons for loss"),
    "reasons_title": (
        "首要流失原因：{reason}（{share}）",
        "Main reason for loss: {reason} ({share})",
    ),
    "reasons_title_known": (
        "首要流失原因：{reason}（占已填写的 {share}）",
        "Main reason for loss: {reason} ({share} of those given)",
    ),
    "reasons_unknown": ("没有填写流失原因", "No reasons for loss are recorded"),
    "reasons_subtitle": (
        "{period} 流失的{things}",
        "Lost {things}, closed {period}",
    ),
    "no_reason": ("未填写", "not given"),
    "no_leads": (
        "没有{things}。",
        "No {things}.",
    ),
    "no_losses": (
        "没有流失的{things}。",
        "No {things} were lost.",
    ),
    "no_cases": ("无案例", "no cases"),
}
