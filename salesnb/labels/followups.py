"""What the report on follow-up says: cadence, methods, late entries, tasks."""

from salesnb.labels.entries import Entries

FOLLOWUPS: Entries = {
    # the first screen
    "followup_made_one": ("本期跟进 **{count:,}** 次。", "**{count:,}** follow-up in the period."),
    "followup_made_other": (
        "本期跟进 **{count:,}** 次。",
        "**{count:,}** follow-ups in the period.",
    ),
    "followup_made_effective_one": (
        "本期跟进 **{count:,}** 次，其中有效 {rate}。",
        "**{count:,}** follow-up in the period, {rate} of them effective.",
    ),
    "followup_made_effective_other": (
        "本期跟进 **{count:,}** 次，其中有效 {rate}。",
        "**{count:,}** follow-ups in the period, {rate} of them effective.",
    ),
    "followup_made_none": ("本期没有跟进记录。", "No follow-up in the period."),
    "followup_rate_said": (
        "目前 {denominator} 个有频次要求的客户中，**{rate}** 在频次内联系过（{numerator} 个）。",
        "Of {denominator} customers with a cadence **{rate}** were contacted within it"
        " ({numerator}).",
    ),
    "followup_no_cadence": (
        "没有客户填写等级，因此没有跟进频次可查。",
        "No customer has a level, so there is no cadence to check.",
    ),
    "followup_no_customers": (
        "这一期间还没有需要按频次跟进的客户。",
        "In this period no customer was to be contacted by a cadence.",
    ),
    "followup_keys_said_one": (
        "!!{count:,} 个重要客户!!的频次达成低于 {share}。",
        "!!{count:,} key customer!! was within its cadence on less than {share} of the days.",
    ),
    "followup_keys_said_other": (
        "!!{count:,} 个重要客户!!的频次达成低于 {share}。",
        "!!{count:,} key customers!! were within their cadence on less than {share} of the days.",
    ),
    "followup_late_said": (
        "补录占 {rate}。",
        "{rate} of the follow-ups were typed in late.",
    ),
    "followup_overdue_said_one": (
        "目前有 {count:,} 项跟进任务逾期。",
        "{count:,} task is overdue now.",
    ),
    "followup_overdue_said_other": (
        "目前有 {count:,} 项跟进任务逾期。",
        "{count:,} tasks are overdue now.",
    ),
    "followup_overdue_none": ("目前没有逾期的跟进任务。", "No task is overdue now."),
    "followup_key_card": ("重要客户低于 {share}", "Key customers below {share}"),
    "followup_key_of": ("共 {count} 个重要客户", "of {count} key customers"),
    "followup_key_card_why": (
        "{levels}等级的客户中，本期频次达成低于 {share} 的。",
        "Customers of the levels {levels} whose cadence was kept on less than {share} of the period's"
        " days.",
    ),
    "followup_flag": (
        "{level}客户，已 {days}未联系（要求 {every}内一次）",
        "level {level}, not contacted for {days}; once in {every} is asked",
    ),
    "followup_flag_never": (
        "{level}客户，从未联系（要求 {every}内一次）",
        "level {level}, never contacted; once in {every} is asked",
    ),
    "followup_more_flags_one": (
        "另有 {count:,} 个重要客户超过频次未联系。",
        "{count:,} more key customer waits beyond the cadence.",
    ),
    "followup_more_flags_other": (
        "另有 {count:,} 个重要客户超过频次未联系。",
        "{count:,} more key customers wait beyond the cadence.",
    ),
    "followup_flags_none": (
        "没有重要客户超过频次未联系。",
        "No key customer waits beyond the cadence.",
    ),
    # cadence by level, team and rep
    "followup_rates_short": ("跟进频次：按{dimension}", "Cadence by {dimension}"),
    "followup_rates_subtitle": (
        "频次达成的客户占比 · {period}",
        "Customers whose cadence was kept · {period}",
    ),
    "followup_rates_low": (
        "{name}只有 {rate} 的客户频次达成，其余合计 {others}",
        "{name} kept the cadence of {rate} of the customers, the others of {others}",
    ),
    "followup_every": ("频次（天）", "Cadence (days)"),
    "followup_kept": ("频次达成", "Cadence kept"),
    "followup_kept_why": (
        "期间内至少 {share} 的日子里，距上次联系不超过等级要求天数的客户 ÷ 有频次要求的客户。",
        "Customers whose last contact lay within the cadence of their level on {share} of the"
        " period's days or more ÷ customers with a cadence.",
    ),
    # key customers
    "followup_key_short": ("重要客户", "Key customers"),
    "followup_key_title_one": (
        "{of} 个重要客户中，{count:,} 个频次达成低于 {share}",
        "{count:,} of {of} key customers was within its cadence on less than {share} of the days",
    ),
    "followup_key_title_other": (
        "{of} 个重要客户中，{count:,} 个频次达成低于 {share}",
        "{count:,} of {of} key customers were within their cadence on less than {share} of the days",
    ),
    "followup_key_all": (
        "所有重要客户的频次达成都不低于 {share}",
        "Every key customer was within its cadence on {share} of the days or more",
    ),
    "followup_key_none": (
        "没有客户属于重要等级。",
        "No customer is of a key level.",
    ),
    "followup_key_subtitle": (
        "最久未联系的在前 · {period}",
        "Those not contacted for longest first · {period}",
    ),
    "followup_key_by_rep": ("各销售的重要客户", "Key customers by rep"),
    "followup_key_list": ("频次未达成的重要客户", "Key customers whose cadence was not kept"),
    "followup_key_below": ("未达成", "Below"),
    "followup_contacts": ("本期联系天数", "Days with a contact"),
    "followup_kept_days": ("频次内天数占比", "Days within the cadence"),
    "followup_kept_days_why": (
        "期间内距上次联系不超过等级要求天数的日子 ÷ 期间已过的日子；新客户从首次接触算起。",
        "Days of the period on which the last contact lay within the cadence ÷ its days so far; of a"
        " new customer those since the first contact.",
    ),
    "followup_last": ("最后联系", "Last contact"),
    # methods
    "followup_methods_short": ("跟进方式", "Methods"),
    "followup_method_low": (
        "“{name}”只有 {rate} 有效，其余方式合计 {others}",
        "Only {rate} of the follow-ups by '{name}' are effective, of the others {others}",
    ),
    "followup_none": ("本期没有跟进记录。", "There is no follow-up in the period."),
    "followup_no_method": ("未填写", "not told"),
    "followup_share": ("占比", "Share"),
    "followup_no_effective": (
        "没有填写跟进是否有效，因此不比较各方式的效果。",
        "Whether follow-ups were effective is not told, so methods are not compared.",
    ),
    # late entries
    "followup_late_short": ("补录", "Typed in late"),
    "followup_late_high": (
        "{name}的补录率为 {rate}，其他人合计 {others}",
        "{name} typed in {rate} late, the others {others}",
    ),
    "followup_late_subtitle": (
        "跟进后 {hours} 小时内录入；遇休息日可到下一工作日 {until}",
        "To be typed in within {hours} hours, after days off until {until} of the next working day",
    ),
    "followup_no_entries": (
        "本期的跟进没有录入时间，无法判断是否补录。",
        "No follow-up of the period says when it was typed in.",
    ),
    # tasks
    "followup_tasks_short": ("逾期任务", "Overdue tasks"),
    "followup_tasks_title_one": (
        "{count:,} 项任务逾期，其中 {old} 项超过 {days} 天",
        "{count:,} task is overdue, {old} for more than {days} days",
    ),
    "followup_tasks_title_other": (
        "{count:,} 项任务逾期，其中 {old} 项超过 {days} 天",
        "{count:,} tasks are overdue, {old} of them for more than {days} days",
    ),
    "followup_tasks_subtitle": (
        "未完成的计划，以及约定了下次跟进却没有跟进的客户和线索；逐项计数，不论过期多久"
        "（“任务清单”按客户合并，数字不同）· 截至{day}",
        "Plans that are not done, and customers and leads whose next follow-up did not come, each"
        " counted however old (the worklist counts by customer, and differs) · as of {day}",
    ),
    "followup_tasks_none": ("没有逾期的跟进任务。", "No task is overdue."),
    "followup_tasks_list": (
        "最近逾期的任务：最容易补救",
        "The latest to fall due: the easiest to make good",
    ),
    "followup_tasks_old": ("超过 {days} 天", "More than {days} days"),
    "followup_task": ("任务", "Task"),
    "followup_task_plan": ("跟进计划", "Plan"),
    "followup_task_next": ("下次跟进", "Next follow-up"),
    "followup_subject": ("客户或线索", "Customer or lead"),
    "followup_due": ("应完成", "Due"),
    # customers of several reps
    "followup_several_short": ("多人跟进的客户", "Customers of several reps"),
    "followup_several_title_one": (
        "{count:,} 个客户由多人跟进",
        "{count:,} customer was contacted by several people",
    ),
    "followup_several_title_other": (
        "{count:,} 个客户由多人跟进",
        "{count:,} customers were contacted by several people",
    ),
    "followup_several_subtitle": (
        "可能是协作，也可能是撞单 · {period}",
        "They may work together, or against each other · {period}",
    ),
    "followup_several_none": (
        "本期没有客户由多人跟进。",
        "No customer was contacted by several people in the period.",
    ),
    "followup_several_one_rep": (
        "这是一个人的报告，看不到他人的跟进。",
        "This is the report of one person; what others did is not in it.",
    ),
    "followup_several_who": ("跟进人（次数）", "Who (how often)"),
    "followup_by_others": ("非负责人跟进", "By others than the owner"),
    "followup_last_by": ("最后跟进人", "Last by"),
}
