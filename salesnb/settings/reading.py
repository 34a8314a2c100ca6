"""Files of params as a checked model; what does not fit is told with its place and what is allowed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from salesnb.errors import ConfigError, did_you_mean
from salesnb.labels import Sentence, UnknownLabelError, label, listed, say
from salesnb.yaml_lines import Location, YamlFile

_M = TypeVar("_M", bound=BaseModel)


def validated(model: type[_M], layers: Sequence[YamlFile]) -> _M:
    """Return the model of what the layers say, the later ones over the earlier ones.

    Raises
    ------
    ConfigError
        A value does not fit: which, where it stands, what is allowed.
    """
    values: Any = {}
    for layer in layers:
        if not isinstance(layer.values, dict):
            raise ConfigError(say("params_lines", place=layer.place(())))
        values = _merged(values, layer.values)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_explain(error, layers, model)) from error


def _merged(low: Any, high: Any) -> Any:
    if isinstance(low, dict) and isinstance(high, dict):
        return {**low, **{key: _merged(low.get(key), value) for key, value in high.items()}}
    return high


def _explain(
    error: ValidationError, layers: Sequence[YamlFile], model: type[BaseModel]
) -> Sentence:
    first = error.errors()[0]
    location: Location = first["loc"]
    source = next((f for f in reversed(layers) if location in f.lines), layers[-1])
    place, name = source.place(location), ".".join(str(part) for part in location)
    if first["type"] == "extra_forbidden":
        allowed = _fields_at(model, location[:-1])
        key = str(location[-1])
        hint, known = did_you_mean(key, allowed), listed(sorted(allowed))
        return say("params_key", place=place, key=key, hint=hint, known=known)
    has_value = first["type"] not in ("missing", "value_error")
    return say(
        "params_value",
        place=place,
        name=say("params_name", name=name) if name else "",
        said=_said(first),
        given=say("params_given", value=repr(first["input"])) if has_value else "",
    )


def _said(fault: ErrorDetails) -> Sentence:
    """Return what a fault says; a rare kind is left in English."""
    values = fault.get("ctx", {})
    if fault["type"] == "value_error":
        said: str = values["error"].args[0]
        zh = said.zh if isinstance(said, Sentence) else str(said)
        return Sentence(said.removesuffix("."), zh.removesuffix("。"))
    if fault["type"] == "literal_error":
        values = {"expected": values["expected"].replace(" or ", " 或 ").replace(", ", "、")}
    try:
        return Sentence(fault["msg"], label(f"params_{fault['type']}", "zh", **values))
    except UnknownLabelError:
        return Sentence(fault["msg"], fault["msg"])


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """Return the fields of the model that stands at a location."""
    current: Any = model
    for part in location:
        if isinstance(part, str) and hasattr(current, "model_fields"):
            field = current.model_fields.get(part)
            current = _inner_model(field.annotation) if field else current
    return list(current.model_fields) if hasattr(current, "model_fields") else []


def _inner_model(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
