"""Charts, cards and tables of a report: data frames in, figures and HTML out.

Knows nothing of the store or of metrics. Every `draw_*` gives a `Chart`, every other builder
an `Html`; both show themselves in JupyterLab, in a report and as text.
"""

from salesnb.figures.accuracy import draw_accuracy
from salesnb.figures.ageing import draw_ageing
from salesnb.figures.burn_up import draw_burn_up
from salesnb.figures.calendar import draw_calendar
from salesnb.figures.calibration import draw_calibration
from salesnb.figures.cards import Card, kpi_cards
from salesnb.figures.chances import draw_chances
from salesnb.figures.chart import Chart, no_data
from salesnb.figures.content import CONTENT_MIME, Block
from salesnb.figures.effects import draw_effects
from salesnb.figures.fact_sheet import Folded, fact_sheet
from salesnb.figures.forecast import draw_forecast
from salesnb.figures.funnel import draw_funnel
from salesnb.figures.heatmap import draw_heatmap
from salesnb.figures.histogram import draw_histogram
from salesnb.figures.html import (
    Flag,
    advice_list,
    change_list,
    flag_list,
    notice,
    report_header,
    section,
    style_element,
    stylesheet,
)
from salesnb.figures.markup import Html
from salesnb.figures.ranking import draw_ranking
from salesnb.figures.rates import draw_rates
from salesnb.figures.scatter import draw_scatter
from salesnb.figures.shares import draw_shares
from salesnb.figures.tables import TableColumn, data_table, known_columns
from salesnb.figures.theme import use_theme
from salesnb.figures.trend import draw_trend
from salesnb.figures.waterfall import draw_waterfall

__all__ = [
    "CONTENT_MIME",
    "Block",
    "Card",
    "Chart",
    "Flag",
    "Folded",
    "Html",
    "TableColumn",
    "advice_list",
    "change_list",
    "data_table",
    "draw_accuracy",
    "draw_ageing",
    "draw_burn_up",
    "draw_calendar",
    "draw_calibration",
    "draw_chances",
    "draw_effects",
    "draw_forecast",
    "draw_funnel",
    "draw_heatmap",
    "draw_histogram",
    "draw_ranking",
    "draw_rates",
    "draw_scatter",
    "draw_shares",
    "draw_trend",
    "draw_waterfall",
    "fact_sheet",
    "flag_list",
    "known_columns",
    "kpi_cards",
    "no_data",
    "notice",
    "report_header",
    "section",
    "style_element",
    "stylesheet",
    "use_theme",
]
