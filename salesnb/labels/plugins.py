"""Words of plugins: what they add, and what is wrong with them."""

from salesnb.labels.entries import Entries

PLUGINS: Entries = {
    "plugin_metric": ("指标", "metric"),
    "plugin_alert_rule": ("预警规则", "alert rule"),
    "plugin_figure": ("图表", "figure"),
    "plugin_taken": (
        "{place}：{thing}“{name}”已经有了（{other}）。请换一个名字。",
        "{place}: {thing} '{name}' is there already ({other}). Take another name.",
    ),
    "plugin_rule": (
        "params/alerts.yml：规则“{rule}”的 {key} 没有可用的指标，已暂停：{said}",
        "params/alerts.yml: rule '{rule}' is off, because its {key} cannot be computed: {said}",
    ),
    "plugin_name": (
        "{place}：“{name}”不能作{thing}的名字。只能用字母、数字和 _，不能以数字或 _ 开头。",
        "{place}: '{name}' cannot be the name of this {thing}. Use letters, digits and _, and begin"
        " with a letter.",
    ),
    "plugin_words": (
        "{place}：{thing}“{name}”缺少 {key}。请用中文和英文各写一份。",
        "{place}: {thing} '{name}' lacks {key}. Give it words in Chinese and in English.",
    ),
    "plugin_raised": (
        "{place}：{told}。这个文件此后的内容没有生效，请改正。",
        "{place}: {told}. What follows in this file is not there; mend it.",
    ),
    "plugin_syntax": (
        "{place}：不是有效的 Python（{told}）。请改正。",
        "{place}: no valid Python ({told}). Mend it.",
    ),
    "plugin_utf8": (
        "{place}：不是 UTF-8 编码。请另存为 UTF-8。",
        "{place}: not UTF-8. Save it as UTF-8.",
    ),
    "plugin_unreadable": (
        "{place}：无法读取（{told}）。请检查文件的权限。",
        "{place}: cannot be read ({told}). Check its rights.",
    ),
    "plugin_figure_failed": (
        "{place}：图表“{name}”没有画成：{told}。",
        "{place}: figure '{name}' could not be drawn: {told}.",
    ),
    "plugin_figure_gives": (
        "返回的是 {kind}；可以返回图表（Chart）、版块（Html）或数据表（DataFrame）",
        "it returns {kind}; return a Chart, Html or a DataFrame",
    ),
    "plugin_rule_failed": (
        "{said}。规则“{rule}”因此没有执行，它已有的预警保持不变。",
        "{said}. So rule '{rule}' was not asked, and its alerts stay as they are.",
    ),
    "err_plugin_outside": (
        "{name}(...) 只在工作区的 plugins/ 里有效。请写入 plugins/ 下的 .py 文件，再打开工作区。",
        "{name}(...) counts in the plugins/ of a workspace only. Write it into a .py file there and"
        " open the workspace again.",
    ),
    "wb_plugins": ("自定义（plugins/）", "Own (plugins/)"),
    "wb_plugin_faults": ("plugins/ 里的错误", "Faults in plugins/"),
}
