"""Which periods are closed, with how many reports and hidden cells; no exact count is told."""

from dataclasses import dataclass
from datetime import datetime

from shared.database import Database

from reporting.books.periods import period_of

SELECT_CLOSED = """
SELECT period, max(revision) AS revision, min(closed_at) AS closed_at,
    (SELECT count(*) FROM published_report WHERE published_report.period = closing.period)
        AS reports,
    max(jsonb_array_length(hidden)) AS hidden
FROM closing GROUP BY period
"""


@dataclass(frozen=True)
class ClosedPeriod:
    """A period that is closed: its reports of all revisions, and the cells that are hidden."""

    period: str
    closed_at: datetime
    revision: int
    reports: int
    hidden: int


async def closed_periods(database: Database) -> list[ClosedPeriod]:
    """Return the periods that are closed, in order of time, each whole after its parts."""
    async with database.commit() as connection:
        rows = await connection.fetch(SELECT_CLOSED)
    found = [ClosedPeriod(**row) for row in rows]
    return sorted(found, key=lambda one: (period_of(one.period).ends, period_of(one.period).length))
