"""When jobs are due, and the lines by which cron or systemd starts them."""

import hashlib
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from salesnb.errors import UsageError
from salesnb.labels import label, say
from salesnb.settings import WEEKDAYS, Job
from salesnb.settings.keeping import BackupSettings

Timed = Job | BackupSettings
BACKUP = "(backup)"  # no name of a file of a job

_WAIT_MINUTES = 180
_FAR = 400  # days; every job is due within them


@dataclass(frozen=True)
class Starter:
    """How a job is started.

    Attributes
    ----------
    root : the workspace.
    command : the words that call salesnb, e.g. the path of the environment's own.
    timezone : the workspace's.
    ahead : how far the workspace's clock is ahead of this machine's.
    """

    root: Path
    command: tuple[str, ...]
    timezone: str
    ahead: timedelta = timedelta()

    @property
    def log(self) -> Path:
        """The file that what is said goes to."""
        return self.root / "data" / "run.log"

    def unit(self, job: str) -> str:
        """Return the name of a job's units, e.g. salesnb-shop-daily-1f0c2a9b.

        systemd takes few letters; the hash tells apart what is spelled alike without the others.
        """
        told = f"{self.root}\0{job}".encode()
        words = [_unit_word(self.root.name), _unit_word(job), hashlib.sha256(told).hexdigest()[:8]]
        return "-".join(["salesnb", *filter(None, words)])

    def words(self, job: str, *options: str) -> list[str]:
        """Return the words that start a job; it waits while another runs."""
        where = ["--workspace", str(self.root)]
        if job == BACKUP:
            return [*self.command, *where, "backup"]
        return [*self.command, *where, "run", job, *options, "--wait", str(_WAIT_MINUTES)]


def is_due_on(job: Timed, day: date) -> bool:
    """Return whether a job runs on a day."""
    if job.time is None:
        return False
    if job.days:
        return day.day in job.days
    return not job.weekdays or WEEKDAYS[day.weekday()] in job.weekdays


def next_due(job: Timed, now: datetime) -> datetime | None:
    """Return when a job is due next, after `now`; None = it is not scheduled.

    Examples
    --------
    >>> job = Job(notebooks=["daily"], every=["team"], at="07:00", weekdays=["mon"])
    >>> next_due(job, datetime(2026, 10, 31, 9))
    datetime.datetime(2026, 11, 2, 7, 0)
    """
    for days in range(_FAR):
        day = now.date() + timedelta(days=days)
        if job.time and is_due_on(job, day) and datetime.combine(day, job.time) > now:
            return datetime.combine(day, job.time)
    return None


def last_due(job: Timed, now: datetime) -> datetime | None:
    """Return when a job was due last, at or before `now`; None = it is not scheduled."""
    for days in range(_FAR):
        day = now.date() - timedelta(days=days)
        if job.time and is_due_on(job, day) and datetime.combine(day, job.time) <= now:
            return datetime.combine(day, job.time)
    return None


def crontab_lines(jobs: Mapping[str, Timed], starter: Starter, lang: str) -> list[str]:
    """Return the lines of a crontab between two marks: one per job, and what was missed at boot."""
    begin, end = _marks(starter.root)
    lines = [begin, f"# {label('schedule_comment', lang, zone=starter.timezone)}"]
    for name, job in jobs.items():
        if job.time is not None:
            lines.append(_cron_line(name, job, starter))
        if job.time is not None and name != BACKUP:
            lines.append(f"@reboot {_logged(starter, starter.words(name, '--catch-up'))}")
    return [*lines, end]


def merged_crontab(old: str, lines: Sequence[str]) -> str:
    """Return a crontab with the lines in the place of those between the same marks.

    Raises
    ------
    UsageError
        The mark of the end is missing: what is salesnb's and what is the user's own is unknown.

    Examples
    --------
    >>> merged_crontab("0 1 * * * backup", ["# a: begin", "x", "# a: end"]).splitlines()
    ['0 1 * * * backup', '# a: begin', 'x', '# a: end']
    """
    begin, end = lines[0], lines[-1]
    kept, inside = [], False
    for line in old.splitlines():
        if line == begin:
            if inside:
                break
            inside = True
        if not inside:
            kept.append(line)
        if line == end:
            inside = False
    if inside:
        raise UsageError(say("err_crontab_mark", begin=begin, end=end))
    return "\n".join([*kept, *lines]) + "\n"


def systemd_units(jobs: Mapping[str, Timed], starter: Starter) -> dict[str, str]:
    """Return the texts of user units by file name; a timer that was missed fires at boot."""
    units = {}
    for name, job in jobs.items():
        if job.time is None:
            continue
        unit, told = starter.unit(name), _specifiers(f"salesnb: {name}")
        command = " ".join(_systemd_word(word) for word in starter.words(name))
        units[f"{unit}.service"] = (
            f"[Unit]\nDescription={told}\n\n[Service]\nType=oneshot\n"
            f"Environment=PYTHONUTF8=1\nExecStart={command}\nSuccessExitStatus=1\n"
            f"StandardOutput=append:{_specifiers(str(starter.log))}\nStandardError=inherit\n"
        )
        units[f"{unit}.timer"] = (
            f"[Unit]\nDescription={told}\n\n[Timer]\n"
            f"OnCalendar={_calendar(job, starter.timezone)}\nPersistent=true\n\n"
            "[Install]\nWantedBy=timers.target\n"
        )
    return units


def _marks(root: Path) -> tuple[str, str]:
    return f"# salesnb {root}: begin", f"# salesnb {root}: end"


def _cron_line(name: str, job: Timed, starter: Starter) -> str:
    """Return the line of a job, at the machine's time.

    Where the machine's day is another one than the workspace's, days of the month cannot be said
    in cron's words: it asks every day then whether the job is due.
    """
    assert job.time is not None
    there = datetime.combine(date(2026, 6, 3), job.time)  # any Wednesday
    here = there - starter.ahead
    moved = (here.date() - there.date()).days
    days, weekdays, options = "*", "*", []
    if job.days and moved:
        options = ["--catch-up"]
    elif job.days:
        days = ",".join(map(str, sorted(job.days)))
    elif job.weekdays:
        numbers = {(WEEKDAYS.index(each) + 1 + moved) % 7 for each in job.weekdays}
        weekdays = ",".join(map(str, sorted(numbers)))
    when = f"{here.minute} {here.hour} {days} * {weekdays}"
    return f"{when} {_logged(starter, starter.words(name, *options))}"


def _logged(starter: Starter, words: Sequence[str]) -> str:
    command = f"PYTHONUTF8=1 {shlex.join(words)} >> {shlex.quote(str(starter.log))} 2>&1"
    return command.replace("%", r"\%")  # to cron a bare % is the end of the command


def _calendar(job: Timed, timezone: str) -> str:
    weekdays = ",".join(each.capitalize() for each in job.weekdays)
    days = ",".join(map(str, sorted(job.days))) or "*"
    return f"{weekdays} *-*-{days} {job.time:%H:%M}:00 {timezone}".strip()


def _systemd_word(word: str) -> str:
    quoted = _specifiers(word).replace("$", "$$").replace("\\", r"\\").replace('"', r"\"")
    return f'"{quoted}"'


def _unit_word(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")


def _specifiers(word: str) -> str:
    return word.replace("%", "%%")
