"""A night's reports of the demo company through `salesnb run`: how long, and what the parent takes.

    python benchmarks/night.py [--jobs N]

Every notebook for the company and each department, team and rep, in Chinese and English:
about 300 reports. The demo company's spreadsheets are written and imported first, which does not
count. The parent's memory is its resident size when a tenth of the reports are done and at the end
of the last. The last line is JSON.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

JOB = """
notebooks: [daily, weekly, performance, funnel]
every: [company, department, team, rep]
languages: [zh, en]
gate: {stale: send, no_rows: send}
"""
_SALESNB = (sys.executable, "-m", "salesnb")


def main() -> None:
    """Make the company, run the job, print how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "demo"
        subprocess.run([*_SALESNB, "demo", str(folder)], check=True, capture_output=True)
        (folder / "params" / "jobs" / "night.yml").write_text(JOB, encoding="utf-8")
        print(json.dumps(run_night(folder, options.jobs)))


def run_night(folder: Path, jobs: int) -> dict[str, float]:
    """Return reports, seconds, reports per minute and the parent's memory (MB) of one run."""
    started = time.perf_counter()
    command = [*_SALESNB, "--workspace", str(folder), "run", "night", "--jobs", str(jobs)]
    with (folder / "run.log").open("w") as log:
        parent = subprocess.Popen(command, stdout=log, stderr=log)
        sizes = list(_sizes(parent, folder / "reports"))
    if parent.returncode:
        sys.exit((folder / "run.log").read_text("utf-8"))
    seconds = time.perf_counter() - started
    manifest = json.loads(max((folder / "reports" / "runs").glob("*.json")).read_text("utf-8"))
    reports = manifest["reports"]
    made = sum(report["state"] == "made" for report in reports)
    if made < len(reports):
        sys.exit((folder / "run.log").read_text("utf-8"))
    early = next(size for done, size in sizes if done >= made // 10)
    return {
        "reports": made,
        "seconds": round(seconds, 1),
        "per_minute": round(60 * made / seconds, 1),
        "parent_mb_early": round(early, 1),
        "parent_mb_last": round(sizes[-1][1], 1),
        "parent_growth": round(sizes[-1][1] / early - 1, 3),
    }


def _sizes(parent: "subprocess.Popen[bytes]", reports: Path):
    """Yield, twice a second until the parent ends, reports that are there and its size (MB)."""
    process = psutil.Process(parent.pid)
    before = set(reports.rglob("*.html"))
    while parent.poll() is None:
        try:
            size = process.memory_info().rss / 2**20
        except psutil.NoSuchProcess:
            return
        if size:
            yield len(set(reports.rglob("*.html")) - before), size
        time.sleep(0.5)


if __name__ == "__main__":
    main()
