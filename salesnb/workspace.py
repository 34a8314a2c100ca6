"""A workspace: the folder with params/, data/, notebooks/ and reports/."""

import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from salesnb import __version__
from salesnb.engines import Connection
from salesnb.errors import ConfigError, UsageError
from salesnb.labels import say
from salesnb.periods import Calendar
from salesnb.plugins import load_plugins
from salesnb.resources import packaged
from salesnb.settings import Settings, load_settings
from salesnb.settings.store import STORE_SECRETS
from salesnb.spoken import spoken_language as spoken_language
from salesnb.spoken import workspace_folder
from salesnb.store import KEY_FILE, Keys, MappedStore, StagePath, Store

SHIPPED = ("params", "notebooks")  # what a workspace gets a copy of
SHIPPED_IN = Path("data") / "shipped"
_NOT_SHIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


@dataclass(frozen=True)
class Workspace:
    """The paths of a workspace, its settings and its store.

    Attributes
    ----------
    root : the folder that holds params/.
    """

    root: Path

    def __post_init__(self) -> None:
        # Now, because whoever starts kernels takes the key out of the environment.
        self.__dict__["_keys"] = Keys(self.root / KEY_FILE, os.environ)
        found = (os.environ.get(name) for name in STORE_SECRETS)
        self.__dict__["_password"] = next(filter(None, found), None)

    @property
    def keys(self) -> Keys:
        """The keys of what is encrypted in data/."""
        found: Keys = self.__dict__["_keys"]
        return found

    @classmethod
    def find(cls, start: str | Path | None = None) -> "Workspace":
        """Return the workspace at a folder or above it.

        Parameters
        ----------
        start : where to look; None or "." = the environment's SALESNB_WORKSPACE, else the current
            folder. A kernel starts in notebooks/, so the folders above are searched too.

        Raises
        ------
        UsageError
            No folder with params/ there.
        """
        return cls(workspace_folder(start))

    @classmethod
    def create(cls, folder: Path, lang: str) -> "Workspace":
        """Make a new workspace: params, notebooks, empty data/, plugins/ and reports/.

        Raises
        ------
        UsageError
            The folder is a workspace already.
        """
        root = folder.expanduser().resolve()
        if (root / "params").exists():
            raise UsageError(say("err_is_workspace", root=root))
        root.mkdir(parents=True, exist_ok=True)
        for folder in (root, root / SHIPPED_IN):
            for path in shipped_files(None):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(packaged(path.split("/")[0]).parent / path, folder / path)
        (root / SHIPPED_IN / "version").write_text(__version__ + "\n", encoding="utf-8")
        for name in ("data", "plugins", "reports"):
            (root / name).mkdir(exist_ok=True)
        workspace = cls(root)
        workspace.change_setting("lang", lang)
        workspace.keys.current()
        return workspace

    def change_setting(self, key: str, value: str) -> None:
        """Set one key of params/workspace.yml, leaving its comments as they are."""
        path = self.root / "params" / "workspace.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        for place, line in enumerate(lines):
            if line.startswith(f"{key}:"):
                _, hash_sign, comment = line.partition("#")
                lines[place] = f"{key}: {value}" + (f"  # {comment.strip()}" if hash_sign else "")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.__dict__.pop("settings", None)

    @cached_property
    def settings(self) -> Settings:
        """The checked params, and what the workspace's plugins add to them."""
        return load_settings(self.root / "params", load_plugins(self.plugins))

    @cached_property
    def store(self) -> Store:
        """The store in data/store."""
        stages = self.settings.stages
        path = StagePath(
            leads=stages.path[0].id,
            opportunities=stages.opportunity_stage,
            won=stages.won,
            lost=stages.lost,
        )
        told, folder = self.settings.workspace, self.root / "data" / "store"
        if self.settings.store.engine == "duckdb":
            return Store(folder, stages=path, keys=self.keys)
        reached = Connection(self.settings.store, self.root, self.__dict__["_password"])
        if reached.is_mapped:
            return MappedStore(folder, reached, told.today, told.timezone, self.keys)
        return Store(folder, stages=path, keys=self.keys, reached=reached)

    def store_on(self, day: date | None, viewer: str | None) -> Store:
        """Return the store held at the snapshot that reports of a day read.

        The one that was current when the day ended, if it is kept; the newest without a day, on
        the pinned today, and on somebody's behalf, because rights are those of today.
        """
        if day is None or viewer or day == self.settings.workspace.today:
            return self.store.pinned()
        return self.store.pinned_on(day)

    @property
    def extract(self) -> Path:
        """The file that stands in for the store in a folder handed to a kernel."""
        return self.root / "extract.duckdb"

    @property
    def state(self) -> Path:
        """The file with what changes often: reports made, what they told."""
        return self.root / "data" / "state.sqlite"

    @property
    def plugins(self) -> Path:
        """The workspace's own code."""
        return self.root / "plugins"

    @property
    def shipped(self) -> Path:
        """The params and notebooks as they were shipped, by which an upgrade knows what is yours."""
        return self.root / SHIPPED_IN

    @property
    def notebooks(self) -> Path:
        """The workspace's own notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Where reports are rendered to."""
        return self.root / "reports"

    def calendar(self) -> Calendar:
        """Return the working calendar that params describe."""
        settings = self.settings.workspace
        return Calendar(settings.country, settings.extra_holidays, settings.extra_workdays)

    def local_day(self, now: datetime) -> date:
        """Return the day of an aware time; a folder that is no workspace yet has the defaults."""
        is_workspace = (self.root / "params" / "workspace.yml").is_file()
        settings = self.settings if is_workspace else load_settings(None)
        return _local(now, settings).date()

    def local_time(self, now: datetime) -> datetime:
        """Return an aware time as the workspace's naive wall clock."""
        return _local(now, self.settings)


def shipped_files(folder: Path | None) -> list[str]:
    """Return the files of params and notebooks in a folder, None = in the package, by their place."""
    tops = [packaged(name) if folder is None else folder / name for name in SHIPPED]
    return sorted(
        path.relative_to(top.parent).as_posix()
        for top in tops
        for path in top.rglob("*")
        if path.is_file() and not _NOT_SHIPPED & {*path.relative_to(top).parts}
    )


def _local(now: datetime, settings: Settings) -> datetime:
    name = settings.workspace.timezone
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(say("err_timezone", name=name)) from error
    return now.astimezone(zone).replace(tzinfo=None, microsecond=0)
