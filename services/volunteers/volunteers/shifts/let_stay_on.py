"""Let who offered to stay on have the open places of a shift that begins."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from shared.database import Connection, Database
from shared.refusals import Refusal

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.take_place import give_place

# Who was not let to stay on by then has gone home.
WITHIN = timedelta(minutes=15)
SELECT_SHIFTS = """
SELECT DISTINCT shift_id FROM standby JOIN shift USING (shift_id)
WHERE kind = 'stay_on' AND starts_at <= $1 AND starts_at > $2 AND cancelled_at IS NULL
    AND filled < needed
"""
SELECT_STAYING = """
SELECT volunteer_id FROM standby WHERE shift_id = $1 AND kind = 'stay_on'
ORDER BY since, volunteer_id
"""


async def let_stay_on(database: Database, now: datetime) -> None:
    """Give the open places of shifts that have just begun to who stays on, a commit for each."""
    async with database.commit() as connection:
        rows = await connection.fetch(SELECT_SHIFTS, now, now - WITHIN)
    for row in rows:
        async with database.commit() as connection:
            await _fill(connection, row["shift_id"], now)


async def _fill(connection: Connection, shift_id: UUID, now: datetime) -> None:
    staying = [row["volunteer_id"] for row in await connection.fetch(SELECT_STAYING, shift_id)]
    people = await lock_volunteers(connection, staying)
    shift = await lock_shift(connection, shift_id)
    for one in staying:
        elsewhere = people[one].location_id != shift.location_id
        with suppress(Refusal):  # a rule forbids it by now: the next is asked
            await give_place(
                connection, people[one], shift, source="stay_on", now=now,
                from_home=shift.home_allowed and elsewhere,
            )  # fmt: skip
