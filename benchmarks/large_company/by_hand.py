"""Heavy metrics of a year by team as one would write them in SQL over the facts.

Each asks for what the metric's interval needs, too: both counts of a rate, deviation and count of a
mean, the ranked values around a median.
"""

from salesnb.metrics.formula import QUANTILES

_RANKS = str(list(QUANTILES))


def _year(day: str) -> str:
    return f"{day} >= date '2026-01-01' and {day} < date '2027-01-01'"


def _share(condition: str, fact: str, day: str, where: str = "true") -> str:
    """Return SQL for the share of the rows for which a condition holds, with both counts."""
    hits = f"sum(case when {condition} then 1 else 0 end)"
    return f"""select team, {hits} * 1.0 / count(*), {hits}, count(*) from {fact}
        where {where} and {_year(day)} group by team"""


_CYCLE = "date_diff('day', created_on, closed_on)"
BY_HAND = {
    "follow_ups": f"select team, count(*) from fact_follow_ups where {_year('followed_on')}"
    " group by team",
    "effective_follow_up_rate": _share(
        "is_effective", "fact_follow_ups", "followed_on", "is_effective is not null"
    ),
    "median_response_time": f"""select team, median(first_response_hours),
        count(first_response_hours), quantile_cont(first_response_hours, {_RANKS})
        from fact_leads where {_year("created_on")} group by team""",
    "response_time": f"""select team, avg(first_response_hours), stddev_samp(first_response_hours),
        count(first_response_hours) from fact_leads where {_year("created_on")} group by team""",
    "median_sales_cycle_days": f"""select team, median({_CYCLE}), count({_CYCLE}),
        quantile_cont({_CYCLE}, {_RANKS}) from fact_cases
        where is_won and {_year("closed_on")} group by team""",
    "sales_cycle_days": f"""select team, avg({_CYCLE}), stddev_samp({_CYCLE}), count({_CYCLE})
        from fact_cases where is_won and {_year("closed_on")} group by team""",
    "lead_conversion_rate": _share("reached_intent", "fact_leads", "created_on"),
    "lead_win_rate": _share("is_won", "fact_leads", "created_on"),
    "close_rate_30d": _share(
        "is_won and sales_cycle_days <= 30", "fact_leads", "created_on", "age_days >= 30"
    ),
    "response_in_time_rate": _share(
        "is_contacted_in_time", "fact_leads", "created_on", "is_contacted_in_time is not null"
    ),
    "new_leads": f"select team, count(*) from fact_leads where {_year('created_on')} group by team",
    "lost_leads": f"""select team, count(*) from fact_leads where is_lost and {_year("closed_on")}
        group by team""",
    "avg_customer_value": f"""select team, sum(amount),
        count(distinct case when amount > 0 then customer_id end), count(*)
        from fact_sales where {_year("sold_on")} group by team""",
    "open_pipeline": """select team, sum(amount), count(*) from fact_opportunities
        where is_open group by team""",
    "weighted_pipeline": """select team, sum(weighted_amount), count(*) from fact_opportunities
        where is_open group by team""",
    "sales_velocity": """select team, sum(case when is_open then 1 else 0 end)
        * (sum(case when is_won then 1 else 0 end) * 1.0 / sum(case when is_open then 0 else 1 end))
        * avg(won_amount) / avg(sales_cycle_days), count(*) from fact_opportunities
        where is_open or days_since_closed < 365 group by team""",
    "pipeline_coverage": f"""select coalesce(sold.team, goal.team), weighted, sales, goal.value
        from (select team, sum(amount) as sales from fact_sales where {_year("sold_on")}
          group by team) as sold
        join (select team, sum(weighted_amount) as weighted from fact_opportunities where is_open
          group by team) as open_deals on open_deals.team = sold.team
        full join (select substr(scope, 6) as team, value from targets where metric = 'sales'
          and scope like 'team:%' and period = '2026') as goal on goal.team = sold.team""",
}
