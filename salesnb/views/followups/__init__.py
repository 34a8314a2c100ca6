"""The report on follow-up: whether customers are contacted often enough, how, and by whom."""
