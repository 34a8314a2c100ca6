"""The live board of a notebook: drawn at once, and before a page again after every import."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from salesnb.figures import Html
from salesnb.figures.board import board_stylesheet
from salesnb.views.live_board import live_board
from salesnb.workbench.pickers import PickerVerbs, is_without_page

SHARED = "SALESNB_BOARD"  # names the folder in which the kernels of one served board share drawings


class LiveVerbs(PickerVerbs):
    """A session with the live board."""

    def board(self, now: datetime | None = None) -> Html:
        """Return the board as it is: what came in today, the target, ranking, funnel, alerts.

        Parameters
        ----------
        now : the workspace's wall clock, by which it says that data are old; None = it says nothing.
        """
        return live_board(self, now)

    def live_board(self, period: str = "this-month") -> Any:
        """Return the board; before a page it follows imports, changed params and the day by itself.

        In a report, under papermill and nbclient it is `board`, drawn once.

        Parameters
        ----------
        period : as written, so that words such as this-month go on with the time.

        Raises
        ------
        UsageError
            No such period; ipywidgets is not installed.
        """
        self.period = self.read_period(period)
        if is_without_page(self):
            made = self.board()
            style = f"<style>{board_stylesheet()}</style>"
            return Html(style + made.html, made.words, made.summary, made.content)
        from salesnb.workbench.live.following import follow

        shared = os.environ.get(SHARED)
        return follow(self, period, Path(shared) if shared else None)
