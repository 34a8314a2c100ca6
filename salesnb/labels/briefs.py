"""Sentences of the daily and weekly report, of what changed, and of advice."""

from salesnb.labels.entries import Entries

BRIEFS: Entries = {
    # What changed since the last report.
    "changes_title": (
        "与上次报告相比（{period}，数据截至 {as_of}）",
        "Since the last report ({period}, data as of {as_of})",
    ),
    "changes_none": ("没有变化。", "Nothing has changed."),
    "change_figure": ("{metric} {before} → {now}", "{metric} {before} → {now}"),
    "change_restated": (
        "{period}的{metric}从 {before} 改为 {now}：上次报告之后有补录或更正",
        "{metric} of {period} is now {now}, no longer {before}: rows were added or corrected since",
    ),
    "change_flags_new_one": ("新增 {count} 项红灯", "{count} new red flag"),
    "change_flags_new_other": ("新增 {count} 项红灯", "{count} new red flags"),
    "change_flags_gone_one": ("解除 {count} 项红灯：{names}", "{count} red flag resolved: {names}"),
    "change_flags_gone_other": (
        "解除 {count} 项红灯：{names}",
        "{count} red flags resolved: {names}",
    ),
    "change_rank": (
        "{name}在排名中从第 {before} 位到第 {now} 位",
        "{name} went from place {before} to {now} in the ranking",
    ),
    "names_more": ("{names} 等", "{names} and others"),
    "names_comma": ("、", ", "),
    "flag_new": ("新", "new"),
    # Advice.
    "advice_short": ("建议", "Advice"),
    "advice_title_one": ("数据支持的 {count} 条建议", "{count} piece of advice from the data"),
    "advice_title_other": ("数据支持的 {count} 条建议", "{count} pieces of advice from the data"),
    "advice_none": (
        "按现有规则，数据没有给出建议。",
        "By the rules in place the data give no advice.",
    ),
    "advice_subtitle": (
        "只列出差异超出偶然波动、或越过阈值的情况；规则见 params/advice.yml",
        "Only what exceeds chance or a threshold is listed; the rules are in params/advice.yml",
    ),
    "advice_over_year": ("近 12 个月", "last twelve months"),
    "advice_over_period": ("本期", "this period"),
    "advice_cases": ("{metric} {numerator}/{denominator}", "{metric} {numerator}/{denominator}"),
    "advice_based": ("依据：{figures}（{over}）", "Based on: {figures} ({over})"),
    # Progress towards the target of the month (or longer).
    "progress_no_target": (
        "{period}累计 **{sales}**，没有设定目标。",
        "**{sales}** in {period}; no target is set.",
    ),
    "progress_reached": (
        "{period}累计 **{sales}**，已完成目标的 **{completion}**。",
        "**{sales}** in {period}: the target is met (**{completion}**).",
    ),
    "progress_over": (
        "{period}累计 **{sales}**，完成目标的 **{completion}**，!!还差 {missing}!!，期间已结束。",
        "**{sales}** in {period}, **{completion}** of target, !!{missing} short!! at its end.",
    ),
    "progress_behind": (
        "{period}累计 **{sales}**，完成目标的 **{completion}**，!!落后进度 {points}!!；{need}。",
        "**{sales}** in {period}, **{completion}** of target, !!{points} behind the elapsed "
        "time!!; {need}.",
    ),
    "progress_ahead": (
        "{period}累计 **{sales}**，完成目标的 **{completion}**，++领先进度 {points}++；{need}。",
        "**{sales}** in {period}, **{completion}** of target, ++{points} ahead of the elapsed "
        "time++; {need}.",
    ),
    "progress_even": (
        "{period}累计 **{sales}**，完成目标的 **{completion}**，与进度持平；{need}。",
        "**{sales}** in {period}, **{completion}** of target, in step with the elapsed time; {need}.",
    ),
    "progress_need_one": (
        "剩余 {count} 个工作日需要 **{per_day}**",
        "the {count} working day left needs **{per_day}**",
    ),
    "progress_need_other": (
        "剩余 {count} 个工作日每天需要 **{per_day}**",
        "the {count} working days left need **{per_day}** each",
    ),
    "progress_until": ("{period}（截至{day}）", "{period} (up to {day})"),
    "progress_card": ("本月目标完成率", "Month's target completion"),
    "not_imported": (
        "!!数据只导入到 {day}，之后的记录还不在其中!!。",
        "!!The data were last imported on {day}; what came later is not in them yet!!.",
    ),
    # The daily report.
    "subtitle_workday": ("{day} · 数据截至 {as_of}", "{day} · data as of {as_of}"),
    "subtitle_holiday": (
        "{day}，非工作日 · 数据截至 {as_of}",
        "{day}, no working day · data as of {as_of}",
    ),
    "daily_sales_one": (
        "当天成交 **{count} 单**、**{sales}**",
        "**{count} order** of **{sales}** was closed on the day",
    ),
    "daily_sales_other": (
        "当天成交 **{count} 单**、**{sales}**",
        "**{count} orders** worth **{sales}** were closed on the day",
    ),
    "daily_no_sales": ("当天没有成交。", "Nothing was sold on the day."),
    "daily_refunds": (
        "当天没有成交，退款 **{sales}**。",
        "Nothing was sold; refunds of **{sales}**.",
    ),
    "daily_above": (
        "{said}，++高于++此前 {count} 个工作日的日均 {usual}。",
        "{said}, ++above++ the {usual} a day of the {count} working days before.",
    ),
    "daily_below": (
        "{said}，!!低于!!此前 {count} 个工作日的日均 {usual}。",
        "{said}, !!below!! the {usual} a day of the {count} working days before.",
    ),
    "daily_as_usual": (
        "{said}，与此前 {count} 个工作日的日均 {usual} 相当。",
        "{said}, much like the {usual} a day of the {count} working days before.",
    ),
    "daily_alone": ("{said}。", "{said}."),
    "daily_input": ("{new}，{follow_ups}。", "{new}, {follow_ups}."),
    "daily_new_leads_one": ("新增线索 **{count}** 条", "**{count}** new lead"),
    "daily_new_leads_other": ("新增线索 **{shown}** 条", "**{shown}** new leads"),
    "daily_new_opportunities_one": ("新增商机 **{count}** 个", "**{count}** new opportunity"),
    "daily_new_opportunities_other": ("新增商机 **{shown}** 个", "**{shown}** new opportunities"),
    "daily_follow_ups_one": ("跟进 **{count}** 次", "**{count}** follow-up"),
    "daily_follow_ups_other": ("跟进 **{shown}** 次", "**{shown}** follow-ups"),
    "daily_silent_one": (
        "!!{count} 位销售当天没有录入任何跟进!!：{names}。",
        "!!{count} rep typed in no follow-up!!: {names}.",
    ),
    "daily_silent_other": (
        "!!{count} 位销售当天没有录入任何跟进!!：{names}。",
        "!!{count} reps typed in no follow-up!!: {names}.",
    ),
    "usual_day": ("日均 {usual}", "usual {usual}"),
    "usual_week": ("周均 {usual}", "usual {usual}"),
    "month_days_title": ("{period}每天的销售额", "Sales per day, {period}"),
    "month_days_finding": (
        "{period}的 {total} 个工作日中有 {reached} 天达到日均目标",
        "{reached} of {total} working days in {period} reached the day's share of target",
    ),
    "month_days_subtitle": (
        "横线为月目标按工作日分摊到每天的数额",
        "The line is the month's target shared out over its working days",
    ),
    "month_days_subtitle_plain": ("每天的销售额", "Sales of each day"),
    "month_days_short": ("每日走势", "By day"),
    "activity_short": ("谁做了什么", "Who did what"),
    "activity_title": ("各{who}的录入与成交", "What each {who} typed in and sold"),
    "activity_title_days": ("最近 {count} 个工作日", "The last {count} working days"),
    "day": ("日期", "Day"),
    "activity_silent_one": (
        "{count} 位销售没有跟进记录",
        "{count} rep without a follow-up",
    ),
    "activity_silent_other": (
        "{count} 位销售没有跟进记录",
        "{count} reps without a follow-up",
    ),
    "activity_none": ("没有任何记录。", "Nothing was recorded."),
    "deals_short": ("成交明细", "Orders"),
    "deals_title": (
        "成交明细：最大一单 {amount}，{customer}",
        "Orders: the largest {amount}, {customer}",
    ),
    "deals_title_plain": ("成交明细", "Orders"),
    "deals_none": ("没有成交记录。", "No orders."),
    "order": ("单号", "Order"),
    "amount": ("金额", "Amount"),
    "leads_by_source_short": ("新线索", "New leads"),
    "leads_by_source_title": ("新线索从哪里来", "Where the new leads came from"),
    "leads_by_source_finding": (
        "{count} 条新线索，{name}最多（{most} 条）",
        "New leads: {count}, most of them from {name} ({most})",
    ),
    "leads_by_source_none": ("没有新线索。", "No new leads."),
    "usual_per_day": ("此前日均", "Usual per day"),
    # The weekly report.
    "weekly_sales_one": (
        "该周成交 **{count} 单**、**{sales}**",
        "**{count} order** of **{sales}** in the week",
    ),
    "weekly_sales_other": (
        "该周成交 **{count} 单**、**{sales}**",
        "**{count} orders** worth **{sales}** in the week",
    ),
    "weekly_no_sales": ("该周没有成交。", "Nothing was sold in the week."),
    "weekly_against": (
        "{said}，比前一周 **{change}**，前四周平均 {usual}。",
        "{said}, **{change}** on the week before; the four weeks before averaged {usual}.",
    ),
    "weekly_alone": ("{said}。", "{said}."),
    "weekly_falls": (
        "比前一周下降 {share} 以上的指标：!!{names}!!。",
        "Down by {share} or more on the week before: !!{names}!!.",
    ),
    "weekly_fall": ("{metric}（{change}）", "{metric} ({change})"),
    "weekly_no_falls": (
        "没有指标比前一周下降 {share} 以上。",
        "No figure fell by {share} or more on the week before.",
    ),
    "week_short": ("与前一周相比", "Week on week"),
    "week_title": ("该周与前一周", "The week and the week before"),
    "week_title_falls_one": ("{count} 项指标比前一周明显下降", "{count} figure fell clearly"),
    "week_title_falls_other": ("{count} 项指标比前一周明显下降", "{count} figures fell clearly"),
    "week_subtitle": (
        "红色为比前一周下降 {share} 以上；样本太少的不判断",
        "Red: down by {share} or more on the week before; too few cases are not judged",
    ),
    "metric": ("指标", "Figure"),
    "this_week": ("该周", "The week"),
    "last_week": ("前一周", "Week before"),
    "four_weeks": ("前四周平均", "Mean of four weeks"),
    "growth_wow": ("变化", "Change"),
    "hint": ("提示", "Look at"),
    "hint_new_leads": ("检查渠道投放与线索录入", "channels and lead entry"),
    "hint_follow_ups": ("检查跟进是否如实录入", "whether follow-ups are typed in"),
    "hint_sales": ("看在途商机与大单进度", "open deals and their progress"),
    "hint_orders": ("看在途商机与大单进度", "open deals and their progress"),
    "hint_collections": ("看到期未付的客户", "customers with payments due"),
    "hint_closed_win_rate": ("复盘输掉的商机", "the deals lost"),
    "hint_new_opportunities": ("看意向客户的推进", "interested customers"),
    "hint_response_in_time_rate": ("检查首次联系是否及时", "first contacts"),
    "pipeline_short": ("在途商机", "Open deals"),
    "pipeline_title": ("在途商机 {amount}，没有停滞", "{amount} of open deals, none of them stuck"),
    "pipeline_title_stuck_one": (
        "{count} 个商机超过 {days} 天没有推进，涉及 {amount}",
        "{count} deal has not moved for {days} days, worth {amount}",
    ),
    "pipeline_title_stuck_other": (
        "{count} 个商机超过 {days} 天没有推进，涉及 {amount}",
        "{count} deals have not moved for {days} days, worth {amount}",
    ),
    "pipeline_subtitle": (
        "先列停滞和预计成交日已过的，再按金额；共 {count} 个",
        "Stuck and past-due ones first, then by amount; {count} in all",
    ),
    "pipeline_none": ("没有在途商机。", "No open deals."),
    "deal_state": ("提醒", "Mark"),
    "days_in_stage": ("停留天数", "Days in stage"),
    "expected_on": ("预计成交日", "Expected"),
    "deal_stuck": ("停滞", "stuck"),
    "deal_past": ("预计日已过", "past its date"),
    "deal_no_amount": ("没有金额", "no amount"),
    # Concentrations.
    "heat_short": ("集中度", "Concentration"),
    "heat_title": ("行业 × 区域的销售额", "Sales by industry and region"),
    "heat_finding": (
        "{row} × {column}的{level}客户是预期的 {ratio} 倍，占该等级销售额的 {share}",
        "{row}, {column} has {ratio} times the expected {level} customers and {share} of their sales",
    ),
    "heat_subtitle_plain": (
        "近 12 个月销售额；框出占总额 {limit} 以上的组合",
        "Sales of the last twelve months; framed: {limit} or more of them",
    ),
    "heat_finding_plain": (
        "销售额最集中在{row} × {column}：占 {share}",
        "Sales concentrate in {row}, {column}: {share}",
    ),
    "heat_marked_plain": ("占总额 {limit} 以上", "{limit} or more of all sales"),
    "heat_subtitle": (
        "近 12 个月销售额，按客户等级分栏；框出该等级客户明显多于预期的组合",
        "Sales of the last twelve months by customer level; framed: more customers of the level than expected",
    ),
    "heat_marked": (
        "该等级客户明显多于预期",
        "more customers of the level than expected beyond chance",
    ),
    "heat_none": ("没有可比较的行业和区域。", "There are no industries and regions to compare."),
    "level_unknown": ("未定级", "no level"),
    # The ranking of people in a large scope, and the sentence about the parts.
    "reps_short": ("个人排名", "Reps"),
    "reps_title": ("完成率最高与最低的销售", "Reps with the highest and lowest completion"),
    "reps_subtitle": (
        "{total} 人中完成率最高和最低的各 {count} 人",
        "The {count} highest and the {count} lowest of {total}",
    ),
    "reps_subtitle_all": ("共 {total} 人", "All {total} of them"),
    "finding_parts": (
        "{total} 个{who}中 **{reached}** 个达标；{worst}最低，只完成 **{completion}**。",
        "**{reached}** of {total} {who} met their target; {worst} is last with **{completion}**.",
    ),
    "finding_parts_running": (
        "{total} 个{who}中 **{reached}** 个不落后于进度；{worst}最低，完成 **{completion}**。",
        "**{reached}** of {total} {who} keep up with the elapsed time; {worst} is last with "
        "**{completion}**.",
    ),
    "finding_new_leads": (
        "新增线索 **{count}** 条，环比 **{mom}**。",
        "New leads: **{count}**, **{mom}** on the previous period.",
    ),
    "finding_new_leads_running": (
        "新增线索 **{count}** 条，与上期相同天数相比 **{mom}**。",
        "New leads: **{count}**, **{mom}** on as many days of the previous period.",
    ),
    "many_team": ("团队", "teams"),
    "many_rep": ("销售", "reps"),
}
