"""`python -m salesnb` is the command line."""

from salesnb.cli import main

main()
