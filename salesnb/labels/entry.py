"""Words of typing in one record, and of the review of fields."""

from salesnb.labels.entries import Entries

ENTRY: Entries = {
    "entry_title": (
        "录入{table}。带 * 的必填；回车跳过或保留原值，- 清空，? 看说明，Ctrl-C 放弃。",
        "New row of {table}. * is required; Enter skips or keeps, - clears, ? explains, "
        "Ctrl-C gives up.",
    ),
    "entry_known": (
        "“{key}”已有记录，以下显示原值，改动的才更新。",
        "'{key}' is stored already: its values are shown, and only what you change is updated.",
    ),
    "entry_found": (
        "“{key}”已有记录：保存时只更新改动的内容。",
        "'{key}' is stored already: saving updates what you change.",
    ),
    "entry_hidden": ("已填，不显示", "filled, not shown"),
    "entry_double": (
        "可能与已有的一条记录重复，该记录可能由他人负责。请先向主管核实。",
        "This may be a record that there is already, perhaps somebody else's. "
        "Ask your manager first.",
    ),
    "entry_no_such": (
        "按此名称或编号找不到唯一的记录。请填写准确的编号，或先录入该客户。",
        "No single record has this name or number. Write the exact number, "
        "or enter the customer first.",
    ),
    "entry_many_words": ("  已知 {count} 项，输入 ? 列出", "  {count} known values; ? lists them"),
    "entry_confirm_new": ("保存“{key}”？", "Store '{key}'?"),
    "entry_confirm_change": ("更新“{key}”？", "Update '{key}'?"),
    "entry_not_stored": ("未保存。", "Nothing was stored."),
    "entry_stored_new": (
        "已新增“{key}”。快照 {snapshot}",
        "Stored: new, '{key}'. Snapshot {snapshot}",
    ),
    "entry_stored_updated": (
        "已更新“{key}”。快照 {snapshot}",
        "Stored: updated, '{key}'. Snapshot {snapshot}",
    ),
    "entry_stored_unchanged": (
        "“{key}”与已存的内容相同，没有变化。快照 {snapshot}",
        "'{key}' is stored with these values already; nothing changed. Snapshot {snapshot}",
    ),
    "entry_save": ("保存", "Save"),
    "entry_clear": ("清空", "Clear"),
    "entry_more": ("选填（{count} 项）", "Optional ({count})"),
    "entry_errors": (
        "未保存，有 {count} 处需要改正。",
        "Nothing was stored; to correct: {count}.",
    ),
}

FIELDS: Entries = {
    "field_small": ("样本不足（{rows} 行）", "small sample ({rows} rows)"),
    "field_nobody": ("没有人填，可考虑去掉", "nobody fills it; it may be dropped"),
    "field_nobody_used": ("没有人填，但报表会用到", "nobody fills it, though reports use it"),
    "field_hidden": ("没有填，或无权查看", "not filled, or not yours to see"),
    "field_custom": (
        "自定义列，填写率 {rate}，值得设为正式字段",
        "custom column filled in {rate}: it deserves to become a field of its own",
    ),
    "field_recommended": ("建议填写，但只填了 {rate}", "recommended, but filled in {rate} only"),
    "field_rare": ("只填了 {rate}", "filled in {rate} only"),
    "field_fallen": (
        "填写率从 {then} 的 {before} 降到 {quarter} 的 {now}",
        "fell from {before} in {then} to {now} in {quarter}",
    ),
}
