"""What is said of the learned lead score: verdicts, leaks, reasons, the model's card."""

from salesnb.labels.entries import Entries

LEARNED: Entries = {
    "learned_usable": (
        "可用：在较新的线索上检验，AUC {auc}（95% 区间 {low}–{high}）。",
        "Usable: tested on newer leads, AUC {auc} (95% interval {low}–{high}).",
    ),
    "learned_no_signal": (
        "没有可用的信号：在较新的线索上检验，AUC {auc}，95% 区间 {low}–{high} 未高于 0.5，与随机排序无异。不据此给任何线索排序。",
        "No usable signal: tested on newer leads, AUC {auc}; its 95% interval {low}–{high} does not lie above 0.5, the value of chance. No lead is ranked by it.",
    ),
    "learned_little_history": (
        "历史不足：结果已知的线索 {leads} 条，其中成交 {won} 条、未成交 {not_won} 条；至少需要 {least} 条，且成交和未成交各 {least_won} 条。请继续积累，或缩短考察期限。",
        "Not enough history: the outcome of {leads} leads is known, {won} won and {not_won} not; at least {least} are needed, and {least_won} of either outcome. Wait for more, or shorten the horizon.",
    ),
    "learned_one_class": (
        "历史不足：结果已知的 {leads} 条线索中有 {won} 条成交，结果全部相同，无从学习。",
        "Not enough history: of the {leads} leads whose outcome is known {won} were won; all ended alike, so that nothing can be learned.",
    ),
    "learned_no_columns": (
        "没有可以学习的列：各列要么只有一个值，要么是自由文本，要么事后才知道。",
        "There is no column to learn from: each has one value only, is free text, or is known only afterwards.",
    ),
    "learned_no_tests": (
        "历史不足：按时间先后切分后，任一侧的成交或未成交不到 10 条，无法检验，因此不使用。",
        "Not enough history: no cut in time leaves ten leads of either outcome on both sides, so that nothing can be tested and nothing is used.",
    ),
    "learned_left_outcome": (
        "{count} 行的结果到 {day} 尚未知，未用于学习。",
        "{count} rows whose outcome was not known by {day} are not learned from.",
    ),
    "learned_left_undated": (
        "{count} 行没有有效日期，未使用。",
        "{count} rows without a valid day are left out.",
    ),
    "learned_left_future": (
        "{count} 行的日期晚于 {day}，未使用。",
        "{count} rows dated after {day} are left out.",
    ),
    "learned_left_repeated": (
        "{count} 行编号重复，只用第一行。",
        "{count} repeated rows are left out; the first of each counts.",
    ),
    "learned_column_constant": ("几乎只有一个值", "it has hardly more than one value"),
    "learned_column_free_text": ("自由文本，取值过多", "it is free text with too many values"),
    "learned_column_date": ("日期不作为特征", "days are not learned from"),
    "learned_column_excluded": ("已在参数中排除", "the settings exclude it"),
    "learned_leak_perfect": (
        "“{column}”单独一列就几乎完美地预测结果（AUC {figure}），应是事后才知道的。",
        "'{column}' alone foretells the outcome nearly without a fault (AUC {figure}); it must be known only afterwards.",
    ),
    "learned_leak_filled": (
        "“{column}”只在一种结果的线索中填写，应是事后填写的。",
        "'{column}' is filled only for leads of one outcome; it must be filled afterwards.",
    ),
    "learned_leak_value": (
        "“{column}”的某个值只出现在成交的线索中（占成交的 {figure}），应是事后填写的。",
        "A value of '{column}' occurs only with leads that were won ({figure} of them); it must be entered afterwards.",
    ),
    "learned_leak_closing": (
        "“{column}”在已结束的线索中有 {figure} 填写，在跟进中的线索中几乎无人填写，应是结束时才填写的。",
        "'{column}' is filled for {figure} of the ended leads and for hardly an open one; it must be filled at the end.",
    ),
    "learned_leak_dominant": (
        "“{column}”单独一列（AUC {figure}）就胜过其余各列之和（AUC {other}），很可能是事后才知道的。",
        "'{column}' alone (AUC {figure}) is better than all other columns together (AUC {other}); it is probably known only afterwards.",
    ),
    "learned_leak_kept": (
        "{said} 已按参数设置保留使用。",
        "{said} It is used all the same, as the settings say.",
    ),
    "learned_leak_left": (
        "{said} 未使用；如确认在评分时已知，可在参数中保留。",
        "{said} It is not used; if it is known when a lead is scored, the settings can keep it.",
    ),
    "learned_reason_value": ("{column}：{value}", "{column}: {value}"),
    "learned_reason_gap": ("{column}：未填写", "{column}: not given"),
    "learned_reason_up": ("{what}（成交机会 ×{factor}）", "{what} (odds ×{factor})"),
    "learned_reason_down": ("{what}（成交机会 ÷{factor}）", "{what} (odds ÷{factor})"),
    "learned_chance": (
        "成交概率 {chance}，平均为 {base}。",
        "Chance of winning {chance}; the average is {base}.",
    ),
    "learned_for": ("有利：{reasons}。", "For it: {reasons}."),
    "learned_against": ("不利：{reasons}。", "Against it: {reasons}."),
    "learned_no_reason": (
        "没有突出的有利或不利因素。",
        "Nothing speaks clearly for or against it.",
    ),
    "learned_yes": ("是", "yes"),
    "learned_no": ("否", "no"),
    "learned_feature_source": ("来源", "source"),
    "learned_feature_region": ("区域", "region"),
    "learned_feature_industry": ("行业", "industry"),
    "learned_feature_product_line": ("产品线", "product line"),
    "learned_feature_need_fit": ("需求匹配度", "fit of the need"),
    "learned_feature_budget_fit": ("预算充足度", "fit of the budget"),
    "learned_feature_authority": ("决策权限", "authority"),
    "learned_feature_urgency": ("紧急程度", "urgency"),
    "learned_feature_budget_min": ("预算下限", "least budget"),
    "learned_feature_budget_max": ("预算上限", "most budget"),
    "learned_feature_days_to_expected_close": ("距预计成交（天）", "days to the expected close"),
    "learned_feature_is_known_customer": ("老客户", "customer with earlier orders"),
    "learned_feature_earlier_orders": ("此前订单数", "earlier orders"),
    "learned_feature_stage": ("当前阶段", "stage"),
    "learned_feature_days_in_stage": ("本阶段停留（天）", "days in the stage"),
    "learned_feature_follow_ups": ("跟进次数", "follow-ups so far"),
    "learned_feature_follow_up_methods": ("跟进方式数", "kinds of follow-up so far"),
    "learned_feature_visits": ("拜访次数", "visits so far"),
    "learned_feature_first_response_hours": ("首次响应（小时）", "hours to the first contact"),
    "learned_feature_days_since_follow_up": ("距上次跟进（天）", "days since the last follow-up"),
    "learned_feature_age_days": ("录入至今（天）", "age in days"),
    "learned_model_base_rate": ("平均成交率", "base rate"),
    "learned_model_card": ("评分卡", "the card"),
    "learned_model_frequencies": ("频率乘积（朴素贝叶斯）", "product of frequencies (naive Bayes)"),
    "learned_model_model": ("学习模型", "the learned model"),
    "learned_card_basis": (
        "依据 {from_day} 至 {until} 录入的 {leads} 条线索（成交 {won} 条，按各时点共 {rows} 行），数据截至 {as_of}。",
        "Learned from {leads} leads created from {from_day} to {until} ({won} won; {rows} rows as they stood at several ages), as of {as_of}.",
    ),
    "learned_card_figures": (
        "{name}：AUC {auc}（{low}–{high}），平均精度 {average_precision}，Brier {brier}，对数损失 {log_loss}，校准误差 {calibration_error}。",
        "{name}: AUC {auc} ({low}–{high}), average precision {average_precision}, Brier {brier}, log loss {log_loss}, calibration error {calibration_error}.",
    ),
    "learned_card_lift": (
        "得分最高的十分之一，成交率是平均的 {lift} 倍，占全部成交的 {found}。",
        "The best tenth is won {lift} times as often as the average, and holds {found} of all that were won.",
    ),
    "learned_card_columns": ("使用的列：{columns}。", "Columns used: {columns}."),
    "learned_card_left": ("未使用“{column}”：{reason}。", "'{column}' is not used: {reason}."),
    "learned_card_first": ("这是第一个模型。", "It is the first model."),
    "learned_card_replaced": (
        "取代模型 {number}：在 {n} 行新结果上，对数损失 {own} 对 {other}，不更差。",
        "It replaces model {number}: on {n} rows with new outcomes its log loss is {own} against {other}, not worse.",
    ),
    "learned_card_kept": (
        "沿用模型 {number}：在 {n} 行新结果上，新模型的对数损失 {own} 高于 {other}。",
        "Model {number} stays in use: on {n} rows with new outcomes the new one's log loss is {own} against {other}.",
    ),
    "learned_card_untold": (
        "沿用模型 {number}：此后新知结果的只有 {n} 行，不足以判断新模型是否更差。",
        "Model {number} stays in use: {n} rows with new outcomes are too few to tell whether the new one is worse.",
    ),
}
