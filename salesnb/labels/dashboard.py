"""Words of the live board: what stands on the screen, and what the command says."""

from salesnb.labels.entries import Entries

DASHBOARD: Entries = {
    "board_today": ("今日{metric}", "{metric} today"),
    "board_on": ("{metric} · {day}", "{metric} · {day}"),
    "board_so_far": ("{period}{metric}", "{metric}, {period}"),
    "board_target": ("目标 {target}", "target {target}"),
    "board_elapsed": ("时间进度 {share}", "{share} of the time gone"),
    "board_no_target": ("没有设定目标", "no target is set"),
    "board_ranking": ("排名 · 目标完成率", "Ranking by target completion"),
    "board_ranking_sales": ("排名 · 销售额", "Ranking by sales"),
    "board_months": ("各期目标完成率", "Target completion, period by period"),
    "board_funnel": ("漏斗 · {period}新增{things}", "Funnel · new {things}, {period}"),
    "board_alerts": ("预警", "Alerts"),
    "board_alerts_count": ("{count} 项红灯", "{count} red"),
    "board_more_one": ("另有 {count} 项", "{count} more"),
    "board_more_other": ("另有 {count} 项", "{count} more"),
    "board_calm": ("没有红色预警", "No red flags"),
    "board_nothing": ("暂无数据", "Nothing yet"),
    "board_as_of": ("数据截至 {day}", "As of {day}"),
    "board_data_of": ("{at} 导入", "data of {at}"),
    "board_late": (
        "{day} 之后还没有导入数据，今天的数字还看不到",
        "Nothing was imported since {day}: the figures of today are not here yet",
    ),
    "board_old": (
        "数据已过期：{day} 之后有 {count} 个工作日没有导入数据",
        "The data are old: nothing was imported since {day}, {count} working days ago",
    ),
    "board_failed": (
        "{at} 更新失败，下面仍是之前的数字。{said}",
        "The update of {at} failed; these are the figures of before. {said}",
    ),
    "board_refused": ("这块看板不能再显示：{said}", "This board may be shown no longer: {said}"),
    "board_lost": (
        "连接中断，数字可能已过时；恢复后自动刷新",
        "The connection is lost and the figures may be old; the page goes on by itself",
    ),
    "board_loading": ("正在载入……", "Loading …"),
    "board_title": ("实时看板", "Live board"),
    "cli_no_voila": (
        '没有安装 Voilà。请安装：pip install "salesnb[dashboard]"',
        'Voilà is not installed. Install it with: pip install "salesnb[dashboard]"',
    ),
    "cli_no_board": (
        "工作区里没有 notebooks/dashboard.ipynb。请从新的工作区复制一份：salesnb init DIR",
        "The workspace has no notebooks/dashboard.ipynb. Copy that of a new workspace: "
        "salesnb init DIR",
    ),
    "cli_board_port": (
        "端口 {port} 已被占用。请用 --port 另选一个。",
        "Port {port} is in use. Choose another one with --port.",
    ),
    "cli_board_token_short": (
        "SALESNB_DASHBOARD_TOKEN 太短：至少 {least} 个字符。可用 openssl rand -hex 24 生成。",
        "SALESNB_DASHBOARD_TOKEN is too short: it needs {least} characters. "
        "openssl rand -hex 24 makes one.",
    ),
    "cli_board_shown": (
        "看板（{scope}，查看人：{viewer}）：{address}",
        "The board ({scope}, viewer: {viewer}): {address}",
    ),
    "cli_board_token": (
        "口令只显示这一次；拿到这个网址的人都能看到看板。",
        "The token is shown this once; whoever has the address sees the board.",
    ),
    "cli_board_token_own": (
        "口令取自 SALESNB_DASHBOARD_TOKEN；请在网址后加 ?token=口令。",
        "The token is that of SALESNB_DASHBOARD_TOKEN; add ?token=… to the address.",
    ),
    "cli_board_open": (
        "看板未加密传输（http）。在不可信的网络中请放在 HTTPS 代理之后。",
        "The board is sent without encryption (http). On a network that you do not trust put an "
        "HTTPS proxy before it.",
    ),
    "cli_board_stop": ("按 Ctrl-C 结束。", "Ctrl-C ends it."),
}
