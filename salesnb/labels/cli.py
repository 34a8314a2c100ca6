"""What the command line prints of its own."""

from salesnb.labels.entries import Entries

CLI: Entries = {
    "cli_workspace_made": ("工作区已建立：{root}", "Workspace made: {root}"),
    "cli_fill": (
        "请填写 {name} 或使用自己的表格，然后运行：cd {folder} && salesnb import FILE.xlsx",
        "Fill {name} or bring your own sheets, then: cd {folder} && salesnb import FILE.xlsx",
    ),
    "cli_template_name": ("导入模板.xlsx", "import-template.xlsx"),
    "cli_demo_writing": (
        "正在写出截至 {last_day} 两年的表格……",
        "Writing two years of spreadsheets up to {last_day} …",
    ),
    "cli_demo_books": ("{folder} 中有 {count} 个工作簿", "{count} workbooks in {folder}"),
    "cli_written": ("已写出：{path}", "Written: {path}"),
    "cli_nothing_to_show": (
        "没有可显示的内容：{scope} 在 {period} 没有记录。",
        "Nothing to show: no case of {scope} in {period}.",
    ),
    "cli_metrics_rows": ("记录数", "n"),
    "cli_reports": ("报告", "Reports"),
    "cli_report_made": ("{seconds:5.1f} 秒  {path}", "{seconds:5.1f} s  {path}"),
    "cli_report_failed": ("失败：{name}：{said}", "failed: {name}: {said}"),
    "cli_finished": (
        "已生成 {made} 份报告，{failed} 份失败。请打开 {index}",
        "{made} reports made, {failed} failed. Open {index}",
    ),
    "cli_refused": ("salesnb：{said}", "salesnb: {said}"),
    "cli_store_unread": (
        "数据文件无法读取：{told}。请运行 salesnb verify 查看哪个快照有问题，再用 salesnb restore 恢复另一个快照或备份。",
        "A store file cannot be read: {told} Run salesnb verify to see which snapshot it is, then "
        "restore another one or a backup with salesnb restore.",
    ),
    "cli_yes_or_no": ("请输入 y（是）或 n（否）。", "Type y or n."),
    "cli_aborted": ("已中止。", "Aborted!"),
    "cli_disk": (
        "无法运行：{told}。请检查磁盘空间和权限。",
        "could not run: {told}. Check free space and rights.",
    ),
    "cli_fault": (
        "无法运行：{kind}：{told}。这是 salesnb 的故障；设置 SALESNB_DEBUG=1 可看到出错位置。",
        "could not run: {kind}: {told}. This is a fault of salesnb; SALESNB_DEBUG=1 shows where.",
    ),
    "cli_undo_files": (
        "--undo 不接受文件：它撤销最近一次导入。",
        "--undo takes no files: it takes the last import back.",
    ),
    "cli_no_files": (
        "请指定要导入的文件，或使用 --undo。",
        "Name the files to import, or --undo.",
    ),
    "cli_no_lab": (
        '没有安装 JupyterLab。请安装：pip install "salesnb[lab]"',
        'JupyterLab is not installed. Install it with: pip install "salesnb[lab]"',
    ),
    "cli_install_systemd": (
        "--install 设置的是 crontab。--systemd 只显示文件内容，请按提示保存。",
        "--install sets the crontab. --systemd shows the files; save them as it says.",
    ),
    "cli_day": (
        "{option} “{text}”不是日期。请写成 2026-10-31。",
        "{option} '{text}' is not a day. Write it as 2026-10-31.",
    ),
    "cli_set": (
        "--set “{given}”：请写成 FIELD=VALUE。",
        "--set '{given}': write FIELD=VALUE.",
    ),
}
