"""A measurement in a process of its own, so that its peak memory and its caches are its own."""

import json
import subprocess
import sys

Figures = dict[str, float]


def figures_of(script: str, *words: str) -> Figures:
    """Run a benchmark again with other words and return the figures of its last line."""
    command = [sys.executable, script, *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
