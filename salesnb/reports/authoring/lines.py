"""What single lines and calls of a notebook's cells give away: secrets, paths, magics, the network."""

import ast
import re
from collections.abc import Iterator

from salesnb.labels import Sentence, say

_SECRET_NAME = re.compile(
    r"passw|pwd|secret|token|api_?key|access_?key|密码|口令|密钥", re.IGNORECASE
)
_WEBHOOK = re.compile(
    r"(?:qyapi\.weixin\.qq\.com/cgi-bin/webhook|oapi\.dingtalk\.com/robot"
    r"|open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot|hooks\.slack\.com/services)[^\s'\"]*"
)
_LOGIN_URL = re.compile(r"\w+://[^\s/:@'\"]+:[^\s/@'\"]+@")
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\\w|~[\\/]|file://|/(?:[\w.-]+/)+)")
_NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "paramiko", "requests", "smtplib", "socket", "urllib",
    "urllib3", "websockets",
}  # fmt: skip
_OFFLINE = {"urllib.parse", "http.HTTPStatus"}
_MAGIC = re.compile(
    r"^\s*(?:!|%(?:pip|conda|uv|debug|pdb|run|load|edit|store|recall|rerun|history)\b"
    r"|%matplotlib\s+(?:notebook|widget|ipympl|qt\d?|tk|gtk\d?|wx|osx)|%%(?:bash|sh|script|cmd)\b)"
)
_LINE_MAGIC = re.compile(r"^(\s*)(?:%|!|\w[\w, ]*=\s*[%!])")
_WAITS = {"input", "getpass", "breakpoint"}


def plain_python(source: str) -> str:
    """Return a cell's code without magics, which `ast` cannot read; lines keep their numbers.

    Examples
    --------
    >>> plain_python("%pip install x\\na = 1")
    'pass\\na = 1'
    """
    try:
        ast.parse(source)
        return source  # a line that begins with % may go on from the one above
    except SyntaxError:
        pass
    if re.match(r"\s*%%(?!time\b|timeit\b|capture\b)", source):
        return ""
    return "\n".join(
        f"{found[1]}pass" if (found := _LINE_MAGIC.match(line)) else line
        for line in source.splitlines()
    )


def line_remarks(source: str, kind: str) -> Iterator[Sentence]:
    """Yield what the text of a cell, also one of prose, must not hold."""
    if _WEBHOOK.search(source):
        yield say("check_webhook")
    if _LOGIN_URL.search(source):
        yield say("check_login_url")
    if kind != "code":
        return
    for line in source.splitlines():
        if _MAGIC.match(line):
            yield say("check_magic", line=line.strip()[:60])


def code_remarks(tree: ast.Module) -> Iterator[Sentence]:
    """Yield what the code of a cell must not do."""
    for node in ast.walk(tree):
        yield from _secrets(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _PATH.match(node.value) and "\n" not in node.value:
                yield say("check_path", path=node.value[:80])
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for module in _modules(node):
                if module.split(".")[0] in _NETWORK and module not in _OFFLINE:
                    yield say("check_network", module=module)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if isinstance(node.func, ast.Attribute):
                name = node.func.attr
            if name in _WAITS:
                yield say("check_waits", name=f"{name}()")
            if name == "entry" and isinstance(node.func, ast.Attribute):
                yield say("check_waits", name="wb.entry()")


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""]


def _secrets(node: ast.AST) -> Iterator[Sentence]:
    """Yield where a name that speaks of a secret is given a text; the text itself is not told."""
    pairs: list[tuple[str, ast.AST | None]] = []
    if isinstance(node, ast.Assign):
        pairs = [(ast.unparse(target), node.value) for target in node.targets]
    elif isinstance(node, ast.AnnAssign):
        pairs = [(ast.unparse(node.target), node.value)]
    elif isinstance(node, ast.keyword):
        pairs = [(node.arg or "", node.value)]
    elif isinstance(node, ast.Dict):
        pairs = [
            (str(key.value), value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        ]
    for name, value in pairs:
        is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
        if is_text and len(value.value) >= 4 and _SECRET_NAME.search(name):  # type: ignore[union-attr]
            yield say("check_secret", name=name)
