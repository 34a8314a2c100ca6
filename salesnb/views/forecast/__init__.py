"""The report on the target gap: where the period will end, how sure that is, how well it did before."""
