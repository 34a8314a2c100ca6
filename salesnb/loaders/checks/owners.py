"""Owners are people of the staff table."""

from salesnb.loaders.block import Block
from salesnb.loaders.checks.checking import Checking


def check_owner(block: Block, checking: Checking) -> None:
    """Find owners who are not in the staff table, once there is one, or whose name is shared."""
    name, people = block.table.owner, checking.people
    if people is None or name is None or not block.has(name):
        return
    owners = block.values[name]
    typed = owners.dropna().unique()
    strange = {owner: people.nearest_owner(owner) for owner in typed if not people.knows(owner)}
    shared = {owner: people.namesakes(owner) for owner in typed if people.namesakes(owner)}
    rows = owners.isin(list(strange)).to_numpy(dtype=bool)
    hints = [strange[owner] for owner in owners[rows]]
    checking.log.add(block, rows, name, "unknown_owner", suggestions=hints)
    rows = owners.isin(list(shared)).to_numpy(dtype=bool)
    ids = {owner: " / ".join(map(people.nearest_owner, shared[owner])) for owner in shared}
    hints = [ids[owner] for owner in owners[rows]]
    words: list[tuple[tuple[str, str], ...]]
    words = [(("known", ", ".join(shared[owner])),) for owner in owners[rows]]
    checking.log.add(block, rows, name, "ambiguous_owner", suggestions=hints, words=words)
