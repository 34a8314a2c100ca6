"""The parameters cell of a notebook beside what it is to be given: names and simple types."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from salesnb.errors import UsageError, unknown
from salesnb.labels import listed, say

_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
}


def check_parameters(source: Path, given: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    """Refuse what a notebook would leave aside or misunderstand: papermill only warns.

    Parameters
    ----------
    given : the six that every notebook takes.
    own : those of this notebook.

    Raises
    ------
    UsageError
        The parameters cell lacks one of the six; a name that it does not know; a value of another
        type than its annotation or default.
    """
    import papermill

    known = papermill.inspect_notebook(str(source))
    missing = sorted(set(given) - set(known))
    if missing:
        raise UsageError(say("err_parameters", name=source.name, missing=listed(missing)))
    for name, value in own.items():
        if name not in known or name in given:
            allowed = set(known) - set(given)
            said = unknown("parameter", name, allowed)
            raise UsageError(say("err_at", place=source.name, said=said))
        wanted = _type_of(known[name])
        if not _fits(value, wanted, known[name]["default"]):
            values = {"name": name, "value": repr(value), "wanted": wanted}
            raise UsageError(say("err_parameter_type", notebook=source.name, **values))


def _type_of(described: Mapping[str, Any]) -> str:
    """Return the type by annotation, else that of the default: int, Optional[str], float | None."""
    named = str(described["inferred_type_name"]).strip("'\" ")
    if named and named != "None":
        return named
    default = described["default"]
    if default in ("True", "False"):
        return "bool"
    if re.fullmatch(r"-?\d+", default):
        return "int"
    if re.fullmatch(r"-?\d*\.\d+", default):
        return "float"
    return "str" if default[:1] in ("'", '"') else ""


def _fits(value: object, wanted: str, default: str) -> bool:
    inner = re.sub(r"^(?:typing\.)?Optional\[(.*)\]$", r"\1 | None", wanted)
    names = [name.strip() for name in inner.split("|")]
    if value is None:
        return "None" in names or default == "None" or not wanted
    known = [_TYPES[name] for name in names if name in _TYPES]
    if not known:
        return True  # a type of which nothing is known here: the notebook itself has to say
    if isinstance(value, bool):
        return "bool" in names
    return any(isinstance(value, types) for types in known)
