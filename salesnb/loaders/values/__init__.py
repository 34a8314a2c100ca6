"""Text to values: amounts, dates, words."""
