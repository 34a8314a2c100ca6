"""Every word that a user sees, in Chinese and English."""

LANGUAGES = ("zh", "en")

Entries = dict[str, tuple[str, str]]

REPORT: Entries = {
    "contents": ("目录", "Contents"),
    "key_points": ("要点", "Key points"),
    "related": ("相关报告", "Related"),
    "back_to_index": ("返回报告目录", "All reports"),
    "show_code": ("显示代码", "Show code"),
    "lineage": ("数据来源", "Where the figures come from"),
    "skip_to_content": ("跳到正文", "Skip to content"),
    "section_failed": ("这一部分未能生成", "This section could not be made"),
    "caution": (
        "结论由数据自动得出，仅供参考，请结合市场与客户情况判断。",
        "Findings are computed from the data. Weigh them with what you know of the market "
        "and the customer.",
    ),
    "snapshot": ("数据快照", "Snapshot"),
    "as_of": ("数据截至", "As of"),
    "made_at": ("生成时间", "Made at"),
    "period": ("期间", "Period"),
    "scope": ("范围", "Scope"),
    "viewer": ("查看人", "Viewer"),
    "operator": ("运营（联系方式已脱敏）", "operator (contacts masked)"),
    "version": ("版本", "Version"),
    "parameters": ("参数", "Parameters"),
}

SCOPES: Entries = {
    "company": ("公司", "Company"),
    "department": ("部门", "Department"),
    "team": ("团队", "Team"),
    "rep": ("销售", "Rep"),
    "unassigned": ("未分配", "Unassigned"),
}

FLAGS: Entries = {
    "flag_red": ("红灯", "Red flag"),
    "flag_amber": ("预警", "Warning"),
    "no_flags": ("没有红灯和预警。", "No red flags and no warnings."),
    "no_flags_unchecked": (
        "没有目标和回款记录，无从判断红灯和预警。",
        "Nothing could be checked for red flags: there are no targets and no payments.",
    ),
    "flag_count_one": ("{count} 项预警", "{count} flag"),
    "flag_count_other": ("{count} 项预警", "{count} flags"),
}

CHARTS: Entries = {
    "no_data": ("没有数据", "No data"),
    "no_target": ("无目标", "no target"),
    "target": ("目标", "Target"),
    "last_year": ("去年同期", "Last year"),
    "this_period": ("本期", "This period"),
    "elapsed": ("时间进度", "Time elapsed"),
    "overall": ("总体", "Overall"),
    "forecast": ("预计", "Forecast"),
    "today": ("目前", "To date"),
    "small_sample": ("样本不足", "small sample"),
    "unit_note": ("单位：{unit}", "Unit: {unit}"),
    "median_stay": ("停留中位数 {days}", "median stay {days}"),
    "biggest_leak": ("最大流失点", "biggest leak"),
    "more_rows": ("中间 {count} 项略", "{count} more in between"),
    "rates_note": (
        "圆点为比率，横线为 95% 区间；空心圆为样本不足，不宜据此下结论。",
        "Dots are rates, lines their 95% intervals; hollow dots rest on too few cases "
        "to conclude anything.",
    ),
    "band_note": ("色带为 50% 与 80% 区间", "Bands: 50% and 80% intervals"),
    "trend_alt": (
        "{count} 期走势：最近一期 {period} 为 {value}。",
        "Trend (periods: {count}): {value} in {period}, the latest.",
    ),
    "trend_alt_target": ("目标 {target}。", "Target {target}."),
    "trend_alt_last_year": ("去年同期 {value}。", "A year earlier {value}."),
    "funnel_alt": ("漏斗：{steps}。", "Funnel: {steps}."),
    "ranking_alt": ("目标完成率排名：{rows}。", "Ranking by target completion: {rows}."),
    "rates_alt": ("比率对比：{rows}。", "Rates compared: {rows}."),
    "ageing_alt": ("按账龄的金额：{rows}。", "Amounts by age: {rows}."),
    "others": ("其他 {count} 项", "{count} others"),
    "shares_alt": ("构成：{rows}。", "Shares: {rows}."),
    "forecast_alt": (
        "累计走势与预测：目前 {actual}，期末预计 {point}（80% 区间 {low} 至 {high}）。",
        "Cumulative trend and forecast: {actual} to date, {point} expected at the end "
        "(80% interval {low} to {high}).",
    ),
}

TABLES: Entries = {
    "definitions": ("指标定义", "Definitions"),
    "sort_hint": ("按此列排序", "Sort by this column"),
    "table_scroll": ("表格，可左右滚动", "Table, scrolls sideways"),
    "rows_left_out": ("另有 {count} 行未显示", "{count} more rows not shown"),
}

INDEX: Entries = {
    "index_title": ("报告目录", "Reports"),
    "index_empty": ("还没有报告。", "No reports yet."),
    "index_filter": ("按名称筛选", "Filter by name"),
    "index_none": ("没有符合条件的报告。", "No report matches."),
    "index_earlier": ("往期", "Earlier"),
    "index_failed": ("未能生成", "could not be made"),
    "in_language": ("{name}（{language}）", "{name} ({language})"),
    "language_zh": ("中文", "Chinese"),
    "language_en": ("英文", "English"),
    "report_count_one": ("{count} 份报告", "{count} report"),
    "report_count_other": ("{count} 份报告", "{count} reports"),
}

IMPORT: Entries = {
    "comma": ("，", ", "),
    "colon": ("：", ": "),
    "place_sheet": ("工作表“{sheet}”", "sheet '{sheet}'"),
    "place_cell": ("单元格 {cell}", "cell {cell}"),
    "place_row": ("第 {row} 行", "row {row}"),
    "or_empty": ("，或留空", ", or leave it empty"),
    "did_you_mean": ("是否为“{suggestion}”？", " Did you mean '{suggestion}'?"),
    "more_cells": ("此列共 {count} 处。", " {count} such cells in this column."),
    "word_stage": ("阶段", "stage"),
    "word_status": ("客户状态", "customer status"),
    "word_outcome": ("转化结果", "outcome"),
    "word_level": ("客户等级", "customer level"),
    "word_grade": ("线索等级", "lead grade"),
    "word_role": ("角色", "role"),
    "word_task_state": ("跟进状态", "state"),
    "word_subject_type": ("对象类型", "kind of subject"),
    "word_target_metric": ("指标", "target metric"),
    "word_method": ("跟进方式", "follow-up method"),
    "word_source": ("来源", "source"),
    "word_scope": ("范围", "scope"),
    "problems_sheet": ("问题清单", "Problems"),
    "problems_title": ("共 {errors}，{warnings}", "{errors}, {warnings}"),
    "row_count_one": (" {count:,} 行", "{count:,} row"),
    "row_count_other": (" {count:,} 行", "{count:,} rows"),
    "error_count_one": ("{count:,} 个错误", "{count:,} error"),
    "error_count_other": ("{count:,} 个错误", "{count:,} errors"),
    "warning_count_one": ("{count:,} 个提醒", "{count:,} warning"),
    "warning_count_other": ("{count:,} 个提醒", "{count:,} warnings"),
    "problems_hint": (
        "在数据表中改正着色的单元格，保存后再次导入。本表不会被导入。",
        "Correct the coloured cells in the data sheets, save, and import again. "
        "This sheet is not imported.",
    ),
    "problem_severity": ("级别", "Severity"),
    "problem_sheet": ("工作表", "Sheet"),
    "problem_cell": ("单元格", "Cell"),
    "problem_column": ("字段", "Column"),
    "problem_value": ("填写内容", "Value"),
    "problem_text": ("问题", "Problem"),
    "problem_suggestion": ("建议值", "Suggested value"),
    "severity_error": ("错误", "Error"),
    "severity_warning": ("提醒", "Warning"),
    "template_notes": ("填写说明", "Instructions"),
    "template_lists": ("选项", "Lists"),
    "template_example": ("示例", "Example"),
    "template_intro": (
        "带 * 的列必填。每张表第 2 行是示例，导入时自动跳过，可以删除。不需要的表和列可以留空或删除。",
        "Columns marked * are required. Row 2 of each sheet is an example: it is skipped on import "
        "and may be deleted. Sheets and columns that are not needed may be left empty or deleted.",
    ),
    "template_sheet": ("工作表", "Sheet"),
    "template_column": ("列", "Column"),
    "template_need": ("要求", "Need"),
    "template_form": ("填写方式", "How to fill in"),
    "need_required": ("必填", "required"),
    "need_recommended": ("建议填写", "recommended"),
    "need_optional": ("选填", "optional"),
    "need_one_of": ("任填其一", "one of these"),
    "need_made": ("留空则自动编号", "numbered if left empty"),
    "form_text": ("文字", "Text"),
    "form_choice": ("从下拉列表中选", "Pick from the list"),
    "form_date": ("日期，如 2026-03-05", "A date such as 2026-03-05"),
    "form_datetime": ("日期时间，如 2026-03-05 14:30", "Date and time such as 2026-03-05 14:30"),
    "form_month": ("月份或日期，如 2026-08", "A month or a date such as 2026-08"),
    "form_period": ("2026-10、2026Q4 或 2026", "2026-10, 2026Q4 or 2026"),
    "form_money": ("金额（元），如 50000 或 5万", "An amount such as 50000"),
    "form_number": ("数字", "A number"),
    "form_percent": ("百分比，如 60%", "A share such as 60%"),
    "form_flag": ("是 / 否", "Yes / No"),
    "form_refers": ("须为“{table}”中已有的编号", "Must be a key of the sheet {table}"),
    "flag_yes": ("是", "Yes"),
    "flag_no": ("否", "No"),
}

RULES: Entries = {
    "rule_not_amount": (
        "“{value}”不是金额。{hint}请填 50000 或 5万{or_empty}。",
        "'{value}' is not an amount.{hint} Write 50000 or 5万{or_empty}.",
    ),
    "rule_ambiguous_amount": (
        "“{value}”可以读作 {first} 或 {second}。请改为其中之一。",
        "'{value}' can be read as {first} or as {second}. Write one of them.",
    ),
    "rule_range_for_amount": (
        "“{value}”是区间，不是一个金额。请填一个数，如 500000{or_empty}。",
        "'{value}' is a range, not one amount. Write one number such as 500000{or_empty}.",
    ),
    "rule_other_currency": (
        "“{value}”不是 {currency} 金额。请换算成 {currency} 后填写。",
        "'{value}' is not in {currency}. Write the amount in {currency}.",
    ),
    "rule_too_large": (
        "“{value}”超过 100 万亿。请检查单位。",
        "'{value}' is above 100 trillion. Check its unit.",
    ),
    "rule_not_number": (
        "“{value}”不是数字。{hint}请填数字{or_empty}。",
        "'{value}' is not a number.{hint} Write a number{or_empty}.",
    ),
    "rule_not_percent": (
        "“{value}”不是 0% 到 100% 之间的百分比。请填 60%{or_empty}。",
        "'{value}' is not a share between 0% and 100%. Write 60%{or_empty}.",
    ),
    "rule_share_under_percent": (
        "“{header}”列的数都在 0 到 1 之间，已按比例读取：0.6 即 60%。若本意是 0.6%，请写 0.6%。",
        "All numbers of '{header}' lie between 0 and 1 and were read as shares: 0.6 is 60%. "
        "If 0.6% is meant, write 0.6%.",
    ),
    "rule_not_date": (
        "“{value}”不是日期。请填 2024-03-05{or_empty}。",
        "'{value}' is not a date. Write 2024-03-05{or_empty}.",
    ),
    "rule_ambiguous_date": (
        "“{value}”可以读作 {first} 或 {second}。请按 年-月-日 填写，或在导入映射中声明格式。",
        "'{value}' can be read as {first} or as {second}. Write year-month-day, "
        "or declare the format in a source mapping.",
    ),
    "rule_unclear_date": (
        "“{value}”的年月日顺序不明，可能是 {first}。请按 年-月-日 填写，或在导入映射中声明格式。",
        "'{value}' does not begin with the year; it may be {first}. Write year-month-day, "
        "or declare the format in a source mapping.",
    ),
    "rule_date_without_year": (
        "“{value}”没有年份。请填 2024-03-05{or_empty}。",
        "'{value}' has no year. Write 2024-03-05{or_empty}.",
    ),
    "rule_month_for_date": (
        "“{value}”只有月份，没有日。请填 2024-03-05{or_empty}。",
        "'{value}' is a month, not a day. Write 2024-03-05{or_empty}.",
    ),
    "rule_no_such_day": (
        "“{value}”这一天不存在。该月最后一天是 {suggestion}。",
        "There is no day '{value}'. The month ends on {suggestion}.",
    ),
    "rule_not_month": (
        "“{value}”不是月份。请填 2024-08 或 2024-08-15{or_empty}。",
        "'{value}' is not a month. Write 2024-08 or 2024-08-15{or_empty}.",
    ),
    "rule_ambiguous_month": (
        "“{value}”可以读作 {first} 或 {second}。请改为其中之一。",
        "'{value}' can be read as {first} or as {second}. Write one of them.",
    ),
    "rule_not_period": (
        "“{value}”不是期间。请填 2026-10、2026Q4、2026 或 2026-10-01..2026-10-15。",
        "'{value}' is not a period. Write 2026-10, 2026Q4, 2026 or 2026-10-01..2026-10-15.",
    ),
    "rule_not_flag": (
        "“{value}”不是“是”或“否”。请填 是 或 否{or_empty}。",
        "'{value}' is neither yes nor no. Write Yes or No{or_empty}.",
    ),
    "rule_excel_error": (
        "公式出错，显示 {value}。请改正公式，或直接填值。",
        "The formula here ends in {value}. Correct it, or type the value.",
    ),
    "rule_unknown_word": (
        "“{value}”不是已知的{what}。{hint}可填：{known}。",
        "'{value}' is not a known {what}.{hint} Known: {known}.",
    ),
    "rule_unknown_owner": (
        "人员表中没有“{value}”。{hint}请改正姓名，或在人员表中添加。",
        "'{value}' is not in the staff table.{hint} Correct the name, or add the person there.",
    ),
    "rule_ambiguous_owner": (
        "“{value}”不止一人：{known}。请改填工号，否则这条记录不归任何人。",
        "'{value}' is the name of several people: {known}. Write the staff id instead; "
        "otherwise the row counts for nobody.",
    ),
    "rule_ambiguous_scope": (
        "“{value}”不止一人。请改为其中之一：{known}。",
        "'{value}' is the name of several people. Write one of: {known}.",
    ),
    "rule_required": (
        "“{header}”是必填项，不能为空。",
        "'{header}' is required and empty here. Fill it in.",
    ),
    "rule_missing_column": (
        "缺少必填列“{header}”，{rows}因此不能导入。请补上这一列。",
        "The required column '{header}' is missing, so {rows} cannot be imported. Add it.",
    ),
    "rule_one_of": (
        "{headers} 至少填写一项。",
        "One of {headers} is required. Fill one in.",
    ),
    "rule_recommended": (
        "“{header}”为空，建议填写。",
        "'{header}' is empty; it is recommended to fill it in.",
    ),
    "rule_future": (
        "“{value}”晚于今天（{today}），而“{header}”只能是已发生的日期。请改正。",
        "'{value}' lies after today ({today}), but '{header}' can only be past. Correct it.",
    ),
    "rule_negative": (
        "“{value}”是负数，“{header}”不能为负。请改正。",
        "'{value}' is negative, which '{header}' cannot be. Correct it.",
    ),
    "rule_won_without": (
        "已成交，但没有填写“{header}”。请补上。",
        "Won, but '{header}' is empty. Fill it in.",
    ),
    "rule_lost_without_reason": (
        "已流失，但没有填写“{header}”。",
        "Lost, but '{header}' is empty. Fill it in.",
    ),
    "rule_duplicate_key": (
        "“{value}”重复：{others} 的内容与此不同。请只保留一行，或改正编号。",
        "'{value}' is used twice: {others} has the same key and other content. "
        "Keep one row, or correct the key.",
    ),
    "rule_unknown_reference": (
        "“{value}”在“{refers}”中不存在。{hint}请改正编号，或先导入该记录。",
        "'{value}' is in no row of {refers}.{hint} Correct it, or import that row too.",
    ),
    "rule_waits": (
        "“{value}”在“{refers}”中的那一行有错误，本行等它改正后再导入。",
        "The row '{value}' of {refers} has an error; this row waits until that is corrected.",
    ),
}

FINDINGS: Entries = {
    "subtitle_over": ("期间已结束 · 数据截至 {as_of}", "Period closed · data as of {as_of}"),
    "subtitle_running": (
        "截至 {as_of} · 工作日已过 {done} / {total}",
        "As of {as_of} · {done} of {total} working days gone",
    ),
    "subtitle_ahead": (
        "期间尚未开始 · 数据截至 {as_of}",
        "The period has not begun · data as of {as_of}",
    ),
    "not_begun": ("期间尚未开始。", "The period has not begun."),
    "finding_not_begun": ("期间尚未开始。", "The period has not begun."),
    "finding_not_begun_target": (
        "期间尚未开始，目标 **{target}**。",
        "The period has not begun; its target is **{target}**.",
    ),
    "points_one": ("{count} 个百分点", "{count} point"),
    "points_other": ("{count} 个百分点", "{count} points"),
    "subtitle_currency": ("金额单位 {currency}", "amounts in {currency}"),
    "origin_children": ("下级目标合计", "sum of the parts"),
    "origin_sub_periods": ("各期目标合计", "sum of shorter periods"),
    "origin_share": ("按工作日分摊", "share by working days"),
    "finding_sales": (
        "销售额 **{sales}**，没有设定目标。",
        "Sales of **{sales}**; no target is set.",
    ),
    "finding_done_behind": (
        "销售额 **{sales}**，完成目标的 **{completion}**，!!距目标还差 {missing}!!。",
        "Sales of **{sales}** reached **{completion}** of target, !!{missing} short!!.",
    ),
    "finding_done_ahead": (
        "销售额 **{sales}**，完成目标的 **{completion}**，++超出目标 {missing}++。",
        "Sales of **{sales}** reached **{completion}** of target, ++{missing} above it++.",
    ),
    "finding_done_even": (
        "销售额 **{sales}**，完成目标的 **{completion}**。",
        "Sales of **{sales}** met the target (**{completion}**).",
    ),
    "finding_running_behind": (
        "销售额 **{sales}**，完成目标的 **{completion}**，!!落后进度 {points}!!，距目标还差 {missing}。",
        "Sales of **{sales}** are **{completion}** of target, !!{points} behind the "
        "elapsed time!!; {missing} still to go.",
    ),
    "finding_running_ahead": (
        "销售额 **{sales}**，完成目标的 **{completion}**，++领先进度 {points}++。",
        "Sales of **{sales}** are **{completion}** of target, ++{points} ahead of the "
        "elapsed time++.",
    ),
    "finding_running_even": (
        "销售额 **{sales}**，完成目标的 **{completion}**，与时间进度持平。",
        "Sales of **{sales}** are **{completion}** of target, in step with the elapsed time.",
    ),
    "finding_growth": (
        "同比 **{yoy}**，环比 **{mom}**。",
        "That is **{yoy}** on a year earlier and **{mom}** on the previous period.",
    ),
    "finding_growth_running": (
        "与去年同期相同天数相比 **{yoy}**，与上期相同天数相比 **{mom}**。",
        "Over the same number of days that is **{yoy}** on a year earlier and **{mom}** on the "
        "previous period.",
    ),
    "finding_growth_mom": ("环比 **{mom}**。", "That is **{mom}** on the previous period."),
    "finding_growth_mom_running": (
        "与上期相同天数相比 **{mom}**。",
        "Over the same number of days that is **{mom}** on the previous period.",
    ),
    "finding_growth_yoy": ("同比 **{yoy}**。", "That is **{yoy}** on a year earlier."),
    "finding_growth_yoy_running": (
        "与去年同期相同天数相比 **{yoy}**。",
        "Over the same number of days that is **{yoy}** on a year earlier.",
    ),
    "finding_collections": (
        "本期到期的款项已收回 **{rate}**，目前逾期 **{overdue}**。",
        "Of the amounts due in the period **{rate}** are paid; **{overdue}** are overdue now.",
    ),
    "finding_collections_clean": (
        "本期到期的款项已收回 **{rate}**，没有逾期。",
        "Of the amounts due in the period **{rate}** are paid; nothing is overdue.",
    ),
    "finding_no_leads": (
        "本期没有新增{things}。",
        "No {things} were created in the period.",
    ),
    "finding_funnel": (
        "本期新增{things} **{leads}** 条，目前走到：{steps}。",
        "**{leads}** {things} were created in the period; so far they reached: {steps}.",
    ),
    "finding_open": (
        "其中 **{share}** 仍在跟进，本期的转化率还会上升。",
        "**{share}** of them are still open, so the period's rates will rise.",
    ),
    "things_lead": ("线索", "leads"),
    "things_opportunity": ("商机", "opportunities"),
    "list_comma": ("，", ", "),
    "flag_behind": (
        "完成目标的 {completion}，低于 {red} 红线",
        "at {completion} of target, below the {red} line",
    ),
    "flag_behind_running": (
        "完成目标的 {completion}，时间已过 {elapsed}",
        "at {completion} of target with {elapsed} of the time gone",
    ),
    "flag_behind_detail": ("距目标差 {amount}", "{amount} short of the target"),
    "flag_behind_running_detail": ("按时间进度差 {amount}", "{amount} behind the elapsed time"),
    "flag_overdue": (
        "回款逾期 {days} 天，**{amount}**",
        "payment {days} days overdue, **{amount}**",
    ),
    "more_flags_one": ("另有 {count} 项红灯。", "{count} more red flag."),
    "more_flags_other": ("另有 {count} 项红灯。", "{count} more red flags."),
    "trend_title": ("近期销售额", "Sales by period"),
    "trend_title_target_one": (
        "已结束的 {count} 期中有 {reached} 期达标",
        "Target met in {reached} of {count} closed period",
    ),
    "trend_title_target_other": (
        "已结束的 {count} 期中有 {reached} 期达标",
        "Target met in {reached} of {count} closed periods",
    ),
    "trend_subtitle": (
        "销售额，横线为目标，浅色为去年同期",
        "Sales; line: target, pale: a year earlier",
    ),
    "trend_subtitle_cut": (
        "销售额，横线为目标，浅色为去年同期；首尾月份只计所选日期",
        "Sales; line: target, pale: a year earlier; of the first and last month only the days chosen",
    ),
    "trend_short": ("走势", "Trend"),
    "by_period_one": ("本期", "This period"),
    "by_period_other": ("近 {count} 期", "The last {count} periods"),
    "ranking_short": ("排名", "Ranking"),
    "ranking_subtitle": ("各{who}的目标完成率", "Target completion by {who}"),
    "ranking_subtitle_sales": ("各{who}的销售额", "Sales by {who}"),
    "ranking_title": (
        "{best}最高（{completion}），{worst}最低（{worst_completion}）",
        "{best} leads with {completion}; {worst} is last with {worst_completion}",
    ),
    "ranking_title_one": ("{best}完成目标的 {completion}", "{best} is at {completion} of target"),
    "ranking_title_calm": (
        "{best}最高，完成 {completion}；没有低于红线的{who}",
        "{best} leads with {completion}; no {who} is below the red line",
    ),
    "ranking_title_sales": ("{name}销售额最高", "{name} sold most"),
    "ranking_note": ("竖线为时间进度 {share}。", "The upright line is the elapsed time, {share}."),
    "dimension_unknown": (
        "数据中没有{dimension}，或本期没有可比较的记录。",
        "The data name no {dimension}, or there is nothing to compare in the period.",
    ),
    "no_sales": ("本期没有销售记录。", "No sales in the period."),
    "no_sales_no_target": (
        "本期没有销售记录，也没有目标。",
        "No sales in the period, and no targets.",
    ),
    "no_sales_below": (
        "本期没有销售记录，各{who}也没有单独的目标。",
        "No sales in the period, and no {who} has a target of its own.",
    ),
    "breakdown_title": ("按{dimension}", "By {dimension}"),
    "breakdown_finding": ("{head}：{name}占 {share}", "{head}: {name} makes up {share}"),
    "collections_short": ("回款", "Collections"),
    "collections_title": (
        "逾期 {amount}，前十位客户占 {share}",
        "{amount} overdue, {share} of it with ten customers",
    ),
    "collections_title_few_one": (
        "逾期 {amount}，只有 {count} 位客户",
        "{amount} overdue, with {count} customer",
    ),
    "collections_title_few_other": (
        "逾期 {amount}，共 {count} 位客户",
        "{amount} overdue, with {count} customers",
    ),
    "collections_subtitle": ("截至 {day} 已过应回款日的金额", "Amounts past due as of {day}"),
    "no_payments": (
        "没有回款记录，无法判断哪些款项已收回或逾期。",
        "No payments are recorded, so nothing is known of what is paid or overdue.",
    ),
    "nothing_overdue": ("没有逾期的款项", "Nothing is overdue"),
    "bucket": ("{low}–{high} 天", "{low}–{high} days"),
    "bucket_last": ("{low} 天以上", "{low} days and more"),
    "funnel_short": ("漏斗", "Funnel"),
    "funnel_title": (
        "本期{things}走到了哪一步",
        "How far the period's {things} have come",
    ),
    "leak_title": (
        "{before}到{after}流失最多：只有 {rate} 走到{after}",
        "{before} to {after} leaks most: {rate} move on",
    ),
    "funnel_subtitle": (
        "本期新增{things}，截至数据日",
        "New {things} of the period, as of the data's day",
    ),
    "funnel_maturing": (
        "还有 {count} 条在跟进中，转化率会随时间上升。",
        "{count} are still open; the rates will rise with time.",
    ),
    "long_short": ("前 12 个月", "Year before"),
    "long_title": (
        "前 12 个月：{total} 条{things}成交 {won} 条（{share}）",
        "The twelve months before: {won} of {total} {things} won ({share})",
    ),
    "compare_title": ("按{dimension}", "By {dimension}"),
    "compare_low": (
        "{name}的转化率明显偏低：{rate}，其余合计 {others}",
        "{name} converts clearly less: {rate}, the others together {others}",
    ),
    "compare_noise": ("{head}：数据看不出明显差异", "{head}: no difference that the data can show"),
    "reasons_short": ("流失原因", "Reasons for loss"),
    "reasons_title": (
        "首要流失原因：{reason}（{share}）",
        "Main reason for loss: {reason} ({share})",
    ),
    "reasons_title_known": (
        "首要流失原因：{reason}（占已填写的 {share}）",
        "Main reason for loss: {reason} ({share} of those given)",
    ),
    "reasons_unknown": ("没有填写流失原因", "No reasons for loss are recorded"),
    "reasons_subtitle": (
        "{period} 流失的{things}",
        "Lost {things}, closed {period}",
    ),
    "no_reason": ("未填写", "not given"),
    "no_leads": (
        "没有{things}。",
        "No {things}.",
    ),
    "no_losses": (
        "没有流失的{things}。",
        "No {things} were lost.",
    ),
    "no_cases": ("无案例", "no cases"),
}

COLUMNS: Entries = {
    "of_any_lead": ("不限线索录入时间", "from leads of any date"),
    "of_target": ("目标 {target}", "target {target}"),
    "elapsed_share": ("时间进度 {share}", "elapsed {share}"),
    "growth_yoy": ("同比", "yoy"),
    "growth_yoy_running": ("同比同天数", "yoy, same days"),
    "growth_mom": ("环比", "vs previous"),
    "growth_mom_running": ("环比同天数", "vs previous, same days"),
    "share_of_sales": ("占比", "Share"),
    "share": ("占比", "Share"),
    "customer": ("客户", "Customer"),
    "overdue": ("逾期金额", "Overdue"),
    "overdue_days": ("最长逾期", "Longest"),
    "stage": ("阶段", "Stage"),
    "entered": ("进入数", "Entered"),
    "conversion": ("转化率", "Conversion"),
    "conversion_definition": (
        "进入本阶段的{things} ÷ 进入上一显示阶段的{things}；跳过的阶段视为经过，未结束的计入分母。",
        "Of the {things} that entered the stage shown before, the share that entered this one; a skipped stage counts as passed, open {things} stay in the denominator.",
    ),
    "mean_days": ("上一阶段平均停留", "Mean days before"),
    "median_days": ("停留中位数", "Median"),
    "loss_rate": ("未进入率", "Not entered"),
    "lost_before": ("流失", "Lost"),
    "still_open": ("在跟进", "Open"),
    "main_reason": ("主要流失原因", "Main reason"),
    "reason": ("原因", "Reason"),
    "lost_leads": (
        "流失数",
        "Lost",
    ),
    "dimension_region": ("区域", "region"),
    "dimension_industry": ("行业", "industry"),
    "dimension_source": ("渠道", "channel"),
    "dimension_product_line": ("产品线", "product line"),
    "dimension_product": ("产品", "product"),
    "dimension_level": ("客户等级", "customer level"),
    "dimension_grade": ("线索等级", "lead grade"),
    "dimension_rep": ("销售", "rep"),
    "dimension_team": ("团队", "team"),
    "dimension_department": ("部门", "department"),
    "dimension_competitor": ("竞品", "competitor"),
    "dimension_stage": ("阶段", "stage"),
    "dimension_day": ("日", "day"),
    "dimension_week": ("周", "week"),
    "dimension_month": ("月", "month"),
    "dimension_quarter": ("季度", "quarter"),
    "dimension_year": ("年", "year"),
}

_ALL: tuple[Entries, ...] = (
    REPORT,
    SCOPES,
    FLAGS,
    CHARTS,
    TABLES,
    INDEX,
    FINDINGS,
    COLUMNS,
    IMPORT,
    RULES,
)


class UnknownLabelError(KeyError):
    """A label key that is in none of the dictionaries of this module."""


def label(key: str, lang: str, /, **values: object) -> str:
    """Return the text of a key in a language, with its placeholders filled.

    Parameters
    ----------
    key : str
        A key of one of this module's dictionaries.
    lang : str
        `zh` or `en`.
    **values
        What the placeholders of the text stand for.

    Raises
    ------
    UnknownLabelError
        The key or the language is not known.

    Examples
    --------
    >>> label("small_sample", "zh")
    '样本不足'
    >>> label("unit_note", "en", unit="days")
    'Unit: days'
    """
    if lang not in LANGUAGES:
        raise UnknownLabelError(f"'{lang}' is no language of labels. Known: en, zh.")
    for entries in _ALL:
        if key in entries:
            text = entries[key][LANGUAGES.index(lang)]
            return text.format(**values) if values else text
    raise UnknownLabelError(f"'{key}' is no label. Add it to salesnb/labels.py in both languages.")


def plural(key: str, lang: str, count: int, /, **values: object) -> str:
    """Return the text of `key_one` or `key_other`, whichever the count wants.

    Examples
    --------
    >>> plural("report_count", "en", 1), plural("report_count", "en", 3)
    ('1 report', '3 reports')
    """
    form = "one" if count == 1 else "other"
    return label(f"{key}_{form}", lang, count=count, **values)


def all_labels() -> Entries:
    """Return every key with its two texts; a key that is given twice is an error."""
    merged: Entries = {}
    for entries in _ALL:
        twice = merged.keys() & entries.keys()
        if twice:
            raise UnknownLabelError(f"Given twice in salesnb/labels.py: {sorted(twice)}")
        merged |= entries
    return merged
