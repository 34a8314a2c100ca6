"""Heavy metrics of a year by team as one would write them in SQL over the facts.

Each asks for what the frame shows, too: both counts of a rate, deviation and count of a mean, the
ranked values around a median, and a group in which no row counts.
"""

from salesnb.formula import QUANTILES

_RANKS = str(list(QUANTILES))


def _year(day: str) -> str:
    return f"{day} >= date '2026-01-01' and {day} < date '2027-01-01'"


def _share(condition: str, fact: str, day: str, of: str = "true") -> str:
    """Return SQL for the share of the rows for which a condition holds, with both counts."""
    hits, rows = (f"count(*) filter (where {each})" for each in (f"{of} and {condition}", of))
    return f"""select team, {hits} * 1.0 / nullif({rows}, 0), {hits}, {rows} from {fact}
        where {_year(day)} group by team"""


_DAYS = "date_diff('day', created_on, closed_on)"
_WON = "filter (where is_won)"
BY_HAND = {
    "follow_ups": f"""select team, count(*) from fact_follow_ups where {_year("followed_on")}
        group by team""",
    "effective_follow_up_rate": _share(
        "is_effective", "fact_follow_ups", "followed_on", "is_effective is not null"
    ),
    "median_response_time": f"""select team, median(first_response_hours),
        count(first_response_hours), quantile_cont(first_response_hours, {_RANKS})
        from fact_leads where {_year("created_on")} group by team""",
    "response_time": f"""select team, avg(first_response_hours), stddev_samp(first_response_hours),
        count(first_response_hours) from fact_leads where {_year("created_on")} group by team""",
    "median_sales_cycle_days": f"""select team, median({_DAYS}) {_WON}, count({_DAYS}) {_WON},
        quantile_cont({_DAYS}, {_RANKS}) {_WON} from fact_cases
        where {_year("closed_on")} group by team""",
    "sales_cycle_days": f"""select team, avg({_DAYS}) {_WON}, stddev_samp({_DAYS}) {_WON},
        count({_DAYS}) {_WON} from fact_cases where {_year("closed_on")} group by team""",
    "lead_conversion_rate": _share("reached_intent", "fact_leads", "created_on"),
    "lead_win_rate": _share("is_won", "fact_leads", "created_on"),
    "close_rate_30d": _share(
        "is_won and sales_cycle_days <= 30", "fact_leads", "created_on", "age_days >= 30"
    ),
    "response_in_time_rate": _share(
        "is_contacted_in_time", "fact_leads", "created_on", "is_contacted_in_time is not null"
    ),
    "sales_velocity": """select team, count(*) filter (where is_open)
        * (count(*) filter (where is_won and days_since_closed < 365) * 1.0
          / count(*) filter (where not is_open and days_since_closed < 365))
        * avg(won_amount) filter (where days_since_closed < 365)
        / avg(sales_cycle_days) filter (where days_since_closed < 365),
        count(*) filter (where is_open or days_since_closed < 365)
        from fact_opportunities group by team""",
    "pipeline_coverage": f"""select team, weighted / (goal - sales), weighted, goal - sales, n
        from (select team, sum(weighted_amount) filter (where is_open) as weighted,
            count(*) filter (where is_open) as n from fact_opportunities group by team) as waiting
        full join (select team, sum(amount) as sales, count(*) from fact_sales
          where {_year("sold_on")} group by team) as sold using (team)
        full join (select substr(scope, 6) as team, sum(value) as goal from targets
          where metric = 'sales' and scope like 'team:%' and period like '2026%'
          group by scope) as targets using (team)""",
}
