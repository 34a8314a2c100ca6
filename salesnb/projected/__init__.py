"""Where periods will end: from daily sums and open deals to points, intervals and their tests.

Data frames and arrays in, data frames out; knows no store and no scope. Everything is reckoned for
the whole company, once per import.
"""

from salesnb.projected.cases import CaseFrame
from salesnb.projected.intervals import LEVELS
from salesnb.projected.ledger import LOG_COLUMNS, Ledger, score_log
from salesnb.projected.series import forecast_series
from salesnb.projected.tables import FORECAST_TABLES, MEASURES, PERIODS, Company, forecast_company

__all__ = [
    "FORECAST_TABLES",
    "LEVELS",
    "LOG_COLUMNS",
    "MEASURES",
    "PERIODS",
    "CaseFrame",
    "Company",
    "Ledger",
    "forecast_company",
    "forecast_series",
    "score_log",
]
