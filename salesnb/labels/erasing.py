"""Words of the erasure of a person's data, and of the archive."""

from salesnb.labels.entries import Entries

ERASING: Entries = {
    "erase_mark": ("【已删除】", "[erased]"),
    "erase_customers": ("客户", "customer"),
    "erase_leads": ("线索", "lead"),
    "erase_unknown": (
        "没有编号为“{id}”的{table}，任何快照和备份中都没有。请核对编号；线索请用 --lead 编号。",
        "There is no {table} '{id}', in no snapshot and no backup. Check the id; a lead is named by "
        "--lead ID.",
    ),
    "erase_which": (
        "请写出客户编号，或用 --lead 写出线索编号（二者之一）。",
        "Name a customer's id, or a lead's with --lead; one of the two.",
    ),
    "erase_reason": (
        "--reason 会留在记录中，不能出现被删除者的姓名或联系方式。请改写原因。",
        "--reason is kept in the record, and must not name the person. Say it in other words.",
    ),
    "erase_extract": (
        "正在向其他文件夹生成报告（{name}）。请等它结束后再运行。",
        "Reports are being rendered into another folder ({name}). Call this again when it has ended.",
    ),
    "erase_book_damaged": (
        "{file} 已损坏，无法判断谁的资料已被删除，因此不能导入。请从最近的备份中取回该文件。",
        "{file} is damaged: whose data were erased is not known, and nothing can be imported. Take "
        "the file from the newest backup.",
    ),
    "erase_column": (
        "“{column}”不是客户表或线索表中自有的列。可用：{known}。",
        "'{column}' is no column of your own in customers or leads. There are: {known}.",
    ),
    "archive_customer_id": ("客户编号", "customer id"),
    "archive_customer_name": ("客户名称", "customer"),
    "archive_owner": ("负责人", "owner"),
    "archive_team": ("团队", "team"),
    "archive_region": ("区域", "region"),
    "archive_last_contact_on": ("最后跟进", "last contact"),
    "archive_last_sold_on": ("最后成交", "last order"),
    "archive_sales": ("累计成交额", "sales in all"),
    "cli_archived": (
        "截至 {day}，已归档客户 {count} 个：已流失，且 {years} 年内没有成交、跟进和新线索。"
        "待办和跟进名单不含他们，所有统计照旧。",
        "Archived as of {day}: {count} customers, lost and without order, contact or new lead for "
        "{years} years. Worklists leave them out; every figure counts them as before.",
    ),
    "erased_rows": ("数据行（含历史版本）{count}", "rows, all versions {count}"),
    "erased_snapshots": ("快照 {count}", "snapshots {count}"),
    "erased_backups": ("备份 {count}", "backups {count}"),
    "erased_reports": ("报告文件 {count}", "files of reports {count}"),
    "erased_deleted": ("删除的 PDF {count}", "PDFs deleted {count}"),
    "erased_outbox": ("已投递文件 {count}", "delivered files {count}"),
    "erased_failed": ("失败报告的笔记本 {count}", "notebooks of failed reports {count}"),
    "erased_learned": ("模型与预测文件 {count}", "files of models and forecasts {count}"),
    "erased_logs": ("日志 {count}", "logs {count}"),
    "erased_state": ("运行状态中的文本 {count}", "texts of the state {count}"),
    "cli_erased": ("已删除该人员的资料：{said}", "Erased: {said}"),
    "cli_erase_dry": (
        "将清空或改写 {cells} 个单元格（当前编号下），并改写全部快照、{backups} 个备份及含有其资料的报告。"
        "未作任何更改。",
        "Would empty or change {cells} cells of rows, and write all snapshots, {backups} backups and "
        "the reports that name the person anew. Nothing was changed.",
    ),
    "cli_erase_yours": (
        "请自行删除：{path} 中仍有其资料（这是您自己的文件，salesnb 不会改动）",
        "Yours to erase: {path} still names the person (a file of your own, which salesnb leaves alone)",
    ),
    "cli_erase_unreached": (
        "备份 {path} 现在不在原处。若仍保留，请接上后再次运行，或自行删除。",
        "Backup {path} does not lie there now. If you still have it, attach it and call this again, "
        "or delete it.",
    ),
    "cli_erase_blind": (
        "备份 {path} 用密钥 {keys} 加密，现在没有这个密钥。在该备份中只能清空这些编号的联系人，"
        "并删除其他地方已知的姓名和号码；只有该备份才有的姓名、号码和相同联系方式的其他编号无法查出。"
        "如有该密钥，请先用 --dry-run 查看，把它写入 SALESNB_KEY_OLD 后再删除资料；没有则请删除该备份。",
        "Backup {path} is encrypted with {keys}, which is not at hand. In it only the contacts of "
        "these ids can be emptied, and names and numbers that are known from elsewhere be taken out; "
        "a name, a number or another id with the same contact that only this backup knows cannot be "
        "found. If you have the key, put it into SALESNB_KEY_OLD before you erase (--dry-run says "
        "this beforehand); otherwise delete the backup.",
    ),
    "cli_erase_shared": (
        "姓名与员工或其他联系人相同（{count} 个）：只在其本人的数据行中删除，报告中的同名未改动。",
        "Names that staff or other contacts have, too ({count}) were taken out of the person's own "
        "rows; in reports they stay.",
    ),
    "cli_erase_outside": (
        "已发出的邮件、聊天消息和打印件不在工作区内，需要另行处理。",
        "Mails and messages that were sent, and prints, are outside of the workspace: see to them.",
    ),
    "cli_erase_lifted": (
        "{id}：可以重新导入联系人。",
        "{id}: a contact may be imported again.",
    ),
    "cli_erase_not_lifted": (
        "{id}：没有针对该编号的删除记录。",
        "{id}: there is no erasure of this id.",
    ),
}
