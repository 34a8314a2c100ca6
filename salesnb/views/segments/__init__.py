"""The sections of the report on customers, one concept each."""
