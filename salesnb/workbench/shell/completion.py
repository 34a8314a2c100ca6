"""Tab inside quotes: metrics, dimensions, scopes and tables, by the verb that is being called."""

import re
from collections.abc import Callable
from typing import Any

from salesnb.errors import SalesnbError
from salesnb.workbench.explore import ExploreVerbs

# What the quotes of an argument hold, by its keyword, else by the verb whose first argument it is.
_BY_KEYWORD = {"by": "dimensions", "scope": "scopes", "names": "metrics", "name": "anything"}
_BY_VERB = {
    "metrics": "metrics",
    "explain": "anything",
    "table": "tables",
    "sources": "tables",
    "entry": "tables",
    "funnel": "dimensions",
    "conversion_by": "dimensions",
    "sales_by": "dimensions",
    "target": "metrics",
    "controls": "scopes",
    "query": "askable",
    "query_table": "askable",
    "save_query": "tables",
}
_CALL = re.compile(
    r"(?P<object>\w+)\.(?P<verb>\w+)\((?P<before>[^()]*?)(?P<quote>['\"])(?P<typed>[^'\"]*)$"
)
_KEYWORD = re.compile(r"(\w+)\s*=\s*[\[(]?[^=]*$")


def complete_names(shell: Any) -> None:
    """Add a completer to a shell; Jedi and the names of files stay out of its quotes."""
    from IPython.core.completer import SimpleCompletion, context_matcher

    @context_matcher(identifier="salesnb")  # type: ignore[untyped-decorator]
    def matcher(context: Any) -> Any:
        typed, names = names_for(context.text_until_cursor, shell.user_ns)
        found = [SimpleCompletion(text=name, type="name") for name in names]
        return {"completions": found, "matched_fragment": typed, "suppress": bool(found)}

    shell.Completer.custom_matchers.append(matcher)


def names_for(line: str, namespace: dict[str, Any]) -> tuple[str, list[str]]:
    """Return what is typed inside the open quotes of a line, and the names that go on from it.

    Nothing where the line ends in no such quotes, or calls no workbench of the namespace.
    """
    call = _CALL.search(line)
    if call is None or _is_closed(call["before"]):
        return "", []
    bench = namespace.get(call["object"])
    if call["object"] == "salesnb" and call["verb"] == "open":
        bench = next((b for b in namespace.values() if isinstance(b, ExploreVerbs)), None)
    kind = _kind(call["verb"], call["before"])
    if not isinstance(bench, ExploreVerbs) or kind is None:
        return "", []
    return call["typed"], [name for name in _names(bench, kind) if name.startswith(call["typed"])]


def _is_closed(before: str) -> bool:
    """Whether the quote found closes one that was opened before it."""
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _kind(verb: str, before: str) -> str | None:
    if keyword := _KEYWORD.search(before):
        return _BY_KEYWORD.get(keyword[1])
    is_first = "," not in re.sub(r"\[[^\]]*\]?", "", before)
    if is_first:
        return _BY_VERB.get(verb)
    return "dimensions" if verb == "metrics" else None


def _names(bench: ExploreVerbs, kind: str) -> list[str]:
    listed: Callable[[str], list[str]] = bench.names
    try:
        return listed(kind)
    except SalesnbError:
        return []  # a Tab is no question that deserves a refusal
