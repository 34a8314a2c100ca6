"""Words of saved queries: `wb.query`, `salesnb query`, the scope `query:NAME`."""

from salesnb.labels.entries import Entries

QUERIES: Entries = {
    "kind_query": ("查询", "query"),
    "query_value_of": (" {column} 的值", "value of {column}"),
    "query_total": ("合计", "Total"),
    "query_missing": ("（空）", "(empty)"),
    "query_yes": ("是", "yes"),
    "query_no": ("否", "no"),
    "query_col_count": ("行数", "rows"),
    "query_col_day": ("日期", "day"),
    "query_col_week": ("周", "week"),
    "query_col_month": ("月份", "month"),
    "query_col_quarter": ("季度", "quarter"),
    "query_col_year": ("年份", "year"),
    "query_rows": ("共 {count} 行", "{count} rows"),
    "query_caption": (
        "{title}：{scope}，{days}，共 {count} 行，数据截至 {as_of}。",
        "{title}: {scope}, {days}, {count} rows, as of {as_of}.",
    ),
    "query_all_days": ("不限日期", "all days"),
    "query_no_such_text": (
        "{column} 中没有“{text}”。{hint}",
        "No row has '{text}' in {column}.{hint}",
    ),
    "at_query_key": ("{place}（查询“{query}”的 {key}）", "{place}, {key} of query '{query}'"),
    "at_query_argument": ("wb.query 的 {key}", "{key} of wb.query"),
    "err_query_undated": (
        "表 {table} 没有日期列，不能按期间筛选。请去掉期间。",
        "table {table} has no day, so it cannot be narrowed to a period. Leave the period out",
    ),
    "err_plan_query": (
        "范围是已保存的查询，没有目标可分解。目标属于公司、部门、团队和个人。",
        "The scope is a saved query, which has no targets to plan. Targets are those of the company,"
        " departments, teams and people.",
    ),
    "err_query_taken": (
        "名称“{name}”已被占用。请换一个，或直接修改 params/queries.yml",
        "The name '{name}' is taken. Take another one, or change params/queries.yml itself.",
    ),
    "err_query_by_hand": (
        "params/queries.yml 的写法无法自动添加，未作改动。请手工加入：\n{block}",
        "params/queries.yml is written in a form that cannot be added to; nothing was changed. Add by"
        " hand:\n{block}",
    ),
    "err_query_report": (
        "报告运行时不能保存查询。请在 JupyterLab 里保存",
        "A report saves no queries. Save it in JupyterLab.",
    ),
    "err_query_given": ("wb.query 的参数有误：{said}", "An argument of wb.query is wrong: {said}"),
    "err_query_scope": (
        "表 {table} 的行既没有线索也没有客户，不能作报告的范围。请用 leads、customers、opportunities 或 orders",
        "rows of table {table} name neither a lead nor a customer, so they are no scope of reports."
        " Use leads, customers, opportunities or orders",
    ),
    "err_query_wide": (
        "{column} 有 {count} 个不同的值，最多可并排 {most} 列。请改用 by，或先用 where 筛选。",
        "{column} has {count} different values; {most} at most can stand beside each other."
        " Use by instead, or narrow the rows with where.",
    ),
    "params_query_shape": (
        "show 列出明细，by、columns 和 values 汇总，两者只能选一种",
        "show lists rows; by, columns and values count them. Give one or the other",
    ),
    "params_query_name": (
        "“{name}”不能作查询的名字。只能用字母、汉字、数字、_ 和 -，最多 40 个",
        "'{name}' is no name for a query. Use letters, digits, _ and -, 40 at most",
    ),
}
