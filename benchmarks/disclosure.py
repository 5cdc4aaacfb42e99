"""How long it takes to decide what may be shown: the nation's month, its quarter, its year.

A month is decided in the process that the service starts for it, from its start on. The quarter is
decided with its three published months, the year with its twelve months and four quarters. After
each decision the audit is made anew, without what the decision has seen; it must find nothing.
The year takes minutes: `--until year` asks for it.
"""

import argparse
import asyncio
import resource
import sys
import time
from typing import Any

from reporting.books.rules.known import decided
from reporting.disclosure.deciding import decide_apart
from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.audit import exposed_cells
from reporting.disclosure.rules.periods import Periods, of_period, periods_table
from reporting.disclosure.rules.suppression import Table

from benchmarks.disclosure_tables import Drawn, draw_month, summed, table_of
from benchmarks.results import console, show, write

AIM = 10.0
CONTACTS = 25_000
PERIODS = ("month", "quarter", "year")


def measure(table: Table, new: str) -> tuple[frozenset[Cell], dict[str, Any]]:
    """Decide and audit; return the hidden cells of the new period, and what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.monotonic()
    decision = asyncio.run(decide_apart(table))
    wall = time.monotonic() - began
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    began, cpu_began = time.monotonic(), time.process_time()
    exposed = exposed_cells(table, decision.hidden)
    hidden = of_period(new, decision.hidden)
    published = of_period(new, frozenset(table.counts) - table.unpublished)
    small = of_period(new, table.small - table.unpublished)
    told = {
        "cells": len(table.counts),
        "decide_seconds": round(wall, 2),
        "decide_cpu_seconds": round(cpu, 2),
        "audit_seconds": round(time.monotonic() - began, 2),
        "audit_cpu_seconds": round(time.process_time() - cpu_began, 2),
        "exposed": len(exposed),
        "published": len(published),
        "below_ten": len(small),
        "hidden": len(hidden),
    }
    console.print(new, told)
    return hidden, told


def shown_by_all(parts: list[Table]) -> int:
    """Return how many cells all of the shorter periods show."""
    return len(frozenset.intersection(*(part.shown for part in parts)))


def close_quarter(
    number: int, months: list[Drawn], tables: dict[str, Table], *, months_only: bool
) -> dict[str, Any]:
    """Decide the months of a quarter and then the quarter; return what the last one took."""
    told: dict[str, Any] = {}
    names = [f"month {3 * number + place + 1}" for place in range(3)]
    for name, month in zip(names, months, strict=True):
        alone = table_of(month)
        hidden, told["month"] = measure(periods_table(Periods({name: alone})), name)
        tables[name] = decided(alone, hidden)
        if months_only:
            return told
    name, whole = f"quarter {number + 1}", table_of(summed(months))
    together = Periods({one: tables[one] for one in names} | {name: whole}, {name: names})
    hidden, told["quarter"] = measure(periods_table(together), name)
    told["quarter"]["shown_by_all_months"] = shown_by_all([tables[one] for one in names])
    tables[name] = decided(whole, hidden)
    return told


def close_year(months: list[Drawn], tables: dict[str, Table], found: dict[str, Any]) -> None:
    """Decide the other quarters, and then the year with all of them."""
    for number in range(1, 4):
        of_quarter = months[3 * number : 3 * number + 3]
        close_quarter(number, of_quarter, tables, months_only=False)
    quarters = {
        f"quarter {number + 1}": [f"month {3 * number + place + 1}" for place in range(3)]
        for number in range(4)
    }
    sums = quarters | {"year": list(quarters)}
    together = Periods(tables | {"year": table_of(summed(months))}, sums)
    _, found["year"] = measure(periods_table(together), "year")
    found["year"]["shown_by_all_quarters"] = shown_by_all([tables[one] for one in quarters])


def main() -> int:
    """Measure up to the period that is asked for; return how many cells the audits found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--until", choices=PERIODS, default="quarter")
    parser.add_argument("--contacts", type=int, default=CONTACTS, help="a month")
    given = parser.parse_args()
    months = [draw_month(seed, given.contacts) for seed in range(12)]
    tables: dict[str, Table] = {}
    found = close_quarter(0, months[:3], tables, months_only=given.until == "month")
    if given.until == "year":
        close_year(months, tables, found)
    month = found["month"]["decide_seconds"]
    write("disclosure",
          {"contacts": given.contacts, "month_seconds": month, "aim": AIM, **found})  # fmt: skip
    columns = ("decide_seconds", "decide_cpu_seconds", "audit_seconds", "hidden", "published")
    rows = [[period, *(told[column] for column in columns)] for period, told in found.items()]
    show("What may be shown", ["period", *columns], rows)
    return sum(told["exposed"] for told in found.values())


if __name__ == "__main__":
    sys.exit(main())
