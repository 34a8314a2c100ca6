"""A made-up company of any size, and its metrics as one would compute them without salesnb."""
