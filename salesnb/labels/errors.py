"""What is said when something is refused."""

from salesnb.labels.entries import Entries

# What a name that is not known should have been: `unknown("metric", …)` says `kind_metric`.
KINDS: Entries = {
    "kind_command": ("命令", "command"),
    "kind_figure": ("数字", "figure"),
    "kind_metric": ("指标", "metric"),
    "kind_dimension": ("维度", "dimension"),
    "kind_column": ("列", "column"),
    "kind_fact": ("事实表", "fact"),
    "kind_day_of_the_fact": ("日期列", "day of the fact"),
    "kind_dimension_of_it": ("维度", "dimension of it"),
    "kind_dimension_of_leads": ("维度", "dimension of leads"),
    "kind_metric_with_a_formula": ("带公式的指标", "metric with a formula"),
    "kind_reading_of_the_funnel": ("漏斗口径", "reading of the funnel"),
    "kind_stage": ("销售阶段", "stage"),
    "kind_channel": ("渠道", "channel"),
    "kind_grade": ("线索等级", "grade"),
    "kind_level": ("客户等级", "level"),
    "kind_role": ("角色", "role"),
    "kind_source_mapping": ("来源映射", "source mapping"),
    "kind_params_file": ("参数文件", "params file"),
    "kind_company": ("公司", "company"),
    "kind_department": ("部门", "department"),
    "kind_team": ("团队", "team"),
    "kind_rep": ("销售", "rep"),
    "kind_table": ("表", "table"),
    "kind_kind_of_table_column": ("表格列类型", "kind of table column"),
    "kind_column_of_this_frame": ("列", "column of this frame"),
    "kind_snapshot": ("快照", "snapshot"),
    "kind_kind_of_scope": ("范围类型", "kind of scope"),
    "kind_notebook": ("报告", "notebook"),
    "kind_format": ("格式", "format"),
    "kind_job": ("作业", "job"),
    "kind_parameter": ("参数", "parameter"),
    "kind_rule": ("规则", "rule"),
    "kind_webhook": ("群机器人", "webhook"),
    "kind_person": ("人员", "person"),
    "kind_header": ("表头", "header"),
    "kind_field_of": (" {table} 字段", "field of {table}"),
    "kind_column_under": (" {setting} 下的列", "column under {setting}"),
}

ERRORS: Entries = {
    "err_case": (
        "范围内没有编号为“{id}”的线索、商机或客户。{hint}wb.table('leads') 可列出线索编号。",
        "The scope holds no lead, opportunity or customer '{id}'.{hint}"
        " wb.table('leads') lists the ids of leads.",
    ),
    "err_movement_days": (
        "变动的最后一天 {last} 早于第一天 {first}。请把较早的日期放在前面。",
        "The last day of the movement, {last}, is before its first, {first}. Give the earlier one first.",
    ),
    "err_revision_scope": (
        '评分卡全公司统一，只能用 scope="company" 修订。',
        'The score card is one for the company: it is revised with scope="company" only.',
    ),
    "none_known": ("无", "none"),
    "err_unknown": (
        "“{word}”不是已知的{kind}。{hint}已知的有：{known}。",
        "'{word}' is not a known {kind}.{hint} Known: {known}.",
    ),
    "err_did_you_mean": ("是不是“{word}”？", " Did you mean '{word}'?"),
    "err_at": ("{place}：{said}", "{place}: {said}"),
    "at_line": ("{file} 第 {line} 行", "{file}, line {line}"),
    "at_metric": ("{place}：指标“{metric}”", "{place}: metric '{metric}'"),
    "at_metric_key": (
        "{place}：指标“{metric}”的 {key}",
        "{place}: metric '{metric}', {key}",
    ),
    "at_advice_key": ("{place}：建议“{rule}”的 {key}", "{place}: advice '{rule}', {key}"),
    "err_advice_text": (
        "花括号里只能写一个数字的名称，例如 sales；要显示花括号本身，请写两个。",
        "Braces hold the name of a figure and nothing else, e.g. sales. Write a brace twice to "
        "show it.",
    ),
    "err_advice_sql": (
        "{place}：这里不能用 {sql}。条件只能由数字、文字、指标、比较、and、or、not、like、in 和四则运算组成。",
        "{place}: {sql} cannot be used here. A condition is made of numbers, texts, figures, "
        "comparisons, and, or, not, like, in and + - * /.",
    ),
    "at_text": ("{place}“{text}”", "{place} '{text}'"),
    "at_this_metric": ("指标“{metric}”", "Metric '{metric}'"),
    "at_funnel": ("销售漏斗", "The funnel"),
    "at_files": ("files“{pattern}”", "files '{pattern}'"),
    "at_files_column": ("files“{pattern}”：{column}", "files '{pattern}': {column}"),
    "at_columns_of": ("{file} 的 columns", "columns of {file}"),
    "at_severity": ("{place}：severity", "{place}: severity"),
    "at_severity_entry": ("{said}“{entry}”", "{said} '{entry}'"),
    # periods and scopes
    "err_grain": ("“{grain}”不是时间粒度。{hint}", "'{grain}' is not a grain.{hint}"),
    "err_period_ends": (
        "期间“{text}”的结束早于开始。",
        "Period '{text}' ends before it begins.",
    ),
    "err_period": (
        "“{text}”不是期间。{hint}可写：{forms}。",
        "'{text}' is not a period.{hint} Write one of: {forms}.",
    ),
    "err_period_day": (
        "期间“{text}”需要一个参照日期。请直接写出期间，如 2026-10。",
        "Period '{text}' needs a day to refer to. Write it out, e.g. 2026-10.",
    ),
    "err_country": (
        "params/workspace.yml：没有国家“{country}”的节假日日历。{hint}请填 ISO 代码，如 CN。",
        "params/workspace.yml: country '{country}' has no holiday calendar.{hint}"
        " Write an ISO code such as CN.",
    ),
    "err_timezone": (
        "params/workspace.yml：时区“{name}”无法识别。请填写如 Asia/Shanghai 的时区名。",
        "params/workspace.yml: timezone '{name}' is not known. Write e.g. Asia/Shanghai.",
    ),
    "err_as_of": (
        "as_of“{value}”不是日期。请写成 2026-10-31。",
        "as_of '{value}' is not a day. Write it as 2026-10-31.",
    ),
    "err_scope": (
        "“{text}”不是范围。请写 company、department:名称、team:名称、rep:姓名 或 query:名称。",
        "'{text}' is not a scope. Write company, department:NAME, team:NAME, rep:NAME or query:NAME.",
    ),
    "err_may_not_see": (
        "{viewer} 无权查看 {asked}。{viewer} 可查看的最大范围是 {widest}。",
        "{viewer} may not see {asked}. The widest scope of {viewer} is {widest}.",
    ),
    "err_no_staff": ("“{viewer}”不是已知的人员。", "'{viewer}' is not a known staff member."),
    "err_has_left": (
        "{viewer} 已离职，没有访问权限。",
        "{viewer} has left and has no access.",
    ),
    "err_handover": (
        "这份报告拿到的是 {held} 截至 {day} 的数据，无法显示 {scope} 截至 {as_of} 的数据。",
        "This report was given the data of {held} as of {day} and cannot show {scope} as of"
        " {as_of}.",
    ),
    "err_sql_unread": ("无法读懂这条 SQL：{told}", "This SQL cannot be read: {told}"),
    "err_sql_select": (
        "请只写一条 SELECT；这里的数据只能查询，不能修改。",
        "Write exactly one SELECT; the data can be read here, not changed.",
    ),
    "err_sql_failed": ("查询失败：{told}", "This query failed: {told}"),
    # charts
    "err_no_day": (
        "“{text}”不是日期。请写成 2026-10-31。",
        "'{text}' is not a day. Write it as 2026-10-31.",
    ),
    "err_waterfall_steps": (
        "瀑布图的 kind 须先为一个 start，再为若干 change，最后为一个 end；现为：{kinds}。",
        "The kinds of a waterfall are one start, then changes, then one end; here: {kinds}.",
    ),
    "err_waterfall_sum": (
        "瀑布图的各项不平：期初加变动为 {reached}，期末“{name}”为 {end}，相差 {gap}。"
        "请补上缺少的变动。",
        "The steps of the waterfall do not add up: start and changes make {reached}, the end"
        " '{name}' is {end}, the difference {gap}. Add the change that is missing.",
    ),
    # workspaces and sessions
    "err_no_workspace": (
        "{folder} 不是 salesnb 工作区：它和它的上级文件夹里都没有 params/workspace.yml。"
        "请新建一个：salesnb init DIR",
        "{folder} is not a salesnb workspace: there is no params/workspace.yml in it or above."
        " Make one with: salesnb init DIR",
    ),
    "err_is_workspace": (
        "{root} 已经是工作区（其中有 params/）。请换一个新文件夹。",
        "{root} is a workspace already (it has params/). Choose a new folder.",
    ),
    "err_language": (
        "“{lang}”不是报告语言。可选：en、zh。",
        "'{lang}' is not a language of reports. Known: en, zh.",
    ),
    "err_grains": (
        "每次只能按 {known} 中的一个拆分，不能按 {grains}。",
        "Split by one of {known} at a time, not by {grains}.",
    ),
    "err_fields_by": (
        "字段只能按季度统计或不拆分，不能按“{by}”。",
        "Fields are counted by quarter or not at all, not by '{by}'.",
    ),
    "err_report_entry": (
        "报告中不能录入记录。请用此命令打开后录入：salesnb lab",
        "A report cannot enter records. Open the notebook with: salesnb lab",
    ),
    "err_ipywidgets": (
        '表单需要 ipywidgets，目前没有安装。请安装：pip install "salesnb[lab]"',
        'Forms need ipywidgets, which is not installed. Install it: pip install "salesnb[lab]"',
    ),
    "err_demo_here": (
        "这个文件夹里是 salesnb 本身。请另取一个名称：salesnb demo DIR",
        "This folder holds salesnb itself. Name a new one: salesnb demo DIR",
    ),
    "err_demo_until": (
        "--until {last_day} 晚于今天（{today}）；演示数据只讲过去。",
        "--until {last_day} lies after today ({today}); the demo tells of the past.",
    ),
    "err_demo_data": (
        "{root} 已有数据，演示数据不会混入其中。请换一个新文件夹：salesnb demo NEWDIR",
        "{root} has data already; the demo does not mix with it. Choose a new folder: salesnb"
        " demo NEWDIR",
    ),
    # metrics and reports
    "err_no_metric": ("请至少指定一个指标。", "Name at least one metric."),
    "err_not_nested": (
        "{place}：“{inner}”中不能使用 {nested}。只有公式可以聚合，且只聚合一次。",
        "{place}: {nested} is not allowed in '{inner}'. Only the formula aggregates, and only"
        " once.",
    ),
    "err_no_aggregate": (
        "{place}没有聚合。请写如 sum(amount) 或 count(distinct customer_id)。",
        "{place} does not aggregate. Write e.g. sum(amount) or count(distinct customer_id).",
    ),
    "err_not_sql": ("{place}不是 SQL 表达式。", "{place} is not an SQL expression."),
    "err_one_expression": (
        "{place}必须是一个不带 FROM 和 WHERE 的表达式。",
        "{place} must be one expression without FROM or WHERE.",
    ),
    "err_sql_allowed": (
        "{place}：不能使用 {sql}。可以对事实表的列使用：{functions}、比较和四则运算。",
        "{place}: {sql} is not allowed. Allowed: {functions}, comparisons and arithmetic over the"
        " fact's columns.",
    ),
    "err_interval": (
        "{place}：“interval: {interval}”只能用于 {word}。",
        "{place}: 'interval: {interval}' goes with {word} alone.",
    ),
    "err_arguments": (
        "{place}：请写成 {shape}，共 {count} 个参数。",
        "{place}: write {shape}, with {count} arguments.",
    ),
    "err_target_split": (
        "{place}：每次只能按 team、rep、department 中的一个拆分。",
        "{place}: split it by one of team, rep, department at a time.",
    ),
    "err_address": (
        "“{href}”不是相对地址。请链接到报告旁边的文件。",
        "'{href}' is no relative address. Link to a file beside the report.",
    ),
    "err_parameters": (
        "{name}：参数单元格缺少 {missing}。每个报告都需要 workspace、scope、period、as_of、viewer、lang。",
        "{name}: the parameters cell lacks {missing}. Every notebook takes workspace, scope,"
        " period, as_of, viewer, lang.",
    ),
    "err_parameter_type": (
        "{notebook}：参数 {name} 应为 {wanted}，现为 {value}。",
        "{notebook}: the parameter {name} is {wanted}, not {value}.",
    ),
    "err_kernel_died": (
        "内核中途退出（内存不足、os._exit 或崩溃），共尝试 {tries} 次。请打开 {notebook} 查看执行到哪一步。",
        "the kernel ended on its way (out of memory, os._exit, a crash); tried {tries} times. "
        "Open {notebook} to see how far it came.",
    ),
    "err_too_long": (
        "超过 {seconds} 秒仍未完成，已停止。可在作业的 limits.seconds 中放宽。",
        "stopped after {seconds} s. A job's limits.seconds allows more.",
    ),
    "err_too_big": (
        "占用内存超过 {memory} MB，已停止。可在作业的 limits.memory_mb 中放宽。",
        "stopped: it took more than {memory} MB of memory. A job's limits.memory_mb allows more.",
    ),
    "err_interrupted": ("运行已中断", "the run was interrupted"),
    "err_held": ("未发布：{said}", "held back: {said}"),
    "err_report_day": (
        "报告“{report}”按天生成，不能用于 {period}。请写一天，例如 2026-10-31 或 yesterday。",
        "The report '{report}' is of one day, not of {period}. Name a day, e.g. 2026-10-31 or yesterday.",
    ),
    "err_report_week": (
        "报告“{report}”按周生成，不能用于 {period}。请写一周，例如 2026-W43 或 last-week。",
        "The report '{report}' is of one week, not of {period}. Name a week, e.g. 2026-W43 or last-week.",
    ),
    "err_no_notebook": (
        "{folder} 中没有可生成的报告。",
        "There is no notebook to render in {folder}.",
    ),
    "err_cell": (
        "第 {cell} 个单元格：{kind}：{text}",
        "cell {cell}: {kind}: {text}",
    ),
    # entry, store and imports
    "err_entry_admin": (
        "{viewer} 不能录入 {table} 的记录：只有管理员可以。",
        "{viewer} may not enter rows of {table}: only an admin may.",
    ),
    "err_entry_own": (
        "{viewer} 只能录入和修改负责人是 {viewer} 的记录。",
        "{viewer} may enter and change only rows whose owner is {viewer}.",
    ),
    "err_store_undone": (
        "工作区没有数据：最近一次导入已被撤销。",
        "The workspace has no data: its last import was taken back.",
    ),
    "err_nothing_to_undo": ("没有可以撤销的导入。", "There is no import to take back."),
    "err_store_busy": (
        "另一个导入正在写入 {folder}，已等待 {seconds} 秒。请等它完成后重新导入。",
        "Another import has been working on {folder} for {seconds} s. Wait for it, then import"
        " again.",
    ),
    "err_store_unwritten": (
        "无法写入数据文件夹 {folder}：{told}。没有存入任何数据。请检查磁盘空间和权限。",
        "The store in {folder} could not be written: {told}. Nothing was stored. Check free"
        " space and rights.",
    ),
    "err_store_empty": (
        "工作区还没有数据（{folder} 是空的）。请先导入一个工作簿：salesnb import FILE.xlsx",
        "The workspace has no data yet ({folder} is empty). Import a workbook first: salesnb"
        " import FILE.xlsx",
    ),
    "err_store_unopened": (
        "无法打开数据文件 {path}：{told} 请把该文件移走，同一文件夹中的前一个快照随即生效。",
        "The store {path} cannot be opened: {told} Move the file away: the snapshot before it"
        " in the same folder then counts.",
    ),
    "err_store_unread": (
        "无法读取数据文件 {path}：{told} 请把该文件移走，同一文件夹中的前一个快照随即生效。",
        "The store {path} cannot be read: {told} Move the file away: the snapshot before it in"
        " the same folder then counts.",
    ),
    "err_rows_lost": (
        "{table}：导入 {rows} 行，只有 {done} 行有去向。没有存入任何数据。"
        "这是 salesnb 的故障，请连同文件的格式一并反馈。",
        "{table}: {rows} rows came in, {done} are accounted for. Nothing was stored. This is a"
        " fault of salesnb; report it with the file's layout.",
    ),
    "err_versions_differ": (
        "{table}：写入了 {written} 个版本，而新增或更新的有 {rows} 行。没有存入任何数据。"
        "这是 salesnb 的故障，请连同文件的格式一并反馈。",
        "{table}: {written} versions were written, {rows} rows are new or updated. Nothing was"
        " stored. This is a fault of salesnb; report it with the file's layout.",
    ),
    "err_keys_differ": (
        "{table}：{rows} 行中只有 {keys} 个编号。没有存入任何数据。"
        "这是 salesnb 的故障，请连同文件的格式一并反馈。",
        "{table}: {keys} keys stand in {rows} rows. Nothing was stored. This is a fault of"
        " salesnb; report it with the file's layout.",
    ),
    "err_identities": (
        "数字与数据行不一致：{broken}。没有存入任何数据。这是 salesnb 的故障：请保留文件并反馈。",
        "The figures do not agree with the rows: {broken}. Nothing was stored. This is a fault of"
        " salesnb: keep the files and report it.",
    ),
    "err_replace_lacks": (
        "--replace {table}：文件中没有 {table} 的数据，继续会关闭所有已存的行。没有存入任何数据。",
        "--replace {table}: the files hold no rows of {table}, so that every stored row would"
        " be closed. Nothing was stored.",
    ),
    "err_no_rows": (
        "文件只有表头，没有数据行。没有存入任何数据。",
        "The files hold headers but no rows. Nothing was stored.",
    ),
    "err_nothing_to_import": ("没有可导入的内容。{reasons}", "Nothing to import. {reasons}"),
    "err_no_sheet": ("没有一个文件含有带数据的工作表。", "no file has a sheet with data."),
}
