"""End pauses after their last day."""

from datetime import datetime

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.take_step import take_step
from volunteers.amsterdam import day_of

ENDED_A_COMMIT = 50
SELECT_ENDED = """
SELECT volunteer_id FROM volunteer WHERE state = 'paused' AND paused_until < $1
ORDER BY volunteer_id LIMIT $2
"""


async def end_pauses(connection: Connection, now: datetime) -> int:
    """Let up to 50 people whose pause is over be active again; return how many."""
    today = day_of(now)
    rows = await connection.fetch(SELECT_ENDED, today, ENDED_A_COMMIT)
    locked = await lock_volunteers(connection, [row["volunteer_id"] for row in rows])
    over = [
        one for one in locked.values()
        if one.state == "paused" and one.paused_until is not None and one.paused_until < today
    ]  # fmt: skip
    for one in over:
        await take_step(connection, one, "resume", now)
    return len(over)
