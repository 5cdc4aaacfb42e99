"""Remind volunteers of their shifts, as long before as each of them wants."""

from datetime import datetime

from shared.database import Database

MOST_HOURS = 168
# Who took the place after the moment of the reminder needs none. Once noted it is not noted again.
WANT_REMINDERS = """
INSERT INTO notice (notice_id, person_id, kind, about_id, due_at, expires_at, state, attempts,
    next_at)
SELECT gen_random_uuid(), volunteer_id, 'shift_reminder', shift_id, due_at, starts_at, 'waiting', 0,
    due_at
FROM (
    SELECT volunteer_id, shift_id, starts_at, filled_at,
        starts_at - make_interval(hours => reminder_hours) AS due_at
    FROM shift
    CROSS JOIN LATERAL (SELECT volunteer_id, filled_at FROM place
        WHERE place.shift_id = shift.shift_id OFFSET 0) AS place
    JOIN person ON person_id = volunteer_id
    WHERE starts_at > $1 AND starts_at <= $1 + make_interval(hours => $2)
        AND cancelled_at IS NULL AND reminder_hours > 0
) AS coming
WHERE due_at <= $1 AND filled_at < due_at
ORDER BY volunteer_id, shift_id
ON CONFLICT (person_id, kind, about_id, due_at) DO NOTHING
"""


async def remind_of_shifts(database: Database, now: datetime) -> None:
    """Want a notice for each place whose reminder is due and whose shift has not begun."""
    async with database.commit() as connection:
        await connection.execute(WANT_REMINDERS, now, MOST_HOURS)
