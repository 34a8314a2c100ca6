"""What IPython is taught when a workbench is opened: names inside quotes, and frames of metrics."""

from typing import Any

from salesnb.workbench.shell.completion import complete_names
from salesnb.workbench.shell.frames import show_frames

__all__ = ["attach"]

_MARK = "_salesnb_attached"


def attach(shell: Any) -> None:
    """Teach a shell once; what it knew before stays."""
    if getattr(shell, _MARK, False):
        return
    setattr(shell, _MARK, True)
    complete_names(shell)
    show_frames(shell)
