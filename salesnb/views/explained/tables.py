"""A dimension, a fact or a table explained: what a row is, its columns, what is made of it."""

import pandas as pd

from salesnb import formats
from salesnb.engines.dialect import quoted
from salesnb.errors import HiddenError
from salesnb.figures import Folded
from salesnb.labels import all_labels, label, listed, meaning
from salesnb.metrics import dimensions_of
from salesnb.models import model_text, models
from salesnb.periods import GRAINS
from salesnb.session import Session
from salesnb.tables import TABLES
from salesnb.views.explained.explanation import Explanation, pretty

_SHOWN = 8


def explain_dimension(session: Session, name: str) -> Explanation:
    """Return what a dimension is, which metrics it splits, and its values in the scope."""
    lang = session.lang
    facts = [] if name in GRAINS else _facts_with(session, name)
    metrics = [
        key
        for key, metric in session.settings.metrics.items()
        if metric.fact and (name in GRAINS or metric.fact in facts)
    ]
    points = [(_word("splits", lang), listed(metrics).text(lang))]
    sql = ""
    if facts:
        points.insert(0, (_word("facts", lang), listed(f"fact_{f}" for f in facts).text(lang)))
        sql = _values_sql(name, facts[0])
        values = [session.name_of(name, value) for value in session._store.run(sql)[name]]
        points.append((_word("values", lang), _some(values, lang)))
    return Explanation(
        "dimension",
        name,
        label(f"dimension_{name}", lang),
        points,
        [Folded(_word("sql_rows", lang), pretty(sql))] if sql else [],
        lang,
        sql=pretty(sql) if sql else "",
        rows=lambda: session._store.run(sql) if sql else pd.DataFrame(),
    )


def explain_table(session: Session, name: str) -> Explanation:
    """Return what a row of a fact or table is, its key, its columns, and where it is defined."""
    lang, is_fact = session.lang, name in models()
    found = session._store.columns(name)
    count = session._store.run(f"select count(*) as n from {name}")["n"].iloc[0]
    points = _fact(session, name) if is_fact else _table(name, lang)
    points.insert(0, (_word("row_count", lang), formats.count(count, lang)))
    sql = f"select * from {name}"
    head = [_word(key, lang) for key in ("column", "type", "header", "meaning")]
    rows = [[column, kind, *_of_column(name, column, lang)] for column, kind in found.items()]
    folded = [Folded(_word("columns", lang, count=len(rows)), head=head, rows=rows)]
    if is_fact:
        folded.append(Folded(_word("sql_fact", lang), model_text(name)))
    return Explanation(
        "fact" if is_fact else "table",
        name,
        _title(name, lang),
        points,
        folded,
        lang,
        sql=model_text(name) if is_fact else sql,
        rows=lambda: session._store.run(sql),
    )


def _word(key: str, lang: str, **values: object) -> str:
    return label(f"explain_{key}", lang, **values)


def _facts_with(session: Session, dimension: str) -> list[str]:
    """Return the facts of metrics that can be split by a dimension."""
    found = []
    for fact in dict.fromkeys(m.fact for m in session.settings.metrics.values() if m.fact):
        try:
            if dimension in dimensions_of(session._store, fact):
                found.append(fact)
        except HiddenError:
            continue  # of what the role may not see nothing is told
    return found


def _values_sql(name: str, fact: str) -> str:
    column = quoted("owner" if name == "rep" else name)
    return (
        f"select {column} as {quoted(name)}, count(*) as n from fact_{fact}"
        f" where {column} is not null group by 1 order by n desc, 1"
    )


def _some(values: list[str], lang: str) -> str:
    few = listed(values[:_SHOWN]).text(lang)
    return few if len(values) <= _SHOWN else _word("more", lang, listed=few, count=len(values))


def _fact(session: Session, name: str) -> list[tuple[str, str]]:
    lang, model = session.lang, models()[name]
    used = [k for k, m in session.settings.metrics.items() if f"fact_{m.fact}" == name]
    file = f"salesnb/models/{name}.sql"
    grain = label(f"grain_{name}", lang) if f"grain_{name}" in all_labels() else model.grain
    return [
        (_word("grain", lang), grain),
        (_word("keys", lang), listed(model.keys).text(lang)),
        (_word("metrics", lang), listed(used).text(lang)),
        (_word("place", lang), _word("place_model", lang, file=file)),
    ]


def _table(name: str, lang: str) -> list[tuple[str, str]]:
    if name not in TABLES:
        return []
    return [
        (_word("keys", lang), listed(TABLES[name].key).text(lang)),
        (_word("place", lang), _word("place_column", lang, file="salesnb/tables/")),
    ]


def _title(name: str, lang: str) -> str:
    if name in TABLES:
        return TABLES[name].zh if lang == "zh" else TABLES[name].en
    return name


def _of_column(table: str, name: str, lang: str) -> tuple[str, str]:
    if table not in TABLES or name not in TABLES[table]:
        return "", meaning(table, name, lang)
    column = next(column for column in TABLES[table].columns if column.name == name)
    return (column.zh if lang == "zh" else column.en), meaning(table, name, lang)
