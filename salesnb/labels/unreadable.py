"""What is said of a file that cannot be read, or not be written."""

from salesnb.labels.entries import Entries

UNREADABLE: Entries = {
    "file_says": ("{name}：{said}", "{name}: {said}"),
    "file_none_inside": (
        "{path} 中没有工作簿，也没有 CSV 文件。",
        "{path} holds no workbook and no CSV file.",
    ),
    "file_absent": ("{path}：没有这个文件。", "{path}: there is no such file."),
    "file_not_in": ("{name}：{folder} 中没有这个文件。", "{name}: no such file in {folder}."),
    "file_folder": (
        "{name}：这是文件夹，不是文件。请指定其中的文件。",
        "{name}: a folder, not a file. Name the files in it.",
    ),
    "file_closed": (
        "{name}：无法打开。请在其他程序中关闭它，并检查文件权限。",
        "{name}: cannot be opened. Close it in other programs and check its permissions.",
    ),
    "file_empty": (
        "{name}：文件是空的。请重新导出。",
        "{name}: the file is empty. Export it again.",
    ),
    "file_web_page": (
        "{name}：这是以工作簿命名的网页文件。请用 Excel 打开并另存为 .xlsx。",
        "{name}: a web page under the name of a workbook. Open it in Excel and save it as .xlsx.",
    ),
    "file_damaged": (
        "不是工作簿，或文件已损坏。请用 Excel 打开并重新另存为 .xlsx。",
        "not a workbook, or damaged. Open it in Excel and save it again as .xlsx.",
    ),
    "file_locked": (
        "有密码保护。请另存一份不带密码的副本后导入。",
        "protected by a password. Save a copy without the password and import that.",
    ),
    "file_too_much": (
        "读取所需的时间或内存超出工作簿的限度。请用 Excel 打开，删除远离表格的内容，再另存为 .xlsx。",
        "it takes more time or memory than a workbook may. Open it in Excel, delete what lies far"
        " from the table, and save it as .xlsx.",
    ),
    "file_bomb": (
        "解压后的大小远超工作簿的限度，未予打开。请用 Excel 打开，把需要的工作表另存为新文件。",
        "it unpacks to far more than a workbook can hold and was not opened. Open it in Excel and"
        " save the sheets that matter in a new file.",
    ),
    "file_entities": (
        "文件声明了 XML 实体，正常的工作簿不会如此，未予打开。请重新导出。",
        "it declares XML entities, which no workbook does, and was not opened. Export it again.",
    ),
    "file_other_kind": (
        "这是 {kind}，不是工作簿。请把其中的表格另存为 .xlsx 后导入。",
        "{kind}, not a workbook. Save its table as .xlsx and import that.",
    ),
    "kind_word": ("Word 文档", "a Word document"),
    "kind_powerpoint": ("PowerPoint 演示文稿", "a PowerPoint presentation"),
    "kind_jar": ("Java 归档文件", "a Java archive"),
    "file_zip": (
        "这是 ZIP 压缩包，不是工作簿。请解压后导入其中的文件。",
        "a zip archive, not a workbook. Unpack it and import its files.",
    ),
    "file_many_cells": (
        "工作表“{sheet}”的单元格太多，无法一次读取（{rows:,} 行 × {columns:,} 列）。请拆分成几个文件。",
        "sheet '{sheet}' has more cells than can be read at once ({rows:,} rows by {columns:,}"
        " columns). Split it into several files.",
    ),
    "file_far_cell": (
        "工作表“{sheet}”的单元格 {cell} 离其他内容太远，无法读取该表。"
        "请在 Excel 中删除该单元格所在的行和列后保存。",
        "sheet '{sheet}', cell {cell}: it lies so far from the others that the sheet cannot be"
        " read. Delete that cell's row and column in Excel and save.",
    ),
    "file_large": (
        "{name}：大于 512 MB。请拆分成几个文件。",
        "{name}: larger than 512 MB. Split it into several files.",
    ),
    "file_quote": (
        "{name}：有一个双引号没有闭合。请改正，或重新导出。",
        "{name}: a double quote is opened and never closed. Correct it, or export it again.",
    ),
    "file_quote_or_cell": (
        "{name}：有一个双引号没有闭合，或某个单元格超过 1600 万个字符。请改正，或重新导出。",
        "{name}: a double quote is opened and never closed, or a cell is longer than 16 million"
        " characters. Correct it, or export it again.",
    ),
    "file_quote_line": (
        "{name}：第 {line} 行有一个双引号没有正确闭合。请改正，或把表格另存为 .xlsx。",
        "{name}: in line {line} a double quote is opened and not closed as it should be. Correct"
        " it, or save the table as .xlsx.",
    ),
    "file_two_ways": (
        "{name}：换行和引号有两种读法。请另存为 .xlsx。",
        "{name}: its line ends and quotes can be read in two ways. Save it as .xlsx.",
    ),
    "file_wide_row": (
        "{name}：第 {row} 行有 {columns:,} 列，超出表格的限度。请检查该行的分隔符。",
        "{name}: row {row} has {columns:,} columns, too many for a table. Check the delimiters of"
        " this row.",
    ),
    "file_long_line": (
        "{name}：第 {line} 行超过 16 MB，不可能是表格。请重新导出。",
        "{name}: line {line} is longer than 16 MB, which is no table. Export it again.",
    ),
    "file_encoding": (
        "{name}：既不是工作簿，也不是 UTF-8、UTF-16 或 GBK 文本。请另存为 .xlsx 或 CSV UTF-8。",
        "{name}: neither a workbook nor text in UTF-8, UTF-16 or GBK. Save it as .xlsx or as CSV"
        " UTF-8.",
    ),
    "file_zero_byte": (
        "{name}：第 {line} 行含有零字节，文本中不应出现。请重新导出文件。",
        "{name}: line {line} has a zero byte, which no text has. Export the file again.",
    ),
    "file_bad_line": (
        "{name}：第 {line} 行已损坏，不是 {encoding} 文本。请重新导出文件，或改正该行后另存为 CSV UTF-8。",
        "{name}: line {line} is damaged, it is no {encoding} text. Export the file again, or"
        " correct the line and save as CSV UTF-8.",
    ),
    "file_growing": (
        "{path}：文件还在写入中。没有存入任何数据；请在文件写完后重新导入。",
        "{path}: the file is still being written. Nothing was stored; import it again when it is"
        " complete.",
    ),
    "file_not_read": (
        "{path}：无法读取该文件：{told}。",
        "{path}: the file cannot be read: {told}.",
    ),
    "file_unwritten": (
        "{name}：无法写入。请在 Excel 中关闭它，并检查文件夹的权限。",
        "{name}: cannot be written. Close it in Excel and check the folder's rights.",
    ),
    "file_not_renamed": (
        "{name}：无法重命名。请在 Excel 中关闭它。",
        "{name}: cannot be renamed. Close it in Excel.",
    ),
}
