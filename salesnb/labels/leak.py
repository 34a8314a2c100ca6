"""What is said of leaks, channels, causes of losses and the stage tables."""

from salesnb.labels.entries import Entries

LEAK: Entries = {
    # the biggest leak
    "leak_short": ("最大漏点", "Biggest leak"),
    "leak_found": (
        "漏得最多：{name}（{dimension}），{before}到{after}，约 {money}",
        "Biggest leak: {name} ({dimension}), {before} to {after}, about {money}",
    ),
    "leak_found_cases": (
        "漏得最多：{name}（{dimension}），{before}到{after}，少转化约 {missing} 条",
        "Biggest leak: {name} ({dimension}), {before} to {after}, about {missing} too few",
    ),
    "leak_none": (
        "没有数据能证实的漏点：各渠道、行业、产品线、销售、区域和竞品在各阶段的差异都在偶然范围内。",
        "No leak that the data can show: between channels, industries, product lines, reps, regions "
        "and competitors the differences at every stage are within chance.",
    ),
    "leak_none_title": (
        "最大漏点：数据看不出漏点",
        "Biggest leak: none that the data can show",
    ),
    "leak_subtitle": (
        "{period} 新增的{things}，只计已有足够时间走到下一阶段的；点击分组查看背后的{things}",
        "{things} created {period} that have had their time to move on; click a segment to see which",
    ),
    "leak_note": (
        "只列出超出偶然范围的差异（同月新增的相互比较，销售之间还限同渠道、同等级；"
        "按全部阶段和分组校正多重比较）。"
        "同一条{things}会出现在多个维度中，各行金额不可相加。",
        "Only differences beyond chance are listed: {things} of the same month beside each other, of "
        "reps also of the same channel and grade, corrected for all stages and segments looked at. The same {things} stand in several "
        "dimensions, so the amounts must not be added.",
    ),
    "leak_segment": ("分组", "Segment"),
    "leak_segment_name": ("{name}（{dimension}）", "{name} ({dimension})"),
    "leak_step": ("环节", "Step"),
    "leak_step_name": ("{before}→{after}", "{before} → {after}"),
    "leak_comparable": ("对照", "Beside"),
    "leak_comparable_definition": (
        "同一维度中明显好于其余的最好一组；没有这样的组时为其余各组合计。"
        "销售则为其余同事在同月、同渠道、同等级线索上的转化率。",
        "The best group of the dimension, if it is beyond chance better than the others; else all "
        "others together. Of a rep: what the colleagues reach with the same mix of months, channels "
        "and grades.",
    ),
    "leak_comparable_name": ("{name} {rate}", "{name} {rate}"),
    "leak_rest": ("其余合计", "all others"),
    "leak_rest_alike": ("其余同事的同类线索", "the others with the same mix"),
    "leak_missing": ("少转化", "Missing"),
    "leak_missing_definition": (
        "进入数 ×（对照转化率 − 本组转化率）。",
        "Entered x (rate beside - own rate).",
    ),
    "leak_win_chance": ("后续成交", "Won later"),
    "leak_win_chance_definition": (
        "到达下一阶段的{things}中最终成交的占比（全范围）。",
        "Of the {things} that reach the next stage, the share that is won (whole scope).",
    ),
    "leak_money": ("漏失金额", "Lost money"),
    "leak_money_definition": (
        "少转化 × 后续成交 × 平均成交金额 {mean}（{deals} 笔）。",
        "Missing x won later x mean won amount of {mean} ({deals} deals).",
    ),
    "leak_bar": ("相对最大漏点", "Of the biggest"),
    # the cases behind a leak
    "leak_rows_short": ("漏点 {number} 明细", "Leak {number}: who"),
    "leak_rows_title": (
        "漏点 {number}：{name}，{before}后没有到{after}的 {count} 条",
        "Leak {number}: {name}, {count} that stopped between {before} and {after}",
    ),
    "leak_rows_subtitle": (
        "流失 {lost} 条，在跟进 {open} 条。流失原因：{reasons}。",
        "Lost: {lost}, still open: {open}. Reasons for loss: {reasons}.",
    ),
    "leak_rows_gain": (
        "若达到其余各组合计的 {rate}，约可多得 {money}。",
        "At the {rate} of all others together about {money} more.",
    ),
    "leak_reason_share": ("{reason} {share}", "{reason} {share}"),
    "leak_customer": ("客户", "Customer"),
    "leak_owner": ("销售", "Rep"),
    "leak_created": ("新增日期", "Created"),
    "leak_closed": ("结束日期", "Closed"),
    "leak_lost_caption": ("已流失，最近的在前。", "Lost ones, the latest first."),
    "leak_open_caption": (
        "仍在跟进，还来得及挽回；最新的在前。",
        "Still open, so that there is something to save; the newest first.",
    ),
    "leak_fed_back_on": ("反馈日期", "Feedback of"),
    "leak_feedback": ("最近反馈", "Last feedback"),
    "leak_reason": ("原因（原文）", "Reason as typed"),
    "leak_cause": ("归类", "Cause"),
    # causes
    "reasons_typed": ("包含的原文", "As typed"),
    "reasons_how": (
        "按参数归为一类的原文；不属于任何类的按原文显示。",
        "What was typed and is counted under the cause by params/causes.yml; what fits none is shown "
        "as typed.",
    ),
    "reasons_more": ("等", " …"),
    # rates side by side
    "finding_header": ("结论", "Beyond chance"),
    "finding_lower": ("{metric}偏低", "{metric} lower"),
    "finding_higher": ("{metric}偏高", "{metric} higher"),
    "finding_definition": (
        "与同月新增的其余各组相比，差异超出偶然范围（按本报告的全部分组校正多重比较）。空白不等于没有差异，"
        "只是数据看不出来。",
        "Different from the other groups' of the same months by more than chance, corrected for all "
        "groups of this report. Blank does not mean equal, only that the data cannot tell.",
    ),
    "finding_definition_alike": (
        "与其余各人在同月、同渠道、同等级的线索上相比，差异超出偶然范围（按本报告的全部分组校正多重比较）。"
        "空白不等于没有差异，只是数据看不出来。",
        "Different from the others' by more than chance, among cases of the same month, channel and "
        "grade, corrected for all groups of this report. Blank does not mean equal, only that the "
        "data cannot tell.",
    ),
    "difference_header": ("{metric}：同类相差", "{metric}, like leads: apart"),
    "difference_definition": (
        "本组减其余各组，只在同月、同渠道、同等级的线索之间比较，再按样本量加权平均：线索好坏不同不算在个人头上。",
        "Own rate minus that of the others, among cases of the same month, channel and grade, averaged "
        "by what each can tell: better or worse leads are nobody's merit or fault.",
    ),
    "compare_alike": (
        "同月、同渠道、同等级的线索之间比较",
        "compared among cases of the same month, channel and grade",
    ),
    # channels
    "channels_short": ("渠道对比", "Channels"),
    "channels_cost": ("投入", "Cost"),
    "channels_cost_definition": (
        "params/costs.yml 中的费用，按天折算到本期间，截至数据日。",
        "By params/costs.yml, prorated by days, up to the data's day.",
    ),
    "channels_cost_per_lead": ("单条线索成本", "Cost per lead"),
    "channels_cost_per_won": ("单笔成交成本", "Cost per won deal"),
    "channels_cost_per_won_definition": (
        "投入 ÷ 期间内新增且至今已成交的线索数；较新的线索还会成交，此值会下降。",
        "Cost divided by the leads of the period won so far; it falls as newer leads are won.",
    ),
    "channels_unknown": (
        "线索没有填写来源。",
        "No lead names its channel.",
    ),
    "channels_no_leads": (
        "没有线索，无法按渠道比较。",
        "There are no leads to compare by channel.",
    ),
    # the stage tables
    "stage_table_short": ("阶段明细表", "Stage tables"),
    "stage_table_title": (
        "各阶段的数量、转化、停留与流失原因",
        "The stages: counts, conversion, stay, reasons",
    ),
    "stage_table_behind": (
        "{stage}的目标完成率最低：{completion}",
        "{stage} is furthest behind its target: {completion}",
    ),
    "stage_table_subtitle": ("{period} · 口径：{reading}", "{period} · reading: {reading}"),
    "read_as": ("口径：{reading}", "Reading: {reading}"),
    "reading_imputed": (
        "本期新增{things}，跳过的阶段视为经过",
        "{things} of the period, skipped stages count as passed",
    ),
    "reading_reached": (
        "本期新增{things}，只计实际进入过的阶段",
        "{things} of the period, only stages really entered",
    ),
    "reading_strict": (
        "本期新增{things}，只计按顺序逐一进入的阶段",
        "{things} of the period, only stages entered in their order",
    ),
    "reading_flow": (
        "本期内进入各阶段的{things}，不论何时新增",
        "entries made in the period, by {things} of any age",
    ),
    "stage_entered": ("进入{things}数", "{things} entered"),
    "stage_converted": ("转化数", "Converted"),
    "stage_converted_definition": (
        "上一显示阶段的{things}中进入本阶段的。",
        "Of the {things} in the stage shown before, those that entered this one.",
    ),
    "stage_matured": ("成熟后转化率", "Rate when ripe"),
    "stage_matured_definition": (
        "未结束的{things}只在已观察的时间内计入（删失处理），估计全部结束后的转化率。",
        "Open {things} count for as long as they were watched and no longer (censoring): the rate "
        "when all is over, as far as the data can show.",
    ),
    "stage_maturity": ("成熟度", "Maturity"),
    "stage_maturing": ("未成熟", "maturing"),
    "stage_mature": ("已成熟", "mature"),
    "stage_maturity_definition": (
        "已成熟：最新的一条也已达到历史上 95% 进入该阶段所需的天数；未成熟的转化率还会上升。",
        "Mature: even the newest is as old as 95 % of those that came to the stage were when they "
        "came; the rate of a maturing one will rise.",
    ),
    "stage_stay": ("平均停留", "Mean stay"),
    "stage_stay_definition": (
        "在上一显示阶段停留的天数（已进入本阶段的{things}）。",
        "Days in the stage shown before, of the {things} that moved on.",
    ),
    "stage_reason": ("主要流失原因", "Main reason for loss"),
    "stage_count": ("数量", "Count"),
    "stage_change": ("环比", "vs previous"),
    "stage_completion": ("完成率", "Completion"),
    "stage_loss_rate": ("流失率", "Not converted"),
    "stage_loss_rate_definition": (
        "1 − 转化率，包含还在跟进的。",
        "1 - conversion; those still open are in it.",
    ),
    "stage_top_reason": ("TOP3 原因 {place}", "Top reason {place}"),
    # cohorts
    "cohort_short": ("按新增月份", "Cohorts"),
    "cohort_title": ("各月新增的{things}后来如何", "What became of the {things} of each month"),
    "cohort_title_maturing": (
        "各月新增的{things}后来如何：最近 {count} 个月尚未成熟",
        "What became of the {things} of each month: {count} still maturing",
    ),
    "cohort_subtitle": (
        "占当月新增的比例，截至数据日 · 口径：{reading}",
        "Share of the month's, as of the data's day · reading: {reading}",
    ),
    "cohort_month": ("新增月份", "Month"),
    "cohort_new": ("新增", "New"),
    "cohort_to": ("到{stage}", "To {stage}"),
    "cohort_matured": ("成熟后成交率", "Won when ripe"),
    "cohort_matured_definition": (
        "各阶段成熟后转化率之积（未结束的按删失处理）。",
        "The product of the stages' rates when ripe (open ones are censored).",
    ),
    "cohort_flow": (
        "口径 flow 计的是期间内的进入次数，与新增月份无关，不能按新增月份看。",
        "The reading flow counts the entries of a period, whenever the cases came, so that it has no "
        "cohorts.",
    ),
}
