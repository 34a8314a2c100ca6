"""The report on customers: levels, tiers, win-back, where they concentrate, how they move."""
