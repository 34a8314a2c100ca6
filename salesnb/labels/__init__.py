"""Every word that a user sees, in Chinese and English."""

from collections.abc import Iterable, Mapping

from salesnb.labels.account import ACCOUNT
from salesnb.labels.alerts import ALERTS
from salesnb.labels.authoring import AUTHORING
from salesnb.labels.briefs import BRIEFS
from salesnb.labels.cli import CLI
from salesnb.labels.columns import COLUMNS
from salesnb.labels.compare import COMPARE
from salesnb.labels.dashboard import DASHBOARD
from salesnb.labels.delivery import DELIVERY
from salesnb.labels.dispatch import DISPATCH
from salesnb.labels.engines import ENGINES
from salesnb.labels.entries import Entries
from salesnb.labels.entry import ENTRY, FIELDS
from salesnb.labels.erasing import ERASING
from salesnb.labels.errors import ERRORS, KINDS
from salesnb.labels.findings import FINDINGS
from salesnb.labels.followups import FOLLOWUPS
from salesnb.labels.forecast import FORECAST
from salesnb.labels.forecast_tests import FORECAST_TESTS
from salesnb.labels.imports import IMPORT, NOTES
from salesnb.labels.keeping import KEEPING
from salesnb.labels.kernels import KERNELS
from salesnb.labels.keys import KEYS
from salesnb.labels.leads import LEADS
from salesnb.labels.leads_model import LEADS_MODEL
from salesnb.labels.leads_pool import LEADS_POOL
from salesnb.labels.leak import LEAK
from salesnb.labels.learned import LEARNED
from salesnb.labels.meanings import MEANINGS
from salesnb.labels.messages import MESSAGES
from salesnb.labels.movement import MOVEMENT
from salesnb.labels.params import PARAMS
from salesnb.labels.pdf import PDF
from salesnb.labels.plan import PLAN
from salesnb.labels.plugins import PLUGINS
from salesnb.labels.practice import PRACTICE
from salesnb.labels.queries import QUERIES
from salesnb.labels.reports import CHARTS, FLAGS, INDEX, REPORT, SCOPES, TABLES
from salesnb.labels.review import REVIEW
from salesnb.labels.rights import RIGHTS
from salesnb.labels.rule_names import RULE_NAMES
from salesnb.labels.rules import RULES
from salesnb.labels.runs import RUNS
from salesnb.labels.segments import SEGMENTS
from salesnb.labels.segments_value import SEGMENTS_VALUE
from salesnb.labels.sentence import Bilingual
from salesnb.labels.sentence import Sentence as Sentence
from salesnb.labels.sentence import joined as joined
from salesnb.labels.start import START
from salesnb.labels.tasks import TASKS
from salesnb.labels.unreadable import UNREADABLE
from salesnb.labels.upgrade import UPGRADE
from salesnb.labels.workbench import WORKBENCH
from salesnb.labels.workbook import WORKBOOK
from salesnb.labels.worklists import WORKLISTS

LANGUAGES = ("zh", "en")

_ALL: tuple[Entries, ...] = (
    REPORT,
    SCOPES,
    FLAGS,
    CHARTS,
    TABLES,
    WORKBENCH,
    AUTHORING,
    PLUGINS,
    UPGRADE,
    WORKBOOK,
    INDEX,
    FINDINGS,
    LEADS,
    LEADS_MODEL,
    FORECAST,
    FORECAST_TESTS,
    PRACTICE,
    MOVEMENT,
    BRIEFS,
    COLUMNS,
    IMPORT,
    NOTES,
    ENTRY,
    FIELDS,
    MEANINGS,
    RULES,
    RULE_NAMES,
    ACCOUNT,
    KINDS,
    ERRORS,
    PARAMS,
    UNREADABLE,
    COMPARE,
    PDF,
    RUNS,
    KERNELS,
    DISPATCH,
    ENGINES,
    KEYS,
    LEADS_POOL,
    LEARNED,
    FOLLOWUPS,
    ALERTS,
    REVIEW,
    LEAK,
    PLAN,
    SEGMENTS,
    SEGMENTS_VALUE,
    MESSAGES,
    CLI,
    DELIVERY,
    RIGHTS,
    TASKS,
    WORKLISTS,
    KEEPING,
    ERASING,
    DASHBOARD,
    QUERIES,
    START,
)


class UnknownLabelError(KeyError):
    """A label key that is in none of the dictionaries of this module."""


def label(key: str, lang: str, /, **values: object) -> str:
    """Return the text of a key in a language, with its placeholders filled.

    Parameters
    ----------
    key : str
        A key of one of this module's dictionaries.
    lang : str
        `zh` or `en`.
    **values
        What the placeholders of the text stand for.

    Raises
    ------
    UnknownLabelError
        The key or the language is not known.

    Examples
    --------
    >>> label("small_sample", "zh")
    '样本不足'
    >>> label("unit_note", "en", unit="days")
    'Unit: days'
    """
    if lang not in LANGUAGES:
        raise UnknownLabelError(f"'{lang}' is no language of labels. Known: en, zh.")
    for entries in _ALL:
        if key in entries:
            text = entries[key][LANGUAGES.index(lang)]
            return text.format(**values) if values else text
    raise UnknownLabelError(f"'{key}' is no label. Add it to salesnb/labels/ in both languages.")


def plural(key: str, lang: str, count: int, /, **values: object) -> str:
    """Return the text of `key_one` or `key_other`, whichever the count wants.

    Examples
    --------
    >>> plural("report_count", "en", 1), plural("report_count", "en", 3)
    ('1 report', '3 reports')
    """
    form = "one" if count == 1 else "other"
    return label(f"{key}_{form}", lang, count=count, **values)


def say(key: str, /, **values: object) -> Sentence:
    """Return the text of a key in both languages.

    Parameters
    ----------
    values : what the placeholders stand for; one that differs by language is itself a Sentence.

    Examples
    --------
    >>> say("unit_note", unit=say("kind_metric"))
    'Unit: metric'
    >>> say("unit_note", unit=say("kind_metric")).text("zh")
    '单位：指标'
    """
    return Sentence(_filled(key, "en", values), _filled(key, "zh", values))


def listed(words: Iterable[object]) -> Sentence:
    """Return words as one list: `a, b` and `a、b`; of none, `none` and `无`.

    Examples
    --------
    >>> listed(["sales", "win_rate"]).text("zh")
    'sales、win_rate'
    """
    texts = [str(word) for word in words]
    return Sentence(", ".join(texts), "、".join(texts)) if texts else say("none_known")


def _filled(key: str, lang: str, values: Mapping[str, object]) -> str:
    texts = {n: v.text(lang) if isinstance(v, Bilingual) else v for n, v in values.items()}
    return label(key, lang, **texts)


def meaning(table: str, column: str, lang: str) -> str:
    """Return what a column means, in one line; empty for a custom column.

    Examples
    --------
    >>> meaning("orders", "product", "en")
    'The product or service sold'
    """
    for key in (f"means_{table}.{column}", f"means_{column}"):
        if key in MEANINGS:
            return label(key, lang)
    return ""


def all_labels() -> Entries:
    """Return every key with its two texts; a key that is given twice is an error."""
    merged: Entries = {}
    for entries in _ALL:
        twice = merged.keys() & entries.keys()
        if twice:
            raise UnknownLabelError(f"Given twice in salesnb/labels/: {sorted(twice)}")
        merged |= entries
    return merged
