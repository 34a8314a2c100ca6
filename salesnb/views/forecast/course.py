"""The running period day by day: the fan of what may come, and what is in beside the pace."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, draw_burn_up, draw_forecast, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.forecast.words import interval, is_over, measure_name, running_name
from salesnb.views.parts import stack


def fan(session: Session, measure: str = "sales") -> Html:
    """Return the running period with its forecast, the bands, the target and the year before."""
    lang, head = session.lang, label("forecast_fan_short", session.lang)
    row = session.forecast_of_scope(session.forecast_grain, measure)
    if row is None:
        return stack(section(head, "", "fan"), notice(label("forecast_none", lang)))
    target = None if pd.isna(row["target"]) or row["target"] <= 0 else float(row["target"])
    words = {
        "point": formats.money(row["point"], lang),
        "interval": interval(session, row["low_80"], row["high_80"]),
    }
    key = "forecast_fan_title" if target is None else "forecast_fan_title_target"
    key = "forecast_fan_title_ended" if is_over(session) else key
    told = {} if target is None else {"chance": formats.chance(row["p_target"], lang)}
    return stack(
        section(
            label(key, lang, **words, **told),
            f"{measure_name(session, measure)} · {running_name(session)}",
            "fan" if measure == "sales" else f"fan-{measure}",
            short=head,
        ),
        draw_forecast(session.forecast_path(row), lang, target),
    )


def burn_up(session: Session) -> Html:
    """Return what is in so far beside the pace that the target asks for."""
    lang, head = session.lang, label("burn_up_short", session.lang)
    row = session.forecast_of_scope(session.forecast_grain)
    if row is None or pd.isna(row["p_target"]):
        words = label("forecast_none" if row is None else "burn_up_no_target", lang)
        return stack(section(head, "", "pace"), notice(words))
    path = session.forecast_path(row)
    now = path.dropna(subset="actual").iloc[-1]
    apart = now["actual"] - now["pace"]
    key = "burn_up_ahead" if apart >= 0 else "burn_up_behind"
    return stack(
        section(
            label(key, lang, apart=formats.money(abs(apart), lang)),
            label("burn_up_subtitle", lang, period=running_name(session)),
            "pace",
            short=head,
        ),
        draw_burn_up(path, lang),
    )
