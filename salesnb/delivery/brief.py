"""What a report says in short, as its publication left it beside the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from salesnb.errors import DataError
from salesnb.labels import say
from salesnb.reports.brief import brief_path
from salesnb.reports.paths import file_of

# What makes two briefs those of one report: notebook, scope, period, language.
Key = tuple[str, str, str, str]


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

    @property
    def key(self) -> Key:
        """What makes two briefs those of one report."""
        return (self.notebook, self.scope, self.period, self.lang)

    def file(self, form: str) -> Path:
        """Return the report's file of a format, whether it exists or not."""
        return file_of(self.page, form)


def read_brief(page: Path, *, link: str = "") -> Brief:
    """Return the brief of a report that was published.

    Parameters
    ----------
    page : the report's HTML file, also where only a workbook was made.
    link : where a reader opens it; empty where it is not served.

    Raises
    ------
    DataError
        The report was never published here, or its brief is damaged.
    """
    try:
        record = json.loads(brief_path(page).read_text(encoding="utf-8"))
        return _brief(record, page, link)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(say("err_no_brief", page=page)) from error


def _brief(record: Mapping[str, Any], page: Path, link: str) -> Brief:
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
