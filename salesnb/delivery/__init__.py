"""What is sent to whom: recipients, messages, ways, and the ledger that keeps it to once."""
