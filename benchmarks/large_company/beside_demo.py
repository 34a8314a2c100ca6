"""A measurement over a large company and over the demo company, each in a process of its own."""

import argparse
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from processes import Figures, figures_of

from large_company.company import make_company
from salesnb.jobs import import_demo, prepare_demo


def company_options(about: str | None) -> argparse.Namespace:
    """Return the size of the large company; `one` with `workspace` asks for one measurement."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0] if about else "")
    parser.add_argument("--follow-ups", type=int, default=10_000_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--workspace", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def measure_both(script: str, follow_ups: int, say: Callable[[str, Figures], str]) -> None:
    """Make both companies, measure each, print what is said of each and a line of all figures."""
    with tempfile.TemporaryDirectory() as folder:
        large, demo = Path(folder) / "large", Path(folder) / "demo"
        make_company(large, follow_ups)
        workspace, last_day = prepare_demo(demo, "en", None, datetime.now(UTC))
        import_demo(workspace, last_day, scale=1, at=workspace.local_time(datetime.now(UTC)))
        figures: Figures = {}
        for name, root in (("large", large), ("demo", demo)):
            told = figures_of(script, "--one", "yes", "--workspace", str(root))
            figures |= {f"{name}_{part}": value for part, value in told.items()}
            print(say(name, told))
    print(json.dumps({name: round(float(value), 3) for name, value in figures.items()}))
