"""The Chinese of what --help says; the English stands at the commands and options themselves."""

# {command: what it does}, "key.show" for `salesnb key show`, "" for `salesnb` itself.
COMMANDS = {
    "": "导入销售表格，按团队和期间生成报告。",
    "add": "逐项录入一条记录；编号已存在时更新该记录。",
    "alerts": "列出需要处理的预警，最严重的在前。",
    "archive": "列出早已流失的客户；各项指标照常计入。",
    "assign": "为每条待分配的线索建议负责人，并说明理由。",
    "backup": "把数据、状态、参数和笔记本备份成一个文件并校验，再清理过期备份。",
    "check": "检查文件，逐行列出问题，并写出标注副本 FILE.xlsx.checked.xlsx。",
    "check-notebook": "检查笔记本，列出排期运行时会出错的地方。",
    "claim": "从公海领取一条线索。",
    "cleanup": "写出月末清理工作簿，并按其中填写的处理执行。",
    "compare": "把旧报表与我们的数字逐格对照，并说明差异的原因。",
    "deliveries": "查看发给了谁、哪些待发、哪些无法送达。",
    "demo": "试用：生成一家虚构公司两年的表格，导入并渲染报告。",
    "erase": "清除个人数据，含各版本、快照、备份和报告；统计数字不变。",
    "handover": "列出离职人员名下未结的线索和商机、客户和任务。",
    "import": "把文件导入工作区：要么全部存入，要么一行不存。",
    "init": "新建工作区：参数、笔记本和空白导入模板。",
    "key": "加密联系人和价格所用的密钥。",
    "key.rotate": "用新密钥重新加密全部快照；旧密钥此后什么都读不出。",
    "key.show": "显示现有密钥的编号，以及每个快照所用密钥的编号；不显示密钥本身。",
    "lab": "在工作区打开 JupyterLab，首页是笔记本、数据和最近一次运行；--no-browser 等选项会原样传给它。",
    "log": "谁在何时渲染、导出、查看明文、公开、发送、恢复、清除了什么。",
    "metrics": "显示某个范围和期间的指标。",
    "new": "在 notebooks/ 中新建自己的笔记本。",
    "plan": "把全年目标分解到季度、月份、团队和个人。",
    "pool": "列出公海中的线索，以及即将流入公海的线索。",
    "prune": "删除超过 params/keeping.yml 规定保存期限的内容。",
    "query": "运行 params/queries.yml 中的查询，或直接查询一张表。",
    "release": "把团队报告公开给指定会议并留下记录；不写 REPORT 则显示记录。",
    "render": "渲染报告：笔记本 × 范围，每种格式一个文件，外加目录页。",
    "restore": "恢复到数据的某个快照或某个备份；恢复前先备份现有内容。",
    "run": "生成作业 params/jobs/JOB.yml 中缺少或有新数据的报告，并发送。",
    "sample": "为每名销售抽取待核对的记录，收回核对结果，显示差错率。",
    "schedule": "显示按时启动各作业的配置，以及下次运行的时间。",
    "scorecard": "根据以往线索的结果，建议评分卡的分值。",
    "status": "查看工作区里有什么，以及哪些行等待更正。",
    "tasks": "列出今天谁该做什么，期望值高的在前；收回填好的清单。",
    "template": "写出空白导入模板。",
    "verify": "检查数据、明细、状态、报告和备份是否完好；每个问题一句话。",
}

# {option: what it is for}; "tasks.out" where it is said otherwise in one command.
OPTIONS = {
    "as": "以谁的身份查看（姓名）。",
    "as-of": "数据截至哪一天。",
    "format": "输出格式。",
    "help": "显示本说明并退出。",
    "jobs": "同时生成几份报告；默认为处理器个数。",
    "lang": "报告的语言。",
    "scope": "范围：company、department:名称、team:名称、rep:姓名、query:查询名。",
    "source": "映射：params/sources/NAME.yml。",
    "version": "显示版本号并退出。",
    "workspace": "工作区所在的文件夹；默认为当前文件夹或其上级文件夹。",
    "add.set": "直接给出一个字段；此时不再逐项询问。",
    "alerts.acknowledge": "知悉：您已知道并会处理。",
    "alerts.out": "用于 xlsx；默认为当前文件夹中的 alerts-日期.xlsx。",
    "alerts.precision": "各规则的预警有多少成真。",
    "alerts.snooze": "暂缓，与 --until 同用。",
    "alerts.until": "暂缓到哪一天。",
    "archive.dry-run": "显示同一份清单：归档不移动任何行。",
    "assign.accept": "保存负责人和时间；不加此项则什么都不保存。",
    "assign.as-of": "数据截至哪一天；默认为今天。",
    "assign.no-send": "不通知新负责人。",
    "assign.pool": "连同公海中的线索。",
    "claim.as": "领取线索的销售（姓名）。",
    "claim.no-send": "不用邮件或群消息通知该销售。",
    "cleanup.month": "如 2026-10；默认为本月。",
    "cleanup.out": "写出工作簿。",
    "cleanup.take": "按填写的处理执行。",
    "compare.out": "默认为 OLD.compare.xlsx。",
    "compare.period": "默认为表中写明的期间，没有写明则为 last-month（上月）。",
    "deliveries.job": "只看一个作业。",
    "deliveries.retry": "把无法送达的重新排入待发；下次运行时发送。",
    "deliveries.state": "如 queued,dead（待发、无法送达）。",
    "demo.lang": "虚构公司的语言。",
    "demo.scale": "规模；1 为完整规模。",
    "demo.until": "演示数据的最后一天；默认为今天。",
    "erase.column": "同时清空一个自定义列。",
    "erase.dry-run": "只说明会涉及什么，不做改动。",
    "erase.lead": "清除某条线索的个人数据。",
    "erase.lift": "允许再次导入该编号的新联系人。",
    "erase.reason": "写入记录的原因；请勿写人名。",
    "import.accept-good": "存入正确的行，有错误的行等待更正。",
    "import.as": "以谁的身份导入（姓名）；只有管理员可以改动全部数据。",
    "import.replace": "表 TABLE 中有、文件中没有的行，视为已删除。",
    "import.undo": "撤回最近一次导入。",
    "log.since": "从这一天起的记录。",
    "metrics.by": "维度，如 team,month。",
    "metrics.period": "2026-10、2026Q4、last-month（上月）等；默认为 last-month。",
    "new.job": "同时加入 params/jobs 中的这个作业。",
    "new.like": "以这个笔记本的副本开始。",
    "plan.metric": "sales（销售额）或 collections（回款）。",
    "plan.out": "可直接导入的工作簿。",
    "plan.year": "默认为目标尚未定到年底的下一年。",
    "pool.as-of": "数据截至哪一天；默认为今天。",
    "query.by": "分组的列，如 owner 或 team,month。",
    "query.columns": "横向并排的分组。",
    "query.out": "用于 xlsx；默认为当前文件夹中的 NAME-日期.xlsx。",
    "query.period": "2026-10、last-3-months（近3个月）等；默认为保存的期间。",
    "query.value": "如 sum(amount)。",
    "query.where": "代替已保存条件的条件。",
    "release.as": "由谁公开（姓名）。",
    "release.period": "如 2026-10；默认为现有的最新一期。",
    "release.scope": "默认为 --as 可查看的最大范围。",
    "release.to": "会议名称。",
    "render.as-of": "数据截至哪一天，按当时存入的数据。",
    "render.every": "每个销售、团队、部门或公司各一份：rep,team,department,company。",
    "render.format": "html,xlsx,pdf，可写多个。",
    "render.out": "默认为 reports/。",
    "render.period": "默认为各报告自己的期间，见 params/reports.yml。",
    "render.scope": "范围，如 team:名称；可写多次。",
    "restore.into": "把备份恢复成一个新的工作区。",
    "run.catch-up": "仅在错过最近一次排期时运行。",
    "run.date": "运行日期；默认为今天。",
    "run.dry-run": "只列出报告，不生成。",
    "run.no-send": "生成报告，但不发送。",
    "run.resume": "只补做上次未完成的部分。",
    "run.wait": "最多等待另一次运行多少分钟。",
    "sample.out": "写出抽查表。",
    "sample.rates": "按 rep（销售）、week（周）或 field（字段）显示差错率。",
    "sample.take": "收回填好的抽查表。",
    "sample.week": "如 2026-W43；默认为最近一个完整的周。",
    "schedule.install": "直接写入您的 crontab。",
    "schedule.systemd": "用 systemd 定时器代替 crontab 配置。",
    "scorecard.accept": "把建议的分值写入 params/scorecard.yml。",
    "scorecard.as": "以谁的身份（姓名）；写入需要管理员权限。",
    "status.json": "输出一个 JSON 文档。",
    "tasks.all": "连同当天排不下的任务。",
    "tasks.out": "默认显示在屏幕上；xlsx、ics、html 为当前文件夹中的 tasks-日期。",
    "tasks.take": "收回填好的待办清单。",
    "template.lang": "默认为工作区的语言。",
}


def command_help(command: str, english: str) -> str:
    """Return in Chinese what a command does; in English where a command of others has none.

    Examples
    --------
    >>> command_help("claim", "Pick a lead out of the public pool.")
    '从公海领取一条线索。'
    """
    return COMMANDS.get(command, english)


def option_help(command: str, option: str, english: str) -> str:
    """Return in Chinese what an option of a command is for.

    Examples
    --------
    >>> option_help("claim", "as", ""), option_help("pool", "as", "")
    ('领取线索的销售（姓名）。', '以谁的身份查看（姓名）。')
    """
    return OPTIONS.get(f"{command}.{option}") or OPTIONS.get(option, english)
