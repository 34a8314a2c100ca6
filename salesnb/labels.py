"""Every word that a user sees, in Chinese and English."""

LANGUAGES = ("zh", "en")

Entries = dict[str, tuple[str, str]]

REPORT: Entries = {
    "contents": ("目录", "Contents"),
    "key_points": ("要点", "Key points"),
    "related": ("相关报告", "Related"),
    "back_to_index": ("返回报告目录", "All reports"),
    "show_code": ("显示代码", "Show code"),
    "hide_code": ("隐藏代码", "Hide code"),
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
    "version": ("版本", "Version"),
    "parameters": ("参数", "Parameters"),
}

PERIODS: Entries = {
    "daily": ("日报", "Daily report"),
    "weekly": ("周报", "Weekly report"),
    "monthly": ("月报", "Monthly report"),
    "quarterly": ("季报", "Quarterly report"),
    "yearly": ("年报", "Yearly report"),
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
    "today": ("截至今日", "To date"),
    "total": ("合计", "Total"),
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
        "Trend over {count} periods: {value} in {period}, the latest.",
    ),
    "trend_alt_target": ("目标 {target}。", "Target {target}."),
    "trend_alt_last_year": ("去年同期 {value}。", "A year earlier {value}."),
    "funnel_alt": ("漏斗：{steps}。", "Funnel: {steps}."),
    "ranking_alt": ("目标完成率排名：{rows}。", "Ranking by target completion: {rows}."),
    "rates_alt": ("比率对比：{rows}。", "Rates compared: {rows}."),
    "ageing_alt": ("按账龄的金额：{rows}。", "Amounts by age: {rows}."),
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
    "index_latest": ("最新", "Latest"),
    "index_earlier": ("往期", "Earlier"),
    "index_failed": ("未能生成", "could not be made"),
    "report_count_one": ("{count} 份报告", "{count} report"),
    "report_count_other": ("{count} 份报告", "{count} reports"),
}

_ALL: tuple[Entries, ...] = (REPORT, PERIODS, SCOPES, FLAGS, CHARTS, TABLES, INDEX)


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


def plural(key: str, lang: str, count: int, /) -> str:
    """Return the text of `key_one` or `key_other`, whichever the count wants.

    Examples
    --------
    >>> plural("report_count", "en", 1), plural("report_count", "en", 3)
    ('1 report', '3 reports')
    """
    form = "one" if count == 1 else "other"
    return label(f"{key}_{form}", lang, count=count)


def all_labels() -> Entries:
    """Return every key with its two texts; a key that is given twice is an error."""
    merged: Entries = {}
    for entries in _ALL:
        twice = merged.keys() & entries.keys()
        if twice:
            raise UnknownLabelError(f"Given twice in salesnb/labels.py: {sorted(twice)}")
        merged |= entries
    return merged
