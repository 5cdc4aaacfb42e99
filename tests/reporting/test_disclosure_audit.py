"""No hidden count can be narrowed down to less than ten: planted tables, and known attacks."""

import os
from random import Random

import pytest
from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import exposed_cells
from reporting.disclosure.rules.threshold import MINIMUM

from tests.reporting.attacker import narrowed, solved, subtracted
from tests.reporting.planted import SORTS, Told

# All thousand under FULL=1; a table takes some tenths of a second.
TABLES = 1_000 if os.environ.get("FULL") else 24
WIDTH = MINIMUM - 1e-3


def exposed_to_audit(told: Told, hidden: frozenset[Cell]) -> set[Cell]:
    return {one.cell for one in exposed_cells(told.table, hidden)}


def exposed_to_attacker(told: Told, hidden: frozenset[Cell]) -> set[Cell]:
    unknown = hidden | told.table.unpublished
    shown = {cell: count for cell, count in told.table.counts.items() if cell not in unknown}
    protected = told.table.protected(hidden)
    found = narrowed(told.table.equations, shown, protected, WIDTH)
    exact = set(subtracted(told.table.equations, shown)) | solved(told.table.equations, shown)
    assert exact & protected <= set(found)
    return set(found)


def leaks(told: Told) -> list[Cell]:
    """Return hidden cells, not small, that alone stand between a reader and a protected cell."""
    protected = told.table.protected(told.hidden)
    found: set[Cell] = set()
    for equation in told.table.equations:
        unknown = [cell for cell in equation.cells if cell in told.unknown]
        if len(unknown) == 2 and protected.issuperset(unknown):
            found.update(unknown)
    return sorted(found & told.hidden - told.table.small - told.table.kept)


@pytest.mark.parametrize("number", range(TABLES))
def test_of_a_random_table_nothing_is_found_and_every_planted_leak_is(number: int) -> None:
    random = Random(number)
    told = SORTS[number % len(SORTS)](random)
    assert min(told.shown.values(), default=MINIMUM) >= MINIMUM
    assert not exposed_to_audit(told, told.hidden)
    assert not exposed_to_attacker(told, told.hidden)
    planted = leaks(told)
    for leak in random.sample(planted, min(2, len(planted))):
        leaky = told.hidden - {leak}
        found = exposed_to_audit(told, leaky)
        assert found
        assert found == exposed_to_attacker(told, leaky)
