"""All that a reader knows of periods, their sums and their corrections, as one system.

A quarter is the sum of its months, and a reader has the months already: what they show stays
shown, what they hide stays hidden, and both bound what the quarter may show. A correction and what
it corrects are two such tables, and so are a correction and every revision before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporting.books.periods import Period, month
from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.periods import Periods
from reporting.disclosure.rules.suppression import Table


@dataclass(frozen=True)
class Known:
    """A revision of a period, with its table."""

    period: Period
    revision: int
    table: Table

    @property
    def name(self) -> str:
        """What its table is called in the system."""
        return f"{self.period} revision {self.revision}" if self.revision else str(self.period)


def decided(table: Table, hidden: frozenset[Cell]) -> Table:
    """Return a table as it was published: `hidden` stays hidden, all else is shown for ever."""
    return replace(table, shown=frozenset(table.counts) - hidden - table.unpublished, kept=hidden)


def periods_known(known: Sequence[Known]) -> Periods:
    """Return the system of what is known, in the order in which it was published.

    A whole is the sum of the newest revisions of its months before it.
    """
    sums: dict[str, list[str]] = {}
    corrections: dict[str, list[str]] = {}
    for place, one in enumerate(known):
        before = known[:place]
        if one.period.parts:
            months = {month(each) for each in one.period.months}
            newest = {other.period: other for other in before if other.period in months}
            sums[one.name] = [newest[each].name for each in sorted(newest)]
        elif one.revision:
            corrections[one.name] = [other.name for other in before if other.period == one.period]
    return Periods({one.name: one.table for one in known}, sums, corrections)
