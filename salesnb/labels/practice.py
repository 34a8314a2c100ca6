"""What the comparison of reps and the review of single cases say."""

from salesnb.labels.entries import Entries

PRACTICE: Entries = {
    "practice_few": (
        "可比的销售人员只有 {reps} 人（每人至少 {leads} 条线索），少于 {least} 人，无法比较。",
        "Only {reps} reps with at least {leads} leads each; it takes {least} to compare.",
    ),
    "practice_no_wins": (
        "这些线索还没有成交，无法区分谁做得最好。",
        "None of these leads is won yet: nobody can be told best.",
    ),
    # habits
    "habit_contacts": ("每周联系次数", "Contacts/week"),
    "habit_contacts_in": ("{stage}阶段每周联系次数", "{stage} contacts/week"),
    "habit_in_time": ("首次联系按时率", "First contact in time"),
    "habit_response": ("首次响应时长", "First response"),
    "habit_method": ("{method}联系占比", "{method} contacts"),
    "habit_effective": ("有效跟进占比", "Effective contacts"),
    "habit_late": ("补录占比", "Typed in late"),
    "habit_stay": ("{stage} → {next} 用时", "{stage} to {next}"),
    # best practice
    "practice_short": ("标杆做法", "Best practice"),
    "practice_more": (
        "成交率领先的 {reps} 人往往{habit}更高：{top}，其他人 {rest}",
        "The {reps} reps who win most tend to have more: {habit} {top}, the others {rest}",
    ),
    "practice_less": (
        "成交率领先的 {reps} 人往往{habit}更低：{top}，其他人 {rest}",
        "The {reps} reps who win most tend to have less: {habit} {top}, the others {rest}",
    ),
    "practice_none": (
        "成交率领先者与其他人的做法没有数据能显示的差别",
        "Between the reps who win most and the others the data show no difference in habits",
    ),
    "practice_subtitle": (
        "{period} 新增线索；已按渠道、等级和线索结局的构成调整；是关联，不是因果",
        "Leads created {period}; adjusted for the mix of channel, grade and how far leads came;"
        " associations, not causes",
    ),
    "practice_who": (
        "成交率领先的 {top} 人（按渠道、等级和时间调整）：{names}。与其余 {rest} 人比较；"
        "这是关联，并不说明因果：照做未必有同样的结果。",
        "The {top} reps with the highest win rate, adjusted for channel, grade and time: {names}."
        " Compared with the other {rest}. This is an association, not a cause: doing the same need"
        " not bring the same.",
    ),
    "practice_no_spread": (
        "各人成交率之间的差别可能只是偶然，谁领先并不确定。",
        "The win rates of the reps differ no more than chance would have it: who leads is not sure.",
    ),
    "practice_left_out": (
        "线索少于 {least} 条的人员未参与比较。",
        "Reps with fewer than {least} leads are left out.",
    ),
    "practice_habit": ("做法", "Habit"),
    "practice_top": ("领先者", "Best"),
    "practice_rest": ("其他人", "Others"),
    "practice_difference": ("差别", "Difference"),
    "practice_interval": ("95% 区间", "95% interval"),
    "practice_effect": ("效应量", "Effect"),
    "practice_p": ("校正后 p", "Adjusted p"),
    "practice_cases": ("样本", "Cases"),
    "practice_value_why": (
        "各人调整后的数值的平均（时长为几何平均）。",
        "Mean over reps of what each would have with the same mix; of lengths of time the geometric mean.",
    ),
    "practice_effect_why": (
        "差别相当于人与人之间几个标准差（Hedges g）；0.2 小，0.5 中，0.8 大。",
        "The difference in standard deviations between reps (Hedges' g); 0.2 is small, 0.5 middling,"
        " 0.8 large.",
    ),
    "practice_p_why": (
        "若谁领先纯属偶然，所有做法中出现这么大差别的可能性；低于 5% 才算有差别。",
        "How often so large a difference would come up among all habits if it were chance who leads;"
        " below 5 % it counts.",
    ),
    "practice_cases_why": (
        "领先者与其他人：线索数，联系方式为联系次数。",
        "Of the best and of the others: leads, or contacts where the habit is a share of them.",
    ),
    "effects_note": (
        "圆点为差别，以人与人之间的标准差计，横线为 95% 区间；实心为校正多重比较后仍成立的差别。数值为领先者 / 其他人。",
        "Dots are differences in standard deviations between reps, lines their 95% intervals; filled"
        " ones hold after adjusting for the number of habits. Figures are those of the best / of the others.",
    ),
    "effects_less": ("← 领先者更低", "← best: less"),
    "effects_more": ("领先者更高 →", "best: more →"),
    "effects_alt": ("领先者与其他人的差别：{rows}", "How the best differ from the others: {rows}"),
    # timeline
    "timeline_joint": ("：", ": "),
    "timeline_lead": ("线索录入，来源 {source}", "Lead from {source}"),
    "timeline_assigned": ("分配给{owner}", "Assigned to {owner}"),
    "timeline_opportunity": ("商机创建", "Opportunity created"),
    "timeline_stage": ("进入{stage}", "Enters {stage}"),
    "timeline_back": ("退回{stage}", "Back to {stage}"),
    "timeline_reopened": ("重新打开，进入{stage}", "Reopened at {stage}"),
    "timeline_won": ("{stage}", "{stage}"),
    "timeline_lost": ("{stage}", "{stage}"),
    "timeline_order": ("订单：{product}，{amount}", "Order: {product}, {amount}"),
    "timeline_payment": ("回款 {amount}", "Paid {amount}"),
    "timeline_today": ("至今仍在跟进", "Still open today"),
    "kind_first_contact": ("首次接触", "First contact"),
    "kind_follow_up": ("跟进", "Follow-up"),
    "case_short": ("案例复盘", "Single cases"),
    "case_title": (
        "本期金额最大的 {count} 个已结束案例：成交 {won} 个，流失 {lost} 个",
        "The {count} largest cases that ended: {won} won, {lost} lost",
    ),
    "case_subtitle": (
        "关键事件按时间排列；沉默超过成交案例中九成的间隔时标出",
        "Key events in order; a silence longer than is usual in won cases is marked",
    ),
    "case_none": ("本期没有结束的案例。", "No case ended in the period."),
    "case_won": ("成交", "won"),
    "case_lost": ("流失", "lost"),
    "case_open": ("进行中", "open"),
    "case_days": ("历时 {days}", "{days} in all"),
    "case_contacts": ("联系 {count} 次", "contacts: {count}"),
    "case_gaps": ("间隔过长 {count} 处", "gaps: {count}"),
    "case_gap": (
        "沉默 {days}（通常不超过 {usual}）",
        "{days} of silence (usually no more than {usual})",
    ),
    "case_between": ("其间另有 {count} 次跟进", "further follow-ups in between: {count}"),
    "case_feedback": ("客户：{text}", "Customer: {text}"),
    "case_typical": ("成交案例的通常路径", "The usual path of won cases"),
    "case_typical_row": (
        "第 {days} 天，此前联系 {contacts} 次",
        "day {days}, after {contacts} contacts",
    ),
    "case_here_row": ("本案第 {days} 天，{contacts} 次", "here day {days}, {contacts}"),
    "case_not_recorded": ("本案无记录", "not recorded here"),
    "case_not_reached": ("本案未到", "not reached here"),
    "case_typical_none": (
        "成交案例只有 {count} 个，不足以说明通常路径。",
        "Only {count} won cases: too few for a usual path.",
    ),
    "case_typical_note": ("中位数，{count} 个成交案例", "Medians of {count} won cases"),
    "case_obstacles": ("成交障碍与原因", "Obstacles and reasons"),
    "case_cause": ("{cause}——{told}", "{cause} – {told}"),
    "case_cause_joint": ("；", "; "),
    "case_reason": ("原因：{text}", "Reason: {text}"),
    "case_competitor": ("竞品：{text}", "Competitor: {text}"),
    "case_decisive_factor": ("关键因素：{text}", "Decisive: {text}"),
    "case_said": ("反馈：{text}", "Feedback: {text}"),
    "case_said_header": ("客户反馈", "Customer said"),
    "case_when": ("时间", "When"),
    "case_event": ("事件", "Event"),
    "case_words": ("内容", "What"),
    "case_by": ("人员", "By"),
    "case_method": ("方式", "Method"),
    "case_gap_header": ("间隔", "Since before"),
    "case_is_gap": ("间隔过长", "Gap"),
    "yes_gap": ("是", "yes"),
}
