"""What is said of the pipeline's movement, of deals that do not move, and of gaps in the data."""

from salesnb.labels.entries import Entries

MOVEMENT: Entries = {
    "movement_short": ("管道变动", "Pipeline movement"),
    "movement_step_start": ("期初", "Start"),
    "movement_step_new": ("新增", "New"),
    "movement_step_pulled_in": ("提前", "Pulled in"),
    "movement_step_grown": ("调增", "Grown"),
    "movement_step_shrunk": ("调减", "Shrunk"),
    "movement_step_pushed_out": ("延期", "Pushed out"),
    "movement_step_lost": ("流失", "Lost"),
    "movement_step_won": ("成交", "Won"),
    "movement_step_end": ("期末", "End"),
    "movement_short_due": ("本期应成交", "Due in the period"),
    "movement_what": ("在途商机", "The pipeline"),
    "movement_what_due": ("预计{due}底前成交的商机", "The pipeline due by the end of {due}"),
    "movement_up": ("{what}由 {start} 增至 {end}", "{what} grew from {start} to {end}"),
    "movement_down": ("{what}由 {start} 降至 {end}", "{what} fell from {start} to {end}"),
    "movement_same": ("{what}前后都是 {end}", "{what} stands at {end} as before"),
    "movement_largest": ("{said}：{steps}", "{said}: {steps}"),
    "movement_none_due": (
        "没有商机预计在这之前成交。",
        "No deal was expected to close by then.",
    ),
    "movement_none": ("这段时间没有在途商机。", "No deal was open in this time."),
    "movement_subtitle": (
        "{period} · 商机预估金额；成交按实际成交金额，差额计入调增或调减",
        "{period} · expected amounts of deals; won at what was signed, the difference counts as grown"
        " or shrunk",
    ),
    "movement_subtitle_due": (
        "{period} · 含已过预计日的；提前、延期指预计成交日改到期内或期后",
        "{period} · those past their date included; pulled in and pushed out: the expected date was"
        " moved across the period's end",
    ),
    "movement_deals_are": ("商机数：{steps}。", "Deals: {steps}."),
    "movement_no_amount_one": (
        "其中期末有 {count:,} 个商机没有金额，按 0 计。",
        "{count:,} deal at the end has no amount and counts 0.",
    ),
    "movement_no_amount_other": (
        "其中期末有 {count:,} 个商机没有金额，按 0 计。",
        "{count:,} deals at the end have no amount and count 0.",
    ),
    "movement_one_import": (
        "商机只导入过一次，金额和预计日期的改动要从第二次导入起才能看到。",
        "The deals came with one import: changes of amount and expected date show from the second one"
        " on.",
    ),
    # deals that do not move
    "stalled_title": ("不动的商机", "Deals that do not move"),
    "stalled_finding_one": (
        "{count:,} 个在途商机停滞或已延期，共 {amount}",
        "{count:,} open deal is stuck or was pushed, {amount} in all",
    ),
    "stalled_finding_other": (
        "{count:,} 个在途商机停滞或已延期，共 {amount}",
        "{count:,} open deals are stuck or were pushed, {amount} in all",
    ),
    "stalled_none": (
        "没有在途商机停滞或延期。",
        "No open deal is stuck or was pushed.",
    ),
    "stalled_subtitle": (
        "截至 {day} · 与全公司商机在该阶段的停留天数相比；金额大的在前",
        "As of {day} · beside the days that deals of the whole company stay in the stage; most money"
        " first",
    ),
    "stalled_ageing_one": (
        "另有 {count:,} 个商机停留偏久（超过四分之三的停留）。",
        "{count:,} more is ageing: longer in its stage than three of four stays.",
    ),
    "stalled_ageing_other": (
        "另有 {count:,} 个商机停留偏久（超过四分之三的停留）。",
        "{count:,} more are ageing: longer in their stage than three of four stays.",
    ),
    "stalled_small": (
        "阶段{stages}的历史停留样本不足，不判断是否停滞。",
        "Too few past stays in {stages} to say who is stuck there.",
    ),
    "stalled_usual": ("一般停留", "Usual stay"),
    "stalled_usual_why": (
        "该阶段一半的商机在这个天数之内离开（推进或结束）；仍停留的按已停留天数计入。",
        "Half of the deals leave the stage within it, onwards or lost; those still there count for as"
        " long as they have stayed.",
    ),
    "stalled_days_why": (
        "在当前阶段的天数；超过九成的停留为停滞（红色），超过四分之三的为偏久。",
        "Days in the present stage; longer than nine of ten stays there is stuck (red), longer than"
        " three of four ageing.",
    ),
    "stalled_pushes": ("延期次数", "Pushed"),
    "stalled_pushed_days": ("延期天数", "Pushed by"),
    "stalled_pushes_why": (
        "预计成交日被改晚的次数，按历次导入比较。",
        "How often the expected date was moved to later, from import to import.",
    ),
    # gaps in the data
    "trust_short": ("数据可信度", "Data trust"),
    "trust_finding": (
        "{count}/{of} 个在途商机（{share}）的数据有缺口，涉及 {amount}",
        "{count} of {of} open deals ({share}) have gaps in their data, {amount} in all",
    ),
    "trust_clean": (
        "在途商机和近一年结束的商机数据齐全",
        "The data of open deals and of those ended within a year are complete",
    ),
    "trust_open_clean": (
        "在途商机数据齐全，已结束的有缺口",
        "The data of open deals are complete, those of ended ones are not",
    ),
    "trust_subtitle": (
        "在途商机，以及近一年结束的商机；按缺口对数字的影响说明",
        "Open deals, and those ended within a year; with what each gap does to the figures",
    ),
    "trust_none": ("没有商机。", "There are no deals."),
    "trust_cases": ("{count}/{of}（{share}）", "{count} of {of} ({share})"),
    "trust_check_past_date": ("预计成交日已过", "Expected date is past"),
    "trust_check_no_date": ("没有预计成交日", "No expected date"),
    "trust_check_no_amount": ("没有金额", "No amount"),
    "trust_check_no_next_step": ("没有下一步", "No next step"),
    "trust_check_no_contact": ("很久没有跟进", "No contact for long"),
    "trust_check_lost_no_reason": ("流失没有原因", "Lost without a reason"),
    "trust_check_won_no_amount": ("成交没有金额", "Won without an amount"),
    "trust_check_won_no_date": ("成交没有日期", "Won without a date"),
    "trust_effect_open": (
        "在途商机的总额和预测要打折扣看。",
        "The pipeline and forecasts from it are to be read with caution.",
    ),
    "trust_effect_past_date": (
        "仍计入在途总额，却不属于任何未来月份，按日期的预测漏掉它们。",
        "They are in the pipeline but in no month to come: a forecast by date leaves them out.",
    ),
    "trust_effect_no_date": (
        "计入在途总额，但哪个月的预测都看不到。",
        "They are in the pipeline, but in the forecast of no month.",
    ),
    "trust_effect_no_amount": (
        "按 0 计，在途总额和预测因此偏低。",
        "They count 0: pipeline and forecast are too low.",
    ),
    "trust_effect_no_next_step": (
        "没有未完成的计划，也没有约定下次跟进：容易停滞，赢率可能高估。",
        "Neither an open plan nor a next date: they tend to stand still, and their chance may be"
        " overstated.",
    ),
    "trust_effect_no_contact": (
        "超过 {days} 天没有跟进记录：可能已经流失，在途总额偏高。",
        "No follow-up for more than {days} days: they may be lost already, and the pipeline too high.",
    ),
    "trust_effect_lost_no_reason": (
        "流失原因的占比只看填写了的，可能有偏。",
        "Shares of reasons rest on those that were given, and may be biased.",
    ),
    "trust_effect_won_no_amount": (
        "计入赢单数，不计入成交金额：成交额和平均单笔偏低。",
        "They count as won and are left out of sums: the value won is too low.",
    ),
    "trust_effect_won_no_date": (
        "不属于任何期间：各期的成交数和成交额都漏掉它们。",
        "They belong to no period: deals and value won of every period leave them out.",
    ),
}
