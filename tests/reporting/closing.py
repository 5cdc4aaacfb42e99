"""Close periods in a test, as the clock or the command does."""

from datetime import UTC, datetime

from reporting.books.close_period import close_period
from reporting.books.make_reports import Made
from reporting.books.periods import period_of

from tests.platform import Running


async def closed(reporting: Running, *periods: str) -> list[Made]:
    """Close the periods, in that order; return the reports of the last."""
    made: list[Made] = []
    for name in periods:
        made = await close_period(reporting.database, period_of(name), datetime.now(UTC))
    return made
