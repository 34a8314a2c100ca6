"""Every rule by name, and whether breaking it blocks the row."""

from collections.abc import Mapping
from typing import Literal

from salesnb.errors import ConfigError, unknown
from salesnb.labels import say
from salesnb.tables import TABLES

Severity = Literal["error", "warning"]

RULES: dict[str, Severity] = {
    # a value that cannot be read
    "not_amount": "error",
    "ambiguous_amount": "error",
    "range_for_amount": "error",
    "other_currency": "error",
    "too_large": "error",
    "not_number": "error",
    "not_percent": "error",
    "share_under_percent": "warning",
    "not_date": "error",
    "ambiguous_date": "error",
    "unclear_date": "error",
    "date_without_year": "error",
    "month_for_date": "error",
    "no_such_day": "error",
    "not_month": "error",
    "ambiguous_month": "error",
    "not_period": "error",
    "not_flag": "error",
    "excel_error": "error",
    "formula_without_value": "error",
    "digits_lost": "error",
    "digits_cut": "error",
    "unclear_budget": "warning",
    # a word that is not known
    "unknown_stage": "error",
    "unknown_status": "error",
    "unknown_outcome": "error",
    "unknown_level": "error",
    "unknown_grade": "error",
    "unknown_role": "error",
    "unknown_task_state": "error",
    "unknown_subject_type": "error",
    "unknown_target_metric": "error",
    "unknown_payment_status": "warning",
    "unknown_method": "warning",
    "unknown_source": "warning",
    "unknown_answer": "warning",
    "unknown_owner": "warning",
    "unknown_scope": "error",
    "ambiguous_owner": "warning",
    "ambiguous_scope": "error",
    # a row that does not hold together
    "required": "error",
    "missing_column": "error",
    "one_of": "error",
    "recommended": "warning",
    "future": "error",
    "negative": "error",
    "won_without": "error",
    "lost_without_reason": "warning",
    "duplicate_key": "error",
    "duplicate_customer": "error",
    "near_duplicate_customer": "warning",
    "near_duplicate_lead": "warning",
    "several_owners": "warning",
    "ambiguous_customer": "error",
    "unknown_customer": "error",
    "unknown_reference": "error",
    "waits": "error",
    "dates_reversed": "error",
    "dates_doubtful": "warning",
    "late_entry": "warning",
    "customer_without_sale": "warning",
    "conversion_days_differ": "warning",
    "payment_status_differs": "warning",
    "attachment_name": "warning",
    # what the person on whose behalf the import is may not change
    "not_own": "error",
    "hangs_on_others": "error",
    # what must not be stored of a person
    "id_card": "error",
    "bank_card": "error",
    "home_address": "error",
    "private_column": "error",
    "erased": "error",
}
ALWAYS_ERRORS = frozenset(
    {
        "id_card",
        "bank_card",
        "home_address",
        "private_column",
        "not_own",
        "hangs_on_others",
        "erased",
    }
)
# Asked when the rows that refer to the order have been read already.
ALWAYS_WARNINGS = frozenset({"payment_status_differs"})


def rule_severity(
    rule: str, table: str, column: str, overrides: Mapping[str, Severity]
) -> Severity:
    """Return a rule's severity; `rule table.column` overrules `rule`, that the default."""
    default = RULES.get(rule, "error")
    if rule in ALWAYS_ERRORS or rule in ALWAYS_WARNINGS:
        return default
    return overrides.get(f"{rule} {table}.{column}", overrides.get(rule, default))


def layered(low: Mapping[str, Severity], high: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return the overrides of two layers; what `high` says of a whole rule wins over all of `low`.

    Examples
    --------
    >>> layered({"required orders.owner": "warning"}, {"required": "error"})
    {'required': 'error'}
    """
    kept = {entry: level for entry, level in low.items() if entry.partition(" ")[0] not in high}
    return {**kept, **high}


def check_overrides(
    overrides: Mapping[str, Severity], places: Mapping[str, str] | None = None
) -> None:
    """Refuse a `severity` entry that names no rule or no column, or that no one may set.

    Parameters
    ----------
    places : where an entry stands, file and line, if that is known.

    Raises
    ------
    ConfigError
        With the nearest known name.
    """
    for entry, severity in overrides.items():
        rule, _, place = entry.partition(" ")
        table, _, column = place.partition(".")
        at: str = "severity"
        if places and entry in places:
            at = say("at_severity", place=places[entry])
        if rule not in RULES:
            raise ConfigError(say("err_at", place=at, said=unknown("rule", rule, RULES)))
        at = say("at_severity_entry", said=at, entry=entry)
        if place and table not in TABLES:
            raise ConfigError(say("err_at", place=at, said=unknown("table", table, TABLES)))
        if place and column not in TABLES[table]:
            said = unknown("column", column, TABLES[table].names)
            raise ConfigError(say("err_at", place=at, said=said))
        if rule in ALWAYS_ERRORS | ALWAYS_WARNINGS and severity != RULES[rule]:
            raise ConfigError(say(f"params_rule_{RULES[rule]}", said=at, rule=rule))
