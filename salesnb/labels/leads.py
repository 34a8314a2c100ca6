"""What the report on leads says: grades, limits, worklists."""

from salesnb.labels.entries import Entries

LEADS: Entries = {
    # the first screen
    "leads_new_one": (
        "本期新增 **{count:,}** 条线索：{grades}。",
        "**{count:,}** new lead: {grades}.",
    ),
    "leads_new_other": (
        "本期新增 **{count:,}** 条线索：{grades}。",
        "**{count:,}** new leads: {grades}.",
    ),
    "leads_new_none": ("本期没有新增线索。", "No new lead in the period."),
    "leads_late_one": (
        "!!{count:,} 条线索已超过首次联系时限!!，其中 {grade} 级 {best} 条。",
        "!!{count:,} lead is past the limit of its first contact!!, {best} of grade {grade}.",
    ),
    "leads_late_other": (
        "!!{count:,} 条线索已超过首次联系时限!!，其中 {grade} 级 {best} 条。",
        "!!{count:,} leads are past the limit of their first contact!!, {best} of grade {grade}.",
    ),
    "leads_late_none": (
        "目前没有线索超过首次联系时限。",
        "No lead is past the limit of its first contact.",
    ),
    "leads_overdue": (
        "按跟进节奏，{overdue} 条已逾期，{due} 条今天应跟进。",
        "By their cadence {overdue} follow-ups are overdue and {due} are due today.",
    ),
    "leads_open": ("跟进中的线索", "Open leads"),
    "leads_open_of": ("{grade} 级 {count} 条", "{count} of grade {grade}"),
    "leads_open_why": (
        "尚未成交也未流失的线索，不论何时产生。",
        "Leads neither won nor lost, whenever they came.",
    ),
    "leads_overdue_card": ("跟进逾期", "Follow-ups overdue"),
    "leads_overdue_detail": ("今天应跟进 {due} 条", "{due} due today"),
    "leads_overdue_why": (
        "跟进中的线索，距上次联系已超过所属等级的跟进间隔（工作日）；已进入公海的不计。",
        "Open leads whose last contact lies further back than their grade's cadence (working days);"
        " those in the public pool are left out.",
    ),
    "leads_pool_card": ("公海线索", "In the public pool"),
    "leads_pool_why": (
        "负责人超过期限未跟进而流入公海的线索；销售看到的是团队的公海。",
        "Leads whose owner did not follow them up in time; a rep sees those of the team.",
    ),
    "leads_flag_first": (
        "{grade} 级，首次联系已超时 {hours}",
        "grade {grade}, first contact {hours} late",
    ),
    "leads_flag_next": (
        "{grade} 级，跟进已逾期 {days}",
        "grade {grade}, follow-up {days} overdue",
    ),
    "leads_more_flags_one": (
        "另有 {count:,} 条 A 级线索待联系。",
        "{count:,} more lead of grade A waits.",
    ),
    "leads_more_flags_other": (
        "另有 {count:,} 条 A 级线索待联系。",
        "{count:,} more leads of grade A wait.",
    ),
    "leads_flags_none": ("没有 A 级线索在等待联系。", "No lead of grade A waits for a contact."),
    "days_one": ("{count:,} 天", "{count:,} day"),
    "days_other": ("{count:,} 天", "{count:,} days"),
    "hours_one": ("{count:,} 小时", "{count:,} hour"),
    "hours_other": ("{count:,} 小时", "{count:,} hours"),
    # grades
    "grade_short": ("等级与转化", "Grades and conversion"),
    "grade_holds": (
        "等级有效：A 到 D 的成交率依次降低",
        "The grades hold: the win rate falls from each grade to the next",
    ),
    "grade_partly": (
        "{pairs} 之间的成交率没有数据能显示的差别",
        "Between {pairs} the data show no difference in win rate",
    ),
    "grade_reversed": (
        "{better} 级的成交率高于 {worse} 级：评分卡需要修订",
        "Grade {better} wins more often than grade {worse}: the card wants revision",
    ),
    "grade_none": ("没有带等级的线索。", "No lead has a grade."),
    "grade_name": ("{grade} 级", "Grade {grade}"),
    "grade_open": ("仍在跟进", "Still open"),
    "grade_range": ("分数", "Score"),
    "score_short": ("分数分布", "Scores"),
    "score_title": ("本期新线索的评分分布", "How the period's new leads score"),
    "score_finding": (
        "新线索中 {share} 为 A 级（近一年 {before}）",
        "{share} of the new leads are grade A ({before} over the year)",
    ),
    "score_axis": ("评分（分）", "Score (points)"),
    "score_missing_one": (
        "{count:,} 条新线索缺少评分项（最多的是{name}），分数为区间，按中间值归级；"
        "其中 {unsure} 条的等级因此不确定。",
        "{count:,} new lead lacks an answer, {name}: its score is a range, graded by its middle; for"
        " {unsure} the grade is not sure.",
    ),
    "score_missing_other": (
        "{count:,} 条新线索缺少评分项（最多的是{name}），分数为区间，按中间值归级；"
        "其中 {unsure} 条的等级因此不确定。",
        "{count:,} new leads lack an answer, most often {name}: their score is a range, graded by its"
        " middle; for {unsure} of them the grade is not sure.",
    ),
    "score_complete": (
        "所有新线索的评分项都已填写。",
        "All new leads have every answer of the card.",
    ),
    "score_ungraded_one": (
        "{count:,} 条新线索信息太少，没有等级。",
        "{count:,} new lead has too few answers for a grade.",
    ),
    "score_ungraded_other": (
        "{count:,} 条新线索信息太少，没有等级。",
        "{count:,} new leads have too few answers for a grade.",
    ),
    # sources
    "source_grade_short": ("来源与等级", "Sources and grades"),
    "source_grade_title": ("各来源带来哪些等级的线索", "Which grades each source brings"),
    "source_grade_low": (
        "“{name}”的线索成交率只有 {rate}，其他来源 {others}",
        "Only {rate} of the leads from '{name}' are won, against {others} of the others",
    ),
    "source_grade_subtitle": (
        "近一年产生的线索数",
        "Leads created over a year",
    ),
    "share_of_best": ("A 级占比", "Share of grade A"),
    # response times
    "response_short": ("响应时长：按{dimension}", "Response time by {dimension}"),
    "response_slow": (
        "{name}的首次联系按时率只有 {rate}，其他人 {others}",
        "{name} made the first contact in time in {rate} of cases, the others in {others}",
    ),
    "response_subtitle": (
        "从线索录入到首次跟进；从未联系的视为比所有人都晚 · {period}",
        "From a lead's creation to its first follow-up; one never contacted is later than all · {period}",
    ),
    "response_title": ("首次联系按时率", "First contact in time"),
    "response_contacted": ("已联系", "Contacted"),
    "response_median": ("中位时长", "Median"),
    "response_p90": ("90% 在此之内", "90% within"),
    "response_in_time": ("按时率", "In time"),
    "response_median_why": (
        "一半线索在这个时长之内得到首次联系；不足一半被联系时为空。",
        "Half of the leads were contacted within it; empty where less than half were.",
    ),
    # cadence
    "plan_short": ("跟进计划", "Follow-up plan"),
    "plan_title": ("谁有多少线索该跟进", "Who has how much to follow up"),
    "plan_finding": (
        "{name}有 {count} 条线索逾期未跟进",
        "{name} has {count} leads overdue",
    ),
    "plan_subtitle": (
        "按各等级的跟进节奏，以工作日计；已进入公海的线索不计",
        "By the cadence of each grade, in working days; without leads in the public pool",
    ),
    "plan_first_late": ("首次联系超时", "First contact late"),
    "plan_overdue": ("跟进逾期", "Overdue"),
    "plan_due": ("今天", "Today"),
    "plan_planned": ("之后", "Later"),
    "plan_none": ("不安排", "None planned"),
    "plan_kept": ("A 级每日计划执行", "Daily plan of A kept"),
    "plan_kept_why": (
        "A 级线索头两周每个工作日一次联系：已联系的工作日 ÷ 计划的工作日。",
        "In the first two weeks a lead of grade A is contacted every working day: working days with"
        " a contact ÷ those of the plan.",
    ),
    "plan_nothing": ("没有需要跟进的线索。", "No lead needs a follow-up."),
    "worklist_short": ("今天先联系谁", "Whom to contact first"),
    "worklist_title": ("今天先联系谁", "Whom to contact first"),
    "worklist_subtitle": (
        "应联系的线索，等级高的和拖得久的在前",
        "Leads that are due, the best grades and the longest overdue first",
    ),
    "lead_header": ("线索", "Lead"),
    "company_header": ("公司", "Company"),
    "next_due_header": ("应联系", "Due"),
    "overdue_header": ("逾期", "Overdue"),
    "plan_header": ("计划", "Plan"),
    "leads_header": ("线索数", "Leads"),
    "plan_daily": ("每日（前两周）", "daily (two weeks)"),
    "plan_focus": ("重点跟进（{method}）", "close care ({method})"),
    "plan_regular": ("每 {days} 个工作日", "every {days} working days"),
    "plan_first": ("首次联系", "first contact"),
    # the public pool
    "pool_short": ("公海", "Public pool"),
    "pool_title_one": (
        "公海中有 {count:,} 条线索，价值 {amount}",
        "{count:,} lead in the public pool, worth {amount}",
    ),
    "pool_title_other": (
        "公海中有 {count:,} 条线索，价值 {amount}",
        "{count:,} leads in the public pool, worth {amount}",
    ),
    "pool_subtitle": (
        "负责人{days}未跟进的线索流入公海；转交不会重新计时",
        "A lead flows into the pool when its owner has not followed it up for {days}; handing it on"
        " starts nothing anew",
    ),
    "pool_days_calendar": (" {count} 天", "{count} days"),
    "pool_days_working": (" {count} 个工作日", "{count} working days"),
    "pool_none": (
        "公海中没有线索，近期也没有线索会流入。",
        "No lead is in the public pool or about to be.",
    ),
    "pool_age": ("在公海中", "In the pool for"),
    "pool_age_week": ("7 天以内", "up to 7 days"),
    "pool_age_month": ("8–30 天", "8–30 days"),
    "pool_age_quarter": ("31–90 天", "31–90 days"),
    "pool_age_older": ("90 天以上", "more than 90 days"),
    "pool_value": ("价值", "Worth"),
    "pool_since": ("在公海", "In the pool"),
    "pool_let_go_by": ("原负责人", "Let go by"),
    "pool_leads": (
        "公海中价值最高的线索（未成交商机的金额，没有则为预算中值）",
        "The leads of the pool that are worth most (open deals, else the middle of the budget)",
    ),
    "pool_soon": ("即将流入公海，请负责人跟进", "About to flow in: their owners are warned"),
    "pool_soon_none": ("明天没有线索会流入公海。", "No lead flows into the pool tomorrow."),
    "pool_leaves": ("流入日期", "Flows in on"),
    "pool_by_owner": ("谁让线索流入公海", "Who lets leads go"),
    "pool_held": ("负责过", "Held"),
    "pool_let_go": ("流入公海", "Let go"),
    "pool_let_go_why": (
        "负责过的线索中，在其名下流入公海的占比；已被他人捞取的也计入。",
        "Of the leads that somebody held, the share that flowed into the pool from there, those"
        " picked since included.",
    ),
    "pool_still": ("仍在公海", "Still there"),
    "pool_claimed": ("捞取", "Picked"),
    "pool_untouched_count": ("捞取后未跟进", "Picked, untouched"),
    "pool_recycling": (
        "从公海捞取的线索成交率 {again}，从未进入公海的 {others}。",
        "Of leads picked out of the pool {again} were won, of those that never were in it {others}.",
    ),
    "pool_recycling_none": (
        "还没有从公海捞取的线索有结果。",
        "No lead that was picked out of the pool has ended yet.",
    ),
    "pool_untouched": ("捞取后还没有跟进", "Picked and not followed up since"),
    "pool_claimed_on": ("捞取日期", "Picked on"),
    "pool_days": ("已过", "Days ago"),
    # assignment
    "assignment_short": ("待分配线索", "Leads to assign"),
    "assignment_title_one": (
        "{count:,} 条线索没有在职的负责人",
        "{count:,} lead has no owner at work",
    ),
    "assignment_title_other": (
        "{count:,} 条线索没有在职的负责人",
        "{count:,} leads have no owner at work",
    ),
    "assignment_subtitle": (
        "建议及理由；尚未分配任何线索",
        "Proposals with their reasons; nothing is assigned yet",
    ),
    "assignment_none": ("所有线索都有在职的负责人。", "Every lead has an owner at work."),
    "assignment_left": ("{count} 条没有人可以接手。", "Nobody can take {count} of them."),
    "assignment_nurture": (
        "{count} 条等级最低，留在线索池培育，不分配。",
        "{count} are of the lowest grade and stay in the nurture pool.",
    ),
    "conflict_caption": ("多人跟进的客户", "Customers that several people work on"),
    "conflict_people": ("跟进人", "Who"),
    "conflict_owner": ("客户负责人", "Customer's owner"),
    "conflict_leads": ("线索", "Leads"),
    "conflict_deals": ("商机", "Deals"),
}
