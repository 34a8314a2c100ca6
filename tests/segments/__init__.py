"""Customers: levels, tiers, risk, concentrations."""
