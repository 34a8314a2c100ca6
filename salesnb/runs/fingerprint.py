"""What a report is made from, in short: two equal fingerprints give two equal reports."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from salesnb import __version__
from salesnb.plugins import plugin_files
from salesnb.reports.plan import Task
from salesnb.runs.state import Wanted
from salesnb.settings import Gate

# Params of people and servers: no report is made from them, and no kernel is given them.
NOT_FOR_KERNELS = ("organisation.yml", "delivery.yml", "keeping.yml", "store.yml")


def wanted_reports(
    tasks: Sequence[Task], reports: Path, *, params: str, snapshot: str, gate: Gate | None
) -> list[Wanted]:
    """Return the tasks with their fingerprints.

    Parameters
    ----------
    params : the hash of the params folder.
    snapshot : the name of the snapshot that the extracts are taken from.
    gate : by which they are judged; None = by none, which is not the same as by the usual one.
    """
    names = sorted(f"{task.path.name} {task.formats}" for task in tasks)
    judged = gate and gate.model_dump()
    shared = [__version__, params, snapshot, judged, sorted(set(names))]
    found = []
    hashes = cache(file_hash)
    for task in tasks:
        book = hashes(task.source)
        asked = [task.parameters, dict(task.own), task.formats, task.lang, task.widest]
        parts = [*shared, book, *asked]
        text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
        path = task.path.relative_to(reports).as_posix()
        found.append(Wanted(task, path, hashlib.sha256(text.encode()).hexdigest(), book))
    return found


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def params_hash(root: Path) -> str:
    """Return one hash of a workspace's params and plugins that reports are made from.

    Jobs are in the tasks.
    """
    digest, folder = hashlib.sha256(), root / "params"
    for path in plugin_files(root / "plugins"):
        digest.update(f"plugins/{path.name}".encode() + b"\0" + path.read_bytes() + b"\0")
    for path in sorted(folder.rglob("*.yml")):
        place = path.relative_to(folder)
        if "jobs" not in place.parts[:-1] and place.as_posix() not in NOT_FOR_KERNELS:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
