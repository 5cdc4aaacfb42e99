"""Which inhabitants a contract is for: a part of a municipality's, for some days.

A reorganisation divides and joins municipalities, so a contract is for an interval of the
inhabitants: those from `part_from` to `part_until`, of `part_of`. No two contracts have the same
ones. The bounds are rounded and not the parts, so that the parts of a municipality always sum to
its inhabitants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Coverage:
    """A municipality (CBS code) under a contract, from its first to its last day, both included.

    `came_from` is the municipality of which a reorganisation made this part; `left_because` is
    opted_out, break, agreed or reorganised.
    """

    code: str
    first_day: date
    last_day: date
    part_from: int = 0
    part_until: int = 1
    part_of: int = 1
    came_from: str | None = None
    left_because: str | None = None

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """Return the bounds of the part, as fractions of the municipality's inhabitants."""
        return Fraction(self.part_from, self.part_of), Fraction(self.part_until, self.part_of)


def coverage_of(row: Mapping[str, Any]) -> Coverage:
    """Return a row of `contract_beneficiary`; the database's numeric bounds are whole numbers."""
    return Coverage(
        code=row["code"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        part_from=int(row["part_from"]),
        part_until=int(row["part_until"]),
        part_of=int(row["part_of"]),
        came_from=row["came_from"],
        left_because=row["left_because"],
    )


def covered_inhabitants(coverage: Coverage, inhabitants: int) -> int:
    """Return how many of a municipality's inhabitants are in the part."""
    return _bound(coverage.part_until, inhabitants, coverage.part_of) - _bound(
        coverage.part_from, inhabitants, coverage.part_of
    )


def is_billed(coverage: Coverage, year: int) -> bool:
    """Tell whether a year is billed by this row: a year is of the municipalities of its 1 January.

    What came by a reorganisation in the course of the year is billed from the next year on; the
    row that it replaced is billed through the year.
    """
    if coverage.last_day.year < year or coverage.first_day.year > year:
        return False
    return coverage.came_from is None or coverage.first_day <= date(year, 1, 1)


def _bound(part: int, inhabitants: int, part_of: int) -> int:
    """Return the part's bound in whole inhabitants; an exact half goes up."""
    return (2 * part * inhabitants + part_of) // (2 * part_of)
