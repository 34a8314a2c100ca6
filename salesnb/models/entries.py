"""What counts as an entry of somebody, as SQL over the facts."""

# A day counts for what happened on it and for what was typed in on it.
ENTRIES = """(
  select owner, followed_on as day from fact_follow_ups
  union all select owner, cast(recorded_at as date) from fact_entries
  union all select owner, created_on from fact_leads
  union all select owner, created_on from fact_opportunities
  union all select owner, sold_on from fact_sales
)"""
