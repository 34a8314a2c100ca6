"""Words of imports: notes, checked copies, templates."""

from salesnb.labels.entries import Entries

IMPORT: Entries = {
    "comma": ("，", ", "),
    "comma_in_list": ("、", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
    "place_sheet": ("工作表“{sheet}”", "sheet '{sheet}'"),
    "place_cell": ("单元格 {cell}", "cell {cell}"),
    "place_row": ("第 {row} 行", "row {row}"),
    "or_empty": ("，或留空", ", or leave it empty"),
    "did_you_mean": ("是否为“{suggestion}”？", " Did you mean '{suggestion}'?"),
    "rows_in_all": ("共 {count} 行如此。", " {count} such rows in all."),
    "more_cells": ("此列共 {count} 处。", " {count} such cells in this column."),
    "word_stage": ("阶段", "stage"),
    "word_status": ("客户状态", "customer status"),
    "word_outcome": ("转化结果", "outcome"),
    "word_level": ("客户等级", "customer level"),
    "word_grade": ("线索等级", "lead grade"),
    "word_role": ("角色", "role"),
    "word_task_state": ("跟进状态", "state"),
    "word_subject_type": ("对象类型", "kind of subject"),
    "word_payment_status": ("回款状态", "payment status"),
    "word_target_metric": ("指标", "target metric"),
    "word_method": ("跟进方式", "follow-up method"),
    "word_source": ("来源", "source"),
    "word_scope": ("范围", "scope"),
    "problems_sheet": ("问题清单", "Problems"),
    "problems_title": ("共 {errors}，{warnings}", "{errors}, {warnings}"),
    "row_count_one": (" {count:,} 行", "{count:,} row"),
    "row_count_other": (" {count:,} 行", "{count:,} rows"),
    "day_count_one": (" {count:,} 天", "{count:,} day"),
    "day_count_other": (" {count:,} 天", "{count:,} days"),
    "hour_count_one": (" {count:,} 小时", "{count:,} hour"),
    "hour_count_other": (" {count:,} 小时", "{count:,} hours"),
    "error_count_one": ("{count:,} 个错误", "{count:,} error"),
    "error_count_other": ("{count:,} 个错误", "{count:,} errors"),
    "warning_count_one": ("{count:,} 个提醒", "{count:,} warning"),
    "warning_count_other": ("{count:,} 个提醒", "{count:,} warnings"),
    "problems_hint": (
        "在“采纳”列选“是”，导入本文件时建议值自动填入对应单元格；建议值可以改写。也可以直接修改数据表中着色的单元格。"
        "保存后导入本文件，代替原文件。",
        "Choose Yes under Accept, and the suggested value is put into its cell when this file is "
        "imported; it may be edited. Or correct the coloured cells in the data sheets. Save, and "
        "import this file instead of the original.",
    ),
    "problems_left_out": (
        "另有 {count} 个问题未列出。请先改正以上问题，再检查一次。",
        "{count} more problems are not listed. Correct those above, then check again.",
    ),
    "formulas_replaced_one": (
        "数据表中 1 个公式已换成其结果值；公式仍在原文件中。",
        "1 formula of the data sheets was replaced by its value; the original still has it.",
    ),
    "formulas_replaced_other": (
        "数据表中 {count:,} 个公式已换成其结果值；公式仍在原文件中。",
        "{count:,} formulas of the data sheets were replaced by their values; the original still "
        "has them.",
    ),
    "only_bad_rows": (
        "本文件只含有问题的行。请先用 --accept-good 导入 {file}，再导入本文件。",
        "This copy holds only the rows with problems. First import {file} with --accept-good, "
        "then this copy.",
    ),
    "layout_lost": (
        "原文件的版式无法保留，数据已写入新的工作簿。",
        "The layout of the original could not be kept; the data stand in a new workbook.",
    ),
    "original_row": ("原文件行号", "Row in the original file"),
    "comment_mark": ("【导入检查】", "[Import check]"),
    "copy_written": ("已写出带标注的副本：{path}", "Marked copy written: {path}"),
    "copy_put_aside": (
        "原有副本中已有修改，已改名为 {name}",
        "The copy of before had been worked in; it is now {name}",
    ),
    "accept_yes": ("是", "Yes"),
    "accept_no": ("否", "No"),
    "accept_delete": ("删除本行", "Delete row"),
    "problem_severity": ("级别", "Severity"),
    "problem_sheet": ("工作表", "Sheet"),
    "problem_cell": ("单元格", "Cell"),
    "problem_column": ("列", "Column"),
    "problem_value": ("填写内容", "Value"),
    "problem_text": ("问题", "Problem"),
    "problem_suggestion": ("建议值", "Suggested value"),
    "problem_accept": ("采纳（是/否）", "Accept (yes/no)"),
    "problem_rule": ("规则", "Rule"),
    "problem_beside": ("校对", "Control"),
    "severity_error": ("错误", "Error"),
    "severity_warning": ("提醒", "Warning"),
    "template_notes": ("填写说明", "Instructions"),
    "template_lists": ("选项", "Lists"),
    "template_example": ("示例", "Example"),
    "template_intro": (
        "带 * 的列必填。每张表第 2 行是示例，带“示例”字样时导入自动跳过，可以删除；请从第 3 行起填写。"
        "不需要的表和列可以留空或删除，也可以自己加列。",
        "Columns marked * are required. Row 2 of each sheet is an example: as long as it says so it is "
        "skipped on import, and it may be deleted; begin in row 3. Sheets and columns that are not "
        "needed may be left empty or deleted, and columns of your own may be added.",
    ),
    "template_sheet": ("工作表", "Sheet"),
    "template_column": ("列", "Column"),
    "template_meaning": ("含义", "Meaning"),
    "template_need": ("要求", "Need"),
    "template_allowed": ("可填内容", "Allowed values"),
    "template_otherwise": ("空着或填了别的", "If empty or another word"),
    "template_form": ("填写方式", "How to fill in"),
    "need_required": ("必填", "required"),
    "need_recommended": ("建议填写", "recommended"),
    "need_optional": ("选填", "optional"),
    "need_one_of": ("任填其一", "one of these"),
    "need_made": ("留空则自动编号", "numbered if left empty"),
    "form_text": ("文字", "Text"),
    "form_choice": ("从下拉列表中选", "Pick from the list"),
    "form_scope": (
        "“公司”，或部门、团队、姓名",
        "Company, or the name of a department, team or person",
    ),
    "allowed_known": ("已有 {count} 项，见下拉列表", "{count} known ones, see the drop-down"),
    "empty_required": ("空：报错，该行不导入。", "Empty: an error, the row is refused."),
    "empty_recommended": ("空：提醒，仍导入。", "Empty: a warning, the row is imported."),
    "empty_optional": ("可以空着。", "May be empty."),
    "empty_made": ("空：自动编号。", "Empty: numbered by the import."),
    "empty_one_of": ("与 {others} 都空：报错。", "Empty together with {others}: an error."),
    "other_closed": (
        "别的词：报错。新词加到 params。",
        "Another word: an error. New words go into params.",
    ),
    "other_open": ("别的词：提醒，原文保留。", "Another word: a warning, kept as typed."),
    "other_people": (
        "不在人员表中的姓名：提醒，计为未分配。",
        "A name that Staff lacks: a warning, counted as unassigned.",
    ),
    "other_scope": (
        "人员表中没有的团队或姓名：报错。",
        "A team or name that Staff lacks: an error.",
    ),
    "other_reference": (
        "“{table}”中没有的编号：报错。",
        "A number that {table} lacks: an error.",
    ),
    "other_value": ("读不懂的内容：报错。", "What cannot be read: an error."),
    "other_new": ("可以填新的。", "New ones may be typed."),
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

NOTES: Entries = {
    "note_empty": ("空表，未导入。", "empty, left out."),
    "note_unrecognised": ("无法识别，未导入：{reason}。", "not recognised, left out: {reason}."),
    "note_no_rows": ("表头下没有数据行。", "no rows below the headers."),
    "note_totals": ("第 {rows} 行是合计行，未导入。", "row {rows} holds totals and was left out."),
    "note_headers_again": (
        "第 {rows} 行重复表头，未导入。",
        "row {rows} repeats the headers and was left out.",
    ),
    "note_hints": (
        "第 {rows} 行是填写说明或示例，未导入。",
        "row {rows} holds hints or an example and was left out.",
    ),
    "note_remarks": (
        "第 {rows} 行是表格下方的备注或签字，未导入。",
        "row {rows} holds a remark below the table and was left out.",
    ),
    "note_unrecognised_below": (
        "第 {row} 行起是另一张表，无法识别，未导入：{reason}。请放到单独的工作表。",
        "from row {row} on there is another table that was not recognised and left out: {reason}. "
        "Put it on a sheet of its own.",
    ),
    "note_hidden": (
        "工作表已隐藏，未导入。如需导入，请取消隐藏，或在映射中写明它的名称（sheet）。",
        "the sheet is hidden and was left out. To import it, unhide it or name it in a mapping "
        "(sheet).",
    ),
    "note_about": (
        "按名称是说明页，未导入。如有数据，请改名。",
        "an instruction sheet by its name, left out. Rename it if it holds data.",
    ),
    "note_repeats": (
        "{letter} 列“{header}”与 {first} 列含义相同，内容一致，已合并。",
        "column {letter} '{header}' means the same as column {first} and agrees with it; they were "
        "merged.",
    ),
    "note_repeats_differ": (
        "{letter} 列“{header}”与 {first} 列含义相同，但第 {rows} 行内容不同，以 {first} 列为准。"
        "如两列都要，请修改其中一列的表头。",
        "column {letter} '{header}' means the same as column {first} but differs in row {rows}, "
        "where column {first} counts. To keep both, give one another header.",
    ),
    "note_repeats_unit": (
        "{letter} 列“{header}”与 {first} 列含义相同但单位不同，未导入。",
        "column {letter} '{header}' means the same as column {first} in another unit and was left "
        "out.",
    ),
    "note_merged_down": (
        "{letter} 列“{header}”的合并单元格按其中每一行填写。",
        "merged cells of column {letter} '{header}' were taken to hold for each of their rows.",
    ),
    "note_months_sum": (
        "{letter} 列“{header}”等于各列之和的，不另作目标。",
        "column {letter} '{header}': where it equals the sum of its parts it is no target of its "
        "own.",
    ),
    "note_months_differ": (
        "{letter} 列“{header}”第 {rows} 行与各列之和不同，按单独的目标导入。请核对。",
        "column {letter} '{header}' differs from the sum of its parts in row {rows} and was taken "
        "as a target of its own. Please check.",
    ),
    "note_months_done": (
        "{letters} 列不是目标（实际、完成率等），未导入。",
        "column {letters} holds no targets (actual figures, rates) and was left out.",
    ),
    "note_months_metric": (
        "没有写明是什么目标。请加一列“指标”，或在标题或工作表名中写“销售目标”或“回款目标”。",
        "it does not say what the targets are of. Add a column 'Metric', or write 'sales targets' "
        "or 'collections targets' in the title or the sheet's name.",
    ),
    "note_serial": (
        "{letter} 列“{header}”只是行的编号，未导入。",
        "column {letter} '{header}' only numbers the rows and was left out.",
    ),
    "note_headless": (
        "{letter} 列有内容但没有表头，未导入。",
        "column {letter} has values but no header and was left out.",
    ),
    "note_unit": (
        "金额按表格上方注明的单位乘以 {unit}。",
        "amounts were multiplied by {unit}, the unit named above the table.",
    ),
    "note_by_name_one": (
        "{table}有 1 行没有客户编号，已按客户名称找到客户。",
        "1 row of {table} has no customer id; its customer was found by name.",
    ),
    "note_by_name_other": (
        "{table}有 {count:,} 行没有客户编号，已按客户名称找到客户。",
        "{count:,} rows of {table} have no customer id; their customers were found by name.",
    ),
    "note_compared": (
        "“{header}”由系统计算，填写的值只用于核对，不保存。",
        "'{header}' is computed; what is typed is only compared with it, and not stored.",
    ),
    "note_same_rows_one": (
        "{table}有 1 行与其他行内容相同，只导入一次。",
        "1 row of {table} repeats another with the same content, taken once.",
    ),
    "note_same_rows_other": (
        "{table}有 {count:,} 行与其他行内容相同，只导入一次。",
        "{count:,} rows of {table} repeat others with the same content, taken once.",
    ),
    "note_corrections_one": (
        "已按问题清单改正 1 处：{rules}。",
        "1 accepted correction was applied: {rules}.",
    ),
    "note_corrections_other": (
        "已按问题清单改正 {count:,} 处：{rules}。",
        "{count:,} accepted corrections were applied: {rules}.",
    ),
    "note_rows_deleted_one": (
        "按问题清单的要求，第 {rows} 行未导入。",
        "row {rows} was left out, as the list of problems says.",
    ),
    "note_rows_deleted_other": (
        "按问题清单的要求，{count:,} 行未导入：第 {rows} 行。",
        "{count:,} rows were left out, as the list of problems says: {rows}.",
    ),
    "note_correction_kept": (
        "检查之后已手工改过，以手工修改为准：{cells}。",
        "changed by hand after the check, and left so: {cells}.",
    ),
    "note_correction_empty": (
        "已采纳但没有建议值，保持原样：{cells}。",
        "accepted without a suggested value, left as it is: {cells}.",
    ),
    "note_correction_choose": (
        "已采纳但建议值有两种读法，请在“建议值”列只保留一种：{cells}。",
        "accepted, but the suggested value has several readings; leave one of them: {cells}.",
    ),
    "note_correction_moved": (
        "数据行已移动或改动，未采纳建议值，请再检查一次：{cells}。",
        "the row has moved or changed, so that nothing was corrected; check again: {cells}.",
    ),
    "note_correction_gone": (
        "单元格已不在文件中，未采纳：{cells}。",
        "the cell is no longer in the file, nothing was corrected: {cells}.",
    ),
    "note_correction_unclear": (
        "“采纳”列只能填 是、否 或 删除本行，未采纳：{cells}。",
        "Accept can be Yes, No or Delete row; nothing was corrected: {cells}.",
    ),
    "note_unchanged_one": (
        "1 个文件自第 {number} 次导入以来没有改动，未重复导入。",
        "1 file unchanged since import {number} was left out.",
    ),
    "note_unchanged_other": (
        "{count:,} 个文件自第 {number} 次导入以来没有改动，未重复导入。",
        "{count:,} files unchanged since import {number} were left out.",
    ),
    "note_marked_copy": (
        "标注副本，未随文件夹导入；请按文件名导入它，代替原文件。",
        "a marked copy is not imported with its folder. Import it by name, instead of the file.",
    ),
    "no_such_headers": ("没有哪张表用这些表头（{shown}）", "no table has its headers ({shown})"),
    "nearest_form": (
        "最接近{zh}（{en}）{why}。它的表头：{shown}",
        "nearest is {zh} ({en}){why}. Its headers: {shown}",
    ),
    "form_lacks": ("，但缺少 {lacking}", ", but it lacks {lacking}"),
    "form_lacks_one": ("“{zh}”或“{en}”{hint}", "'{zh}' or '{en}'{hint}"),
    "is_it": ("（是否为“{typed}”？）", " (is it '{typed}'?)"),
    "none_found": ("无", "none found"),
    "months_lack": (
        "每月一列的表只作为目标表导入，但缺少：{lacking}",
        "a table with a column per month is read as targets only, and for that it lacks {lacking}",
    ),
    "months_lack_scope": (
        "写明目标归属的列（“团队”“部门”“姓名”或“范围”）",
        "a column that says whose targets they are ('Team', 'Department', 'Name' or 'Scope')",
    ),
    "months_lack_word": (
        "“目标”二字（写在标题、工作表名或表头里，如“销售目标”）",
        "the word 'target' in the title, the sheet's name or a header, such as 'sales targets'",
    ),
    "months_lack_year": (
        "年份（写在标题、工作表名或表头里，如“2026年1月”，或加一列“年份”）",
        "the year (in the title, the sheet's name or the headers, such as '2026-01', or in a "
        "column 'Year')",
    ),
    "months_order": (
        "各月的列不是从前到后排列，或有重复；跨年时请在每个表头写明年份，如“2026年1月”",
        "its months are not in order, or there twice; across the turn of a year write the year in "
        "each header, such as '2026-01'",
    ),
    "months_in_rows": (
        "像是各月为行、各团队为列的目标表；请改为每行一个团队或人员，每列一个月",
        "it looks like targets with the months as rows; turn it around: a row per team or person, "
        "a column per month",
    ),
}
