"""Words of the page with which `salesnb lab` begins."""

from salesnb.labels.entries import Entries

START: Entries = {
    "start_title": ("{company} · 销售工作台", "{company} · sales workbench"),
    "start_made": (
        "本页于 {at} 生成；每次运行 salesnb lab 都会重新生成。",
        "This page was made at {at}; salesnb lab makes it anew each time.",
    ),
    "start_data": ("数据", "The data"),
    "start_no_data": (
        "还没有导入任何数据。",
        "Nothing has been imported yet.",
    ),
    "start_import": ("最近一次导入", "Last import"),
    "start_imported": ("{at}，第 {number} 版，由 {by} 导入", "{at}, snapshot {number}, by {by}"),
    "start_rows": ("数据量", "Rows"),
    "start_waiting": (
        "{count} 行；`salesnb status` 列出它们在哪些文件的哪一行",
        "{count}; `salesnb status` lists where they stand",
    ),
    "start_none_waiting": ("没有", "none"),
    "start_wait": ("等待改正的行", "Rows that wait"),
    "start_report": ("最近一次报告", "Last report"),
    "start_run": ("最近一次出报告", "The last run"),
    "start_no_run": ("还没有出过报告。", "No report has been made yet."),
    "start_job": ("最近一次运行", "Last run"),
    "start_job_told": (
        "{job}（{day}），始于 {at}：已生成 {made} 份，失败 {failed} 份，未发布 {held} 份",
        "{job} of {day}, begun {at}: {made} made, {failed} failed, {held} held back",
    ),
    "start_index": ("报告目录", "all reports"),
    "start_failed": ("未能生成的报告（{count}）：", "Reports that could not be made ({count}):"),
    "start_none_failed": ("没有失败的报告。", "No report failed."),
    "start_notebooks": ("笔记本", "Notebooks"),
    "start_explore": ("导览", "Guided tour"),
    "start_unread": ("无法读取这个文件", "this file cannot be read"),
    "start_for_explore": (
        "取数、口径、筛选、保存查询，到自己的指标、图和报告",
        "Frames, definitions, pickers, saved queries, an own metric, chart and report",
    ),
    "start_for_daily": (
        "昨天的成交、跟进和今天要做的事",
        "Yesterday's deals and follow-ups, and what is to be done today",
    ),
    "start_for_weekly": (
        "周会用：本周与上周、排名、在途商机",
        "For the weekly meeting: week on week, ranking, pipeline",
    ),
    "start_for_performance": (
        "销售额、目标完成、排名、按产品和区域拆分",
        "Sales, target completion, ranking, by product and region",
    ),
    "start_for_funnel": (
        "线索到成交的转化、流失原因、哪里漏得最多",
        "Conversion from lead to deal, reasons for losses, where most is lost",
    ),
    "start_for_scoring": (
        "线索打分、分配、公海、跟进时限",
        "Scores of leads, assignment, the public pool, limits for follow-up",
    ),
    "start_for_followup": (
        "跟进频率、重点客户、逾期任务",
        "Frequency of follow-ups, key customers, overdue tasks",
    ),
    "start_for_segmentation": (
        "客户分级、分群、价值和流失风险",
        "Levels and groups of customers, their value, who may be lost",
    ),
    "start_for_forecast": (
        "期末预测、达标概率、目标分解",
        "Forecast of the period's end, chances to reach targets, target plan",
    ),
    "start_next": ("下一步", "Next steps"),
    "start_step_explore": (
        "初次使用：打开 [导览](notebooks/explore.ipynb)，按 Shift+Enter 逐格运行。",
        "New here: open the [guided tour](notebooks/explore.ipynb) and run it cell by cell with Shift+Enter.",
    ),
    "start_step_import": (
        "导入表格：终端里运行 `salesnb check 文件.xlsx`，再运行 `salesnb import 文件.xlsx`。",
        "Take spreadsheets in: in a terminal `salesnb check FILE.xlsx`, then `salesnb import FILE.xlsx`.",
    ),
    "start_step_demo": (
        "先看演示：`salesnb demo 文件夹` 生成一家虚构公司的两年数据。",
        "Look at a demo first: `salesnb demo FOLDER` makes two years of a made-up company.",
    ),
    "start_step_query": (
        '自己筛选：`wb.query("leads", where="阶段 = \'意向\'", by="rep")`；存下来的查询可作报告的范围。',
        'Filter freely: `wb.query("leads", where="stage = \'Intent\'", by="rep")`; a saved query can be the scope of reports.',
    ),
    "start_step_new": (
        "做自己的报告：`salesnb new 名称`，改好后 `salesnb render 名称`。",
        "A report of your own: `salesnb new NAME`, then `salesnb render NAME`.",
    ),
    "start_step_check": (
        "排期之前：`salesnb check-notebook notebooks/名称.ipynb`。",
        "Before it is scheduled: `salesnb check-notebook notebooks/NAME.ipynb`.",
    ),
    "start_step_run": (
        "跑一次作业：`salesnb run daily`；定时运行：`salesnb schedule`。",
        "Run a job: `salesnb run daily`; by the clock: `salesnb schedule`.",
    ),
}
