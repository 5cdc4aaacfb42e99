"""Close a period: count it, decide what may be shown, and publish its reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shared.database import Database

from reporting.books.closings import Closing, read_closings
from reporting.books.make_reports import Made
from reporting.books.periods import Period, month, wholes_of
from reporting.books.publish_period import Snapshot, publish_period
from reporting.books.read_basis import read_basis
from reporting.books.rules.closing import AlreadyClosed, check_over, check_parts, check_wholes
from reporting.counting.months_counted import months_counted
from reporting.projections.positions import seen


async def close_period(database: Database, period: Period, now: datetime) -> list[Made]:
    """Close a period and return its reports, which are published.

    Raises `PeriodNotOver`, `AlreadyClosed`, `PartsNotClosed`, `WholeIsClosed` and
    `ClosedMeanwhile`.
    """
    check_over(period, now)
    return await publish_period(database, await _snapshot(database, period), now)


async def _snapshot(database: Database, period: Period) -> Snapshot:
    async with database.commit() as connection:
        known = await seen(connection)  # first: it makes the transaction see one moment
        earlier = await read_closings(connection, period.year)
        counted = await months_counted(connection, period.begins, period.ends)
        _check_open(period, earlier, [month(one) for one in counted])
        basis = await read_basis(connection, period, earlier)
    return Snapshot(period, 0, basis, earlier, known)


def _check_open(period: Period, closings: Iterable[Closing], counted: Sequence[Period]) -> None:
    closed = {one.period for one in closings}
    if period in closed:
        raise AlreadyClosed(f"{period} is closed, and its reports are published")
    check_wholes(wholes_of(period), closed, period)
    check_parts(period, closed, counted)
