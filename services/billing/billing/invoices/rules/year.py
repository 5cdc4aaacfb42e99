"""By which municipalities a year is billed: those of its 1 January, and who joined later.

A municipality that a reorganisation brought in the course of a year is billed from the next year
on, by figures that it has then. The one in whose place it came is billed until the year's end.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from billing.contracts.coverage import Coverage, is_billed


def billed_in(rows: Iterable[Coverage], year: int, contract_ends: date) -> list[Coverage]:
    """Return the rows that a year is billed by, cut to the days of the year.

    A row that a reorganisation replaced within the year goes on to the year's end, or to that of
    the contract.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for row in rows:
        if is_billed(row, year):
            replaced = row.left_because == "reorganised"
            ends = max(contract_ends, row.last_day) if replaced else row.last_day
            found.append(
                replace(row, first_day=max(row.first_day, first), last_day=min(ends, last))
            )
    return found
