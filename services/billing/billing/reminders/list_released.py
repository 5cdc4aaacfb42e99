"""List the reminders that were released lately, so that their letters are found."""

from collections.abc import Sequence
from datetime import date, timedelta

from shared.database import Connection

from billing.reminders.views import ReminderView

SHOWN_DAYS = 60
MOST = 500
LIST_RELEASED = """
SELECT r.number, d.payer, d.buyer ->> 'name' AS payer_name, r.step, d.issued_on, d.due_on,
    r.days_overdue, r.open, r.interest, r.costs, r.open + r.interest + r.costs AS claimed,
    r.released_on
FROM reminder r JOIN document d USING (number)
WHERE r.released_on > $1 ORDER BY r.released_at DESC, r.number LIMIT $2
"""


async def list_released(connection: Connection, today: date) -> Sequence[ReminderView]:
    """Return what was released in the last 60 days, the newest first, at most 500."""
    rows = await connection.fetch(LIST_RELEASED, today - timedelta(SHOWN_DAYS), MOST)
    return [ReminderView(**dict(row)) for row in rows]
