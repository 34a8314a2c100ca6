"""YAML with the line of every value, so that a mistake in params/ can be pointed at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from salesnb.errors import ConfigError
from salesnb.labels import Sentence, say
from salesnb.labels.params import YAML_FAULTS

Location = tuple[str | int, ...]
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True)
class YamlFile:
    """A parsed file: plain values, and the line of each location in them."""

    path: Path
    values: Any
    lines: dict[Location, int] = field(default_factory=dict)

    def line(self, location: Location) -> int:
        """Return the line of the location or of the nearest one above it (1 = first line)."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 1

    def place(self, location: Location) -> Sentence:
        """Return `params/stages.yml, line 3` for a location."""
        return _at_line(self.path, self.line(location))


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML file.

    Raises
    ------
    ConfigError
        The file is not UTF-8, is not YAML, or names a key twice.
    """
    try:
        node = _composed(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "cannot be read"
        said = Sentence(problem, YAML_FAULTS.get(problem, YAML_FAULTS[""]))
        place = _at_line(path, line)
        raise ConfigError(say("params_yaml", place=place, problem=said)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(say("params_utf8", place=_shown(path))) from error
    lines: dict[Location, int] = {}
    values = {} if node is None else _plain(node, (), lines, path)
    return YamlFile(path, values, lines)


def with_values(text: str, values: Mapping[Location, object]) -> str:
    """Return YAML with some scalars replaced, everything else as it was written.

    Raises
    ------
    KeyError
        A location that the text does not have.

    Examples
    --------
    >>> with_values("a: {b: 1}  # why", {("a", "b"): 20})
    'a: {b: 20}  # why'
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found = {location: _node_at(root, location) for location in values}
    ordered = sorted(found.items(), key=lambda each: -each[1].start_mark.index)
    for location, node in ordered:
        start, end = node.start_mark.index, node.end_mark.index
        text = f"{text[:start]}{values[location]}{text[end:]}"
    return text


@lru_cache(maxsize=64)  # the packaged params and a workspace's; the nodes are only read
def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def _node_at(node: yaml.Node | None, location: Location) -> yaml.Node:
    for part in location:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if _scalar(key) == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part] if part < len(node.value) else None
        else:
            node = None
    if node is None:
        raise KeyError(location)
    return node


def _plain(node: yaml.Node, at: Location, lines: dict[Location, int], path: Path) -> Any:
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            lines[(*at, key)] = key_node.start_mark.line + 1
            if key in result:
                place = _at_line(path, key_node.start_mark.line + 1)
                raise ConfigError(say("params_key_twice", place=place, key=key))
            result[key] = _plain(value_node, (*at, key), lines, path)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, index), lines, path) for index, item in enumerate(node.value)]
    return _scalar(node)


def _at_line(path: Path, line: int) -> Sentence:
    return say("at_line", file=_shown(path), line=line)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _scalar(node: yaml.Node) -> Any:
    if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
        return node.value
    return SafeConstructor().construct_object(node, deep=True)
