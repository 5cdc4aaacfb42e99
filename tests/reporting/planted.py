"""Random tables with planted small counts, as one report or several after another show them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.periods import Periods, of_period, periods_table
from reporting.disclosure.rules.suppression import Table

Counts = dict[Cell, int]
Tree = dict[str, list[str]]  # what a total is the sum of


@dataclass(frozen=True)
class Told:
    """All that was decided until now: one table, and what of it is hidden."""

    table: Table
    hidden: frozenset[Cell]

    @property
    def unknown(self) -> frozenset[Cell]:
        """The cells that no reader has."""
        return self.hidden | self.table.unpublished

    @property
    def shown(self) -> Counts:
        """The counts that readers have."""
        counts = self.table.counts
        return {cell: count for cell, count in counts.items() if cell not in self.unknown}


def _count(random: Random) -> int:
    """Return a count: one of four is small."""
    return random.choice([random.randrange(10), *(random.randrange(10, 300) for _ in range(3))])


def _cross(leaves: Callable[[Cell], int], *trees: Tree) -> Table:
    """Return the table of all combinations of what stands in the trees, with their sums."""
    counts: Counts = {}
    equations: list[Equation] = []

    def count(cell: Cell) -> int:
        if cell not in counts:
            for number, tree in enumerate(trees):
                if cell[number] in tree:
                    parts = [
                        (*cell[:number], part, *cell[number + 1 :]) for part in tree[cell[number]]
                    ]
                    counts[cell] = sum(count(part) for part in parts)
                    break
            else:
                counts[cell] = leaves(cell)
        return counts[cell]

    names = [[*dict.fromkeys([*tree, *(of for parts in tree.values() for of in parts)])]
             for tree in trees]  # fmt: skip
    for cell in product(*names):
        count(cell)
        for number, tree in enumerate(trees):
            if cell[number] in tree:
                parts = tuple(
                    (*cell[:number], of, *cell[number + 1 :]) for of in tree[cell[number]]
                )
                equations.append(Equation(cell, parts))
    return Table(counts, equations)


def _flat(word: str, least: int, most: int, random: Random) -> Tree:
    return {"all": [f"{word} {number}" for number in range(random.randint(least, most))]}


def _country(random: Random) -> Tree:
    tree: Tree = {"nation": [f"region {number}" for number in range(random.randint(2, 3))]}
    for region in list(tree["nation"]):
        tree[region] = [f"{region}{letter}" for letter in "abcd"[: random.randint(1, 4)]]
    return tree


def two_dimensions(random: Random) -> Told:
    """Rows and columns with margins."""
    rows, columns = _flat("row", 2, 7, random), _flat("column", 2, 7, random)
    return _alone(_cross(lambda _: _count(random), rows, columns))


def hierarchy(random: Random) -> Told:
    """Locations, regions and the nation, by kind."""
    return _alone(_cross(lambda _: _count(random), _country(random), _flat("kind", 2, 4, random)))


def months(random: Random) -> Told:
    """Three months and then their quarter, of a country by kind."""
    country, kinds = _country(random), _flat("kind", 2, 3, random)
    tables = {f"month {n}": _cross(lambda _: _count(random), country, kinds) for n in range(3)}
    shown = {name: _closed(table, decide(table).hidden) for name, table in tables.items()}
    whole = _cross(
        lambda cell: sum(table.counts[cell] for table in tables.values()), country, kinds
    )
    return _decided(Periods(shown | {"quarter": whole}, {"quarter": list(tables)}))


def corrections(random: Random) -> Told:
    """A month, and what is said of it later: some leaves grew, some shrank, most did not change."""
    country, kinds = _country(random), _flat("kind", 2, 3, random)
    first = _cross(lambda _: _count(random), country, kinds)
    changes = [0, 0, 0, 1, 3, 12, -1, -4]
    later = _cross(lambda cell: max(0, first.counts[cell] + random.choice(changes)), country, kinds)
    shown = _closed(first, decide(first).hidden)
    return _decided(Periods({"first": shown, "later": later}, corrections={"later": ["first"]}))


def _alone(table: Table) -> Told:
    return Told(table, decide(table).hidden)


def _closed(table: Table, hidden: frozenset[Cell]) -> Table:
    return replace(table, shown=frozenset(table.counts) - hidden - table.unpublished, kept=hidden)


def _decided(periods: Periods) -> Told:
    table = periods_table(periods)
    decision = decide(table)
    assert not decision.exposed
    for name, one in periods.tables.items():  # what was decided before is not decided anew
        assert of_period(name, decision.hidden) >= one.kept
        assert one.shown.isdisjoint(of_period(name, decision.hidden))
    return Told(table, decision.hidden)


SORTS = (two_dimensions, hierarchy, months, corrections)
