"""What is said of targets: why one was missed or made, the plan, what it takes."""

from salesnb.labels.entries import Entries

PLAN: Entries = {
    "gap_short": ("差距原因", "Why the gap"),
    "gap_step_start": ("目标", "Target"),
    "gap_step_start_due": ("应完成", "Due by now"),
    "gap_step_start_usual": ("平常水平", "Usual level"),
    "gap_step_leads": ("线索量", "Leads"),
    "gap_step_deals": ("直接商机", "Deals without a lead"),
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
        "{period} · 参照：{first}至{last}的平均（{count} 期），放大到目标的 {stretch} 倍",
        "{period} · beside the mean of {first} to {last} ({count}), scaled {stretch} times to the"
        " target",
    ),
    "gap_subtitle_usual": (
        "{period} · 参照：{first}至{last}的平均（{count} 期）",
        "{period} · beside the mean of {first} to {last} ({count})",
    ),
    "gap_subtitle_one": (
        "{period} · 参照：{first}，放大到目标的 {stretch} 倍",
        "{period} · beside {first}, scaled {stretch} times to the target",
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
        "Everything beside what is usual; each effect is the mean over all orders in which the"
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
    "gap_running": (
        "期间还没有结束：目标按已过的工作日折算为 {due}，参照期间也只计相同天数。",
        "The period still runs: of the target {due} is due by the working days gone, and earlier"
        " periods count as many days.",
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
        "线索：手上的线索按平常机会可成交数",
        "Leads: wins to be had at usual chances",
    ),
    "gap_reading_deals": (
        "直接商机：按平常机会可成交数",
        "Deals without a lead: wins to be had at usual chances",
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
        "每行从目标到实际，各因素相加等于差距；没有目标的与平常水平相比（标 *）。",
        "Each row goes from target to actual; the steps add up to the gap. Without a target beside the"
        " usual level (marked *).",
    ),
}
