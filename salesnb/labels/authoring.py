"""Words of `salesnb new` and `salesnb check-notebook`."""

from salesnb.labels.entries import Entries

AUTHORING: Entries = {
    "new_prose_performance_headline": (
        "## 业绩概览\n\n这里写这份报告看什么、给谁看。报告只保留读者语言的那一段文字。",
        "## The results at a glance\n\nSay here what this report is for, and for whom. A report keeps"
        " the prose of its reader's language.",
    ),
    "new_prose_sales_by": (
        "## 各区域销售额\n\n换成你自己的版块：输入 wb. 后按 Tab 列出全部命令。",
        "## Sales by region\n\nPut your own sections here: Tab after wb. lists the verbs.",
    ),
    "new_made": ("已新建 {path}。", "{path} is made."),
    "new_next": (
        "下一步：在 JupyterLab 里修改，用 salesnb render {name} 出报告，排期前用 salesnb check-notebook"
        " {path} 检查。",
        "Next: change it in JupyterLab, render it with salesnb render {name}, and before it is"
        " scheduled run salesnb check-notebook {path}",
    ),
    "new_in_job": (
        "作业 {job} 也会出这份报告（params/jobs/{job}.yml）。",
        "The job {job} makes it, too (params/jobs/{job}.yml).",
    ),
    "err_notebook_name": (
        "“{name}”不能作笔记本的名字。只能用字母、汉字、数字、_ 和 -，最多 60 个，不带 .ipynb。",
        "'{name}' is no name for a notebook. Use letters, digits, _ and -, 60 at most, without .ipynb.",
    ),
    "err_notebook_taken": (
        "已有名为“{name}”的笔记本：{path}。请换一个名字，或先删除它。",
        "There is a notebook '{name}': {path}. Take another name, or delete it first.",
    ),
    "err_job_line": (
        "params/jobs/{job}.yml 里没有写成一行的 notebooks: [...]，未作任何改动。请手工把 {name} 加入它的"
        " notebooks。",
        "params/jobs/{job}.yml of the workspace has no notebooks: [...] in one line; nothing was"
        " changed. Add {name} to its notebooks by hand.",
    ),
    "err_no_ipynb": (
        "{path} 不是笔记本文件，无法检查。请给出一个 .ipynb 文件。",
        "{path} is no notebook. Name an .ipynb file.",
    ),
    "check_whole": ("整个笔记本", "notebook"),
    "check_cell": ("第 {number} 格", "cell {number}"),
    "check_line": ("{place}：{said}", "{place}: {said}"),
    "check_fine": ("{path}：可以排期。", "{path}: fit to be scheduled."),
    "check_found_one": ("{path}：{count} 处问题。", "{path}: {count} problem."),
    "check_found_other": ("{path}：{count} 处问题。", "{path}: {count} problems."),
    "check_no_parameters": (
        "没有标签为 parameters 的单元格，作业无法指定范围和期间。请用 salesnb new 新建，或从其他笔记本复制这一格。",
        "no cell is tagged parameters, so that a job cannot set scope and period. Begin with salesnb"
        " new, or copy that cell from another notebook.",
    ),
    "check_parameters_again": (
        "又有一个标签为 parameters 的单元格（第一个是第 {first} 格）。请去掉这里的标签。",
        "another cell tagged parameters (the first is cell {first}). Take the tag off here.",
    ),
    "check_parameters_lack": (
        "参数格缺少 {names}。请补上，默认值写 None。",
        "the parameters cell lacks {names}. Add them with None as default.",
    ),
    "check_outputs": (
        "保留了运行结果，里面可能有客户数据。请清除：Edit > Clear Outputs of All Cells。",
        "outputs were kept, which may hold data of customers. Clear them: Edit > Clear Outputs of All"
        " Cells.",
    ),
    "check_order": (
        "曾在后面的单元格之后运行，结果可能取决于运行次序。请用 Run > Restart Kernel and Run All Cells"
        " 从头运行一遍。",
        "it was run after a later cell, so that results may depend on the order. Restart the kernel and"
        " run all cells once.",
    ),
    "check_syntax": (
        "第 {line} 行不是有效的 Python（{told}）。请改正。",
        "line {line} is no valid Python ({told}). Mend it.",
    ),
    "check_name_later": (
        "用到的 {name} 在第 {later} 格才定义。请把那一格移到前面。",
        "uses {name}, which cell {later} defines later. Move that cell up.",
    ),
    "check_name_nowhere": (
        "用到的 {name} 没有任何单元格定义，可能来自已删除的单元格。请定义它或删去。",
        "uses {name}, which no cell defines; maybe one did that was deleted. Define it, or"
        " take it out.",
    ),
    "check_path": (
        "{path} 只在这台电脑上存在。请用工作区内的相对路径，或导入数据后用 wb.table 读取。",
        "{path} exists on one machine only. Use a path relative to the workspace, or import the data"
        " and read it with wb.table.",
    ),
    "check_secret": (
        "{name} 里写了密码或令牌。请从笔记本里删去，改用环境变量，并换掉已泄露的值。",
        "{name} holds a password or token. Take it out, use an environment variable, and change what"
        " was seen.",
    ),
    "check_webhook": (
        "有群机器人的 webhook 地址，拿到的人都能发消息。请删去；投递在作业的 delivery 里配置。",
        "holds the webhook address of a chat, with which anybody can post. Take it out; delivery is set"
        " up in the job.",
    ),
    "check_login_url": (
        "有带用户名和密码的地址。请删去，改用环境变量。",
        "holds an address with user and password. Take it out and use an environment variable.",
    ),
    "check_network": (
        "导入了 {module}，要访问网络；网络不通时报告会失败。请先把数据导入工作区。",
        "imports {module}, which goes to the network; a report fails when that is down. Import the data"
        " into the workspace first.",
    ),
    "check_magic": (
        "{line} 需要终端，或会改动环境。请删去。",
        "{line} needs a terminal or changes the environment. Take it out.",
    ),
    "check_waits": (
        "{name} 会等人输入，排期运行时没有人。请删去，或改为参数。",
        "{name} waits for somebody at a keyboard. Take it out, or make it a parameter.",
    ),
}
