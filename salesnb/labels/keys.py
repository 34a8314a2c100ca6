"""Words of the key of the contacts, and of what is encrypted with it."""

from salesnb.labels.entries import Entries

KEYS: Entries = {
    "key_file_head": (
        "salesnb 的密钥：data/ 中的联系人、联系方式、邮箱和底价用它加密。请另存一份，不要与备份放在一起，也不要发给别人。",
        "The key of salesnb: contacts, addresses and floor prices in data/ are encrypted with it. "
        "Keep a copy apart from the backups, and give it to nobody.",
    ),
    "err_key_lost": (
        "数据中的联系人用密钥 {key} 加密，但现在没有密钥：既没有设置 SALESNB_KEY，也没有文件 {path}。没有改动任何数据。"
        "请把密钥文件从备份处放回原位，或设置 SALESNB_KEY；不涉及联系人的指标和报告不需要密钥。"
        "如果没有另存，联系人无法恢复，可清空后继续工作：salesnb key forget",
        "The contacts in the store are encrypted with the key {key}, and there is none: neither "
        "SALESNB_KEY nor the file {path}. Nothing was changed. Put the key file back from where "
        "you keep its copy, or set SALESNB_KEY; figures and reports without contacts need no key. If "
        "there is no copy, the contacts are lost; empty them to go on: salesnb key forget",
    ),
    "err_key_wrong": (
        "数据中的联系人用密钥 {key} 加密，现有的密钥是另一把（{held}）。没有改动任何数据。请设置正确的 SALESNB_KEY，"
        "或把正确的密钥文件放到 {path}；如果这是换钥之前的旧快照，请把旧密钥写入 SALESNB_KEY_OLD，再运行：salesnb key rotate",
        "The contacts in the store are encrypted with the key {key}, and there is only another one "
        "({held}). Nothing was changed. Set the right SALESNB_KEY, or put the right key file at "
        "{path}. If this is a snapshot of before a rotation, put its old key into SALESNB_KEY_OLD, "
        "then: salesnb key rotate",
    ),
    "err_key_form": (
        "{place} 中的内容不是密钥。密钥是 32 个随机字节的 base64，共 44 个字符，可以这样生成：openssl rand -base64 32",
        "What stands in {place} is no key. A key is 32 random bytes in base64, 44 characters; make "
        "one with: openssl rand -base64 32",
    ),
    "err_key_unread": (
        "无法读取密钥文件 {path}：{told}",
        "The key file {path} cannot be read: {told}",
    ),
    "err_key_open": (
        "其他用户也能读取密钥文件 {path}（权限 {mode}）。请改为只有自己可读：chmod 600 {path}；如果别人可能已经看到，再换一把密钥：salesnb key rotate",
        "Others can read the key file {path} (rights {mode}). Make it yours alone: chmod 600 {path}; "
        "if somebody may have read it, change the key after that: salesnb key rotate",
    ),
    "err_sealed_damaged": (
        "{column} 列中有一个值无法用密钥 {key} 解密：数据文件被改动过或已损坏。请恢复前一个快照。",
        "A value of the column {column} cannot be read with the key {key}: the file was changed or "
        "is damaged. Go back to the snapshot before it.",
    ),
    "err_reseal": (
        "无法重新加密 {path}：{told}。该文件保持原样。请检查磁盘空间和权限，然后再次运行：salesnb key rotate",
        "{path} could not be encrypted anew: {told}. It is as it was. Check free space and rights, "
        "then run again: salesnb key rotate",
    ),
    "err_key_none": (
        "{folder} 中的数据不属于任何工作区，没有密钥。",
        "The store in {folder} is of no workspace, so it has no key.",
    ),
    "key_made": (
        "联系人以密钥加密保存，密钥在 {path}。请把它另存一份，不要与备份放在一起：密钥丢失后联系人无法恢复。",
        "Contacts are stored encrypted; the key is in {path}. Keep a copy apart from the backups: "
        "without the key nobody can read them again.",
    ),
    "key_upgraded": (
        "已有的 {count} 个快照中的联系人和底价现已用密钥 {key} 加密。密钥在工作区的 .salesnb.key（或 SALESNB_KEY），请另存一份：丢失后联系人无法恢复。",
        "Contacts and floor prices in the {count} snapshots of before are now encrypted with the key "
        "{key}. It is in the workspace's .salesnb.key (or SALESNB_KEY): keep a copy, for without it "
        "nobody can read them again.",
    ),
    "key_rotated": (
        "{count} 个快照和 {backups} 份备份已改用密钥 {key} 加密。",
        "{count} snapshots and {backups} backups are now encrypted with the key {key}.",
    ),
    "key_backup_damaged": (
        "备份 {path} 已损坏，保持原样，旧密钥仍能读取其中的联系人，因此也还保留着。请删除该备份，再次运行：salesnb key rotate",
        "Backup {path} is damaged and stayed as it was. The old key still reads the contacts in it, "
        "and so it is kept. Delete the backup, then run again: salesnb key rotate",
    ),
    "key_backup_refused": (
        "备份 {path} 无法重新加密（{told}），保持原样，旧密钥也还保留着。请检查磁盘空间和写入权限，"
        "再次运行：salesnb key rotate",
        "Backup {path} could not be encrypted anew ({told}). It is as it was, and the old key is "
        "kept. Check free space and rights there, then run again: salesnb key rotate",
    ),
    "key_backup_lost": (
        "备份 {path} 用密钥 {keys} 加密，其中有现在没有的密钥，因此保持原样。请删除该备份，"
        "或把缺少的密钥写入 SALESNB_KEY_OLD，再次运行：salesnb key rotate",
        "Backup {path} is encrypted with {keys}, of which a key is not at hand; it stayed as it was. "
        "Delete it, or put that key into SALESNB_KEY_OLD and run again: salesnb key rotate",
    ),
    "key_backup_away": (
        "备份 {path} 现在不在原处，没有改用新密钥，旧密钥仍能读取其中的联系人。请在找到后删除它；"
        "或放回原处，把您另存的旧密钥写入 SALESNB_KEY_OLD，再次运行：salesnb key rotate",
        "Backup {path} does not lie there now, so it was not encrypted anew: the old key still reads "
        "the contacts in it. Delete it where you find it; or put it back, put your copy of the old "
        "key into SALESNB_KEY_OLD and run again: salesnb key rotate",
    ),
    "key_rotated_by_variable": (
        "请从环境中删除 SALESNB_KEY_OLD。",
        "Take SALESNB_KEY_OLD out of the environment now.",
    ),
    "key_nothing": (
        "所有快照都已用密钥 {key} 加密。要换用 SALESNB_KEY 中的密钥，请把新密钥写入 SALESNB_KEY，旧密钥写入 SALESNB_KEY_OLD，再运行一次。",
        "All snapshots are encrypted with the key {key} already. To change a key in SALESNB_KEY, put "
        "the new one there and the old one into SALESNB_KEY_OLD, then run this again.",
    ),
    "key_unread": (
        "以下快照已损坏，无法打开，保持原样：{names}。请删除它们，或从备份恢复。",
        "These snapshots are damaged and stayed as they were: {names}. Delete them, or restore them "
        "from a backup.",
    ),
    "key_contacts_unread": (
        "联系人无法读取：它们用密钥 {key} 加密，现在没有这个密钥。报告照常生成，联系人和联系方式显示为 ** 和 ****。"
        "请把密钥文件放回 {path}，或设置 SALESNB_KEY；没有另存的，可清空后继续导入：salesnb key forget",
        "Contacts cannot be read: they are encrypted with the key {key}, which is not at hand. Reports "
        "are made as ever, with ** and **** for names and contacts. Put the key file back to {path}, "
        "or set SALESNB_KEY; if there is no copy, empty them so that imports go on: salesnb key forget",
    ),
    "key_nothing_lost": (
        "所有快照的密钥都在，没有需要清空的内容。",
        "The keys of all snapshots are at hand; there is nothing to empty.",
    ),
    "key_forget_sure": (
        "将清空所有快照中现有密钥无法读取的联系人、联系方式、邮箱、底价和等待改正的行的内容，之前的内容先备份。继续吗？",
        "Contacts, addresses, floor prices and contents of rejected rows that no key at hand reads "
        "will be emptied in all snapshots; what is there is backed up first. Go on?",
    ),
    "key_forgotten": (
        "{count} 个快照中用密钥 {keys} 加密的内容已清空，今后用密钥 {key} 加密（请另存一份）。指标不变；"
        "请重新导入带联系人的表格。之前的内容在 {path}：如果找到了旧密钥，请把它写入 SALESNB_KEY_OLD，用 salesnb restore 恢复该备份。",
        "What was encrypted with {keys} is emptied in {count} snapshots; from now on the key is {key} "
        "(keep a copy). Figures are what they were; import the sheets with contacts again. What was "
        "there is kept in {path}: if the old key is found, put it into SALESNB_KEY_OLD and bring that "
        "backup back with salesnb restore.",
    ),
    "key_id": ("现有密钥 {key}", "Key at hand: {key}"),
    "key_snapshot": ("快照 {name}：密钥 {key}", "Snapshot {name}: key {key}"),
    "key_none": ("未加密", "not encrypted"),
}
