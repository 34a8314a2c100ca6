"""Charts, cards and tables of a report: data frames in, figures and HTML out."""
