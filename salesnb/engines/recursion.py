"""A recursive statement step by step, for an engine that is slow at walking along rows itself."""

from dataclasses import dataclass

from sqlglot import exp


@dataclass(frozen=True)
class Recursion:
    """The parts of `with a as (...), walk as (first union all step) select ...`.

    Attributes
    ----------
    before : {name: SELECT} of what stands before the walk.
    walk : its name; `step` reads the rows of the last step under it, `rest` all of them.
    """

    before: dict[str, exp.Expression]
    walk: str
    first: exp.Expression
    step: exp.Expression
    rest: exp.Expression

    @property
    def read_by_step(self) -> set[str]:
        """The names of `before` that every step reads."""
        return {table.name for table in self.step.find_all(exp.Table)} & self.before.keys()


def recursion_of(tree: exp.Expression) -> Recursion | None:
    """Return the parts of a statement with one recursive query; None = there is none."""
    clause = tree.args.get("with_")
    if clause is None or not clause.args.get("recursive"):
        return None
    listed = clause.expressions
    place = next(n for n, cte in enumerate(listed) if _reads_itself(cte))
    before = {cte.alias: cte.this for cte in listed[:place]}
    clause.set("expressions", listed[place + 1 :])
    clause.set("recursive", None)
    if not clause.expressions:
        tree.set("with_", None)
    walk = listed[place]
    return Recursion(before, walk.alias, walk.this.left, walk.this.right, tree)


def renamed(tree: exp.Expression, names: dict[str, str]) -> exp.Expression:
    """Return a statement that reads other tables under the names by which it knows them."""
    for table in tree.find_all(exp.Table):
        if not table.db and table.name in names:
            alias = table.args.get("alias") or exp.TableAlias(this=table.this.copy())
            table.replace(exp.Table(this=exp.to_identifier(names[table.name]), alias=alias))
    return tree


def _reads_itself(cte: exp.Expression) -> bool:
    return any(table.name == cte.alias for table in cte.this.find_all(exp.Table))
