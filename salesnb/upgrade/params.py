"""YAML merged by lines, so that comments stay, and checked against a merge of its keys."""

from typing import Any

import yaml

from salesnb.upgrade.lines import Lines, Merged, differences, merge_lines

_ABSENT = object()


def merge_params(base: str, own: str, new: str) -> Merged:
    """Return a file of params with the changes of both sides, comments kept.

    A value that one side changed, and that lines merged otherwise, is a conflict; so is a text that
    is no YAML any more.
    """
    merged = merge_lines(base, own, new, _settle)
    if merged.conflicts:
        return merged
    try:
        was, mine, theirs, both = (
            yaml.load(text, Loader=yaml.CSafeLoader) for text in (base, own, new, merged.text)
        )
    except yaml.YAMLError:
        return Merged(own, differences(own, new))
    return merged if _agrees(was, mine, theirs, both) else Merged(own, differences(own, new))


def _settle(was: Lines, mine: Lines, theirs: Lines) -> Lines | None:
    """Settle what both changed: other lines of the same block, or entries added at one place."""
    if was and len(was) == len(mine) == len(theirs):
        rows = list(zip(was, mine, theirs, strict=True))
        if all(own in (base, new) or new == base for base, own, new in rows):
            return [new if own == base else own for base, own, new in rows]
    if not was and not _is_list(mine) and not _is_list(theirs):
        return [*theirs, *mine]
    return None


def _is_list(lines: Lines) -> bool:
    """Whether lines add to a list, in which the order may count."""
    said = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    return bool(said) and said[0].startswith("-")


def _agrees(was: Any, mine: Any, theirs: Any, both: Any) -> bool:
    """Whether merged values are those of whoever changed them; what both changed is left aside."""
    if all(isinstance(each, dict) for each in (mine, theirs, both)):
        base = was if isinstance(was, dict) else {}
        keys = {*base, *mine, *theirs, *both}
        return all(
            _agrees(*(each.get(key, _ABSENT) for each in (base, mine, theirs, both)))
            for key in keys
        )
    if mine == was:
        return bool(both == theirs)
    return theirs != was or bool(both == mine)
