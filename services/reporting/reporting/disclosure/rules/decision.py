"""The decision: which cells of a table are hidden, proven by the audit."""

from dataclasses import dataclass

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import Exposed, Seen, exposed_cells
from reporting.disclosure.rules.repair import Repair
from reporting.disclosure.rules.suppression import Table, hidden_cells


@dataclass(frozen=True)
class Decision:
    """The cells that no report shows, `kept` included.

    `exposed` is what earlier reports give away already; all new cells are hidden then.
    """

    hidden: frozenset[Cell]
    exposed: tuple[Exposed, ...] = ()


def decide(table: Table) -> Decision:
    """Return which cells to hide so that the audit finds nothing.

    Where earlier reports show so much that a cell cannot be protected, everything new is hidden: the
    new reports then tell nothing that the earlier ones do not.
    """
    hidden, seen = set(hidden_cells(table)), Seen()
    repair = Repair(table, hidden)
    while exposed := exposed_cells(table, hidden, seen):
        more = set[Cell]()
        for one in exposed:
            more |= repair.hide_beside(one.cell, seen)
        if not more - hidden:
            everything = frozenset(table.counts) - table.shown - table.unpublished
            return Decision(everything, tuple(exposed_cells(table, everything)))
        hidden |= more
    return Decision(frozenset(hidden))
