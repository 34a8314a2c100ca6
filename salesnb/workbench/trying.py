"""What an analyst tries in a notebook before it is kept in params: a metric, charts of one's own."""

from dataclasses import replace
from typing import Any

import yaml
from pydantic import ValidationError

from salesnb.errors import ConfigError, UsageError
from salesnb.figures import Folded, Html, fact_sheet, use_theme
from salesnb.labels import label, say
from salesnb.session import Session
from salesnb.settings import Metric
from salesnb.views.explained import explain
from salesnb.views.parts import stack


class TryVerbs(Session):
    """A session in which a metric can be tried, and charts be drawn by hand."""

    def define_metric(
        self,
        name: str,
        *,
        fact: str,
        formula: str,
        dated_by: str,
        unit: str = "count",
        zh: str = "",
        en: str = "",
        **options: Any,
    ) -> Html:
        """Define a metric for this notebook, and return what it is with the lines that keep it.

        Every verb of the workbench knows it from here on. Put into params/metrics.yml, the lines
        make it one of all notebooks, reports and commands; a metric of params is not changed here.

        Parameters
        ----------
        name : its id, e.g. large_deals.
        fact : sales, leads, opportunities …; see `wb.tables()`.
        formula : an aggregate over the fact's columns, e.g. `count_if(amount >= 50000)`.
        dated_by : the column with the day that puts a row into a period; always = whatever it is.
        unit : money, ratio, count, days or hours.
        zh, en : what it is called; empty = its id.
        options : where, interval, additive, good, thresholds, definition_zh, definition_en.

        Raises
        ------
        UsageError
            The id is taken by params, or the metric cannot be computed; nothing is defined then.
        """
        if name in self.workspace.settings.metrics or not name.isidentifier():
            raise UsageError(say("err_metric_taken", name=name))
        given = {
            "zh": zh or name,
            "en": en or name,
            "fact": fact,
            "formula": formula,
            "dated_by": dated_by,
            "unit": unit,
            **options,
        }
        words = {"definition_zh": formula, "definition_en": formula, **given}
        before = self.settings
        try:
            metric = Metric(**words)
        except ValidationError as error:
            said = f"{'.'.join(map(str, error.errors()[0]['loc']))}: {error.errors()[0]['msg']}"
            raise UsageError(say("err_metric_given", said=said)) from error
        self.settings = replace(before, metrics={**before.metrics, name: metric})
        try:
            sheet = explain(self, name)
        except ConfigError as error:
            self.settings = before
            raise UsageError(say("err_metric_given", said=error.args[0])) from error
        except Exception:
            self.settings = before
            raise
        lines = yaml.safe_dump({name: words}, allow_unicode=True, sort_keys=False, width=1000)
        block = "metrics:\n" + "".join(f"  {line}\n" for line in lines.splitlines())
        kept = Folded(label("metric_keep", self.lang), code=block, is_open=True)
        return stack(sheet, fact_sheet(name, label("explain_metric", self.lang), [], [kept]))

    def use_theme(self) -> None:
        """Have charts of your own drawn in the palette of reports, with readable Chinese."""
        use_theme()
