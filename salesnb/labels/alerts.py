"""What alerts say: in reports, on the command line, and of mistakes in params/alerts.yml."""

from salesnb.labels.entries import Entries

ALERTS: Entries = {
    # mistakes in params/alerts.yml
    "at_alert_key": ("{place}：预警“{rule}”的 {key}", "{place}: alert '{rule}', {key}"),
    "params_alert_kind": (
        "请填写 fact 和 when，或 metric 和 below，或 metrics 和 fall，三者取一",
        "give either fact and when, or metric and below, or metrics and fall",
    ),
    "params_alert_by": (
        "请填写 by，如 [rep, team, department, company]",
        "say of whom in by, e.g. [rep, team, department, company]",
    ),
    "params_alert_only": ("{key} 不适用于这类规则", "{key} does not belong to a rule of this kind"),
    "params_alert_steps": (
        "steps 的 to 必须逐级向上且不重复：{known}",
        "the steps must go up, each to somebody else: {known}",
    ),
    "params_alert_since": (
        "steps 里写了 after，请用 since 说明从哪一天算起",
        "a step with after needs since, the day from which days count",
    ),
    "params_alert_braces": (
        "{key}：花括号里只能写一个列名，如 days；要显示花括号本身，请写两个",
        "{key}: braces hold the name of a column and nothing else, e.g. days; write a brace twice "
        "to show it",
    ),
    # who and what
    "alert_to_owner": ("负责人", "owner"),
    "alert_to_manager": ("团队主管", "team manager"),
    "alert_to_department": ("部门负责人", "department head"),
    "alert_to_company": ("公司", "company"),
    "alert_beside_time": ("时间已过 {elapsed}", "with {elapsed} of the time gone"),
    "alert_beside_limit": ("低于 {limit} 红线", "below the {limit} line"),
    "alert_source": (
        "{dimension}“{name}”占降幅的 {share}",
        "{share} of the fall comes from {dimension} {name}",
    ),
    "alert_source_none": ("降幅分散在各处", "the fall is spread over all parts"),
    "alert_hint_leads": ("线索质量与渠道投放", "the quality of leads and the channels"),
    "alert_hint_other": ("该指标的明细", "what is behind the figure"),
    # the section of a report
    "alerts_short": ("预警", "Alerts"),
    "alerts_title_one": (
        "{count:,} 项预警，其中 {red:,} 项红灯",
        "{count:,} alert, {red:,} of them red",
    ),
    "alerts_title_other": (
        "{count:,} 项预警，其中 {red:,} 项红灯",
        "{count:,} alerts, {red:,} of them red",
    ),
    "alerts_title_calm_one": ("{count:,} 项预警，没有红灯", "{count:,} alert, none of them red"),
    "alerts_title_calm_other": ("{count:,} 项预警，没有红灯", "{count:,} alerts, none of them red"),
    "alerts_subtitle": (
        "截至 {day}；红灯在前，金额大的在前。规则和阈值见 params/alerts.yml。",
        "As of {day}; red ones first, the most money first. Rules and limits are in "
        "params/alerts.yml.",
    ),
    "alerts_none": ("没有需要处理的预警。", "Nothing asks for action."),
    "alerts_rules_caption": ("各规则的预警数", "Alerts by rule"),
    "alerts_col_rule": ("规则", "Rule"),
    "alerts_col_count": ("预警", "Alerts"),
    "alerts_col_red": ("红灯", "Red"),
    "alerts_col_amount": ("涉及金额", "Money at stake"),
    "alerts_col_subject": ("对象", "About"),
    "alerts_col_message": ("情况", "What"),
    "alerts_col_since": ("起始", "Since"),
    "alerts_col_owner": ("负责人", "Owner"),
    "alerts_col_to": ("级别", "Told to"),
    "alerts_col_next": ("下一步", "Next step"),
    "alerts_col_level": ("灯", "Level"),
    "alerts_no_red": (
        "没有红灯；其余预警见“预警”一节。",
        "No red flags; the section on alerts lists the warnings.",
    ),
    # the command line
    "alert_state_new": ("新", "new"),
    "alert_state_open": ("未处理", "open"),
    "alert_state_escalated": ("已升级", "escalated"),
    "alert_state_again": ("再次出现", "again"),
    "alert_state_acknowledged": ("已知悉", "acknowledged"),
    "alert_state_snoozed": ("暂缓", "snoozed"),
    "alerts_col_state": ("状态", "State"),
    "alerts_col_key": ("编号", "Key"),
    "cli_alerts_count_one": (
        "{count:,} 项预警，其中红灯 {red:,} 项。",
        "{count:,} alert, {red:,} red.",
    ),
    "cli_alerts_count_other": (
        "{count:,} 项预警，其中红灯 {red:,} 项。",
        "{count:,} alerts, {red:,} red.",
    ),
    "cli_alerts_rest": (
        "以上是最紧急的 {shown} 项，另有 {count:,} 项：{rules}。全部清单见 --format csv 或 xlsx。",
        "These are the {shown} most urgent; {count:,} more: {rules}. --format csv and xlsx have all.",
    ),
    "cli_alerts_none": ("{scope} 没有预警。", "{scope}: no alerts."),
    "cli_alerts_written": ("已写入 {path}。", "Written to {path}."),
    "cli_alert_acknowledged": (
        "已标记为知悉：{key}。到下一级时仍会升级。",
        "Acknowledged: {key}. It is still escalated when its next step comes.",
    ),
    "cli_alert_snoozed": ("已暂缓到 {until}：{key}。", "Snoozed until {until}: {key}."),
    "err_alert_unknown": (
        "没有编号为“{key}”的预警，或无权查看。{hint}编号见 salesnb alerts 的第一列。",
        "There is no alert '{key}' that you may see.{hint} Keys stand in the first column of "
        "salesnb alerts.",
    ),
    "err_alert_until": (
        "请用 --until 写明暂缓到哪一天，须晚于 {day}。",
        "Say with --until until which day; it must be after {day}.",
    ),
    "err_alert_today": (
        "知悉和暂缓只针对当天的预警：请去掉 --as-of。",
        "Alerts are acknowledged and put off as of today: leave out --as-of.",
    ),
    "err_alert_one": (
        "--acknowledge、--snooze 和 --precision 一次只能用一个。",
        "Use one of --acknowledge, --snooze and --precision at a time.",
    ),
    "alerts_precision_rule": ("规则", "Rule"),
    "alerts_precision_judged": ("已可判断", "Judged"),
    "alerts_precision_slipped": ("确实恶化", "Slipped"),
    "alerts_precision_share": ("准确率", "Precision"),
    "alerts_precision_range": ("95% 区间", "95 % interval"),
    "alerts_precision_open": ("尚不能判断", "Too young"),
    "alerts_precision_none": (
        "还没有可以判断的预警：每条规则要等 judged_after 天以后才能看结果。",
        "No alert is old enough to be judged: each rule waits judged_after days.",
    ),
}
