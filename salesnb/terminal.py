"""What a terminal shows while something runs: progress, and an end in order on Ctrl-C."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from salesnb.labels import label


def tell(text: str) -> None:
    """Print a sentence for the user, on stderr."""
    click.echo(text, err=True)


@contextmanager
def stoppable(words: str, lang: str) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end a run in order; leave with 128 + the signal's number."""
    got = [signal.SIGINT]

    def stop(number: int, _: object) -> None:
        got[0] = signal.Signals(number)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        tell(label("cli_interrupted", lang, words=words))
        sys.exit(128 + got[0])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Progress:
    """A bar on stderr where that is a terminal, else a line per report."""

    def __init__(self, total: int, lang: str) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._console = Console(stderr=True)
        self._total = total
        self._lang = lang
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )

    def __enter__(self) -> "Progress":
        self._bar.start()
        self._task = self._bar.add_task(label("cli_reports", self._lang), total=self._total)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def plan(self, plan: Any, seconds: float | None) -> None:
        """Say what a run is about to do, and how long it may take."""
        count = len(plan.missing)
        if not count:
            return
        self._bar.update(self._task, total=count)
        if plan.resumed:
            tell(label("cli_run_resumed", self._lang, name=plan.resumed.name))
        told = {"job": plan.name, "day": plan.day, "missing": count}
        said = label("cli_run_begins", self._lang, unchanged=len(plan.unchanged), **told)
        if seconds is not None:
            gap = "" if self._lang == "zh" else " "
            said += gap + label("cli_run_estimate", self._lang, seconds=f"{seconds:.0f}")
        tell(said)

    def step(self, outcome: Any) -> None:
        """Count one report; name it where there is no bar, or where something is wrong with it."""
        self._bar.advance(self._task)
        name = outcome.task.name
        if outcome.state == "interrupted":
            return
        if outcome.state == "made":
            for said in self._remarks(outcome):
                tell(label("cli_run_remark", self._lang, name=name, said=said))
        if outcome.error:
            key = "cli_run_held" if outcome.state == "held" else "cli_report_failed"
            tell(label(key, self._lang, name=name, said=outcome.error))
        elif not self._console.is_terminal:
            first, *others = outcome.task.files.values()
            path = ", ".join([str(first), *(other.suffix for other in others)])
            tell(label("cli_report_made", self._lang, seconds=outcome.seconds, path=path))

    def _remarks(self, outcome: Any) -> list[str]:
        """Return what the gate found, and which sections are missing."""
        sections = [
            label("run_section_failed", self._lang, cell=each.cell, said=each.error)
            for each in outcome.sections
        ]
        return [*(said.text(self._lang) for said in outcome.remarks), *sections]
