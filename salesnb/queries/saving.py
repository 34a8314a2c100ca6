"""A query written into params/queries.yml, everything else left as it was."""

from typing import Any

import yaml

from salesnb.errors import UsageError
from salesnb.labels import say
from salesnb.settings import Query
from salesnb.settings.queries import check_query_name

_HEAD = "queries:"


def with_query(text: str, name: str, query: Query) -> str:
    """Return the text of params/queries.yml with one query more, at its end.

    Raises
    ------
    UsageError
        The name is none, or is taken; or the file is written in a form that cannot be added to.
    """
    try:
        check_query_name(name)
    except ValueError as error:
        raise UsageError(error.args[0]) from error
    before = (yaml.safe_load(text) or {}).get("queries") or {}
    if name in before:
        raise UsageError(say("err_query_taken", name=name))
    values = _values(query)
    lines = yaml.safe_dump({name: values}, allow_unicode=True, sort_keys=False, width=1000)
    block = "".join(f"  {line}\n" for line in lines.splitlines())
    kept = text.rstrip()
    if not before:
        kept = "\n".join(line for line in kept.splitlines() if not line.startswith(_HEAD))
        kept = f"{kept}\n{_HEAD}".lstrip()
    made = f"{kept}\n{block}"
    if _read(made) != {"queries": {**before, name: values}}:
        raise UsageError(say("err_query_by_hand", block=block))
    return made


def _read(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def _values(query: Query) -> dict[str, Any]:
    """Return what was given of a query, a single name without a list."""
    given = query.model_dump(exclude_defaults=True)
    listed = {key: list(value) for key, value in given.items() if isinstance(value, tuple)}
    return {**given, **{key: each[0] if len(each) == 1 else each for key, each in listed.items()}}
