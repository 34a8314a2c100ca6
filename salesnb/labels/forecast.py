"""What is said of forecasts: where a period will end, how sure that is, how well it did before."""

from salesnb.labels.entries import Entries

FORECAST: Entries = {
    "err_forecast_period": (
        "没有 {period} 的预测：按 {day} 的数据，只预测正在进行的月、季、年（{known}）。请改用其中之一，或换一个 as_of。",
        "There is no forecast of {period}: as of {day} the running month, quarter and year are forecast ({known}). Name one of these, or another as_of.",
    ),
    "kind_level_of_forecasts": ("预测层级", "level of forecasts"),
    "kind_measure_of_forecasts": ("预测指标", "measure of forecasts"),
    # The first screen.
    "forecast_none": (
        "没有可供预测的数据：这个范围内没有任何销售记录，或者范围是已保存的查询（不作预测）。",
        "There is nothing to forecast: no sale of this scope is known, or the scope is a saved query,"
        " of which no forecast is made.",
    ),
    "forecast_interval": ("{low} ~ {high}", "{low} to {high}"),
    "forecast_ahead": (
        "{period}尚未开始；以下预测的是正在进行的 **{running}**。",
        "{period} has not begun; what follows is a forecast of **{running}**, which runs now.",
    ),
    "forecast_within": (
        "以下预测的是{period}所在的 **{running}**。",
        "What follows is a forecast of **{running}**, in which {period} lies.",
    ),
    "forecast_over": (
        "{period}已结束，销售额 **{sales}**；以下预测的是正在进行的 **{running}**。",
        "{period} is over, with sales of **{sales}**; what follows is a forecast of **{running}**, which runs now.",
    ),
    "forecast_over_target": (
        "{period}已结束，销售额 **{sales}**，完成目标的 **{completion}**；以下预测的是正在进行的 **{running}**。",
        "{period} is over, with sales of **{sales}**, **{completion}** of the target; what follows is a forecast of **{running}**, which runs now.",
    ),
    "forecast_end": (
        "{period}{measure}预计 **{point}**（80% 区间 {interval}）；没有可比的目标。",
        "{measure} of {period} are expected to end at **{point}** (80% interval {interval}); there is no target to compare with.",
    ),
    "forecast_end_target": (
        "{period}{measure}预计 **{point}**（80% 区间 {interval}），目标 {target}，达标概率 **{chance}**。",
        "{measure} of {period} are expected to end at **{point}** (80% interval {interval}); the chance to reach the target of {target} is **{chance}**.",
    ),
    "forecast_ended": (
        "{period}已结束，销售额 **{point}**；没有可比的目标。",
        "{period} is over, with sales of **{point}**; there is no target to compare with.",
    ),
    "forecast_ended_short": (
        "{period}已结束，销售额 **{point}**，目标 {target}，未达标，差 **{apart}**。",
        "{period} is over, with sales of **{point}**: **{apart}** short of the target of {target}.",
    ),
    "forecast_ended_over": (
        "{period}已结束，销售额 **{point}**，目标 {target}，已达标，超出 **{apart}**。",
        "{period} is over, with sales of **{point}**: the target of {target} is reached, with **{apart}** to spare.",
    ),
    "forecast_so_far_one": (
        "目前完成 {so_far}，还剩 {count} 个工作日。",
        "{so_far} are in so far, with {count} working day left.",
    ),
    "forecast_so_far_other": (
        "目前完成 {so_far}，还剩 {count} 个工作日。",
        "{so_far} are in so far, with {count} working days left.",
    ),
    "forecast_reached": (
        "目前完成 {so_far}，已超出目标 {over}。",
        "{so_far} are in so far, {over} above the target.",
    ),
    "forecast_no_days": (
        "目前完成 {so_far}，距目标还差 **{missing}**，已没有剩余工作日。",
        "{so_far} are in so far, **{missing}** short of the target, with no working day left.",
    ),
    "forecast_missing_one": (
        "目前完成 {so_far}，距目标还差 **{missing}**，只剩 {count} 个工作日。",
        "{so_far} are in so far, **{missing}** short of the target, with {count} working day left.",
    ),
    "forecast_missing_other": (
        "目前完成 {so_far}，距目标还差 **{missing}**；剩 {count} 个工作日，每日需完成 **{per_day}**。",
        "{so_far} are in so far, **{missing}** short of the target; each of the {count} working days left has to bring **{per_day}**.",
    ),
    "forecast_untested": (
        "历史太短，还无法检验以往的预测。",
        "The history is too short to test earlier forecasts.",
    ),
    "forecast_trust_one": (
        "以往 {count} 期同一天的预测平均偏差 {wape}，最好的简单算法（{way}）为 {other}。",
        "Over {count} earlier period, forecasts of the same day missed by {wape}; the best simple way ({way}) by {other}.",
    ),
    "forecast_trust_other": (
        "以往 {count} 期同一天的预测平均偏差 {wape}，最好的简单算法（{way}）为 {other}。",
        "Over {count} earlier periods, forecasts of the same day missed by {wape}; the best simple way ({way}) by {other}.",
    ),
    "forecast_card_end": ("预计完成", "Expected end"),
    "forecast_card_end_why": (
        "预测的期末销售额，下方为 80% 区间：实际值有八成可能落在其中。",
        "Where sales are expected to end; beneath, the interval that holds it eight times in ten.",
    ),
    "forecast_of_target": ("目标的 {share}", "{share} of target"),
    "forecast_since_last": ("较{day}的预测 {change}", "{change} since the forecast of {day}"),
    "forecast_card_chance": ("达标概率", "Chance of the target"),
    "forecast_card_chance_why": (
        "期末销售额达到目标的概率，由以往同一天预测的误差分布算出。",
        "The chance that sales reach the target, from how far forecasts of the same day missed before.",
    ),
    "forecast_card_missing": ("距目标还差", "Missing to target"),
    "forecast_card_missing_why": (
        "目标减去目前完成额；单数按预测缺口除以近一年平均单额计算。",
        "The target less what is in so far; deals: the expected gap by the mean sale of the last twelve months.",
    ),
    "forecast_card_daily": ("每个工作日需完成", "Needed per working day"),
    "forecast_card_daily_why": (
        "还差的金额除以剩余工作日。",
        "What is missing, by the working days left.",
    ),
    "forecast_card_pipeline": ("商机预计贡献", "Expected of the pipeline"),
    "forecast_card_pipeline_why": (
        "在手商机按所处阶段和存续天数的实际转化率，预计在期末前成交的金额。",
        "What the open deals are expected to bring by the end of the period, by the conversion measured for their stage and age.",
    ),
    "forecast_days_left_one": ("剩 {count} 个工作日", "{count} working day left"),
    "forecast_days_left_other": ("剩 {count} 个工作日", "{count} working days left"),
    "forecast_raw": ("在手商机 {raw}", "open deals {raw}"),
    "forecast_target": ("目标 {target}", "target {target}"),
    "forecast_gap_deals_one": ("缺口约 {count} 单", "a gap of about {count} deal"),
    "forecast_gap_deals_other": ("缺口约 {count} 单", "a gap of about {count} deals"),
    "forecast_gap_none": ("预计可补上", "expected to be closed"),
    "forecast_gap_done": ("目标已完成", "target reached"),
    "forecast_flag": (
        "达标概率 {chance}：预计 {point}，目标 {target}",
        "chance of the target {chance}: {point} expected of {target}",
    ),
    "forecast_flag_ended": (
        "未达标：完成 {point}，目标 {target}",
        "missed its target: {point} of {target}",
    ),
    "forecast_flag_short": ("差 {gap}", "{gap} short"),
    "forecast_flag_gap": ("预计缺口 {gap}", "expected gap {gap}"),
    "forecast_more_flags_one": ("另有 {count} 项，见下。", "{count} more below."),
    "forecast_more_flags_other": ("另有 {count} 项，见下。", "{count} more below."),
    # The course of the period.
    "forecast_fan_short": ("期末预测", "Forecast"),
    "forecast_fan_title": (
        "期末预计 {point}，80% 区间 {interval}",
        "Expected to end at {point}, 80% interval {interval}",
    ),
    "forecast_fan_title_target": (
        "期末预计 {point}，80% 区间 {interval}，达标概率 {chance}",
        "Expected to end at {point}, 80% interval {interval}; chance of the target {chance}",
    ),
    "forecast_card_ended": ("完成", "Ended at"),
    "target_missed": ("未达标", "missed"),
    "target_reached": ("已达标", "reached"),
    "forecast_fan_title_ended": ("本期完成 {point}", "Ended at {point}"),
    "burn_up_short": ("进度", "Pace"),
    "burn_up_no_target": (
        "没有目标，无从比较进度。",
        "Without a target there is no pace to compare with.",
    ),
    "burn_up_ahead": ("比目标节奏快 {apart}", "{apart} ahead of the target's pace"),
    "burn_up_behind": ("比目标节奏慢 {apart}", "{apart} behind the target's pace"),
    "burn_up_subtitle": (
        "累计销售额 · {period}；目标节奏按以往各工作日的销售分布（含月末冲刺）展开",
        "Sales to date · {period}; the pace spreads the target as earlier working days brought sales, the rush at month ends included",
    ),
    # Side by side.
    "chances_of_short": ("各{who}达标概率", "Chances by {who}"),
    "chances_of_subtitle": (
        "销售额达到目标的概率 · {period}",
        "Chance that sales reach the target · {period}",
    ),
    "chances_of_title": (
        "{all} 个有目标的{who}中，{likely} 个大概率达标，{unlikely} 个达标无望；预计约 {expected} 个达标",
        "Targets by {who}: {likely} of {all} likely, {unlikely} unlikely; about {expected} can be expected",
    ),
    "chances_of_short_ended": ("各{who}达标情况", "Targets by {who}"),
    "chances_of_subtitle_ended": (
        "销售额与目标 · {period}",
        "Sales beside their targets · {period}",
    ),
    "chances_of_title_ended": (
        "{all} 个有目标的{who}中，{reached} 个已达标",
        "Targets by {who}: {reached} of {all} reached",
    ),
    "chances_no_targets": (
        "没有{who}的目标，只列预测。",
        "There are no targets by {who}; the forecasts alone are shown.",
    ),
    "forecast_none_below": ("没有可供预测的{who}。", "There is nothing to forecast by {who}."),
    "forecast_periods_short": ("月、季、年", "Month, quarter, year"),
    "forecast_periods_title": (
        "月、季、年的销售与回款：预测与各种口径对照",
        "Month, quarter and year: the forecast beside other ways to look at it",
    ),
    "forecast_period_measure": ("{period} {measure}", "{period} {measure}"),
    "forecast_lines_short": ("产品线", "Product lines"),
    "forecast_lines_title_one": ("{count} 条产品线的预测", "Forecast of {count} product line"),
    "forecast_lines_title_other": ("{count} 条产品线的预测", "Forecast of {count} product lines"),
    "forecast_lines_subtitle": (
        "{period}；各产品线之和等于整体预测；目标不分产品线，因此没有达标概率",
        "{period}; the lines add up to the whole; targets are not set by product line, so that there is no chance of reaching one",
    ),
    "forecast_no_lines": (
        "没有按产品线的预测：产品线未填写，或只有一条。",
        "There is no forecast by product line: none is given, or there is one only.",
    ),
    "forecast_column_name": ("名称", "Name"),
    "forecast_column_figure": ("指标", "Figure"),
    "forecast_column_so_far": ("目前完成", "So far"),
    "forecast_column_point": ("预计完成", "Expected"),
    "forecast_column_low_50": ("50% 下限", "50% from"),
    "forecast_column_high_50": ("50% 上限", "50% to"),
    "forecast_column_low_80": ("80% 下限", "80% from"),
    "forecast_column_high_80": ("80% 上限", "80% to"),
    "forecast_column_target": ("目标", "Target"),
    "forecast_column_p_target": ("达标概率", "Chance"),
    "forecast_column_p_target_why": (
        "达到目标的概率，由以往同一天预测的误差分布算出。",
        "The chance that the target is reached, from how far forecasts of the same day missed.",
    ),
    "forecast_column_missing": ("还差", "Missing"),
    "forecast_column_missing_why": (
        "目标减去目前完成额，不小于 0。",
        "The target less what is in so far, at least 0.",
    ),
    "forecast_column_gap": ("预计缺口", "Expected gap"),
    "forecast_column_gap_why": (
        "目标减去预计完成额；为负表示预计超额。",
        "The target less the expected end; negative is more than the target.",
    ),
    "forecast_column_gap_deals": ("缺口单数", "Gap in deals"),
    "forecast_column_gap_deals_why": (
        "预计缺口除以近一年的平均单额，向上取整。",
        "The expected gap by the mean sale of the last twelve months, rounded up.",
    ),
    "forecast_column_needed_per_workday": ("每日需完成", "Needed per day"),
    "forecast_column_needed_per_workday_why": (
        "还差的金额除以剩余工作日。",
        "What is missing, by the working days left.",
    ),
    "forecast_column_pipeline_raw": ("在手", "Open"),
    "forecast_column_pipeline_raw_why": (
        "销售：未结商机的金额（成交时的价值）；回款：未收的应收款。",
        "Of sales what the open deals are worth if won, of collections the unpaid orders.",
    ),
    "forecast_column_pipeline_weighted": ("在手加权", "Open, weighted"),
    "forecast_column_pipeline_weighted_why": (
        "按阶段和存续天数的实际转化率，预计期末前成交（或回款）的金额。",
        "What of it is expected by the end of the period, by the conversion measured for stage and age.",
    ),
    "forecast_column_coverage_raw": ("覆盖率", "Coverage"),
    "forecast_column_coverage_weighted": ("加权覆盖率", "Weighted coverage"),
    "forecast_column_coverage_weighted_why": (
        "在手加权金额除以还差的金额；100% 表示刚好够。",
        "The weighted pipeline by what is missing; at 100% it just suffices.",
    ),
    "forecast_column_commit": ("承诺口径", "Commit"),
    "forecast_column_commit_why": (
        "目前完成额，加上处于最后阶段且预计在期内成交的商机（回款：期内到期的应收款）。",
        "So far, with the deals in the last stage that are expected in the period (of collections the orders due in it).",
    ),
    "forecast_column_best_case": ("最好情况", "Best case"),
    "forecast_column_best_case_why": (
        "目前完成额，加上所有预计在期内成交的商机（回款：期内到期及已逾期的应收款）。",
        "So far, with all deals that are expected in the period (of collections the overdue orders, too).",
    ),
    "forecast_column_run_rate": ("按进度推算", "Run-rate"),
    "forecast_column_run_rate_why": (
        "目前每个工作日的完成额乘以全期工作日，仅供对照。",
        "So far per working day, times the working days of the period; for comparison only.",
    ),
    "forecast_column_state": ("说明", "Remark"),
    "forecast_column_way": ("算法", "Way"),
    "forecast_column_way_why": (
        "组合模型只在近期各期胜过所有简单算法时采用，否则采用最好的简单算法。",
        "The model is used where it beat every simple way on the newest periods, else the best of those.",
    ),
    "forecast_column_history": ("历史", "History"),
    "forecast_column_history_why": (
        "历史越短，可用的方法越少，区间越宽。",
        "The shorter the history, the fewer ways, the wider the interval.",
    ),
    "forecast_step_seasons": ("两年以上", "two years or more"),
    "forecast_step_year": ("一年以上", "a year or more"),
    "forecast_step_short": ("不足一年", "less than a year"),
    "forecast_step_peers": ("不足三个月，参照同组", "less than three months, drawn to the peers"),
    "forecast_step_left": ("已离开，不再预测", "has left, nothing more is expected"),
    "forecast_state_joined": ("新加入", "joined"),
    "forecast_state_left": ("已离开", "left"),
    # Names of the model and of the ways it has to beat.
    "forecast_way_point": ("采用的预测", "As published"),
    "forecast_way_model": ("组合模型", "Model"),
    "forecast_way_linear": ("按天数推算", "Linear run-rate"),
    "forecast_way_workdays": ("按工作日推算", "Working-day run-rate"),
    "forecast_way_remainder6": ("已完成＋近六期余下均值", "So far + mean remainder of six"),
    "forecast_way_last_period": ("与上期相同", "Same as last period"),
    "forecast_way_last_year": ("与去年同期相同", "Same as last year"),
    "forecast_way_mean3": ("近三期均值", "Mean of the last three"),
    "forecast_way_weighted_pipeline": ("已完成＋阶段加权商机", "So far + stage-weighted pipeline"),
    # Charts.
    "burn_up_note": (
        "虚线为目标节奏，橙色虚线为达标所需",
        "Dashed: the target's pace; ochre: what is needed from now on",
    ),
    "pace_today": ("应完成", "Pace"),
    "burn_up_alt_ahead": (
        "目前 {actual}，按目标 {target} 的节奏应为 {pace}，快 {apart}。",
        "{actual} so far; the pace to the target of {target} is at {pace}: {apart} ahead.",
    ),
    "burn_up_alt_behind": (
        "目前 {actual}，按目标 {target} 的节奏应为 {pace}，慢 {apart}。",
        "{actual} so far; the pace to the target of {target} is at {pace}: {apart} behind.",
    ),
    "chance_likely": ("有把握", "likely"),
    "chance_unlikely": ("难达标", "unlikely"),
    "chance_open": ("未定", "open"),
    "chance_beside": ("预计 {point} / 目标 {target}", "{point} of {target}"),
    "chances_alt_ended": ("目标完成情况：{rows}。", "Targets: {rows}."),
    "chances_alt": ("达标概率：{rows}。", "Chances of the target: {rows}."),
    "accuracy_note": (
        "实际为预测的百分比：深色带（{low}–{high}）为准确，浅色带为略有偏差",
        "Actual as a share of the forecast: the darker band ({low}–{high}) is right, the lighter one slightly off",
    ),
    "accuracy_alt": (
        "{all} 期中 {green} 期准确；最近一期 {period} 实际为预测的 {accuracy}。",
        "{green} of {all} periods were right; of {period}, the last, the actual amount was {accuracy} of the forecast.",
    ),
    "chart_pace": ("目标节奏", "Pace"),
    "chart_chance": ("达标概率", "Chance"),
    "chart_accuracy": ("实际÷预测", "Actual by forecast"),
}
