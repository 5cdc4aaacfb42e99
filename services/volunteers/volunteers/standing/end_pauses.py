"""End pauses after their last day."""

from datetime import datetime

from shared.database import Connection, Database

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.take_step import take_step
from volunteers.amsterdam import day_of

ENDED_A_COMMIT = 50
SELECT_ENDED = """
SELECT volunteer_id FROM volunteer WHERE state = 'paused' AND paused_until < $1
ORDER BY volunteer_id LIMIT $2
"""


async def end_pauses(database: Database, now: datetime) -> None:
    """Let everybody whose pause is over be active again, some in each commit."""
    ended = ENDED_A_COMMIT
    while ended == ENDED_A_COMMIT:
        async with database.commit() as connection:
            ended = await _end_some(connection, now)


async def _end_some(connection: Connection, now: datetime) -> int:
    today = day_of(now)
    rows = await connection.fetch(SELECT_ENDED, today, ENDED_A_COMMIT)
    locked = await lock_volunteers(connection, [row["volunteer_id"] for row in rows])
    for one in locked.values():
        # Who resumed while this waited for the lock is active already.
        if one.state == "paused" and one.paused_until and one.paused_until < today:
            await take_step(connection, one, "resume", now)
    return len(rows)
