"""salesnb: a Jupyter workbench for sales teams.

>>> import salesnb
>>> wb = salesnb.open("shop", scope="team:East 1", period="2026-10")  # doctest: +SKIP
>>> wb.metrics(["sales", "win_rate"], by=["rep"])                     # doctest: +SKIP
"""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesnb.workbench import open_workbench as open

__all__ = ["__version__", "open"]

try:
    __version__ = version("salesnb")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    """Import the workbench when it is first used: `import salesnb` alone stays cheap."""
    if name == "open":
        from salesnb.workbench import open_workbench

        return open_workbench
    raise AttributeError(f"module 'salesnb' has no attribute '{name}'")
