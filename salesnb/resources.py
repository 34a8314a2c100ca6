"""Where the files that travel with the package are: params, notebooks."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def packaged(name: str) -> Path:
    """Return the folder `params` or `notebooks` as shipped.

    A wheel carries them as salesnb/_workspace; in a checkout they stand at the top level.
    """
    in_wheel = _PACKAGE / "_workspace" / name
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / name
