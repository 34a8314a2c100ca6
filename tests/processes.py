"""The command line as processes of their own, to be stopped and killed."""

import json
import subprocess
import sys
from pathlib import Path

from salesnb.workspace import Workspace

ROOT = Path(__file__).parents[1]

# Forks the command line from a process that has imported it, as otherwise most of the time of what
# is killed would be imports, in which nothing can go wrong.
_LAUNCHER = """
import json, os, sys
import {modules}
from salesnb.cli import main
while line := sys.stdin.readline():
    pid = os.fork()
    if not pid:
        sys.argv[1:] = json.loads(line)
        main()
    print(pid, flush=True)
    sys.stdin.readline()  # until then its number is nobody else's
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


def start(workspace: Workspace, *words: object, before: str = "") -> subprocess.Popen[str]:
    """Start the command line; `before` is Python that runs first."""
    line = [sys.executable, "-m", "salesnb", "--workspace", str(workspace.root), *map(str, words)]
    if before:
        line[1:3] = ["-c", f"{before}\nfrom salesnb.cli import main\nmain()"]
    return subprocess.Popen(
        line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


class Launcher:
    """Starts commands that are killed, each a process of its own; `modules` are there already."""

    def __init__(self, workspace: Workspace, *modules: str) -> None:
        self._root = workspace.root
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCHER.replace("{modules}", ", ".join(modules))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )

    def start(self, *words: object) -> int:
        """Start a command; return its process."""
        line = json.dumps(["--workspace", str(self._root), *map(str, words)])
        print(line, file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """Wait for the end of the command; return how it ended."""
        print(file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())

    def stop(self) -> None:
        """End the launcher."""
        self._process.communicate()
