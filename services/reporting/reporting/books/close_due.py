"""Close by the clock what is due: months first, then the quarters and the years that ended."""

import logging
from datetime import datetime

from shared.database import Database, raw
from shared.month import last_closed

from reporting.books.close_period import close_period
from reporting.books.periods import Period, month, period_of
from reporting.books.rules.closing import AlreadyClosed, PartsNotClosed, due
from reporting.counting.months_counted import months_counted

log = logging.getLogger(__name__)

SELECT_CLOSED = "SELECT DISTINCT period FROM closing"


async def close_due(database: Database, now: datetime) -> None:
    """Close each period that is due; another process may close one of them at the same time."""
    for period in await _due(database, now):
        try:
            await close_period(database, period, now)
        except AlreadyClosed:
            continue
        except PartsNotClosed as refusal:  # a month before the first that was closed has attempts
            log.warning("a period is not closed: %s", refusal.detail)


async def _due(database: Database, now: datetime) -> list[Period]:
    async with database.read() as session:
        connection = await raw(session)
        rows = await connection.fetch(SELECT_CLOSED)
        closed = {period_of(row["period"]) for row in rows}
        months = [one.ends for one in closed if one.kind == "month"]
        begin = max(months, default=last_closed(now).begins)
        counted = await months_counted(connection, begin, now)
    return due(closed, [month(one) for one in counted], now)
