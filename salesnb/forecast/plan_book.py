"""A plan as a workbook of targets, which `salesnb import` takes back as it is."""

from pathlib import Path

import xlsxwriter

from salesnb.forecast.plan import TargetPlan
from salesnb.loaders.workbooks.saving import save_workbook
from salesnb.settings import Settings
from salesnb.tables import TABLES

_WIDTHS = (12, 28, 12, 18)


def write_plan(path: Path, plan: TargetPlan, settings: Settings, lang: str) -> None:
    """Write the months of a plan for every scope; quarters and years follow as their sums.

    Zeros are written, too: a rep who has not joined yet has a target of 0 and not an unknown one,
    so that the year is known as a sum. Rows that the sheet already has are written as they are.

    Raises
    ------
    SalesnbError
        The file cannot be written.
    """
    table = TABLES["targets"]
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    page = workbook.add_worksheet(table.zh if lang == "zh" else table.en)
    head = workbook.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1})
    money = workbook.add_format({"num_format": "#,##0.##"})
    names = [column.zh if lang == "zh" else column.en for column in table.columns]
    metric = settings.choice_label("target_metric", plan.metric, lang)
    for column, (name, width) in enumerate(zip(names, _WIDTHS, strict=True)):
        page.write_string(0, column, name, head)
        page.set_column(column, column, width)
    months = plan.frame[plan.frame["grain"] == "month"]
    for row, (period, scope, value) in enumerate(
        zip(months["period"], months["scope"], months["value"], strict=True), start=1
    ):
        page.write_string(row, 0, period)
        page.write_string(row, 1, scope)
        page.write_string(row, 2, metric)
        page.write_number(row, 3, float(value), money)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(months), len(names) - 1)
    save_workbook(workbook, path)
