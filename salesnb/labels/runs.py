"""Words of runs: jobs, the gate, the page of a run, schedules."""

from salesnb.labels.entries import Entries

RUNS: Entries = {
    "err_busy": (
        "另一个运行正在进行：{name}（进程 {pid}，始于 {since}）。请等它结束后再运行。",
        "another runner is at work: {name} (process {pid}, since {since}). Run again when it "
        "has ended.",
    ),
    "err_run_day": (
        "--date {day} 还没有到（今天是 {today}）。",
        "--date {day} is yet to come (today is {today}).",
    ),
    "err_nothing_to_resume": (
        "作业 {job} 没有未完成的运行。请运行 salesnb run {job}。",
        "no run of the job {job} is unfinished. Run: salesnb run {job}",
    ),
    "err_no_cron": (
        "这台机器上没有 crontab。可以用 salesnb schedule --systemd，或把显示的命令交给其他调度程序。",
        "there is no crontab on this machine. Use salesnb schedule --systemd, or give the commands "
        "shown to another scheduler.",
    ),
    "err_crontab": ("crontab 拒绝了这些行：{told}", "crontab refuses the lines: {told}"),
    "err_crontab_mark": (
        "crontab 里有“{begin}”，后面却没有“{end}”，分不清哪些行是您自己的，因此没有改动。"
        "请用 crontab -e 补上或删除标记，再运行一次。",
        "the crontab has '{begin}' and no '{end}' after it, so that your own lines cannot be told "
        "apart; nothing was changed. Put the mark in with crontab -e, or take both out, and run "
        "again.",
    ),
    "schedule_comment": (
        "由 salesnb schedule 写入；时间以 {zone} 为准，请勿在两个标记之间修改",
        "Written by salesnb schedule, for times of {zone}; changes between the marks get lost",
    ),
    "schedule_next": ("{job}：下次运行 {at}（{zone}）", "{job}: next at {at} ({zone})"),
    "schedule_never": (
        "{job}：没有填写 at，不会定时运行",
        "{job}: has no time (at), is not scheduled",
    ),
    "schedule_installed": ("已写入 crontab。", "The crontab is set."),
    "schedule_same": ("crontab 已是最新。", "The crontab is as it should be."),
    "schedule_systemd": (
        "请把以上文件存到 ~/.config/systemd/user/，然后运行：systemctl --user enable --now {timers}",
        "Save these files in ~/.config/systemd/user/, then: systemctl --user enable --now {timers}",
    ),
    "cli_run_not_missed": (
        "{job}：没有错过的运行。",
        "{job}: no run was missed.",
    ),
    "gate_stale": (
        "数据可能过时：最近一次导入是 {day}，已过 {age} 天（允许 {most} 天）。",
        "The data may be out of date: last imported on {day}, {age} days ago ({most} allowed).",
    ),
    "gate_uncovered": (
        "数据不完整：最近一次导入是 {day}，而报告期间到 {last} 为止。",
        "The data are incomplete: last imported on {day}, and the report goes to {last}.",
    ),
    "gate_no_rows": (
        "{scope} 没有任何线索、商机、订单或跟进记录。",
        "There is no lead, opportunity, order or follow-up of {scope}.",
    ),
    "gate_mismatch": (
        "首屏销售额 {told} 与订单合计 {direct} 不一致。",
        "The headline's sales {told} are not the sum of the orders, {direct}.",
    ),
    "gate_empty_chart": ("图表没有数据：{charts}。", "A chart has no data: {charts}."),
    "run_title": ("运行 {name}", "Run {name}"),
    "run_troubles": ("需要处理", "To be looked at"),
    "run_reports": ("全部报告", "All reports"),
    "run_report": ("报告", "Report"),
    "run_job": ("作业", "Job"),
    "run_day": ("运行日期", "Day of the run"),
    "run_state": ("状态", "State"),
    "run_began": ("开始时间", "Began at"),
    "run_seconds": ("用时（秒）", "Seconds"),
    "run_attempts": ("尝试次数", "Attempts"),
    "run_unchanged": ("未变", "unchanged"),
    "run_open": (
        "在 JupyterLab 中以同样的参数打开：",
        "Open it with the same parameters in JupyterLab:",
    ),
    "run_trace": ("第 {cell} 个单元格的出错位置", "Where cell {cell} failed"),
    "run_section_failed": (
        "第 {cell} 个单元格（可选部分）未能生成：{said}",
        "The optional section of cell {cell} could not be made: {said}",
    ),
    "run_state_made": ("已生成", "made"),
    "run_state_held": ("未发布", "held back"),
    "run_state_failed": ("失败", "failed"),
    "run_state_interrupted": ("中断", "interrupted"),
    "run_state_waiting": ("等待", "waiting"),
    "run_is_running": ("进行中", "running"),
    "run_is_done": ("完成", "done"),
    "run_is_failed": ("部分失败", "some reports failed"),
    "run_is_interrupted": ("中断", "interrupted"),
    "cli_run_nothing": (
        "{job}（{day}）：{count} 份报告都已生成，数据、参数和报告都没有变化，无需再做。",
        "{job} of {day}: all {count} reports are there; data, params and notebooks are as they "
        "were. Nothing to do.",
    ),
    "cli_run_begins": (
        "{job}（{day}）：生成 {missing} 份报告，{unchanged} 份未变。",
        "{job} of {day}: {missing} reports to make, {unchanged} unchanged.",
    ),
    "cli_run_estimate": ("预计约 {seconds} 秒。", "About {seconds} s."),
    "cli_run_resumed": ("接着完成运行 {name}。", "Going on with the run {name}."),
    "cli_run_held": ("未发布：{name}：{said}", "held back: {name}: {said}"),
    "cli_run_remark": ("请注意：{name}：{said}", "please note: {name}: {said}"),
    "cli_run_page": ("运行记录：{page}", "The run's page: {page}"),
    "cli_run_would": ("将生成：{path}", "would make: {path}"),
    "cli_run_would_not": ("未变：{path}", "unchanged: {path}"),
    "cli_interrupted": (
        "已中断，已生成的报告都完整保留。继续：salesnb {words}",
        "Interrupted; what was made is whole and stays. Go on with: salesnb {words}",
    ),
}
