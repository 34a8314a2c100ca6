"""Every rule by name, and whether breaking it blocks the row."""

from collections.abc import Mapping
from typing import Literal

from salesnb.errors import ConfigError, unknown
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
    "unknown_method": "warning",
    "unknown_source": "warning",
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
}


def rule_severity(
    rule: str, table: str, column: str, overrides: Mapping[str, Severity]
) -> Severity:
    """Return a rule's severity; `rule table.column` overrules `rule`, that the default."""
    default = RULES.get(rule, "error")
    return overrides.get(f"{rule} {table}.{column}", overrides.get(rule, default))


def check_overrides(overrides: Mapping[str, Severity]) -> None:
    """Refuse a mapping's `severity` entry that names no rule or no column.

    Raises
    ------
    ConfigError
        With the nearest known name.
    """
    for entry in overrides:
        rule, _, place = entry.partition(" ")
        if rule not in RULES:
            raise ConfigError(f"severity: {unknown('rule', rule, RULES)}")
        if place:
            table, _, column = place.partition(".")
            if table not in TABLES:
                raise ConfigError(f"severity '{entry}': {unknown('table', table, TABLES)}")
            if column not in TABLES[table]:
                names = TABLES[table].names
                raise ConfigError(f"severity '{entry}': {unknown('column', column, names)}")
