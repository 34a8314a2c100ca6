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
        "orchestration.md",
        "delivery.md",
        "delivery-message.md",
        "scale.md",
        "engines.md",
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


ENGLISH_ONLY = {"architecture.md": "架构（英文）", "changelog.md": "更新记录（英文）"}


def nav(lang: str) -> list[dict[str, list[str | dict[str, str]]]]:
    """Return the pages by group, in the form of mkdocs."""
    titles = ENGLISH_ONLY if lang == "zh" else {}
    return [
        {
            zh if lang == "zh" else en: [
                {titles[page]: page} if page in titles else page for page in pages
            ]
        }
        for (zh, en), pages in GROUPS.items()
    ]


def languages(lang: str) -> list[dict[str, str]]:
    """Return what a page offers to change the language, as links from the root of its site."""
    english, chinese = (
        ("../index.html", "index.html") if lang == "zh" else ("index.html", "zh/index.html")
    )
    return [
        {"name": "中文", "link": chinese, "lang": "zh"},
        {"name": "English", "link": english, "lang": "en"},
    ]
