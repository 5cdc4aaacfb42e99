"""The gate: hide the fewest and least valuable cells with which the audit finds nothing."""

from reporting.disclosure.rules.audit import NEAR, Seen, clear_around, doubtful_cells
from reporting.disclosure.rules.decision import Decision
from reporting.disclosure.rules.repair import hide_beside
from reporting.disclosure.rules.suppression import Table, check_true, proposed_cells


def decide(table: Table) -> Decision:
    """Return which cells to hide so that the audit finds nothing; raise `UntrueTable`.

    Where earlier reports show so much that a cell cannot be protected, everything new is hidden:
    the new reports then tell nothing that the earlier ones do not.
    """
    check_true(table)
    hidden, seen = proposed_cells(table), Seen()
    while doubtful := doubtful_cells(table, hidden, seen):
        for cell in doubtful:
            if not seen.is_wide(cell):
                hidden |= hide_beside(table, hidden, cell, seen)
                clear_around(table, hidden, cell, seen, NEAR)
            if not seen.is_wide(cell):
                everything = frozenset(table.counts) - table.shown - table.unpublished
                return Decision(everything, (seen.exposed(table, cell),))
    return Decision(frozenset(hidden))
