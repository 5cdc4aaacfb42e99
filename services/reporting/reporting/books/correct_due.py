"""Correct by the clock what became known late: the newest closed months, once a day."""

from datetime import datetime

from shared.database import Database, raw

from reporting.books.correct_period import correct_period
from reporting.books.periods import period_of
from reporting.books.publish_period import ClosedMeanwhile
from reporting.books.rules.correction import CorrectedToday, NothingToCorrect

# Counting one costs a tenth of a second. Older ones are corrected by the command.
MONTHS_LOOKED_AT = 24
SELECT_MONTHS = """
SELECT DISTINCT period FROM closing WHERE length(period) = 7 AND period NOT LIKE '%Q%'
ORDER BY period DESC LIMIT $1
"""


async def correct_due(database: Database, now: datetime) -> None:
    """Correct each of the newest months of which at least ten attempts differ."""
    async with database.read() as session:
        connection = await raw(session)
        rows = await connection.fetch(SELECT_MONTHS, MONTHS_LOOKED_AT)
    for row in rows:
        try:
            await correct_period(database, period_of(row["period"]), now)
        except (NothingToCorrect, CorrectedToday, ClosedMeanwhile):
            continue
