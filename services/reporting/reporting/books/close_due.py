"""Close by the clock what is due: months first, then the quarters and the years that ended."""

import logging
from datetime import datetime

from shared.database import Database, raw
from shared.month import last_closed
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.close_period import close_period
from reporting.books.periods import Period, month, period_of, year
from reporting.books.publish_period import ClosedMeanwhile
from reporting.books.rules.closing import AlreadyClosed, PartsNotClosed, due
from reporting.counting.months_counted import months_counted

log = logging.getLogger(__name__)

SELECT_CLOSED = "SELECT DISTINCT period FROM closing"


async def close_due(database: Database, now: datetime) -> None:
    """Close each period that is due; another process may close one of them at the same time."""
    async with database.read() as session:
        periods = await periods_due(session, now)
    for period in periods:
        try:
            await close_period(database, period, now)
        except (AlreadyClosed, ClosedMeanwhile):  # what is left is done the next time
            continue
        except PartsNotClosed as refusal:  # a month before the first that was closed has attempts
            log.warning("a period is not closed: %s", refusal.detail)


async def periods_due(session: AsyncSession, now: datetime) -> list[Period]:
    """Return the periods to close at a moment, in order."""
    connection = await raw(session)
    rows = await connection.fetch(SELECT_CLOSED)
    closed = {period_of(row["period"]) for row in rows}
    newest = max((one.first for one in closed), default=None)
    begins = year(newest.year).begins if newest else last_closed(now).begins
    counted = await months_counted(connection, begins, now)
    return due(closed, [month(one) for one in counted], now)
