"""What a report says in short, as its publication left it beside the page."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from salesnb.errors import DataError
from salesnb.labels import say
from salesnb.reports.brief import brief_path
from salesnb.reports.paths import file_of


class Change(NamedTuple):
    """A change of a figure in words, and how it is to be taken: good, bad or neither ("")."""

    words: str
    tone: str


class Figure(NamedTuple):
    """One key figure.

    Attributes
    ----------
    label, value : its name, and the figure with its unit.
    note : what stands beneath: the target, the cases.
    tone : good, bad or "", by its first change.
    changes : against earlier periods, or against the elapsed time.
    metric : its code name, where it is a metric.
    moved : the first change as a number, of a share as a difference of shares.
    progress : the share of a target that is reached.
    """

    label: str
    value: str
    note: str = ""
    tone: str = ""
    changes: tuple[Change, ...] = ()
    metric: str = ""
    moved: float | None = None
    progress: float | None = None

    @property
    def is_share(self) -> bool:
        """Whether the figure is in percent, so that it moves by points."""
        return self.value.endswith("%")


class RedFlag(NamedTuple):
    """One red flag or warning, as the page has it."""

    severity: str
    subject: str
    text: str
    detail: str = ""
    is_new: bool = False


@dataclass(frozen=True)
class Brief:
    """What a report says in short.

    Attributes
    ----------
    notebook, title : the kind of report, as code and as title.
    scope, scope_label, period, period_label, as_of, lang : what it is of.
    headline : its key figures.
    flags, flag_count : the red flags that the page shows, and how many there are in all.
    sentences : its findings.
    page : the HTML file.
    link : where a reader opens it; empty where it can only be attached.
    banner : what a reader must know before anything else.
    since, changed : what the report says of the one before it.
    subtitle : as of when, how much of the period is over.
    formats : the files that were made, of html, xlsx, pdf.
    """

    notebook: str
    title: str
    scope: str
    scope_label: str
    period: str
    period_label: str
    lang: str
    headline: tuple[Figure, ...]
    flags: tuple[RedFlag, ...]
    flag_count: int
    sentences: tuple[str, ...]
    page: Path
    link: str = ""
    banner: str = ""
    changed: tuple[str, ...] = ()
    since: str = ""
    subtitle: str = ""
    as_of: str = ""
    formats: tuple[str, ...] = ("html",)
    record: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two briefs those of one report: notebook, scope, period, language."""
        return (self.notebook, self.scope, self.period, self.lang)

    @property
    def content_hash(self) -> str:
        """SHA-256 of all that the brief says; the same where a report was only made again."""
        told = json.dumps(self.record, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def file(self, form: str) -> Path:
        """Return the report's file of a format, whether it exists or not."""
        return file_of(self.page, form)


def read_brief(page: Path, *, reports: Path | None = None, base_url: str = "") -> Brief:
    """Return the brief of a report that was published.

    Parameters
    ----------
    page : the report's HTML file, also where only a workbook was made.
    reports, base_url : the folder that is served, and its web address; without them no link.

    Raises
    ------
    DataError
        The report was never published here, or its brief is damaged.
    """
    try:
        record = json.loads(brief_path(page).read_text(encoding="utf-8"))
        return brief_of(record, page, link=_link(page, reports, base_url))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(say("err_no_brief", page=page)) from error


def brief_of(record: Mapping[str, Any], page: Path, *, link: str = "") -> Brief:
    """Return a brief from its record, e.g. of a report as it was sent before (`Brief.record`)."""
    names = ("notebook", "title", "scope", "scope_label", "period", "period_label", "lang")
    return Brief(
        **{name: str(record[name]) for name in names},
        headline=tuple(_figure(card) for card in record["cards"]),
        flags=tuple(_flag(flag) for flag in record["flags"]),
        flag_count=max(int(record["flag_count"]), len(record["flags"])),
        sentences=tuple(map(str, record["sentences"])),
        page=page,
        link=link,
        banner="\n".join(record["banner"]),
        changed=tuple(map(str, record["changed"])),
        since=str(record["since"]),
        subtitle=str(record["subtitle"]),
        as_of=str(record["as_of"]),
        formats=tuple(record["formats"]),
        record=dict(record),
    )


def _figure(card: Mapping[str, Any]) -> Figure:
    unit = str(card["unit"])
    joint = "" if unit.isascii() else " "  # 120.4 万, but 120.4k and 80%
    changes = tuple(Change(str(words), str(tone)) for words, tone in card["changes"])
    return Figure(
        label=str(card["label"]),
        value=f"{card['shown']}{joint}{unit}",
        note=str(card["detail"]),
        tone=changes[0].tone if changes else "",
        changes=changes,
        metric=str(card["metric"]),
        moved=card["moved"],
        progress=card["progress"],
    )


def _flag(flag: Mapping[str, Any]) -> RedFlag:
    severity, subject, words, detail = (
        str(flag[name]) for name in ("severity", "subject", "text", "detail")
    )
    return RedFlag(severity, subject, words, detail, bool(flag.get("is_new")))


def _link(page: Path, reports: Path | None, base_url: str) -> str:
    if reports is None or not base_url:
        return ""
    return f"{base_url.rstrip('/')}/{quote(page.relative_to(reports).as_posix())}"
