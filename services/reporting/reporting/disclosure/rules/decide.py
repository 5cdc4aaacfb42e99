"""The gate: hide the fewest and least valuable cells with which the audit finds nothing."""

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import (
    around,
    clear_around,
    doubtful_cells,
    is_cleared,
)
from reporting.disclosure.rules.decision import Decision, Exposed
from reporting.disclosure.rules.repair import hide_beside, hide_for_many, hide_near
from reporting.disclosure.rules.seen import Seen
from reporting.disclosure.rules.suppression import Table, check_true, proposed_cells

# In so large a table so many narrow cells are faster treated by one program than by one for each.
# What a large program hides is more than it must be.
LARGE, MANY = 2_000, 100
SHARE = 12  # it cares for one in twelve of them: what is hidden for it protects others too


def decide(table: Table) -> Decision:
    """Return which cells to hide so that the audit finds nothing; raise `UntrueTable`.

    Where earlier reports show so much that a cell cannot be protected, everything new that hangs
    on it is hidden: the new reports then tell nothing of it that the earlier ones do not.
    """
    check_true(table)
    hidden, seen = proposed_cells(table), Seen()
    exposed: list[Exposed] = []
    given_up: set[Cell] = set()
    tried: set[Cell] = set()
    while doubtful := doubtful_cells(table, hidden, seen, given_up):
        if len(table.counts) > LARGE and len(doubtful) > MANY:
            more = hide_for_many(table, hidden, doubtful[::SHARE], seen)
            hidden |= more
            if more:
                continue
        left = [cell for cell in doubtful if not _is_protected(table, hidden, cell, seen)]
        for cell in left:
            if cell in tried and cell not in given_up:
                more = hide_near(table, hidden, cell)
                hidden |= more
                if not more:
                    given_up |= _hanging_on(table, cell)
                    hidden |= given_up - table.shown - table.unpublished
                    exposed += _exposed(table, hidden, cell, seen)
        if not tried.issuperset(left):
            hidden |= hide_for_many(table, hidden, left, seen)
            tried.update(left)
    return Decision(frozenset(hidden), tuple(exposed))


def _is_protected(table: Table, hidden: set[Cell], cell: Cell, seen: Seen) -> bool:
    """Add to `hidden` what protects a cell; say whether it is protected then."""
    if not seen.is_wide(cell):
        hidden |= hide_beside(table, hidden, cell, seen)
        clear_around(table, hidden, cell, seen)
    return seen.is_wide(cell)


def _exposed(table: Table, hidden: set[Cell], cell: Cell, seen: Seen) -> list[Exposed]:
    """Return in which interval a cell lies that cannot be protected; none if it can after all."""
    cleared = is_cleared(table, hidden | table.unpublished, cell, seen)
    return [] if cleared else [seen.exposed(table, cell)]


def _hanging_on(table: Table, cell: Cell) -> set[Cell]:
    """Return all cells of equations with a cell, and with those not told that hang on it."""
    reached = around(table, cell, len(table.counts), lambda one: one not in table.told)
    return {one for of in reached for each in table.equations_of[of] for one in each.cells} | {cell}
