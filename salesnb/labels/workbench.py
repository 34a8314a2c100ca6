"""Words of the workbench in JupyterLab: what `wb` is, and what `wb.explain` tells."""

from salesnb.labels.entries import Entries

WORKBENCH: Entries = {
    "wb_title": ("{scope} · {period}", "{scope} · {period}"),
    "wb_data": ("数据", "Data"),
    "wb_snapshot": (
        "第 {number} 版，导入于 {at}；{rows}",
        "snapshot {number}, imported {at}; {rows}",
    ),
    "wb_rows": ("{table} {count} 行", "{table} {count}"),
    "wb_frames": ("取数", "Data frames"),
    "wb_further": ("更多", "Further"),
    "wb_sections": ("报告版块（{count}）", "Sections of reports ({count})"),
    "wb_hint": (
        "输入 wb. 后按 Tab 列出全部命令；引号内按 Tab 补全指标、维度和范围；"
        'wb.explain("win_rate") 说明口径。',
        "Tab after wb. lists the verbs, Tab inside quotes metrics, dimensions and scopes;"
        ' wb.explain("win_rate") tells how a figure is computed.',
    ),
    "metric_tried": ("只在这个笔记本里定义", "defined in this notebook only"),
    "metric_keep": (
        "要长期使用，请把以下几行加入 params/metrics.yml：",
        "To keep it, put these lines into params/metrics.yml:",
    ),
    "err_metric_taken": (
        "“{name}”不能作新指标的名字：params/metrics.yml 已有同名指标，或名字不只是字母、数字和 _。",
        "'{name}' is no name for a new metric: params/metrics.yml has it, or it is not made of letters,"
        " digits and _ alone.",
    ),
    "err_metric_given": (
        "wb.define_metric 的定义有误，未作定义。{said}",
        "wb.define_metric cannot define this. {said}",
    ),
    "controls_compare": ("与上期和去年比较", "compare"),
    "controls_busy": ("正在更新……", "Looking …"),
    "controls_shown": (
        "{scope}，{period}，数据截至 {as_of}。",
        "{scope}, {period}, as of {as_of}.",
    ),
    "frame_caption": (
        "{metrics}；{scope}，期间 {period}，数据截至 {as_of}。",
        "{metrics}; {scope}, period {period}, as of {as_of}.",
    ),
    "explain_anything": ("指标、维度或数据表", "metric, dimension or table"),
    "explain_names": ("名称类别", "kind of name"),
    "explain_metric": ("指标", "Metric"),
    "explain_dimension": ("维度", "Dimension"),
    "explain_fact": ("事实表", "Fact"),
    "explain_table": ("数据表", "Table"),
    "explain_definition": ("口径", "Definition"),
    "explain_formula": ("公式", "Formula"),
    "explain_against_target": ("{of} ÷ {of}的目标", "{of} divided by the target of {of}"),
    "explain_against_pace": (
        "{of} ÷ {of}的目标 − 已过工作日占比",
        "{of} divided by its target, minus the elapsed share of working days",
    ),
    "explain_against_previous": (
        "（{of} − 上期{of}）÷ 上期{of}",
        "{of} less that of the period before, divided by the latter",
    ),
    "explain_against_year_ago": (
        "（{of} − 去年同期{of}）÷ 去年同期{of}",
        "{of} less that of a year ago, divided by the latter",
    ),
    "explain_against_missing": (
        "{of} ÷ {to}距目标的缺口",
        "{of} divided by what {to} lacks to its target",
    ),
    "explain_numerator": ("分子", "Numerator"),
    "explain_denominator": ("分母", "Denominator"),
    "explain_where": ("只计", "Only rows with"),
    "explain_day": ("归属日期", "Day that counts"),
    "explain_day_column": ("{fact}.{column} 落在期间内", "{fact}.{column} lies in the period"),
    "explain_day_always": (
        "不看期间，按数据截止日的状态",
        "none: the state as of the last known day, whatever the period",
    ),
    "explain_fact_of": ("来自", "Made of"),
    "explain_fact_grain": ("{fact}：每行为{grain}", "{fact}: a row is {grain}"),
    "explain_value": ("当前值", "Value now"),
    "explain_value_parts": (
        "{value} = {numerator} ÷ {denominator}",
        "{value} = {numerator} / {denominator}",
    ),
    "explain_interval": (
        "{said}（95% 区间 {low} – {high}）",
        "{said} (95 % interval {low} – {high})",
    ),
    "explain_rows": ("所用行数", "Rows used"),
    "explain_rows_said": (
        "{count} 行；.rows() 列出这些行",
        "{count}; .rows() lists them",
    ),
    "explain_thresholds": ("阈值", "Thresholds"),
    "explain_below": ("低于 {limit} 为{colour}", "{colour} below {limit}"),
    "explain_above": ("高于 {limit} 为{colour}", "{colour} above {limit}"),
    "explain_amber": ("黄色", "amber"),
    "explain_red": ("红色", "red"),
    "explain_none": ("无", "none"),
    "explain_dimensions": ("可拆分维度", "Splits by"),
    "explain_place": ("修改位置", "Changed in"),
    "explain_place_model": ("{file}（随程序发布，不在 params 中）", "{file} (part of the program)"),
    "explain_place_column": (
        "{file}（表头写法：params/aliases.yml）",
        "{file} (spellings of headers: params/aliases.yml)",
    ),
    "explain_target": ("目标", "Target"),
    "explain_no_target": ("该范围和期间没有目标", "none for this scope and period"),
    "explain_facts": ("所在事实表", "Found in"),
    "explain_splits": ("可拆分的指标", "Splits these metrics"),
    "explain_values": ("取值", "Values"),
    "explain_more": ("{listed} 等 {count} 个", "{listed} … {count} in all"),
    "explain_grain": ("每行", "A row is"),
    "explain_keys": ("主键", "Key"),
    "explain_metrics": ("用到它的指标", "Metrics made of it"),
    "explain_row_count": ("范围内行数", "Rows in the scope"),
    "explain_columns": ("列（{count}）", "Columns ({count})"),
    "explain_column": ("列名", "Column"),
    "explain_type": ("类型", "Type"),
    "explain_header": ("表头", "Header"),
    "explain_meaning": ("含义", "Meaning"),
    "explain_sql_metric": (
        "计算它的 SQL（可用 wb.sql 运行；区间所需的辅助列略去）",
        "The SQL that computes it (wb.sql runs it; a helper column of the interval is left out)",
    ),
    "explain_sql_rows": ("看数据的 SQL", "SQL to look at it"),
    "explain_sql_fact": ("生成它的 SQL（模板）", "The SQL that makes it (a template)"),
    "grain_fact_case_stages": (
        "漏斗中一条线索到达的一个阶段（含跳过的）",
        "one stage that a case of the funnel reached, skipped ones included",
    ),
    "grain_fact_cases": (
        "漏斗中的一条线索；没有线索的工作区为一个商机",
        "one case of the funnel: a lead, or an opportunity where there are no leads",
    ),
    "grain_fact_contacts": ("一位客户被联系的一天", "a day on which a customer was contacted"),
    "grain_fact_customer_chances": (
        "客户的一个商机，或一条没有商机的线索（金额或预算已知）",
        "a deal of a customer, or a lead without a deal, with a known amount or budget",
    ),
    "grain_fact_customer_quarters": (
        "一位客户在首购之后某季度末",
        "a customer on the last day of a quarter since its first purchase",
    ),
    "grain_fact_customer_rhythm": ("一位买过的客户", "a customer that ever bought"),
    "grain_fact_customers": ("一位客户", "one customer"),
    "grain_fact_entries": (
        "一次已知录入时间的跟进",
        "one follow-up of which is known when it was typed in",
    ),
    "grain_fact_follow_ups": ("一次跟进", "one follow-up"),
    "grain_fact_last_follow_ups": (
        "一位跟进过的客户，或一条没有客户的线索",
        "a customer, or a lead without one, that was ever followed up",
    ),
    "grain_fact_lead_follow_ups": ("一条线索", "one lead"),
    "grain_fact_lead_grades": (
        "一条线索得到的一个等级（首次和每次变化）",
        "one grade that a lead got, the first and each change",
    ),
    "grain_fact_lead_worth": ("一条在跟进的线索", "one open lead"),
    "grain_fact_leads": ("一条线索", "one lead"),
    "grain_fact_opportunities": ("一个商机", "one opportunity"),
    "grain_fact_opportunity_amounts": ("一个在途商机", "one open opportunity"),
    "grain_fact_opportunity_contacts": ("一个在途商机", "one open opportunity"),
    "grain_fact_opportunity_stays": (
        "商机在某个阶段的一次停留",
        "one stay of an opportunity in an open stage",
    ),
    "grain_fact_opportunity_steps": (
        "商机的一次变化，自当晚起有效",
        "one change of an opportunity, in force from the end of a day",
    ),
    "grain_fact_payments": ("一笔回款", "one payment"),
    "grain_fact_purchases": (
        "客户购买或退货的一天",
        "a day on which a customer bought or returned something",
    ),
    "grain_fact_rep_days": ("一位销售的一天", "what one rep did on one day"),
    "grain_fact_sales": (
        "一笔成交：订单；没有订单的工作区为赢单商机，再无则为成交线索",
        "one sale: an order, else a won opportunity, else a won lead",
    ),
    "grain_fact_status_changes": (
        "一位在跟进中改变了状态的客户",
        "one customer whose status changed by a follow-up",
    ),
    "grain_fact_tasks": ("一件某天要做的事", "one thing that was to be done on a day"),
}
