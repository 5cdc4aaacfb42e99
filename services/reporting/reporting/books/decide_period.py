"""Decide what of a period may be shown, given all that is published of the periods around it."""

from collections.abc import Sequence

from reporting.books.closings import Closing, linked, newest_months
from reporting.books.counted import Counted, of_month, of_months
from reporting.books.periods import Period
from reporting.books.rules.known import Known, decided, periods_known
from reporting.disclosure.deciding import decide_apart
from reporting.disclosure.rules.attack import Cell
from reporting.disclosure.rules.periods import of_period, periods_table


async def decide_period(
    period: Period, revision: int, counted: Counted, earlier: Sequence[Closing]
) -> frozenset[Cell]:
    """Return which cells (place, figure, name) of a period are hidden.

    `earlier` are the closings of the year until now. What is the sum of one month alone hides what
    that month hides: it tells nothing else, and the system would hold each cell once more, which
    takes the solver minutes.
    """
    months = newest_months(period, earlier)
    if period.parts and len(months) == 1:
        return months[0].hidden
    new = Known(period, revision, counted.table)
    known = [
        Known(one.period, one.revision, decided(_counted(one, earlier).table, one.hidden))
        for one in linked(period, earlier)
    ]
    decision = await decide_apart(periods_table(periods_known([*known, new])))
    return of_period(new.name, decision.hidden)


def _counted(closing: Closing, closings: Sequence[Closing]) -> Counted:
    if closing.counts:
        return of_month(closing.counts)
    before = [one for one in closings if one.number < closing.number]
    months = newest_months(closing.period, before)
    return of_months([one.counts for one in months if one.counts])
