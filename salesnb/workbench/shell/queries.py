"""Frames of `wb.query` as they are read; they stay pandas frames."""

import pandas as pd

from salesnb import formats
from salesnb.figures.markup import text
from salesnb.labels import label
from salesnb.session.queries import QUERY_MARK
from salesnb.views.queries import shown_text


def query_html(frame: pd.DataFrame) -> str:
    """Return the HTML of a query's frame: figures with their units, what was asked beneath."""
    told = frame.attrs[QUERY_MARK]
    lang, kinds = told["lang"], told["kinds"]
    shown = frame.astype(dict.fromkeys(frame.columns, object))
    shown.attrs = {}
    for place, name in enumerate(frame.columns):
        first = name[0] if isinstance(name, tuple) else name
        kind = kinds.get(first) or next(iter(kinds.values()), "text")
        shown.isetitem(place, [shown_text(value, kind) for value in frame.iloc[:, place]])
    html: str = shown._repr_html_()  # type: ignore[operator]
    words = {key: told[key] for key in ("title", "scope", "days", "as_of")}
    count = formats.count(told["count"], lang)
    notes = [label("query_caption", lang, count=count, **words), *told["remarks"]]
    return html + "".join(f"<p><small>{text(note)}</small></p>" for note in notes)
