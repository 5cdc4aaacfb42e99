"""Tables and decisions as JSON, between the service and the process that decides.

Cells are numbers there: their places in the list `cells`.
"""

from typing import Any

from reporting.disclosure.rules.attack import Equation
from reporting.disclosure.rules.decision import Decision, Exposed
from reporting.disclosure.rules.suppression import Table

SETS = ("unpublished", "shown", "kept")


def table_as_json(table: Table) -> dict[str, Any]:
    """Return a table as an object of lists."""
    cells = list(table.counts)
    place = {cell: number for number, cell in enumerate(cells)}
    sets = {name: sorted(place[cell] for cell in getattr(table, name)) for name in SETS}
    return sets | {
        "cells": cells,
        "counts": list(table.counts.values()),
        "equations": [[place[cell] for cell in one.cells] for one in table.equations],
    }


def table_from_json(told: dict[str, Any]) -> Table:
    """Return the table of an object that `table_as_json` made."""
    cells = [tuple(cell) for cell in told["cells"]]
    sets = {name: frozenset(cells[place] for place in told[name]) for name in SETS}
    equations = [
        Equation(cells[total], tuple(cells[part] for part in parts))
        for total, *parts in told["equations"]
    ]
    return Table(dict(zip(cells, told["counts"], strict=True)), equations, **sets)


def decision_as_json(decision: Decision, table: Table) -> dict[str, Any]:
    """Return a decision about a table as an object of lists."""
    place = {cell: number for number, cell in enumerate(table.counts)}
    return {
        "hidden": sorted(place[cell] for cell in decision.hidden),
        "exposed": [[place[one.cell], one.low, one.high] for one in decision.exposed],
    }


def decision_from_json(told: dict[str, Any], table: Table) -> Decision:
    """Return the decision of an object that `decision_as_json` made of the same table."""
    cells = list(table.counts)
    return Decision(
        frozenset(cells[place] for place in told["hidden"]),
        tuple(Exposed(cells[place], low, high) for place, low, high in told["exposed"]),
    )
