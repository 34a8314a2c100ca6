"""Words of reports: frame, charts, tables, the index page."""

from salesnb.labels.entries import Entries

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
    "format_html": ("网页", "Web page"),
    "format_xlsx": ("Excel 工作簿", "Excel workbook"),
    "format_pdf": ("PDF 文件", "PDF"),
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
    "why_parts": ("分子 {numerator}，分母 {denominator}", "{numerator} of {denominator}"),
    "why_interval": ("95% 区间 {interval}", "95% interval {interval}"),
    "why_n": ("依据 {n} 条记录", "Rows counted: {n}"),
    "why_hint": ("查看定义与依据", "What this figure is and rests on"),
    "definitions": ("指标定义", "Definitions"),
    "filter_rows": ("筛选行", "Filter rows"),
    "filter_rows_none": ("没有符合条件的行。", "No row matches."),
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
