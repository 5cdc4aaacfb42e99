"""By which municipalities a year is billed: those of its 1 January, and who joined later.

A municipality that a reorganisation brought in the course of a year is billed from the next year
on, by figures that it has then. The one in whose place it came is billed until the year's end.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from billing.contracts.coverage import Coverage


def billed_in(rows: Iterable[Coverage], year: int, contract_ends: date) -> list[Coverage]:
    """Return the rows that a year is billed by, cut to the days of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for row in rows:
        came_within = row.came_from is not None and first < row.first_day
        replaced_within = row.left_because == "reorganised" and first <= row.last_day < last
        ends = min(contract_ends, last) if replaced_within else row.last_day
        if row.first_day <= last and ends >= first and not came_within:
            cut = replace(row, first_day=max(row.first_day, first), last_day=min(ends, last))
            found.append(cut)
    return found
