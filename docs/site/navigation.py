"""The order of the pages of the site, and what their groups are called."""

SEARCH = {"en": ["en"], "zh": ["zh", "en"]}
GROUPS: dict[tuple[str, str], list[str]] = {
    ("从这里开始", "Start"): [
        "index.md",
        "tutorial-analyst.md",
        "tutorial-operator.md",
        "tutorial-manager.md",
    ],
    ("数据", "Data"): ["import.md", "data-checks.md"],
    ("报告", "Reports"): ["reports.md", "excel.md", "pdf.md"],
    ("运行与发送", "Running and sending"): [
        "running.md",
        "delivery.md",
        "delivery-message.md",
        "upgrade.md",
    ],
    ("每日工作", "Daily work"): ["leads.md", "alerts.md", "tasks.md"],
    ("分析", "Analysis"): ["workbench.md", "queries.md", "plugins.md", "dashboard.md"],
    ("方法", "Methods"): [
        "metrics.md",
        "scoring.md",
        "forecast.md",
        "targets.md",
        "customers.md",
        "customers-models.md",
    ],
    ("参考", "Reference"): [
        "reference-tables.md",
        "reference-metrics.md",
        "reference-facts.md",
        "reference-params.md",
        "reference-commands.md",
        "reference-python.md",
    ],
    ("安全与架构", "Security and architecture"): [
        "security.md",
        "architecture.md",
        "benchmarks.md",
        "changelog.md",
    ],
}


def nav(lang: str) -> list[dict[str, list[str]]]:
    """Return the pages by group, in the form of mkdocs."""
    return [{zh if lang == "zh" else en: pages} for (zh, en), pages in GROUPS.items()]
