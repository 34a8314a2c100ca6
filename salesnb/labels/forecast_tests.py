"""Words of the self-test of the forecasts, and of what the data made necessary."""

from salesnb.labels.entries import Entries

FORECAST_TESTS: Entries = {
    # The self-test.
    "self_test_short": ("自检", "Self-test"),
    "self_test_model": (
        "近期各期中组合模型误差最小，采用组合模型",
        "The model missed least on the newest periods and is used",
    ),
    "self_test_baseline": (
        "近期各期中组合模型未胜过“{way}”，改用后者",
        "The model did not beat “{way}” on the newest periods; that is used instead",
    ),
    "self_test_subtitle": (
        "以往各期在同一天（如{period}的{day}）只用当时已知的数据做出的预测",
        "Forecasts as they would have been made on the same day of earlier periods (as {day} of {period}), from what was known by then",
    ),
    "self_test_note": (
        "范围内所有单位与各期合计；“采用的预测”是当时会发布的结果。",
        "Over all units of the scope and all periods; “as published” is what would have been told.",
    ),
    "self_test_wape": ("平均偏差", "Mean miss"),
    "self_test_wape_why": (
        "WAPE：绝对误差之和除以实际金额之和，越小越好。",
        "WAPE: absolute misses by actual amounts, both summed; the smaller the better.",
    ),
    "self_test_bias": ("偏向", "Bias"),
    "self_test_bias_why": (
        "误差之和除以实际金额之和；为正表示偏高。",
        "Misses by actual amounts, both summed; above zero = forecast too high.",
    ),
    "self_test_coverage_50": ("50% 区间命中", "In the 50% interval"),
    "self_test_coverage_50_why": (
        "实际值落入 50% 区间的比例，应接近 50%。",
        "How often the 50% interval held the actual amount; should be near 50%.",
    ),
    "self_test_coverage_80": ("80% 区间命中", "In the 80% interval"),
    "self_test_coverage_80_why": (
        "实际值落入 80% 区间的比例，应接近 80%。",
        "How often the 80% interval held the actual amount; should be near 80%.",
    ),
    "self_test_brier": ("达标概率误差", "Brier score"),
    "self_test_brier_why": (
        "Brier 分：达标概率与结果之差的平方的均值，越小越好。",
        "The mean square of chance less outcome (1 = reached); the smaller the better.",
    ),
    "self_test_base_brier": ("不预测时", "Without a forecast"),
    "self_test_base_brier_why": (
        "每次都报总体达标率时的 Brier 分。",
        "The Brier score if every chance were the share of targets reached.",
    ),
    "self_test_periods": ("期数", "Periods"),
    "calibration_of_short": ("概率是否可信", "Reliability"),
    "calibration_of_title": (
        "给出的达标概率与实际达标比例",
        "Chances that were given, and how often targets were reached",
    ),
    "calibration_of_subtitle": (
        "{n} 次有目标的预测；Brier 分 {brier}（不预测时 {base}）",
        "{n} forecasts that had a target; Brier score {brier} (without a forecast {base})",
    ),
    "calibration_of_few": (
        "有目标的以往预测不足 30 次，概率是否可信尚无法检验。",
        "Fewer than 30 earlier forecasts had a target: whether chances can be trusted cannot be told yet.",
    ),
    "accuracy_short": ("预测准确度", "Accuracy"),
    "accuracy_none_yet": (
        "尚无可核对的历史预测；从本次起每次预测都会留存，期满后核对",
        "No stored forecast can be checked yet; from now on every forecast is kept and checked when its period is over",
    ),
    "accuracy_hindcast": (
        "下图为事后推算：以往各期同一天若做预测，实际完成额占预测的比例",
        "The chart is reckoned afterwards: actual as a share of what would have been forecast on the same day",
    ),
    "accuracy_title_one": (
        "{count} 次已到期的预测中 {green} 次准确（实际为预测的 {low}–{high}）",
        "{green} of {count} forecast whose period is over was right (actual within {low}–{high} of it)",
    ),
    "accuracy_title_other": (
        "{count} 次已到期的预测中 {green} 次准确（实际为预测的 {low}–{high}）",
        "{green} of {count} forecasts whose period is over were right (actual within {low}–{high} of them)",
    ),
    "accuracy_since": (
        "预测自{day}起留存；每期每周保留最后一次",
        "Forecasts are kept since {day}; of each period and week the last one",
    ),
    "accuracy_made_on": ("预测日", "Made on"),
    "accuracy_actual": ("实际", "Actual"),
    "accuracy_share": ("实际÷预测", "Actual by forecast"),
    "accuracy_verdict": ("评价", "Verdict"),
    "accuracy_green": ("准确", "right"),
    "accuracy_amber": ("略有偏差", "slightly off"),
    "accuracy_red": ("偏差大", "far off"),
    # What the data made necessary.
    "oddities_short": ("数据说明", "Remarks on the data"),
    "oddities_subtitle": (
        "{period}的预测如何处理特殊情况",
        "How the forecast of {period} deals with what is out of the ordinary",
    ),
    "oddities_head": ("处理方式", "What was done"),
    "oddity_and_more": ("{names} 等 {count} 个", "{names} and others, {count} in all"),
    "oddity_joined": (
        "{names}：加入不满三个月，预测参照同团队的平均水平，区间较宽。",
        "{names}: less than three months here; the forecast is drawn to the mean of the team, and its interval is wider.",
    ),
    "oddity_left": (
        "{names}：已离开，只计已完成的金额，不再预测；由团队其他成员承接的部分计入团队预测。",
        "{names}: no longer here; what was sold counts, nothing more is expected. What others take over is in the team's forecast.",
    ),
    "oddity_short": (
        "{names}：不满三个月的完整历史，预测参照同组，区间较宽。",
        "{names}: less than three whole months of history; the forecast is drawn to the peers, and its interval is wider.",
    ),
    "oddity_negative": (
        "{names}：历史上有合计为负的月份（退货多于销售），按净额计入；区间下限可低于目前完成额。",
        "{names}: some months are negative (more was taken back than sold). They count as they are, and the interval may go below what is in so far.",
    ),
    "oddity_empty": (
        "{names}：历史上有没有销售的月份，按 0 计入。",
        "{names}: some months have no sale; they count as 0.",
    ),
    "oddity_zero_target": (
        "{names}：{period}的目标不大于 0，视为没有目标，不计算达标概率和缺口。",
        "{names}: the target of {period} is not above 0, which counts as none; there is neither a chance nor a gap.",
    ),
    "oddity_no_target": (
        "{names}：{period}没有目标，不计算达标概率和缺口。",
        "{names}: {period} has no target, so that there is neither a chance nor a gap.",
    ),
    "oddity_targets_apart": (
        "{names}：{period}自己的目标 {own} 与下级目标之和 {below} 不一致，以自己的目标为准。",
        "{names}: its own target of {period}, {own}, differs from the sum of those below, {below}; its own holds.",
    ),
    "oddity_future": (
        "日期晚于{day}的订单与回款不计入，也不影响任何预测。",
        "Orders and payments dated after {day} are left out and have no part in any forecast.",
    ),
}
