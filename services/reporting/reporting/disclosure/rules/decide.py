"""The gate: hide the fewest and least valuable cells with which the audit finds nothing."""

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import Seen, exposed_cells
from reporting.disclosure.rules.decision import Decision
from reporting.disclosure.rules.repair import Repair
from reporting.disclosure.rules.suppression import Table, proposed_cells


def decide(table: Table) -> Decision:
    """Return which cells to hide so that the audit finds nothing.

    Where earlier reports show so much that a cell cannot be protected, everything new is hidden:
    the new reports then tell nothing that the earlier ones do not.
    """
    hidden, seen = set(proposed_cells(table)), Seen()
    repair = Repair(table, hidden)
    while exposed := exposed_cells(table, hidden, seen):
        more: set[Cell] = set()
        for one in exposed:
            more |= repair.hide_beside(one.cell, seen)
        if not more:
            everything = frozenset(table.counts) - table.shown - table.unpublished
            return Decision(everything, tuple(exposed_cells(table, everything)))
        hidden |= more
    return Decision(frozenset(hidden))
