"""The scope of a saved query: whose rows stay in each table, by leads and customers.

A row that names a lead stays if the lead was picked; one that names a customer only, if the
customer was. A row that names neither stays if what it belongs to does; sums and targets of people,
which cannot be divided among customers, do not stay.
"""

from collections.abc import Collection, Mapping

LEADS, CUSTOMERS = "whole.picked_leads_{}", "whole.picked_customers_{}"  # by number of picking

# {fact without a lead or customer: (the fact that it belongs to, its key)}
_OF = {
    "fact_opportunity_steps": ("fact_opportunities", "opportunity_id"),
    "fact_opportunity_stays": ("fact_opportunities", "opportunity_id"),
    "fact_opportunity_contacts": ("fact_opportunities", "opportunity_id"),
    "fact_opportunity_amounts": ("fact_opportunities", "opportunity_id"),
    "fact_entries": ("fact_follow_ups", "follow_id"),
}
_OF_CASES = ("fact_cases", "fact_case_stages")
# Sums over all that a person or a unit does.
_OF_PEOPLE = ("fact_rep_days", "forecasts", "forecast_tests", "forecast_log")

PICKED_WITH: Mapping[str, tuple[str, ...]] = {
    **{name: (parent,) for name, (parent, _) in _OF.items()},
    **dict.fromkeys(_OF_CASES, ("fact_leads", "fact_opportunities")),
}


def picked(name: str, columns: Collection[str], into: str, number: int) -> str:
    """Return SQL for whether a row of a table stays.

    Parameters
    ----------
    columns : of the table.
    into : the schema that holds what stays of the names of `PICKED_WITH`.
    number : of the picking.
    """
    if name in _OF_PEOPLE:
        return "false"
    if name in _OF:
        parent, key = _OF[name]
        return f"{key} in (select {key} from {into}.{parent})"
    if name in _OF_CASES:
        return f"""((case_kind = 'lead' and case_id in (select lead_id from {into}.fact_leads))
            or (case_kind = 'opportunity'
              and case_id in (select opportunity_id from {into}.fact_opportunities)))"""
    by_lead = f"lead_id in (select lead_id from {LEADS.format(number)})"
    by_customer = f"customer_id in (select customer_id from {CUSTOMERS.format(number)})"
    if "lead_id" not in columns:
        return by_customer if "customer_id" in columns else "false"
    if "customer_id" not in columns:
        return by_lead
    return f"(case when lead_id is not null then {by_lead} else {by_customer} end)"
