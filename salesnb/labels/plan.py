"""What is said of targets: why one was missed or made, the plan, what it takes."""

from salesnb.labels.entries import Entries

PLAN: Entries = {
    "gap_short": ("差距原因", "Why the gap"),
    "gap_step_start": ("目标", "Target"),
    "gap_step_start_due": ("应完成", "Due by now"),
    "gap_step_start_usual": ("平常水平", "Usual level"),
    "gap_step_leads": ("线索量", "Leads"),
    "gap_step_deals": ("直接商机", "Direct deals"),
    "gap_step_timing": ("成交节奏", "Timing"),
    "gap_step_conversion": ("转化率", "Conversion"),
    "gap_step_deal_size": ("单笔金额", "Deal size"),
    "gap_step_repeat": ("复购订单", "Repeat orders"),
    "gap_step_returns": ("退单", "Returns"),
    "gap_step_unexplained": ("无法拆分", "Cannot be split"),
    "gap_step_end": ("实际", "Actual"),
    "gap_missed": ("比{start}少 {gap}：{steps}", "{gap} short of {start}: {steps}"),
    "gap_made": ("比{start}多 {gap}：{steps}", "{gap} above {start}: {steps}"),
    "gap_missed_plain": ("比{start}少 {gap}", "{gap} short of {start}"),
    "gap_made_plain": ("比{start}多 {gap}", "{gap} above {start}"),
    "gap_even": ("与{start}持平", "Exactly at {start}"),
    "gap_start_target": ("目标", "the target"),
    "gap_start_due": ("进度目标", "what is due by now"),
    "gap_start_usual": ("平常水平", "the usual level"),
    "gap_mainly": ("主要是{steps}", "mostly {steps}"),
    "gap_step_money": ("{step} {money}", "{step} {money}"),
    "gap_subtitle": (
        "{period} · 参照：{first}至{last}的平均（{count} 期），按目标折算 ×{stretch}",
        "{period} · beside the mean of {first} to {last} ({count}), scaled to the target"
        " (× {stretch})",
    ),
    "gap_subtitle_usual": (
        "{period} · 参照：{first}至{last}的平均（{count} 期）",
        "{period} · beside the mean of {first} to {last} ({count})",
    ),
    "gap_subtitle_one": (
        "{period} · 参照：{first}，按目标折算 ×{stretch}",
        "{period} · beside {first}, scaled to the target (× {stretch})",
    ),
    "gap_subtitle_one_usual": ("{period} · 参照：{first}", "{period} · beside {first}"),
    "gap_implied": (
        "目标是平常的 {stretch} 倍：按平常的转化率、节奏和单笔金额，线索、商机和复购也要有平常的"
        " {stretch} 倍。各项影响为各种先后次序的平均，合计正好等于差距。",
        "The target is {stretch} times what is usual: at usual conversion, timing and deal size it"
        " takes {stretch} times the usual leads, deals and repeat orders. Each effect is the mean over"
        " all orders in which the factors can change; they add up to the gap exactly.",
    ),
    "gap_implied_usual": (
        "各项与平常相比；各项影响为各种先后次序的平均，合计正好等于差距。",
        "Everything beside what is usual; each effect is the mean over every sequence in which the"
        " factors can change, and they add up to the gap exactly.",
    ),
    "gap_no_target": (
        "没有设定目标，因此与平常水平相比。",
        "No target is set, so sales are held against the usual level.",
    ),
    "gap_target_zero": (
        "目标为 0，因此与平常水平相比。",
        "The target is 0, so sales are held against the usual level.",
    ),
    "gap_targets_differ": (
        "下级目标合计 {parts}，与这里的目标 {target} 不一致；这里按后者。",
        "The targets below add up to {parts}, not to the {target} of this one, which is what counts"
        " here.",
    ),
    "gap_running": (
        "期间还没有结束：按以往各工作日的销售分布（含月末冲刺），目标中到今天应完成 {due}，"
        "与“进度”一节口径相同；参照期间也只计相同天数。",
        "The period still runs: as earlier working days brought sales, the rush at month ends"
        " included, {due} of the target is due by now, the same as under Pace; earlier periods"
        " count as many days.",
    ),
    "gap_no_history": (
        "没有更早的完整期间，说不出什么是平常，差距无法拆分。",
        "There is no whole earlier period that says what is usual: the gap cannot be split.",
    ),
    "gap_usual_negative": (
        "参照期间的销售额合计不为正，差距无法拆分。",
        "Sales of the earlier periods are not above 0: the gap cannot be split.",
    ),
    "gap_unsplit": (
        "没有记录流失：转化率里包含成交节奏，两者分不开。",
        "Losses are not recorded: conversion contains timing, the two cannot be told apart.",
    ),
    "gap_unknown_one": (
        "{count:,} 条已结束的记录没有结束日期，未计入。",
        "{count:,} ended case has no day of its end and is left out.",
    ),
    "gap_unknown_other": (
        "{count:,} 条已结束的记录没有结束日期，未计入。",
        "{count:,} ended cases have no day of their end and are left out.",
    ),
    "gap_few_wins": (
        "本期只有 {won} 单由线索或商机成交：个别大单就能改变拆分结果，请结合具体商机看。",
        "Only {won} leads and deals were won: a single large one changes this picture; look at the"
        " deals themselves.",
    ),
    "gap_nothing": ("没有目标，也没有销售记录。", "There is neither a target nor any sale."),
    "gap_step": ("因素", "Step"),
    "gap_effect": ("影响", "Effect"),
    "gap_now": ("本期", "Now"),
    "gap_usual": ("参照", "Implied"),
    "gap_cases": ("样本", "Cases"),
    "gap_effect_why": (
        "该因素使销售额比参照多或少多少；两条线（线索、直接商机）合计。",
        "By how much the factor moved sales from what was implied; of leads and deals together.",
    ),
    "gap_usual_why": (
        "达到目标所隐含的数值：数量为平常的若干倍，比率、单笔金额为平常值。",
        "What the target implies: volumes as so many times the usual, rates and sizes as usual.",
    ),
    "gap_reading_leads": (
        "线索：按平常机会应成交",
        "Leads: wins at usual chances",
    ),
    "gap_reading_deals": (
        "直接商机：按平常机会应成交",
        "Deals: wins at usual chances",
    ),
    "gap_reading_timing_lead": ("线索：有结果的条数", "Leads: decided"),
    "gap_reading_timing_deal": ("直接商机：有结果的个数", "Deals: decided"),
    "gap_reading_conversion_lead": ("线索：有结果中成交的占比", "Leads: won of the decided"),
    "gap_reading_conversion_deal": ("直接商机：有结果中成交的占比", "Deals: won of the decided"),
    "gap_reading_deal_size_lead": ("线索：每单金额", "Leads: money per won one"),
    "gap_reading_deal_size_deal": ("直接商机：每单金额", "Deals: money per won one"),
    "gap_reading_orders": ("全部订单数", "Orders in all"),
    "gap_reading_repeat": ("复购及其他订单金额", "Orders beyond won cases"),
    "gap_reading_returns": ("退单金额", "Returns"),
    "gap_causes_head": ("数据支持的原因", "Causes that the data bear out"),
    "gap_causes_head_made": ("数据支持的有利因素", "What helped, as the data bear out"),
    "gap_causes_none": (
        "查过的常见原因（{checked}）都在平常的波动之内。",
        "The usual causes that were looked at ({checked}) are all within what is usual.",
    ),
    "gap_causes_few": (
        "更早的期间不足 {fewest} 个，无法判断原因是否超出平常波动。",
        "With fewer than {fewest} earlier periods nobody can say which cause is unusual.",
    ),
    "gap_causes_note": (
        "与此前 {count} 个期间相比，扣除平常波动后仍显著（全部检查合计误报概率 5%）。相关不等于因果，先核实再行动。",
        "Beyond what went up and down in the {count} periods before (5 % chance of a false one among"
        " all that were looked at). What goes together need not be the cause: check before acting.",
    ),
    "gap_cause_contacts": ("跟进次数", "follow-ups"),
    "gap_cause_in_time": ("首次跟进及时率", "first contact in time"),
    "gap_cause_cycle": ("成交周期", "sales cycle"),
    "gap_cause_channel": ("各渠道线索", "leads by channel"),
    "gap_cause_product_line": ("各产品线占比", "shares of product lines"),
    "gap_cause_buyers": ("下单客户数", "customers who order"),
    "gap_said_contacts": (
        "**跟进次数**：每个工作日 {now} 次，平常 {usual} 次",
        "**Follow-ups**: {now} per working day, usually {usual}",
    ),
    "gap_said_in_time": (
        "**首次跟进及时率**：{now}，平常 {usual}",
        "**First contact in time**: {now}, usually {usual}",
    ),
    "gap_said_cycle": (
        "**成交周期**：{now}，平常 {usual}",
        "**Sales cycle**: {now}, usually {usual}",
    ),
    "gap_said_channel": (
        "**{name}线索**：每个工作日 {now} 条，平常 {usual} 条",
        "**Leads from {name}**: {now} per working day, usually {usual}",
    ),
    "gap_said_product_line": (
        "**产品线{name}**：占销售额 {now}，平常 {usual}",
        "**Product line {name}**: {now} of sales, usually {usual}",
    ),
    "gap_said_buyers": (
        "**下单客户**：每个工作日 {now} 家，平常 {usual} 家",
        "**Customers who order**: {now} per working day, usually {usual}",
    ),
    "gap_group_start": ("目标", "Target"),
    "gap_group_actual": ("实际", "Actual"),
    "gap_group_gap": ("差距", "Gap"),
    "gap_group_caption": (
        "每行各因素相加等于差距；各自与自己的平常水平相比，所以各行相加不等于上面的分解。没有目标的与平常水平相比（标 *）。",
        "The steps of a row add up to its gap; each beside its own usual, so that the rows need not add"
        " up to the steps above. Without a target beside the usual level (marked *).",
    ),
    # the plan
    "err_plan_year": (
        "“{period}”不是一年：目标分解按年，例如 2027。",
        "'{period}' is no year: targets are planned for a year, e.g. 2027.",
    ),
    "err_plan_nothing": (
        "{scope} 在 {year} 既没有目标，也没有整月的历史，无法分解。请先在目标表里填写年度目标，或在"
        " params/plan.yml 的 fixed 中给出。",
        "{scope} has neither a target for {year} nor a whole month of history to plan from. Put a"
        " target for the year into the targets sheet, or into fixed of params/plan.yml.",
    ),
    "err_plan_sum": (
        "{scope} {period} 固定为 {value}，但与其他固定目标合起来只能是 {reached}。请改其中一个值，或删除这一行。",
        "{scope} {period} is fixed at {value}, but beside the other fixed targets it comes to"
        " {reached}. Change one of them, or take this one out.",
    ),
    "params_plan_period": (
        "“{period}”不是月、季或年；请写成 2027-01、2027Q1 或 2027",
        "'{period}' is no month, quarter or year; write 2027-01, 2027Q1 or 2027",
    ),
    "target_plan_short": ("目标分解", "Target plan"),
    "target_plan_title": (
        "{year}目标 {value}：{parts}",
        "{value} in {year}: {parts}",
    ),
    "target_plan_title_alone": ("{year}目标 {value}", "{value} in {year}"),
    "target_plan_largest": (
        "最高{best} {most}，最低{worst} {least}",
        "most in {best} ({most}), least in {worst} ({least})",
    ),
    "target_plan_subtitle_explicit": (
        "全部来自目标表",
        "All from the targets sheet",
    ),
    "target_plan_subtitle_planned": (
        "目标表和 params/plan.yml 没有规定的，按近 {months} 个整月的个人日均、{season}和在岗工作日分解；增长"
        " {growth}",
        "What neither the targets sheet nor params/plan.yml says: by each rep's sales per day in the"
        " last {months} whole months, {season} and working days; growth {growth}",
    ),
    "target_plan_subtitle_no_history": (
        "没有整月的历史：只按在岗工作日分解",
        "There is no whole month of history: by working days alone",
    ),
    "target_plan_season": ("{years} 年的季节规律", "the season of {years} years"),
    "target_plan_no_season": ("没有季节（不足一年）", "no season (less than a year)"),
    "target_plan_unit": (
        "每一级都加得上：月→季→年，个人→团队→部门→公司；取整到 {unit}。",
        "It adds up at every level: months to quarters and the year, reps to teams to the company;"
        " rounded to {unit}.",
    ),
    "target_plan_is_finer": (
        "（固定目标不是 {asked} 的整数倍，因此取整更细。）",
        "(Finer than {asked}, because a fixed target is no multiple of that.)",
    ),
    "target_plan_narrow": (
        "这里只按本范围的历史分解；公司的总目标请在公司范围内分解后导入。",
        "Planned from this scope's own history alone; to break down the company's target, plan for the"
        " company and import that.",
    ),
    "target_plan_conflict_one": (
        "目标表里有 {count:,} 个目标与其他目标加不起来，分解以更细的为准：{rows}。",
        "{count:,} target of the sheet does not add up with the others; the finer ones hold: {rows}.",
    ),
    "target_plan_conflict_other": (
        "目标表里有 {count:,} 个目标与其他目标加不起来，分解以更细的为准：{rows}。",
        "{count:,} targets of the sheet do not add up with the others; the finer ones hold: {rows}.",
    ),
    "target_plan_conflict_row": (
        "{scope} {period} 目标表 {sheet}，合计 {plan}",
        "{scope} {period} {sheet} in the sheet, {plan} in sum",
    ),
    "target_plan_unused": (
        "params/plan.yml 中有 {count} 个固定值未采用，因为目标表里另有规定：{rows}。",
        "{count} fixed in params/plan.yml not used, because the sheet says otherwise: {rows}.",
    ),
    "target_plan_left_out": (
        "有 {count} 个目标不是本年的整月、整季或没有对应的人，未计入。",
        "{count} targets are of no whole months of the year, or of nobody here, and are left out.",
    ),
    "target_plan_absent": (
        "{names} 有目标，但当月不在岗（已离职或未入职）。",
        "{names} have a target for a month in which they are not there (left, or not yet joined).",
    ),
    "target_plan_and_more": ("{rows} 等", "{rows} and more"),
    "target_plan_scope": ("范围", "Scope"),
    "target_plan_year_total": ("全年", "Year"),
    "target_plan_quarter": ("{number} 季度", "Q{number}"),
    "target_plan_origin": ("来源", "From"),
    "target_plan_origin_explicit": ("目标表", "sheet"),
    "target_plan_origin_fixed": ("参数固定", "params"),
    "target_plan_origin_sum": ("目标合计", "sum of targets"),
    "target_plan_origin_planned": ("分解", "planned"),
    "target_plan_month_table": ("各月目标", "Targets by month"),
    "target_plan_month": ("月份", "Month"),
    "target_plan_workdays": ("工作日", "Working days"),
    "target_plan_last_year": ("上年实际", "Sold the year before"),
    "target_plan_share": ("占全年", "Of the year"),
    "cli_plan_written": (
        "已写入 {path}：{count} 个目标。导入：salesnb import {path}",
        "{path}: {count} targets. To take them over: salesnb import {path}",
    ),
    # what it takes
    "needed_short": ("需要多少活动", "What it takes"),
    "needed_title_one": (
        "{period}还差 {missing}：复购约 {repeat}，在途约 {pipeline}，还要新找 {count:,} 单",
        "{missing} to go in {period}: repeat orders about {repeat}, pipeline about {pipeline},"
        " {count:,} more deal to find",
    ),
    "needed_title_other": (
        "{period}还差 {missing}：复购约 {repeat}，在途约 {pipeline}，还要新找 {count:,} 单",
        "{missing} to go in {period}: repeat orders about {repeat}, pipeline about {pipeline},"
        " {count:,} more deals to find",
    ),
    "needed_unknown": (
        "{period}还差 {missing}：复购约 {repeat}，在途约 {pipeline}，近一年没有成交，算不出还要多少单",
        "{missing} to go in {period}: repeat orders about {repeat}, pipeline about {pipeline}; without"
        " a won deal within a year it is not known how many more it takes",
    ),
    "needed_covered": (
        "{period}还差 {missing}：复购约 {repeat}，在途约 {pipeline}，足够完成",
        "{missing} to go in {period}: repeat orders about {repeat} and pipeline about {pipeline}"
        " cover it",
    ),
    "needed_reached": ("{period}的目标都已完成", "All targets of {period} are reached"),
    "needed_subtitle": (
        "截至 {day} · {period}还有 {days} 个工作日，平均每天 {per_day}",
        "As of {day} · {days} working days of {period} are left, {per_day} a day",
    ),
    "needed_no_target": (
        "{period}没有任何销售的目标，算不出需要多少活动。",
        "No rep has a target for {period}: what it takes is not known.",
    ),
    "needed_no_days": (
        "{period}已没有剩余工作日。",
        "No working day of {period} is left.",
    ),
    "needed_nobody": ("这个范围内没有在岗的销售。", "There is no rep in this scope."),
    "needed_rep": ("销售", "Rep"),
    "needed_target": ("目标", "Target"),
    "needed_sold": ("已完成", "Sold"),
    "needed_missing": ("还差", "To go"),
    "needed_per_day": ("每工作日", "A day"),
    "needed_repeat": ("预计复购", "Repeat orders"),
    "needed_repeat_why": (
        "近一年不经商机的订单，按工作日平均乘以剩余工作日。",
        "Orders beyond won deals over the last year, per working day, times the days left.",
    ),
    "needed_pipeline": ("在途预计", "Pipeline"),
    "needed_pipeline_why": (
        "在途商机金额 × 本人该阶段的成交率 × 在剩余天数内成交的比例（按在该阶段停留的天数）。",
        "Amounts of open deals times the rep's share won from their stage, times the share of those won"
        " that are won within the days left (by how long they have been in the stage).",
    ),
    "needed_to_find": ("还要新找", "To find"),
    "needed_deal_size": ("单笔金额", "Deal size"),
    "needed_deals": ("成交单数", "Deals"),
    "needed_stage": ("{stage}（手上）", "{stage} (now)"),
    "needed_of": ("{need}（{now}）", "{need} ({now})"),
    "needed_contacts": ("每周跟进（现在）", "Contacts a week (now)"),
    "needed_visits": ("其中拜访", "of which visits"),
    "needed_contacts_why": (
        "要成交的单数（在途和新找）× 近一年每成交一单的跟进次数 ÷ 剩余周数；含老客户维护。现在：近四周平均。",
        "Deals to win, from the pipeline and new, times the year's follow-ups for each won deal, by the"
        " weeks left; care of customers is in it. Now: mean of the last four weeks.",
    ),
    "needed_stage_why": (
        "为了新找的成交单数，按本人从该阶段到成交的比例需要多少；括号内为现在手上的数量。",
        "How many it takes for the deals to find, at the rep's own share won from there; in brackets how"
        " many there are now.",
    ),
    "needed_rate": ("{stage}→成交", "{stage} to won"),
    "needed_rates_caption": (
        "近一年已结束的，向团队平均收缩（相当于加入团队的 {prior} 个样本），悬停看 95% 区间；样本为本人自己的。",
        "Of those that ended within a year, drawn towards the team as by {prior} of its cases; the 95 %"
        " interval on hover; cases are the rep's own.",
    ),
    "needed_days_to_win": (
        "从{stage}到成交一般要 {days}",
        "{stage} to won usually takes {days}",
    ),
    "needed_too_late": (
        "{said}：现在开始的大多要到期后才成交，本期主要靠更后面的阶段。",
        "{said}: most that begin now are won after the end; this period rests on what is further on.",
    ),
    "needed_without": (
        "没有目标的：{names}。",
        "Without a target: {names}.",
    ),
    "needed_left": (
        "有目标但不在岗的：{names}；他们的目标没有人承担。",
        "With a target and not there: {names}; nobody works for theirs.",
    ),
    "needed_few": (
        "成交不足 {count} 单的销售，单笔金额和跟进次数主要是团队的。",
        "Of reps with fewer than {count} deals, size and contacts are mostly the team's.",
    ),
}
