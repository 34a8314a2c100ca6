"""A comparison on the terminal: a table, CSV or JSON."""

import json

from salesnb.compare.report import Comparison
from salesnb.compare.shown import say_figure
from salesnb.labels import label


def say_comparison(found: Comparison, form: str) -> str:
    """Return the cells as one JSON document, as CSV, or as a table of what is not the same."""
    frame = found.frame
    if form == "json":
        records = json.loads(frame.to_json(orient="records", double_precision=15))
        return json.dumps(records, ensure_ascii=False)
    if form == "csv":
        named = frame["rows"].map(lambda rows: "; ".join(f"{r['side']}:{r['id']}" for r in rows))
        return frame.assign(rows=named).to_csv(index=False)
    lang = found.session.lang
    lines = []
    for each, row in zip(found.judged, frame.to_dict("records"), strict=True):
        if each.verdict == "same":
            continue
        cell, unit = each.cell, each.cell.unit
        old = cell.shown.value if cell.shown else None
        both = old is not None and each.ours is not None
        apart = old - each.ours if both else None  # type: ignore[operator]
        place = f"{row['sheet']}!{row['cell']}".lstrip("!")
        figures = [
            f"{label('compare_column_old', lang)} {say_figure(old, unit)}",
            f"{label('compare_column_ours', lang)} {say_figure(each.ours, unit)}",
            f"{label('compare_column_difference', lang)} {say_figure(apart, unit, signed=True)}",
        ]
        head = [place, row["group"], row["label"], row["period"], *figures]
        said = label(f"compare_{each.verdict}", lang)
        lines.append(" | ".join([*head, said]))
        if each.explanation:
            lines.append(f"    {each.explanation}")
    return "\n".join(lines) or label("compare_all_same", lang)
