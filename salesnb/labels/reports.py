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
    "output_cut": ("……以下输出已略去", "… the rest of the output is left out"),
    "banner": ("请注意：{said}", "Please note: {said}"),
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
    "command": ("重新生成", "Make again"),
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
    "histogram_alt": ("{title}的分布：{rows}。", "Distribution by {title}: {rows}."),
    "rates_alt": ("比率对比：{rows}。", "Rates compared: {rows}."),
    "ageing_alt": ("按账龄的金额：{rows}。", "Amounts by age: {rows}."),
    "others": ("其他 {count} 项", "{count} others"),
    "shares_alt": ("构成：{rows}。", "Shares: {rows}."),
    "forecast_alt": (
        "累计走势与预测：目前 {actual}，期末预计 {point}（80% 区间 {low} 至 {high}）。",
        "Cumulative trend and forecast: {actual} to date, {point} expected at the end "
        "(80% interval {low} to {high}).",
    ),
    "forecast_alt_ended": ("累计走势：{actual}。", "Cumulative trend: {actual}."),
    "chart_total": ("合计", "Total"),
    "axis_unit": ("{title}（{unit}）", "{title} ({unit})"),
    "unit_days": ("天", "days"),
    "heatmap_marked": ("加框：{means}", "Framed: {means}"),
    "heatmap_stands_out": ("高值集中", "high values concentrate here"),
    "heatmap_small": ("灰字：样本不足", "Grey figures rest on too few cases"),
    "heatmap_alt": (
        "热力图（行 {rows}，列 {columns}）：数值最高的是 {cells}。",
        "Heat map (rows: {rows}, columns: {columns}), highest: {cells}.",
    ),
    "heatmap_alt_marked": ("加框的有 {cells}。", "Framed: {cells}."),
    "waterfall_alt": (
        "增减构成：{start_name} {start}；{changes}；{end_name} {end}。",
        "From {start_name} {start} to {end_name} {end}: {changes}.",
    ),
    "waterfall_none": ("没有增减", "no changes"),
    "waterfall_cut": ("坐标轴从 {base} 起", "the axis begins at {base}"),
    "predicted": ("预测", "Predicted"),
    "observed": ("实际", "Observed"),
    "cases": ("数量", "Cases"),
    "predicted_axis": ("预测概率", "Predicted probability"),
    "observed_axis": ("实际比例", "Observed share"),
    "calibration_exact": ("预测与实际一致", "predicted = observed"),
    "calibration_cases": ("各档预测的数量", "Cases per predicted probability"),
    "calibration_too_high": ("▼ 低于预测", "▼ below predicted"),
    "calibration_too_low": ("▲ 高于预测", "▲ above predicted"),
    "calibration_note": (
        "圆点面积代表数量，竖线为 95% 区间；点落在虚线上，说明预测与实际一致。",
        "Dot areas show cases, lines 95% intervals; a dot on the dashed line was predicted right.",
    ),
    "calibration_alt": (
        "预测概率与实际比例对比：{all} 档中有 {right} 档的区间包含预测值。各档：{rows}。",
        "Predicted probability against observed share: the interval holds the prediction in "
        "{right} of {all} bins. Bins: {rows}.",
    ),
    "calibration_row": (
        "预测 {predicted}，实际 {observed}（{count} 例）",
        "predicted {predicted}, observed {observed} (n = {count})",
    ),
    "median": ("中位数", "Median"),
    "scatter_alt": (
        "散点图，共 {count} 个：横轴 {x_title}，中位数 {x}；纵轴 {y_title}，中位数 {y}。",
        "Scatter plot of {count}: {x_title} across, median {x}; {y_title} upwards, median {y}.",
    ),
    "scatter_alt_marked": ("突出显示：{points}。", "Highlighted: {points}."),
    "scatter_counted": (
        "数据较多，圆点颜色越深代表越多",
        "Too many to draw one by one: the stronger a dot's colour, the more stand there",
    ),
    "log_scale": ("，对数刻度", ", log scale"),
    "scatter_sizes": ("圆点面积代表{title}", "Dot areas: {title}"),
    "calendar_highest": ("最高", "Highest"),
    "weekdays": ("一 二 三 四 五 六 日", "Mon Tue Wed Thu Fri Sat Sun"),
    "calendar_rest": ("小方块为非工作日", "Small squares are days off"),
    "calendar_gaps": ("小圆点为无数据", "Dots have no data"),
    "calendar_alt": (
        "日历热力图，{first} 至 {last}，有数据的共 {count} 天。最高：{days}。",
        "Calendar from {first} to {last}, days with data: {count}. Highest: {days}.",
    ),
    "trend_rest": ("灰底为非工作日", "Grey ground: days off"),
}

TABLES: Entries = {
    "why_parts": ("分子 {numerator}，分母 {denominator}", "{numerator} of {denominator}"),
    "why_interval": ("95% 区间 {interval}", "95% interval {interval}"),
    "why_n": ("依据 {n} 条记录", "Rows counted: {n}"),
    "definitions": ("指标定义", "Definitions"),
    "filter_rows": ("筛选行", "Filter rows"),
    "filter_rows_none": ("没有符合条件的行。", "No row matches."),
    "sort_hint": ("按此列排序", "Sort by this column"),
    "table_scroll": ("表格，可左右滚动", "Table, scrolls sideways"),
    "rows_left_out": ("另有 {count} 行未显示", "{count} more rows not shown"),
}

INDEX: Entries = {
    "index_of": ("{reader}的报告", "Reports for {reader}"),
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
