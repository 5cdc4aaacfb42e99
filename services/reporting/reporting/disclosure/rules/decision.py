"""What the gate says of a table: which cells are hidden."""

from dataclasses import dataclass

from reporting.disclosure.rules.attack import Cell


@dataclass(frozen=True)
class Exposed:
    """A protected cell that lies between `low` and `high`, less than ten apart."""

    cell: Cell
    low: float
    high: float


@dataclass(frozen=True)
class Decision:
    """The cells that no report shows: `kept` ones included, those of no report left out.

    `exposed` is what earlier reports give away already; new cells that hang on it are hidden.
    """

    hidden: frozenset[Cell]
    exposed: tuple[Exposed, ...] = ()
