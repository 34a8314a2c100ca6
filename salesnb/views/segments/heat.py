"""Where customers of a level concentrate, industry by region, against what is to be expected."""

import pandas as pd

from salesnb import formats
from salesnb.figures import Html, TableColumn, data_table, draw_heatmap, notice, section
from salesnb.labels import label, plural
from salesnb.session import Session
from salesnb.views.parts import dimension_header, stack
from salesnb.views.segments.parts import level_name, level_order, purchases_column


def level_heat(session: Session) -> Html:
    """Return a heat map of customers, industry by region per level, concentrations framed."""
    lang, head = session.lang, label("level_heat_short", session.lang)
    frame = session.level_concentrations()
    if frame["industry"].nunique() < 2 and frame["region"].nunique() < 2:
        return stack(section(head, "", "level-heat"), notice(label("heat_none", lang)))
    order = {level: place for place, level in enumerate(level_order(session))}
    frame = frame.sort_values("level", key=lambda column: column.map(order), kind="stable")
    cells = pd.DataFrame(
        {
            "row": [session.name_of("industry", name) for name in frame["industry"]],
            "column": [session.name_of("region", name) for name in frame["region"]],
            "panel": [level_name(session, level) for level in frame["level"]],
            "value": frame["customers"].to_numpy(),
            "marked": frame["is_concentration"].to_numpy(),
        }
    )
    found = frame[frame["is_concentration"]].sort_values("p_value", kind="stable")
    return stack(
        section(
            _title(session, found), label("level_heat_subtitle", lang), "level-heat", short=head
        ),
        draw_heatmap(cells, lang, marked_means=label("level_heat_marked", lang)),
        *_table(session, found),
    )


def _title(session: Session, found: pd.DataFrame) -> str:
    if found.empty:
        return label("level_heat_none", session.lang)
    first = found.iloc[0]
    return plural(
        "level_heat_title",
        session.lang,
        len(found),
        row=first["industry"],
        column=first["region"],
        level=level_name(session, first["level"]),
        ratio=formats.decimal(first["ratio"]),
    )


def _table(session: Session, found: pd.DataFrame) -> list[Html]:
    if found.empty:
        return []
    lang = session.lang
    joint = " × " if lang == "zh" else ", "
    pairs = zip(found["industry"], found["region"], strict=True)
    rows = found.assign(
        name=[f"{industry}{joint}{region}" for industry, region in pairs],
        level_shown=[level_name(session, level) for level in found["level"]],
    )
    columns = [
        TableColumn("name", label("level_heat_cell", lang)),
        TableColumn("level_shown", dimension_header(session, "level")),
        TableColumn("customers", label("segments_customers", lang), "count"),
        TableColumn("of", label("level_heat_of", lang), "count"),
        TableColumn("expected", label("level_heat_expected", lang), "number"),
        TableColumn("ratio", label("level_heat_ratio", lang), "number"),
        purchases_column(session),
    ]
    return [data_table(rows, columns, lang)]
