"""What a dictionary of words is."""

# {key: (Chinese, English)}
Entries = dict[str, tuple[str, str]]
