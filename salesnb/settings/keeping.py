"""What params/keeping.yml may hold: where backups go, and how long what is left behind is kept."""

from datetime import time

from pydantic import Field

from salesnb.settings.clock import Clock, Weekday, time_of
from salesnb.settings.models import Model


class BackupSettings(Model):
    """Backups.

    Attributes
    ----------
    folder : in the workspace, or an absolute path; another disk is better.
    keep : so many of the newest are kept; older ones are deleted after the next.
    reports : whether the rendered files are in it, too; they can be made again.
    at, weekdays : when `salesnb schedule` has one made; None = never.
    """

    folder: str = "backups"
    keep: int = Field(default=8, ge=1)
    reports: bool = False
    at: Clock = "22:00"
    weekdays: tuple[Weekday, ...] = ("sun",)

    @property
    def time(self) -> time | None:
        """`at` as a time of day."""
        return time_of(self.at)

    @property
    def days(self) -> tuple[int, ...]:
        """Backups are made on weekdays, never on days of the month."""
        return ()


class KeptDays(Model):
    """For how many days what is left behind is kept.

    Attributes
    ----------
    failed : notebooks of reports that failed.
    previews : mails that `--dry-run` wrote.
    messages : what messages told, and what was answered; that they were sent is kept for ever.
    outbox : files that were delivered into folders.
    access : the access log.
    """

    failed: int = Field(default=30, ge=1)
    previews: int = Field(default=7, ge=1)
    messages: int = Field(default=120, ge=1)
    outbox: int = Field(default=400, ge=1)
    access: int = Field(default=1100, ge=1)


class KeepingSettings(Model):
    """params/keeping.yml.

    Attributes
    ----------
    log_mb : of data/run.log; a longer one loses its older half.
    """

    backup: BackupSettings = BackupSettings()
    days: KeptDays = KeptDays()
    log_mb: float = Field(default=5, gt=0)
