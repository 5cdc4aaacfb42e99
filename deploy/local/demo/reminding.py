"""Reminders, a month later: of every invoice of the demo that is not paid by then.

The clock of billing is the machine's, and an invoice of today is not overdue. So the use cases are
called with the day after the last day of payment.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from billing.reminders.commands import ReleaseReminders
from billing.reminders.propose_reminders import propose_reminders
from billing.reminders.release_reminders import release_reminders

from demo.stored_ids import connected

LAST_DAY = "SELECT max(due_on) FROM document WHERE number = ANY ($1)"
COUNT = "SELECT count(*) FROM reminder WHERE step = 1 AND number = ANY ($1)"


async def remind(url: str, numbers: Iterable[str]) -> int:
    """Release the first reminder of what is open of these invoices; return how many there are.

    `url` is of billing's database. A second time there is nothing left to release.
    """
    own = set(numbers)
    async with connected(url) as connection:
        async with connection.transaction():
            day_after = await connection.fetchval(LAST_DAY, own) + timedelta(1)
            later = datetime.combine(day_after, time(12), UTC)
            proposed = (await propose_reminders(connection, day_after)).reminders
            due = [one.number for one in proposed if one.number in own]
            if due:
                await release_reminders(connection, ReleaseReminders(numbers=due), later)
        released: int = await connection.fetchval(COUNT, own)
    return released
