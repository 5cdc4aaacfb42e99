"""How many periods should have been closed two days ago: for the gauge of an alert."""

from datetime import timedelta

from shared.http import now
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.close_due import periods_due

PATIENCE = timedelta(days=2)  # the clock closes what is due within the hour


async def count_overdue(session: AsyncSession) -> int:
    """Return the number of periods that are due for more than two days and not closed."""
    return len(await periods_due(session, now() - PATIENCE))
