"""A board before a page: a widget whose picture follows imports, params and the day."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import ipywidgets

from salesnb.entry.widgets import clock_of
from salesnb.errors import SalesnbError, ScopeError, UsageError
from salesnb.figures import Html, notice
from salesnb.figures.board import board_stylesheet, with_remark
from salesnb.labels import label
from salesnb.workbench.live.shared import drawn_once, forget_drawings
from salesnb.workbench.live.stamp import stamp_of
from salesnb.workbench.pickers import has_views, redraw, reopen

LOOKED_EVERY, TRIED_EVERY = 3.0, 30.0  # seconds: for a change, and again after a failure
_running: list["asyncio.Task[None]"] = []


def follow(bench: Any, period: str, shared: Path | None) -> ipywidgets.VBox:
    """Return the board as a widget that is drawn again when there is something new.

    A notebook has one; that of a cell which is run again ends the one before.
    """
    while _running:
        _running.pop().cancel()
    following = Following(bench, period, clock_of(bench.workspace), shared)
    following.look()
    _running.append(asyncio.get_running_loop().create_task(following.go_on()))
    return following.widget


class Following:
    """A board that is looked after.

    Attributes
    ----------
    widget : what a page shows.
    """

    def __init__(
        self, bench: Any, period: str, clock: Callable[[], datetime], shared: Path | None
    ) -> None:
        self._bench, self._period, self._clock, self._shared = bench, period, clock, shared
        self._stamp, self._failed_at = "", 0.0
        self._opened = stamp_of(bench.workspace.root, clock().date())
        style = ipywidgets.HTML(f"<style>{board_stylesheet()}</style>")
        self._picture = ipywidgets.HTML(layout={"width": "100%", "margin": "0"})
        self.widget = ipywidgets.VBox([style, self._picture])

    async def go_on(self) -> None:
        """Look for something new until the kernel ends."""
        while True:
            await asyncio.sleep(LOOKED_EVERY)
            self.look()

    def look(self) -> None:
        """Draw again if there is something new, or after a failure when it is time to try again."""
        stamp = stamp_of(self._bench.workspace.root, self._clock().date())
        if self._failed_at:
            if stamp == self._stamp and time.monotonic() - self._failed_at < TRIED_EVERY:
                return
        elif stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._picture.value = self._drawn(stamp)
            self._failed_at = 0.0
        except (ScopeError, UsageError) as error:  # the right or the scope has ended
            forget_drawings(self._shared)
            self._fail(label("board_refused", self._lang, said=error.text(self._lang)), False)
        except Exception as error:
            said = error.text(self._lang) if isinstance(error, SalesnbError) else str(error)
            words = {"at": f"{self._clock():%H:%M}", "said": said}
            self._fail(label("board_failed", self._lang, **words), True)

    @property
    def _lang(self) -> str:
        return str(self._bench.lang)

    def _drawn(self, stamp: str) -> str:
        """Return the picture, of another kernel's making where there is one."""
        bench = self._bench
        key = f"{stamp} {bench.scope} {bench.viewer} {bench.lang} {self._period}"
        made = drawn_once(self._shared, key, lambda: self._draw(stamp))
        if has_views(bench) and self._opened != stamp:
            self._open(stamp)
            redraw(bench)
        return made

    def _draw(self, stamp: str) -> str:
        if self._opened != stamp:
            self._open(stamp)
            redraw(bench=self._bench)
        made: Html = self._bench.board(self._clock())
        return made.html

    def _open(self, stamp: str) -> None:
        reopen(self._bench, self._period)
        self._opened = stamp

    def _fail(self, words: str, keeps: bool) -> None:
        before = self._picture.value
        kept = keeps and "</header>" in before
        self._picture.value = with_remark(before, words) if kept else notice(words).html
        self._failed_at = time.monotonic()
