"""What is said of a broken rule."""

from salesnb.labels.entries import Entries

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
        "“{value}”不是 0% 到 100% 之间的百分比。{hint}请填 60%{or_empty}。",
        "'{value}' is not a share between 0% and 100%.{hint} Write 60%{or_empty}.",
    ),
    "rule_share_under_percent": (
        "“{header}”列的数都在 0 到 1 之间，已按比例读取：0.6 即 60%。若本意是 0.6%，请写 0.6%。",
        "All numbers of '{header}' lie between 0 and 1 and were read as shares: 0.6 is 60%. "
        "If 0.6% is meant, write 0.6%.",
    ),
    "rule_not_date": (
        "“{value}”不是日期。{hint}请填 2024-03-05{or_empty}。",
        "'{value}' is not a date.{hint} Write 2024-03-05{or_empty}.",
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
        "“{value}”没有年份。{hint}请填 2024-03-05{or_empty}。",
        "'{value}' has no year.{hint} Write 2024-03-05{or_empty}.",
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
        "“{value}”不是月份。{hint}请填 2024-08 或 2024-08-15{or_empty}。",
        "'{value}' is not a month.{hint} Write 2024-08 or 2024-08-15{or_empty}.",
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
    "rule_formula_without_value": (
        "这里的公式还没有算出结果。请用 Excel 打开文件，保存后再次导入。",
        "The formula here has no result yet. Open the file in Excel, save it, and import it again.",
    ),
    "rule_digits_cut": (
        "“{value}”第 15 位以后都是 0：Excel 的数字只保留 15 位，其余已丢失。"
        "请把该列设为文本格式，重新填写完整号码。",
        "All digits of '{value}' after the 15th are 0: Excel keeps 15 digits of a number. "
        "Format the column as text and type the whole number again.",
    ),
    "rule_digits_lost": (
        "“{value}”是科学计数法，号码的部分数字已丢失。请把该列设为文本格式，重新填写完整号码。",
        "'{value}' is in scientific notation; digits of the number are lost. "
        "Format the column as text and type the whole number again.",
    ),
    "rule_unclear_budget": (
        "“{value}”看不出预算金额，已按原文保存。可填 50-80万、10万左右 或 50万以上。",
        "'{value}' names no budget that can be read; it is kept as typed. "
        "Write 50-80万, 500,000-800,000, up to 300k or over 500k.",
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
    "rule_duplicate_customer": (
        "“{value}”与 {other}“{other_name}”（{others}）名称和联系方式相同，会算作两个客户。{advice}。",
        "'{value}' has the same name and contact as {other} '{other_name}' ({others}) and would "
        "count as a second customer. To have one, {advice}.",
    ),
    "rule_near_duplicate_customer": (
        "“{value}”与 {other}“{other_name}”（{others}）{how}。若为同一客户，{advice}；若不是，不必处理。",
        "'{value}' has {how} {other} '{other_name}' ({others}). If they are one customer, "
        "{advice}; if not, leave it.",
    ),
    "rule_near_duplicate_lead": (
        "“{value}”与线索 {other}（{others}）公司和联系方式相同，在其未了结时录入，前后不超过 {days} 天。"
        "若为同一线索，{advice}；若不是，不必处理。",
        "'{value}' has the same company and contact as lead {other} ({others}) and came "
        "within {days} days of it, before it ended. If they are one lead, {advice}; if not, leave it.",
    ),
    "rule_several_owners": (
        "同一客户有多个负责人：本行是“{owner}”，{other}“{other_name}”（{others}）是“{other_owner}”。"
        "请确认由谁负责。",
        "One customer has several owners: '{owner}' here, '{other_owner}' in {other} "
        "'{other_name}' ({others}). Decide whose it is.",
    ),
    "rule_ambiguous_customer": (
        "“{value}”是多个客户的名称：{known}。请填写客户编号。",
        "'{value}' is the name of several customers: {known}. Write the customer id.",
    ),
    "rule_unknown_customer": (
        "没有名为“{value}”的客户。{hint}请改正名称、填写客户编号，或先导入该客户。",
        "No customer is called '{value}'.{hint} Correct the name, write the customer id, "
        "or import the customer too.",
    ),
    "rule_unknown_reference": (
        "“{value}”在“{refers}”中不存在。{hint}请改正编号，或先导入该记录。",
        "'{value}' is in no row of {refers}.{hint} Correct it, or import that row too.",
    ),
    "rule_waits": (
        "“{key}”在“{refers}”中的那一行有错误，本行等它改正后再导入。",
        "The row '{key}' of {refers} has an error; this row waits until that is corrected.",
    ),
    # words of the messages on duplicates
    "double_stored": ("已入库", "stored already"),
    "double_same_contact": ("名称和联系方式相同", "the same name and contact as"),
    "double_same_name": ("名称相同", "the same name as"),
    "double_similar": ("名称相似（{alike}）", "a similar name ({alike}) to"),
    "double_into_stored": (
        "请把本行编号改为 {kept}，内容即并入该记录",
        "write {kept} in this cell and the row goes into that record",
    ),
    "double_keep_other": (
        "应保留 {kept}（{why}），删除本行，并把其他表中的 {dropped} 改为 {kept}",
        "keep {kept} ({why}), delete this row, and write {kept} where other sheets say {dropped}",
    ),
    "double_keep_stored": (
        "应保留 {kept}（{why}），并把其他表中的 {dropped} 改为 {kept}",
        "keep {kept} ({why}) and write it where other sheets say {dropped}",
    ),
    "double_why_stored": ("已入库", "stored already"),
    "double_why_good": ("没有错误", "it has no error"),
    "double_why_filled": ("填写更完整", "more of its cells are filled"),
    "double_why_since": ("时间更早", "it is the earlier one"),
    "double_why_key": ("编号在前", "the smaller number"),
    "rule_dates_reversed": (
        "“{value}”早于“{earlier}”（{day}），先后顺序不可能。请改正其中之一。",
        "'{value}' lies before '{earlier}' ({day}), which cannot be. Correct one of the two.",
    ),
    "rule_dates_doubtful": (
        "“{value}”早于“{earlier}”（{day}）。请确认是否填错。",
        "'{value}' lies before '{earlier}' ({day}). Check that this is meant.",
    ),
    "rule_late_entry": (
        "补录：“{value}”距跟进已{late}，超过录入时限。",
        "Typed in late: '{value}' is {late} after the follow-up, past the limit.",
    ),
    "rule_customer_without_sale": (
        "客户状态为“{value}”，但没有订单或赢单商机，也没有填写合同金额和签约日期。"
        "请补充成交记录，或改正状态。",
        "The status is '{value}', but there is no order, no won opportunity, and no contract amount "
        "with signing date. Add the sale, or correct the status.",
    ),
    "rule_unknown_answer": (
        "“{value}”不是评分卡的选项。可用：{known}。{hint}线索将不计这一项评分；"
        "新的说法可写入 params/scorecard.yml。",
        "'{value}' is no answer of the score card. Known: {known}.{hint} The lead is scored without "
        "it; a further spelling goes into params/scorecard.yml.",
    ),
    "rule_conversion_days_differ": (
        "填写的是“{value}”，按录入时间和转化日期计算为 {computed} 天。请核对日期；系统以计算值为准。",
        "'{value}' is typed; from the dates of creation and outcome it is {computed} days. "
        "Check the dates; the computed figure counts.",
    ),
    "rule_payment_status_differs": (
        "填写的是“{value}”，按回款记录和应回款日期应为“{computed}”。请核对回款；系统以计算值为准。",
        "'{value}' is typed; by the payments and the due date it is '{computed}'. "
        "Check the payments; the computed status counts.",
    ),
    "rule_attachment_name": (
        "附件“{value}”的文件名不是“客户名_日期_内容”。{hint}例如：甲公司_20240305_报价单.pdf。",
        "The file name '{value}' is not customer, date and content.{hint} "
        "Example: Acme_20240305_quote.pdf.",
    ),
    "rule_id_card": (
        "“{value}”含身份证号，不得保存。请删除号码。",
        "'{value}' holds an ID-card number, which must not be stored. Delete the number.",
    ),
    "rule_bank_card": (
        "“{value}”含银行卡号，不得保存。请删除号码。",
        "'{value}' holds a bank-card number, which must not be stored. Delete the number.",
    ),
    "rule_home_address": (
        "“{value}”含家庭住址，不得保存。请删除。",
        "'{value}' tells where somebody lives, which must not be stored. Delete it.",
    ),
    "rule_private_column": (
        "“{header}”属于不得保存的个人信息。请删除整列；若另有所指，请改列名。",
        "'{header}' is personal data that must not be stored. Delete the column; "
        "if it means something else, rename it.",
    ),
    "rule_erased": (
        "该记录中的个人资料已按本人要求删除，不得再次导入。请清空此单元格，并在自己的表格中一并删除；"
        "若是新的联系人，请先运行 salesnb erase 编号 --lift。",
        "The personal data of this record were erased on request and must not come back. Empty the "
        "cell, and delete it in your own sheet; for a new contact run salesnb erase ID --lift first.",
    ),
}
