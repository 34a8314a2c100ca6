"""A run: which reports a job wants, which of them are missing, what became of each."""
