"""Decide in a thread, until the solver's own process does."""

import asyncio
from dataclasses import dataclass

from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.suppression import Table, hidden_cells


@dataclass(frozen=True)
class Decision:
    """Which cells are hidden."""

    hidden: frozenset[Cell]


async def decide_apart(table: Table) -> Decision:
    """Return which cells of the table are hidden."""
    return Decision(await asyncio.to_thread(hidden_cells, table))
