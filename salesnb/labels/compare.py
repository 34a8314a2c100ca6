"""Words of a comparison with an old report: verdicts, explanations, the workbook."""

from salesnb.labels.entries import Entries

COMPARE: Entries = {
    # verdicts
    "compare_same": ("一致", "same"),
    "compare_rounding": ("四舍五入", "rounding"),
    "compare_different": ("不一致", "different"),
    "compare_not_comparable": ("无法比较", "not comparable"),
    "compare_counts": (
        "{cells} 个数字：{same} 个一致，{rounding} 个仅四舍五入不同，{different} 个不一致"
        "（其中 {explained} 个已说明原因），{not_comparable} 个无法比较。",
        "Figures compared: {cells}; same: {same}, rounding only: {rounding}, different: {different} "
        "(explained: {explained}), not comparable: {not_comparable}.",
    ),
    "compare_all_same": ("所有数字一致。", "All figures are the same."),
    "compare_unwritable": (
        "{name}：无法写入。请先在 Excel 中关闭它。",
        "{name}: cannot be written. Close it in Excel.",
    ),
    "compare_out_is_old": (
        "--out {path} 就是旧报表本身。请换一个文件名。",
        "--out {path} is the old report itself. Name another file.",
    ),
    "compare_written": ("已写出：{path}", "Written: {path}"),
    # how the sheet was read
    "compare_no_table": (
        "工作表“{sheet}”中没有找到带表头的数字表格，已略过。",
        "Sheet '{sheet}': no table of figures with headers was found; left out.",
    ),
    "compare_hidden": (
        "工作表“{sheet}”已隐藏，未比较；需要比较请先取消隐藏。",
        "Sheet '{sheet}' is hidden and was not compared. Unhide it to have it compared.",
    ),
    "compare_no_figures": (
        "工作表“{sheet}”：有数字，但没有认出任何指标。",
        "Sheet '{sheet}': there are figures, but no metric was recognised.",
    ),
    "compare_nothing": (
        "{file}：没有认出任何可比较的数字。表头应为指标名称（如 销售额、订单数、回款），行名应为团队、"
        "销售、区域、产品或月份；其他叫法可写入 params/compare.yml。",
        "{file}: no figure was recognised. Headers should name metrics (such as sales, orders, "
        "collections), rows teams, reps, regions, products or months; add other words to "
        "params/compare.yml.",
    ),
    "compare_period_taken": (
        "表中没有写明期间，按 {period} 比较；用 --period 指定其他期间。",
        "The sheet names no period; compared with {period}. Name another one with --period.",
    ),
    "compare_scope_taken": (
        "按标题“{line}”，只看{dimension}“{name}”的数字。",
        "By the title '{line}', figures are those of the {dimension} '{name}'.",
    ),
    "compare_read_as": ("“{typed}”读作“{name}”。", "'{typed}' is read as '{name}'."),
    "compare_unknown_row": (
        "{place}：“{text}”不是可见范围内的团队、销售、区域、产品或月份，这一行未比较。",
        "{place}: '{text}' is no team, rep, region, product or month inside the scope; "
        "the row was not compared.",
    ),
    "compare_unknown_column": (
        "{place} 列：没有认出“{text}”是哪个指标或哪一组，未比较；可在 params/compare.yml 中加上这个叫法。",
        "Column {place}: '{text}' is not recognised as a metric or a group and was not compared. "
        "Add the word to params/compare.yml.",
    ),
    # not comparable, because
    "compare_no_number": ("“{text}”不是数字。", "'{text}' is no number."),
    "compare_no_result": (
        "公式没有结果；请用 Excel 打开并保存后再比较。",
        "A formula without a result. Open the file in Excel, save it, and compare again.",
    ),
    "compare_no_value": (
        "我们这里没有这个值：没有数据或没有目标。",
        "There is no such value here: no data, or no target.",
    ),
    "compare_no_split": (
        "“{metric}”不能按 {groups} 拆分。",
        "'{metric}' cannot be split by {groups}.",
    ),
    "compare_no_completion": (
        "没有按目标计算“{metric}”的指标。",
        "There is no metric that measures '{metric}' against a target.",
    ),
    # explanations
    "compare_target": (
        "目标表中的目标与此不同；目标不由明细行构成。",
        "The targets sheet says otherwise; a target is not made of rows.",
    ),
    "compare_no_rows": (
        "此指标不由单行相加得出，无法逐行说明。",
        "This metric is not a sum over rows, so that none can be named.",
    ),
    "compare_unit": (
        "单位不同：旧表的数字是我们的 {factor}。",
        "Another unit: the old figure is {factor} of ours.",
    ),
    "compare_unexplained": (
        "没有规则能解释相差的 {difference}；我们计入的 {count} 行列在“明细”中，供逐行核对。",
        "No rule explains the difference of {difference}; the {count} rows that count here stand in "
        "the sheet Rows, to tick off.",
    ),
    "compare_several": ("有几种可能：{rules}", "Several explanations fit: {rules}"),
    "compare_or": ("；或者：", "; or: "),
    "compare_and": ("，并且", ", and "),
    "compare_more": (" 等 {count} 行", " … ({count} rows)"),
    "compare_rule_rows": ("{rule}：{rows}", "{rule}: {rows}"),
    "compare_row": ("{id}（{said}）", "{id} ({said})"),
    "compare_rows_one": ("差额正好是：{rows}", "The difference is exactly: {rows}"),
    "compare_rows_several": (
        "差额正好等于下列之一：{rows}",
        "The difference is exactly one of these: {rows}",
    ),
    "compare_row_out": ("旧表没有计入 {row}", "{row}, not counted in the old sheet"),
    "compare_row_in": ("旧表多计了 {row}", "{row}, counted in the old sheet and not here"),
    "compare_row_twice": ("旧表把 {row} 计了两次", "{row}, counted twice in the old sheet"),
    "compare_rule_refunds_out": ("旧表没有减去退款", "The old sheet leaves refunds out"),
    "compare_rule_refunds_in": (
        "旧表把退单也计为一单",
        "The old sheet counts refunds as orders",
    ),
    "compare_rule_team_now": (
        "旧表按销售现在所在的团队计，我们按发生当日的团队计",
        "The old sheet counts by the team of now, we by the team of the day",
    ),
    "compare_rule_team_start": (
        "旧表按销售期初所在的团队计，我们按发生当日的团队计",
        "The old sheet counts by the team at the period's beginning, we by the team of the day",
    ),
    "compare_rule_customer_owner": (
        "旧表按客户现在的负责人计，我们按这一行的负责人计",
        "The old sheet counts by who has the customer now, we by the owner of the row",
    ),
    "compare_rule_unassigned_out": (
        "旧表没有计入无负责人的行",
        "The old sheet leaves out rows without an owner",
    ),
    "compare_rule_ended": (
        "旧表的分母不含尚未结束的",
        "The old sheet leaves open ones out of the denominator",
    ),
    "compare_rule_once": (
        "旧表把同一客户、同一天、同一金额的行只计一次（可能重复录入）",
        "The old sheet counts rows of the same customer, day and amount once (duplicates?)",
    ),
    "compare_rule_other_metric": (
        "旧表的数字等于我们的“{metric}”",
        "The old figure is our '{metric}'",
    ),
    "compare_rule_won_deals": (
        "旧表计的是赢单商机的成交金额，不是订单",
        "The old sheet counts won deals by their signed amount, not orders",
    ),
    "compare_rule_won_estimated": (
        "旧表计的是赢单商机的成交金额，日期为估计的也在内",
        "The old sheet counts won deals by their signed amount, those with an estimated day too",
    ),
    "compare_rule_expected_deals": (
        "旧表计的是赢单商机的预估金额",
        "The old sheet counts won deals by their expected amount",
    ),
    "compare_rule_paid_by_order": (
        "旧表计的是期间内订单至今的回款，按订单日期，不按回款日期",
        "The old sheet counts what was paid so far on the period's orders, by the order's day and "
        "not the payment's",
    ),
    "compare_rule_unpaid": (
        "旧表把未到期的未收款也计入",
        "The old sheet counts what is unpaid though not yet due, too",
    ),
    "compare_rule_value_per_order": (
        "旧表按订单数平均，我们按客户数平均",
        "The old sheet divides by orders, we by customers",
    ),
    "compare_rule_by_due_on": ("旧表按应回款日计", "The old sheet counts by the due day"),
    "compare_rule_by_last_paid_on": (
        "旧表按最后回款日计，我们按订单日期计",
        "The old sheet counts by the last payment's day, we by the order's",
    ),
    "compare_rule_by_closed_on": (
        "旧表按结束（签约）日期计，我们按创建日期计",
        "The old sheet counts by the day of closing (signing), we by that of creation",
    ),
    "compare_rule_by_created_on": (
        "旧表按创建日期计，我们按结束日期计",
        "The old sheet counts by the day of creation, we by that of closing",
    ),
    "compare_rule_by_expected_on": (
        "旧表按预计成交日期计",
        "The old sheet counts by the expected day",
    ),
    "compare_rule_by_sold_on": ("旧表按订单日期计", "The old sheet counts by the order's day"),
    "compare_rule_calendar": (
        "旧表按自然季度（年）计，我们按财年计",
        "The old sheet has calendar quarters (years), we have fiscal ones",
    ),
    "compare_rule_period_previous": (
        "旧表的数字是 {period} 的",
        "The old figure is that of {period}",
    ),
    "compare_rule_period_year_ago": (
        "旧表的数字是去年同期（{period}）的",
        "The old figure is that of a year ago ({period})",
    ),
    "compare_rule_period_to_date": (
        "旧表的数字是年初至今的累计（{period}）",
        "The old figure is cumulative from the year's beginning ({period})",
    ),
    "compare_rule_days_before": (
        "旧表还计入了期间之前 {days} 天的",
        "The old sheet begins {days} day(s) earlier",
    ),
    "compare_rule_days_after": (
        "旧表还计入了期间之后 {days} 天的",
        "The old sheet ends {days} day(s) later",
    ),
    "compare_rule_first_days_out": (
        "旧表没有计入期间最初 {days} 天的",
        "The old sheet lacks the first {days} day(s)",
    ),
    "compare_rule_last_days_out": (
        "旧表没有计入期间最后 {days} 天的",
        "The old sheet lacks the last {days} day(s)",
    ),
    "compare_rule_cut_off": (
        "旧表的月份从上月 {first} 日到本月 {last} 日",
        "The old sheet's months run from day {first} of the month before to day {last}",
    ),
    "compare_rule_whole_base": (
        "旧表与整个对比期间相比，我们与同样天数相比",
        "The old sheet compares with the whole other period, we with the same number of days",
    ),
    # the workbook and the columns of the table
    "compare_sheet_explanations": ("差异说明", "Explanations"),
    "compare_sheet_rows": ("明细", "Rows"),
    "compare_sheet_notes": ("备注", "Notes"),
    "compare_ours": ("我们的数字", "ours"),
    "compare_column_sheet": ("工作表", "Sheet"),
    "compare_column_cell": ("单元格", "Cell"),
    "compare_column_group": ("对象", "Group"),
    "compare_column_label": ("指标", "Metric"),
    "compare_column_period": ("期间", "Period"),
    "compare_column_old": ("旧表", "Old"),
    "compare_column_ours": ("我们", "Ours"),
    "compare_column_difference": ("差额", "Difference"),
    "compare_column_relative": ("相对差", "Relative"),
    "compare_column_verdict": ("结论", "Verdict"),
    "compare_column_explanation": ("说明", "Explanation"),
    "compare_column_rows": ("明细", "Rows"),
    "compare_column_side": ("计入", "Counted"),
    "compare_column_table": ("表", "Table"),
    "compare_column_id": ("编号", "ID"),
    "compare_column_customer": ("客户", "Customer"),
    "compare_column_owner": ("负责人", "Owner"),
    "compare_column_team": ("团队", "Team"),
    "compare_column_day": ("日期", "Day"),
    "compare_column_amount": ("金额", "Amount"),
    "compare_column_file": ("文件", "File"),
    "compare_column_row": ("行", "Row"),
    "compare_column_ticked": ("核对", "Checked"),
    "compare_side_ours": ("只有我们计入", "here only"),
    "compare_side_old": ("只有旧表计入", "in the old sheet only"),
    "compare_side_both": ("我们计入", "here"),
    "compare_kind_target": ("{metric}目标", "Target of {metric}"),
    "compare_kind_completion": ("{metric}目标完成率", "{metric}, target completion"),
    "compare_kind_yoy": ("{metric}同比", "{metric}, yoy"),
    "compare_kind_mom": ("{metric}环比", "{metric}, vs previous"),
    "compare_kind_share": ("{metric}占比", "{metric}, share"),
}
