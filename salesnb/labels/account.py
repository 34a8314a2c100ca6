"""Words of an import's account and of the workspace's status."""

from salesnb.labels.entries import Entries

ACCOUNT: Entries = {
    "account_table": ("表", "table"),
    "account_rows_in": ("读入", "rows in"),
    "account_new": ("新增", "new"),
    "account_updated": ("更新", "updated"),
    "account_unchanged": ("未变", "unchanged"),
    "account_repeated": ("重复", "repeated"),
    "account_rejected": ("拒收", "rejected"),
    "account_total": ("合计", "total"),
    "account_closed_one": (
        "{table}：文件中没有的 1 行已关闭。",
        "{table}: 1 row that the files lack was closed.",
    ),
    "account_closed_other": (
        "{table}：文件中没有的 {count:,} 行已关闭。",
        "{table}: {count:,} rows that the files lack were closed.",
    ),
    "account_observed_one": (
        "{table}：由阶段变化推得 1 条进入记录。",
        "{table}: 1 entry was inferred from a stage that changed.",
    ),
    "account_observed_other": (
        "{table}：由阶段变化推得 {count:,} 条进入记录。",
        "{table}: {count:,} entries were inferred from stages that changed.",
    ),
    "account_superseded_one": (
        "{table}：1 条推得的记录已由写明日期的记录取代。",
        "{table}: 1 inferred entry gave way to a dated one.",
    ),
    "account_superseded_other": (
        "{table}：{count:,} 条推得的记录已由写明日期的记录取代。",
        "{table}: {count:,} inferred entries gave way to dated ones.",
    ),
    "account_sheet": (
        "{place} → {table}：{rows:,} 行，合格 {good:,}，拒收 {rejected:,}",
        "{place} → {table}: {rows:,} rows, {good:,} good, {rejected:,} rejected",
    ),
    "account_sheet_repeated": ("，重复 {repeated:,}", ", {repeated:,} repeated"),
    "account_note": ("说明：", "note: "),
    "account_more": (
        "……另有 {count:,} 处；salesnb check 文件 可列出全部。",
        "… and {count:,} more; salesnb check FILE lists all of them.",
    ),
    "account_refused": (
        "未保存任何数据。有错误的文件：{files}。请改正（salesnb check 文件 会生成标注副本），"
        "或用 --accept-good 只导入合格的行。",
        "Nothing was stored. Errors are in {files}. Mend them (salesnb check FILE writes a marked "
        "copy), or import the good rows alone with --accept-good.",
    ),
    "account_stored": ("已保存为快照 {snapshot}。", "Stored as snapshot {snapshot}."),
    "account_wait_one": (
        "1 行被拒收，等待改正；salesnb status 列出其位置。",
        "1 row was rejected and waits; salesnb status lists it.",
    ),
    "account_wait_other": (
        "{count:,} 行被拒收，等待改正；salesnb status 列出其位置。",
        "{count:,} rows were rejected and wait; salesnb status lists them.",
    ),
    "account_same": (
        "自第 {number} 次导入（今天）以来没有变化，快照仍为 {snapshot}。",
        "Nothing has changed since import {number}, made today: the snapshot is still {snapshot}.",
    ),
    "account_no_news": ("没有新的或有改动的文件。", "There is no new or changed file."),
    "account_undone": ("第 {number} 次导入已撤销。", "Import {number} was taken back."),
    "status_waiting": ("等待改正的行", "rows that wait"),
    "status_last_import": ("最近一次导入", "last import"),
    "status_snapshot": ("快照", "snapshot"),
    "status_last_report": ("最近一次报告", "last report"),
    "status_waiting_head": (
        "等待改正的行（改正后再次导入该文件）：",
        "Rows that wait (correct them and import the file again):",
    ),
    "status_waiting_sheet": (
        "{place}：{rows}（{tables}）；{rules}；第 {numbers} 行",
        "{place}: {rows} ({tables}); {rules}; row {numbers}",
    ),
    "account_note_tables": ("、", ", "),
}
