"""Close a period by hand, and those before it if that is asked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

from shared.database import Database, raw

from reporting.books.close_period import close_period
from reporting.books.list_closings import ClosedPeriod, closed_periods
from reporting.books.periods import Period, month, period_of
from reporting.closing_by_hand.rules import through
from reporting.counting.months_counted import months_counted

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # before the first attempt; periods begin with 20


async def close_by_hand(
    database: Database, last: Period, now: datetime, *, before_too: bool
) -> AsyncIterator[ClosedPeriod]:
    """Close a period, or all through it, and yield each once it is published.

    Raises what `close_period` refuses.
    """
    for period in await _periods(database, last) if before_too else [last]:
        await close_period(database, period, now)
        found = await closed_periods(database)
        yield next(one for one in found if one.period == str(period))


async def _periods(database: Database, last: Period) -> list[Period]:
    closed = {period_of(one.period) for one in await closed_periods(database)}
    async with database.read() as session:
        counted = await months_counted(await raw(session), BEGINNING, last.ends)
    return through(last, closed, [month(one) for one in counted])
