"""Words of the learned score of leads, and of the revision of the score card."""

from salesnb.labels.entries import Entries

LEADS_MODEL: Entries = {
    # the learned score
    "model_short": ("学习评分", "The learned score"),
    "model_none": (
        "这份报告生成时没有学习评分。",
        "No score was learned for this report.",
    ),
    "model_title": (
        "学习评分最高的一成，成交率是平均的 {lift} 倍",
        "The tenth that the learned score ranks best is won {lift} times as often as all",
    ),
    "model_title_card": (
        "学习评分的区分力为 {own}，评分卡为 {card}；得分最高的一成成交率是平均的 {lift} 倍",
        "The learned score tells leads apart in {own} of pairs, the card in {card}; its best tenth is"
        " won {lift} times as often as all",
    ),
    "model_title_none": (
        "学习评分没有可用的信号，不据此排序",
        "No usable signal: nobody is ranked by the learned score",
    ),
    "model_way": ("方法", "Way"),
    "model_auc": ("区分力（AUC）", "AUC"),
    "model_auc_why": (
        "随机一条成交线索的得分高于一条未成交线索的概率；50% 等于瞎猜。",
        "The chance that a won lead is ranked above one that was not; 50 % is guessing.",
    ),
    "model_average_precision": ("平均精度", "Average precision"),
    "model_average_precision_why": (
        "按得分从高到低，找到每条成交线索时的命中率的平均值；瞎猜等于平均成交率。",
        "Going down the ranking, the mean share of won leads at each one found; guessing gives the"
        " base rate.",
    ),
    "model_brier": ("布里尔分数", "Brier score"),
    "model_brier_why": (
        "预测概率与结果之差的平方的平均值；越小越好。",
        "Mean squared distance of probability and outcome; the smaller, the better.",
    ),
    "model_log_loss": ("对数损失", "Log loss"),
    "model_log_loss_why": (
        "预测概率对实际结果的平均意外程度；越小越好。",
        "Mean surprise of the probabilities at the outcomes; the smaller, the better.",
    ),
    "model_calibration_error": ("校准误差", "Calibration error"),
    "model_calibration_error_why": (
        "预测概率与实际成交率的平均差距，按概率分组。",
        "Mean distance of predicted and observed shares, by groups of probability.",
    ),
    "model_decile": ("第几成", "Tenth"),
    "model_cases": ("检验样本", "Cases tested"),
    "model_lift": ("成交率为平均的倍数", "Times the average"),
    "model_found": ("累计找到的成交", "Won leads found so far"),
    "model_decile_caption": (
        "按学习评分从高到低每一成线索；平均成交率 {base}。",
        "Each tenth of the leads by the learned score, the best first; {base} of all are won.",
    ),
    "chances_short": ("成交概率最高的线索", "Leads with the best chances"),
    "chances_subtitle": (
        "学习评分给出的成交概率及理由，平均为 {base}；理由是关联，不是因果",
        "The learned score's probability and its reasons; the average is {base}; reasons are"
        " associations, not causes",
    ),
    "chances_none": (
        "没有可用的学习评分，因此不按概率排序。",
        "There is no learned score to rank by.",
    ),
    "chance_lead": (
        "{name}（{who}）· {grade} 级 {score} 分 · 成交概率 **{chance}**（{interval}）",
        "{name} ({who}) · grade {grade}, {score} points · chance **{chance}** ({interval})",
    ),
    "chance_for": ("有利：{reasons}", "For: {reasons}"),
    "chance_against": ("不利：{reasons}", "Against: {reasons}"),
    "chance_why": (
        "概率：在录入后的期限内成交；括号内为检验时得分相近的线索实际成交率的 95% 区间。",
        "Chance: of being won within the horizon; the range is the 95% interval of the share won among"
        " tested leads of about this probability.",
    ),
    # revision of the card
    "revision_short": ("评分卡修订", "Revision of the card"),
    "revision_title": (
        "按实际结果修订评分卡，能更好地区分线索",
        "Points fitted to the outcomes would tell leads apart better",
    ),
    "revision_title_none": (
        "评分卡与实际结果相符，修订看不出好处",
        "The card fits the outcomes; a revision gains nothing that the data can show",
    ),
    "revision_measured": (
        "依据 {leads} 条线索（成交 {won} 条）；在未参与拟合的最新三成上，成交线索得分高于其他线索的概率由 {now}"
        " 变为 {proposed}（差值 95% 区间 {low} 至 {high}），得分最高的两成的成交率由平均的 {lift_now} 倍"
        "变为 {lift_proposed} 倍",
        "From {leads} leads ({won} won); on the newest 30 %, which were not fitted to, the chance"
        " that a won lead scores above another goes from {now} to {proposed} (95 % interval of the"
        " difference {low} to {high}); the best fifth wins {lift_now} times as often as all, and"
        " would {lift_proposed} times",
    ),
    "revision_better": (
        "新分数在最新线索上优于现行评分卡。",
        "On the newest leads the new points are better than the card's.",
    ),
    "revision_no_better": (
        "新分数与现行评分卡的差异可能只是偶然，不建议为此修改。",
        "The difference to the card may be chance; it is no reason to change it.",
    ),
    "revision_how": (
        "要采用，请运行 salesnb scorecard --accept；它只改 params/scorecard.yml 中的分数和分数线。",
        "To take it over, run salesnb scorecard --accept; it changes points and grades in"
        " params/scorecard.yml and nothing else.",
    ),
    "revision_written": ("评分卡已写入 {path}", "The card is written to {path}"),
    "revision_short_history": (
        "历史不足，无法修订评分卡：结果已知的线索 {leads} 条，成交 {won} 条；"
        "至少需要 {min_leads} 条线索，成交和未成交各 {min_won} 条。",
        "Not enough history to revise the card: {leads} leads whose outcome is known, {won} of them"
        " won; it takes {min_leads}, and {min_won} of either outcome.",
    ),
    "revision_dimension": ("维度", "Dimension"),
    "revision_answer": ("选项", "Answer"),
    "revision_now": ("现分值", "Points now"),
    "revision_proposed": ("建议分值", "Proposed"),
    "revision_rate": ("成交率", "Win rate"),
    "revision_points": (
        "分值：按结果拟合，整数，选项越好分越高，最高分合计 100。",
        "Points: fitted to the outcomes, whole, never less for a better answer, 100 in all.",
    ),
    "revision_from_now": ("现分数线", "From now"),
    "revision_from_proposed": ("建议分数线", "Proposed from"),
    "revision_rate_now": ("现等级成交率", "Win rate now"),
    "revision_rate_proposed": ("建议等级成交率", "Win rate proposed"),
    "revision_grades": (
        "等级：建议的分数线使各等级的线索数大致不变；成交率来自最新三成线索。",
        "Grades: the proposed scores leave about as many leads in each grade; the rates are those of"
        " the newest 30 % of leads.",
    ),
    "chart_from": ("从", "From"),
    "chart_group": ("分组", "Group"),
}
