"""What is said of forecasts: where a period will end, how sure that is, how well it did before."""

from salesnb.labels.entries import Entries

FORECAST: Entries = {
    "err_forecast_period": (
        "没有 {period} 的预测：按 {day} 的数据，只预测正在进行的月、季、年（{known}）。请改用其中之一，或换一个 as_of。",
        "There is no forecast of {period}: as of {day} the running month, quarter and year are forecast ({known}). Name one of these, or another as_of.",
    ),
}
