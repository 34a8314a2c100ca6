"""What the report on customers says: levels, tiers, win-back, concentrations, movements."""

from salesnb.labels.entries import Entries

SEGMENTS: Entries = {
    "segments_semicolon": ("；", "; "),
    "tier_prospect": ("高价值潜客", "High-value prospect"),
    "tier_stable": ("稳定客户", "Stable"),
    "tier_at_risk": ("流失风险客户", "At risk"),
    "tier_other": ("一般潜客", "Other prospect"),
    "tier_lost": ("已流失", "Lost"),
    "tier_new": ("新客户", "New"),
    "dimension_tier": ("客户分层", "tier"),
    # why a customer is in its tier
    "reason_order_own": (
        "{days} 天未下单，平时约 {usual} 天一次",
        "no order for {days} days, usually one every {usual}",
    ),
    "reason_order_comparable": (
        "首单后 {days} 天未复购，同类客户多在 {usual} 天左右复购",
        "no second order for {days} days; comparable customers come back after about {usual}",
    ),
    "reason_contact_one": ("{count:,} 天未联系", "not contacted for {count:,} day"),
    "reason_contact_other": ("{count:,} 天未联系", "not contacted for {count:,} days"),
    "reason_contact_never": ("从未联系", "never contacted"),
    "reason_contact_rhythm": (
        "{days} 天未联系，平时约 {usual} 天一次",
        "not contacted for {days} days, usually once in {usual}",
    ),
    "reason_open": ("在谈金额 {amount}", "{amount} in open deals and budgets"),
    "reason_strategic": ("标记为有战略价值", "marked as strategic"),
    "reason_stable": (
        "{days} 天前下过单，平时约 {usual} 天一次",
        "ordered {days} days ago, usually every {usual}",
    ),
    "reason_at_risk": ("有流失风险", "at risk"),
    "reason_prospect": ("潜力大", "of high value"),
    "reason_other": ("还没有成交", "has not bought yet"),
    "reason_lost": ("已标记为流失", "marked as lost"),
    # the first screen
    "segments_none": (
        "还没有客户资料。请先导入客户信息表。",
        "There are no customers yet. Import the customers first.",
    ),
    "segments_bought_one": (
        "有 **{count:,}** 个成交客户，近 12 个月采购 **{amount}**。",
        "**{count:,}** customer has bought, for **{amount}** in the last 12 months.",
    ),
    "segments_bought_other": (
        "有 **{count:,}** 个成交客户，近 12 个月采购 **{amount}**。",
        "**{count:,}** customers have bought, for **{amount}** in the last 12 months.",
    ),
    "segments_no_sales": (
        "还没有成交记录，等级无从计算。",
        "There are no sales, so that no level can be computed.",
    ),
    "segments_at_risk_one": (
        "!!{count:,} 个有流失风险!!，其中 {silent} 个停购时间超过平时；预计风险金额 **{amount}**。",
        "!!{count:,} is at risk!!, {silent} silent for longer than usual; expected value at risk"
        " **{amount}**.",
    ),
    "segments_at_risk_other": (
        "!!{count:,} 个有流失风险!!，其中 {silent} 个停购时间超过平时；预计风险金额 **{amount}**。",
        "!!{count:,} are at risk!!, {silent} of them silent for longer than usual; expected value at"
        " risk **{amount}**.",
    ),
    "segments_none_at_risk": ("没有客户有流失风险。", "No customer is at risk."),
    "segments_changing": (
        "等级即将变化：{up} 个待升级，{down} 个待降级，{near} 个接近上一级。",
        "About to change level: {up} up, {down} down, {near} near the next one.",
    ),
    "segments_card_bought": ("成交客户", "Customers that bought"),
    "segments_card_bought_why": (
        "买过且未标记为流失的客户，截至数据日。",
        "Customers that ever bought and are not marked as lost, as of the data day.",
    ),
    "segments_card_at_risk": ("流失风险客户", "At risk"),
    "segments_card_value": ("预计风险金额", "Expected value at risk"),
    "segments_card_value_why": (
        "停购概率 × 客户留下来时一年的采购额：最后一次采购前 12 个月的采购，模型检验更准时用模型预计。",
        "The chance that a customer has stopped buying × a year's purchases if it stays: those of the 12"
        " months up to its last purchase, or what the model expects where that tested better.",
    ),
    "segments_card_changing": ("等级即将变化", "About to change level"),
    "segments_card_changing_why": (
        "按今天的规则与现等级不同，或距上一级采购额只差 {near} 以内。",
        "The rule gives another level today, or no more than {near} of the next level's purchases is"
        " missing.",
    ),
    "segments_card_prospects": ("高价值潜客", "High-value prospects"),
    "segments_card_prospects_why": (
        "没有买过，但在谈商机和预算合计 {amount} 以上，或标记为有战略价值。",
        "Never bought, but open deals and budgets come to {amount} or more, or marked as strategic.",
    ),
    "segments_share_of_buyers": ("占成交客户 {share}", "{share} of buyers"),
    "segments_up_down": ("升 {up} · 降 {down}", "{up} up · {down} down"),
    "segments_more_flags_one": (
        "另有 {count:,} 个流失风险客户，见挽回计划。",
        "{count:,} more is at risk: see the win-back plan.",
    ),
    "segments_more_flags_other": (
        "另有 {count:,} 个流失风险客户，见挽回计划。",
        "{count:,} more are at risk: see the win-back plan.",
    ),
    "segments_flag_value": ("风险 {amount}", "{amount} at risk"),
    # columns that several tables have
    "segments_customers": ("客户数", "Customers"),
    "segments_purchases": ("近 12 个月采购", "Purchases, 12 months"),
    "segments_purchases_why": (
        "截至数据日的 12 个月内采购额，已减退货，不论由谁成交。",
        "What was bought in the 12 months up to the data day less returns, whoever sold it.",
    ),
    "segments_share_money": ("金额占比", "Share of purchases"),
    "segments_at_risk_money": ("预计风险金额", "Value at risk"),
    "segments_approach": ("建议做法", "Recommended"),
    "segments_reason": ("原因", "Why"),
    "segments_last_order": ("距上次下单", "Since last order"),
    "segments_last_contact": ("距上次联系", "Since last contact"),
    "segments_usual_gap": ("平时间隔", "Usual gap"),
    "segments_usual_gap_why": (
        "两次下单之间通常的天数：客户自己的记录，记录少时参考同类客户。",
        "The usual days between two orders: the customer's own, and the fewer it has, the nearer to"
        " those of comparable customers.",
    ),
    # tiers
    "tiers_short": ("客户分层", "Tiers"),
    "tiers_title": (
        "流失风险客户带来了近 12 个月采购的 {share}",
        "Customers at risk made {share} of the purchases of the last 12 months",
    ),
    "tiers_title_plain": ("客户分层", "Customers by tier"),
    "tiers_subtitle": (
        "流失风险：超过 {idle} 天且超过等级频次未联系，或停购时间超过平时 · {day}",
        "At risk: not contacted for longer than {idle} days and the level's cadence, or silent for"
        " longer than usual · {day}",
    ),
    "tiers_reasons": ("为什么有风险", "What makes them at risk"),
    "tiers_reason_contact": ("未按频次联系", "Not contacted within the cadence"),
    "tiers_reason_contact_rhythm": ("联系少于平时", "Contacted less often than usual"),
    "tiers_reason_order_rhythm": ("停购时间超过平时", "Silent for longer than usual"),
    "tiers_prospects": ("高价值潜客，金额大的在前", "High-value prospects, the largest first"),
    "tiers_open_amount": ("在谈金额", "Open deals and budgets"),
    # win-back
    "winback_short": ("挽回计划", "Win-back plan"),
    "winback_title_one": (
        "{count:,} 个客户待挽回，预计风险金额 {amount}",
        "{count:,} customer to win back, {amount} at risk",
    ),
    "winback_title_other": (
        "{count:,} 个客户待挽回，预计风险金额 {amount}",
        "{count:,} customers to win back, {amount} at risk",
    ),
    "winback_subtitle": (
        "每个客户一项任务，由负责人执行、主管带队；预计风险金额大的在前",
        "A task per customer, for its owner, led by the manager; the most value at risk first",
    ),
    "winback_none": ("没有需要挽回的客户。", "There is no customer to win back."),
    "winback_by": ("按{dimension}", "By {dimension}"),
    "winback_lead": ("主管", "Led by"),
    "winback_risk": ("停购概率", "Chance lost"),
    "winback_risk_why": (
        "按客户平时的下单间隔和已停购的天数，今后 12 个月不再下单的可能性；用一年前同样情况的客户校准。",
        "How likely it will not buy within 12 months, by its usual gap and how long it has been silent;"
        " calibrated by what became of customers a year ago.",
    ),
    "winback_due": ("期限", "Due"),
    # levels
    "levels_short": ("客户等级", "Levels"),
    "levels_title": (
        "{level}客户占客户数的 {customers}，占采购额的 {money}",
        "{level} customers: {customers} of the customers, {money} of the purchases",
    ),
    "levels_title_plain": ("客户等级", "Customers by level"),
    "levels_subtitle_four": (
        "按近 12 个月采购和合作年限；已成交且未流失的客户 · {day}",
        "By purchases of the last 12 months and length of cooperation; customers that bought and are"
        " not lost · {day}",
    ),
    "levels_subtitle_simple": (
        "重点：价值高且有意向；潜力：价值低但增长快；已成交且未流失的客户 · {day}",
        "Key: high value and intent; potential: low value and growing; customers that bought and are"
        " not lost · {day}",
    ),
    "levels_rule": ("条件", "Rule"),
    "levels_rule_purchases": ("年采购 ≥ {amount}", "≥ {amount} a year"),
    "levels_rule_years_one": ("合作 ≥ {count} 年", "cooperation ≥ {count} year"),
    "levels_rule_years_other": ("合作 ≥ {count} 年", "cooperation ≥ {count} years"),
    "levels_rule_need": ("有明确需求", "need known"),
    "levels_rule_open": ("其余", "the rest"),
    "levels_computed": ("按规则计算", "Computed"),
    "levels_typed_note": (
        "等级以填写的为准，没有填写的按规则计算；“按规则计算”一列不看填写。",
        "A typed level counts, others are computed; the column 'Computed' leaves typed ones aside.",
    ),
    "levels_computed_note": (
        "等级按规则计算，填写的只作核对。",
        "Levels are computed, typed ones are only compared.",
    ),
    # about to change
    "changing_short": ("即将变化", "About to change"),
    "changing_title": (
        "{up} 个客户待升级，{down} 个待降级",
        "{up} customers on their way up, {down} on their way down",
    ),
    "changing_subtitle": (
        "连续 {after} 个季度达到更高等级才升级；差额为距上一级的采购额",
        "Promoted after {after} quarters in a row at the higher level; missing: purchases to the next"
        " level",
    ),
    "changing_none": ("没有客户的等级即将变化。", "No customer is about to change its level."),
    "changing_simple": (
        "简化方案的等级按当天情况计算，没有升级和降级。",
        "In the simple scheme levels follow the day: there are no promotions.",
    ),
    "changing_caption_up": ("待升级", "On their way up"),
    "changing_caption_near": ("接近上一级", "Near the next level"),
    "changing_caption_down": ("待降级", "On their way down"),
    "changing_from": ("现等级", "Now"),
    "changing_to": ("变为", "Then"),
    "changing_on": ("最早生效", "Earliest"),
    "changing_held": ("已满足季度", "Quarters held"),
    "changing_missing": ("采购还差", "Purchases missing"),
    "changing_missing_days": ("合作还差", "Cooperation missing"),
    # history and typed
    "history_short": ("等级变化", "Levels over time"),
    "history_title": (
        "{quarter}：{up} 个客户升级，{down} 个降级",
        "{quarter}: {up} customers promoted, {down} demoted",
    ),
    "history_subtitle": (
        "每季度末按规则评定的客户数",
        "Customers by computed level at the end of each quarter",
    ),
    "history_none": ("还没有一个完整的季度。", "There is no whole quarter yet."),
    "history_up": ("升级", "Promoted"),
    "history_down": ("降级", "Demoted"),
    "history_first": ("首次评定", "First judged"),
    "history_quarter": ("季度", "Quarter"),
    "typed_short": ("填写与计算", "Typed and computed"),
    "typed_title_one": (
        "{count:,} 个客户填写的等级与规则不符",
        "The typed level of {count:,} customer differs from the computed one",
    ),
    "typed_title_other": (
        "{count:,} 个客户填写的等级与规则不符",
        "The typed levels of {count:,} customers differ from the computed ones",
    ),
    "typed_subtitle": (
        "共 {of} 个客户填写了等级；采购额大的在前",
        "Levels typed in: {of}; those with the most purchases first",
    ),
    "typed_none": ("没有客户填写等级。", "No level is typed in."),
    "typed_same": ("填写的等级都与规则一致。", "Every typed level is as computed."),
    "typed_level": ("填写", "Typed"),
    "typed_years": ("合作年限", "Years"),
    # service and cadence
    "service_short": ("服务与频次", "Service and cadence"),
    "service_title": (
        "{level}客户只有 {rate} 在频次内联系过",
        "Only {rate} of the {level} customers were contacted within the cadence",
    ),
    "service_title_plain": (
        "各等级的服务和跟进频次",
        "What each level is owed, and how far it was kept",
    ),
    "service_subtitle": (
        "频次达成：期间内至少 {share} 的日子没有超过频次 · {period}",
        "Cadence kept: within it on {share} of the period's days or more · {period}",
    ),
    "service_none": (
        "没有客户有等级，因此没有服务标准可查。",
        "No customer has a level, so that there is no service to check.",
    ),
    "service_words": ("服务标准", "Service"),
    "service_due": ("待办任务", "Tasks due"),
    "service_overdue": ("逾期任务", "Overdue"),
    "service_done": ("已完成", "Done"),
    # heat map
    "level_heat_short": ("客户分布", "Where customers concentrate"),
    "level_heat_title_one": (
        "{count} 处集中：{row} × {column} 的{level}客户是预期的 {ratio} 倍",
        "{count} concentration: {row}, {column} has {ratio} times the expected {level} customers",
    ),
    "level_heat_title_other": (
        "{count} 处集中：{row} × {column} 的{level}客户是预期的 {ratio} 倍",
        "{count} concentrations: {row}, {column} has {ratio} times the expected {level} customers",
    ),
    "level_heat_none": (
        "没有哪个行业 × 区域的客户等级明显偏高",
        "No industry and region has more customers of a level than chance allows",
    ),
    "level_heat_subtitle": (
        "成交客户数，按等级分栏；框出明显多于预期的组合（不看格子大小）",
        "Customers that bought, by level; framed: more than expected beyond chance, whatever the size",
    ),
    "level_heat_marked": ("明显多于预期", "more than expected beyond chance"),
    "level_heat_expected": ("预期", "Expected"),
    "level_heat_ratio": ("倍数", "Ratio"),
    "level_heat_of": ("格内客户", "Customers in the cell"),
    "level_heat_cell": ("行业 × 区域", "Industry, region"),
    # profile
    "profile_short": ("成交客户画像", "Who buys"),
    "profile_title": (
        "{dimension}为{name}的客户更容易成交：{rate}，其他 {others}",
        "Customers of {dimension} {name} buy more often: {rate}, the others {others}",
    ),
    "profile_title_none": (
        "成交客户与其他客户没有明显差别",
        "Customers that bought differ from the others no more than chance allows",
    ),
    "profile_subtitle": (
        "成交客户占比；区间已考虑同时比较的组数；截至 {day}",
        "Share of customers that bought; intervals allow for the number of groups compared; as of"
        " {day}",
    ),
    "profile_none": ("客户太少，还看不出画像。", "There are too few customers for a profile."),
    "profile_group": ("特征", "Group"),
    "profile_dimension": ("维度", "Dimension"),
    "profile_share": ("成交占比", "Bought"),
    "profile_others": ("其他客户", "Others"),
    "profile_ratio": ("倍数", "Ratio"),
    "profile_of_won": ("占成交客户", "Of all that bought"),
    "profile_verdict": ("判断", "Verdict"),
    "profile_over": ("偏多", "more often"),
    "profile_under": ("偏少", "less often"),
    "profile_even": ("无明显差别", "no difference"),
    "dimension_demand_type": ("需求类型", "kind of need"),
    # movements
    "movements_short": ("客户变动", "Movements"),
    "movements_title": (
        "{count} 个客户由稳定转为有流失风险，近 12 个月采购 {amount}；{back} 个已回稳",
        "{count} customers went from stable to at risk, with {amount} in 12 months; {back} came back",
    ),
    "movements_title_back_one": (
        "{count:,} 个客户由有流失风险回到稳定",
        "{count:,} customer came back from at risk to stable",
    ),
    "movements_title_back_other": (
        "{count:,} 个客户由有流失风险回到稳定",
        "{count:,} customers came back from at risk to stable",
    ),
    "movements_title_none": (
        "没有客户在稳定与有流失风险之间变动",
        "No customer moved between stable and at risk",
    ),
    "movements_subtitle": ("{since} 至 {day}", "{since} to {day}"),
    "movements_tiers": ("分层变动（客户数）", "Tiers, customers"),
    "movements_levels": (
        "等级变动（客户数，{quarter} 末与上季度末相比）",
        "Computed levels, customers: end of {quarter} against the quarter before",
    ),
    "movements_before": ("原来", "Before"),
    "movements_after": ("现在", "Now"),
    "movements_none": ("没有客户变动。", "No customer moved."),
    "movements_from_to": ("{before} → {after}", "{before} → {after}"),
}
