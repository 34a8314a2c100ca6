"""Words of backups, checks, restores, the access log, and how long things are kept."""

from salesnb.labels.entries import Entries

KEEPING: Entries = {
    "kind_snapshot_or_backup": ("快照或备份", "snapshot or backup"),
    "backup_unread": (
        "刚写出的备份无法原样读回：{said} 未保留。请检查磁盘后重试。",
        "The backup that was just written cannot be read back: {said} It was not kept. Check the "
        "disk and try again.",
    ),
    "backup_damaged": (
        "{path} 不是完好的备份（{told}）。请换用另一份备份，并重新运行 salesnb backup。",
        "{path} is no intact backup ({told}). Use another one, and run salesnb backup again.",
    ),
    "backup_format": (
        "{path} 由更新版本的 salesnb（{version}）写出。请先升级 salesnb。",
        "{path} was written by a newer salesnb ({version}). Upgrade salesnb first.",
    ),
    "backup_lacks": (
        "备份 {path} 的文件与清单不符：{name}。请重新运行 salesnb backup。",
        "Backup {path}: its files differ from its manifest at {name}. Run salesnb backup again.",
    ),
    "backup_differs": (
        "备份 {path} 中的 {name} 与校验和不符。请换用另一份备份，并重新运行 salesnb backup。",
        "Backup {path}: {name} does not match its checksum. Use another one, and run salesnb "
        "backup again.",
    ),
    "backup_under_way": (
        "正在备份（进程 {pid}），备份中仍会是改动前的内容。请等它结束后再运行。",
        "A backup is under way (process {pid}) and would hold what was there before. Run this again "
        "when it has ended.",
    ),
    "backup_key": (
        "备份中的联系方式由密钥 {key} 加密，当前没有这个密钥。请把它放入 {path} 或 SALESNB_KEY_OLD。",
        "Contacts in the backup are encrypted with key {key}, which is not at hand. Put it into {path} "
        "or SALESNB_KEY_OLD.",
    ),
    "verify_key": ("快照 {name}：{said}", "Snapshot {name}: {said}"),
    "restore_is_newest": (
        "这已是当前使用的快照，无需恢复。",
        "This is the snapshot in use; there is nothing to restore.",
    ),
    "restore_snapshot_published": (
        "快照 {old} 已作为 {name} 重新启用。",
        "Snapshot {old} is in use again, as {name}.",
    ),
    "restore_state_stays": (
        "运行状态没有回退：{since} 之后已发送的报告仍算已发送，已通知的预警仍算已通知；"
        "此后导入的文件需要重新导入。",
        "The state is not turned back: reports sent since {since} stay sent, alerts that were told "
        "stay told; files imported since then have to be imported again.",
    ),
    "restore_backup_done": (
        "已恢复到 {made_at} 的备份：数据、状态、参数和报告模板；之后导入的文件需要重新导入。",
        "Back to the backup of {made_at}: data, state, params and notebooks; files imported since "
        "then have to be imported again.",
    ),
    "restore_may_send": (
        "{since} 之后发出的消息已不在台账中，下次运行可能再次发送；请先用 salesnb run JOB --dry-run "
        "查看，或用 --no-send 运行。",
        "What was sent since {since} is not in the ledger any more, and may be sent again by the "
        "next run: look with salesnb run JOB --dry-run first, or run with --no-send.",
    ),
    "restore_erased_again": (
        "该备份早于 {count} 次删除个人资料的操作，已在其中再次删除。",
        "The backup is older than {count} erasures; they were carried out in it again.",
    ),
    "restore_into_full": (
        "{folder} 不是空文件夹。请用 --into 指定一个新的文件夹。",
        "{folder} is not empty. Name a new folder with --into.",
    ),
    "err_restore_unfinished": (
        "恢复备份 {name} 时中断，工作区尚不完整。请再次运行 salesnb restore {name}。",
        "The restore of backup {name} was broken off, and the workspace is not whole. Run "
        "salesnb restore {name} again.",
    ),
    "cli_restore_into_snapshot": (
        "--into 只用于备份文件：请写出 .zip 文件的路径。快照请直接恢复。",
        "--into takes a backup: name its .zip file. A snapshot is restored in place.",
    ),
    "verify_store": (
        "快照 {path} 无法读取：{said} 请用 salesnb restore 恢复另一个快照或备份。",
        "Snapshot {path} cannot be read: {said} Restore another snapshot or a backup with salesnb "
        "restore.",
    ),
    "verify_no_store": (
        "{path} 不是 salesnb 的数据文件：没有导入记录。请用 salesnb restore 恢复备份。",
        "{path} is no store of salesnb: it has no record of imports. Restore a backup.",
    ),
    "verify_sums": (
        "{path}：第 {number} 次导入读入 {rows} 行，但存入 {stored} 行、待更正 {waiting} 行，合计不符。"
        "请恢复此前的快照并重新导入。",
        "{path}: import {number} took in {rows} rows, but stored {stored} and let {waiting} wait. "
        "Restore the snapshot before it and import again.",
    ),
    "verify_current_twice": (
        "{path}：表 {table} 有 {count} 个编号同时有两行当前记录。请恢复此前的快照。",
        "{path}: {count} keys of {table} have two current rows. Restore the snapshot before it.",
    ),
    "verify_version_gaps": (
        "{path}：表 {table} 有 {count} 个编号的历史版本不连续。请恢复此前的快照。",
        "{path}: {count} keys of {table} lack versions. Restore the snapshot before it.",
    ),
    "verify_reversed": (
        "{path}：表 {table} 有 {count} 个版本的结束早于开始。请恢复此前的快照。",
        "{path}: {count} versions of {table} end before they begin. Restore the snapshot before it.",
    ),
    "verify_unknown_import": (
        "{path}：表 {table} 有 {count} 行不属于任何一次导入。请恢复此前的快照。",
        "{path}: {count} rows of {table} belong to no import. Restore the snapshot before it.",
    ),
    "verify_identity": (
        "快照 {name} 的指标与原始表不一致：{said} 请恢复此前的快照并重新导入。",
        "Snapshot {name}: figures do not agree with the tables: {said} Restore the snapshot before "
        "it and import again.",
    ),
    "verify_sqlite": (
        "{file} 已损坏（{said}）。请用 salesnb restore 恢复最近的备份。",
        "{file} is damaged ({said}). Restore the newest backup with salesnb restore.",
    ),
    "verify_sqlite_unread": (
        "{file} 无法检查（{said}）。请检查磁盘空间和权限后再次运行；如果仍然如此，请用 salesnb restore 恢复最近的备份。",
        "{file} could not be checked ({said}). Check free space and rights, then run this again; if "
        "it stays so, restore the newest backup with salesnb restore.",
    ),
    "verify_no_backup": (
        "{folder} 中没有备份。请运行 salesnb backup，并用 salesnb schedule --install 定期执行。",
        "There is no backup in {folder}. Run salesnb backup, and have it made every week with "
        "salesnb schedule --install.",
    ),
    "verify_report": (
        "报告 {path} 有记录但文件不在。请用 salesnb render 重新生成。",
        "Report {path} is listed but its file is gone. Make it again with salesnb render.",
    ),
    "verify_erasure": (
        "{by} 于 {at} 开始的个人资料删除没有完成。请再次运行同一条 salesnb erase 命令。",
        "An erasure that {by} began at {at} is not complete. Call the same salesnb erase again.",
    ),
    "cli_backup_made": ("备份已写出：{path}（{size} MB）", "Backup written: {path} ({size} MB)"),
    "cli_pruned": ("已清理过期内容：{said}", "Deleted, kept long enough: {said}"),
    "cli_pruned_nothing": ("没有需要清理的内容。", "Nothing has been kept for too long."),
    "pruned_failed": ("失败报告的笔记本 {count}", "notebooks of failed reports {count}"),
    "pruned_previews": ("预览邮件 {count}", "previews of mails {count}"),
    "pruned_outbox": ("投递文件夹中的文件 {count}", "files in the outbox {count}"),
    "pruned_extracts": ("残留的数据提取 {count}", "extracts left behind {count}"),
    "pruned_backups": ("旧备份 {count}", "old backups {count}"),
    "pruned_messages": ("消息正文 {count}", "texts of messages {count}"),
    "pruned_access": ("访问记录 {count}", "entries of the access log {count}"),
    "pruned_log_bytes": ("运行日志 {count} 字节", "bytes of the log {count}"),
    "cli_verified": (
        "检查通过：{snapshots} 个快照、{backups} 个备份、{reports} 份报告。",
        "All holds: {snapshots} snapshots, {backups} backups, {reports} reports.",
    ),
    "cli_verify_faults": (
        "发现 {count} 个问题（{snapshots} 个快照、{backups} 个备份、{reports} 份报告）。",
        "Faults found: {count} ({snapshots} snapshots, {backups} backups, {reports} reports).",
    ),
    "cli_backup_good": ("备份完好：{path}", "The backup is intact: {path}"),
    "cli_restore_before": (
        "恢复前的内容已备份为 {path}，需要时可用 salesnb restore {name} 返回。",
        "What was there before is kept in {path}; salesnb restore {name} brings it back.",
    ),
    "cli_restored_into": ("已恢复到新的工作区：{root}", "Restored into a new workspace: {root}"),
    "schedule_backup": ("每周备份", "the weekly backup"),
    "cli_log_none": ("没有访问记录。", "The access log has no entries."),
    "access_at": ("时间", "time"),
    "access_person": ("账号", "account"),
    "access_viewer": ("代表谁", "on behalf of"),
    "access_action": ("操作", "action"),
    "access_what": ("内容", "what"),
    "access_scope": ("范围", "scope"),
    "access_period": ("期间", "period"),
    "access_details": ("说明", "details"),
    "access_act_render": ("生成报告", "render"),
    "access_act_run": ("运行任务", "run"),
    "access_act_send": ("发送", "send"),
    "access_act_export": ("导出", "export"),
    "access_act_reveal": ("查看联系方式", "reveal"),
    "access_act_release": ("对会议放行", "release"),
    "access_act_backup": ("备份", "backup"),
    "access_act_restore": ("恢复", "restore"),
    "access_act_erase": ("删除个人资料", "erase"),
    "access_act_archive": ("归档", "archive"),
}
