"""The report on leads: what came, how good it is, who waits for a contact."""
