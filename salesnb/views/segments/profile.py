"""成交客户画像: what customers that bought have in common."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_rates, notice, section
from salesnb.labels import label
from salesnb.session import Session
from salesnb.views.parts import stack

_MOST = 15


def profile(session: Session) -> Html:
    """Return how often customers of each industry, region, channel and need bought."""
    lang, head = session.lang, label("profile_short", session.lang)
    frame = session.won_profile()
    frame = frame[~frame["small"]]
    if frame.empty:
        return stack(section(head, "", "profile"), notice(label("profile_none", lang)))
    verdict = pd.Series("profile_even", index=frame.index)
    verdict[frame["is_over"]] = "profile_over"
    verdict[frame["is_under"]] = "profile_under"
    rows = frame.assign(
        shown=[
            session.name_of(dimension, name)
            for dimension, name in zip(frame["dimension"], frame["name"], strict=True)
        ],
        of=[label(f"dimension_{dimension}", lang) for dimension in frame["dimension"]],
        verdict=[label(key, lang) for key in verdict],
    )
    joint = "：" if lang == "zh" else ": "
    drawn = pd.DataFrame(
        {
            "name": [
                f"{of[:1].upper()}{of[1:]}{joint}{name}"
                for of, name in zip(rows["of"], rows["shown"], strict=True)
            ],
            "value": rows["win_share"],
            "low": rows["low"],
            "high": rows["high"],
            "numerator": rows["won"],
            "denominator": rows["customers"],
            "small": False,
        }
    )
    real = rows[rows["is_over"] | rows["is_under"]]
    return stack(
        section(
            _title(session, rows),
            label("profile_subtitle", lang, day=formats.date_title(session.as_of, lang)),
            "profile",
            short=head,
        ),
        draw_rates(drawn.loc[real.index] if len(real) > 1 else drawn, lang, most_rows=_MOST),
        data_table(rows, _columns(session), lang, most_rows=_MOST),
    )


def _title(session: Session, rows: pd.DataFrame) -> str:
    over = rows[rows["is_over"]]
    if over.empty:
        return label("profile_title_none", session.lang)
    first = over.iloc[0]
    return label(
        "profile_title",
        session.lang,
        dimension=first["of"],
        name=first["shown"],
        rate=formats.percent(first["win_share"], session.lang),
        others=formats.percent(first["others_share"], session.lang),
    )


def _columns(session: Session) -> list[TableColumn]:
    lang = session.lang
    return [
        TableColumn("shown", label("profile_group", lang)),
        TableColumn("of", label("profile_dimension", lang)),
        TableColumn(
            "win_share",
            label("profile_share", lang),
            "rate",
            numerator="won",
            denominator="customers",
            low="low",
            high="high",
        ),
        TableColumn("others_share", label("profile_others", lang), "percent"),
        TableColumn("ratio", label("profile_ratio", lang), "number", digits=2),
        TableColumn("share_of_won", label("profile_of_won", lang), "percent"),
        TableColumn("verdict", label("profile_verdict", lang)),
    ]
