"""Give newly opened shifts to those whose fixed shifts they are."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection, Database
from shared.refusals import Refusal

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.fixed_shifts.rules import falls_on
from volunteers.fixed_shifts.tables import FixedShift
from volunteers.persistence import save
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.rules.places import AlreadyInShift
from volunteers.shifts.take_place import give_place
from volunteers.shifts.tell import tell

MOST_AT_ONCE = 500
# Most shifts are nobody's: they need no commit of their own.
CHECK_NOBODYS = """
UPDATE shift SET fixed_checked_at = $1 WHERE shift_id IN (
    SELECT shift_id FROM shift
    WHERE fixed_checked_at IS NULL AND cancelled_at IS NULL AND starts_at > $1
        AND NOT EXISTS (SELECT FROM fixed_shift
            WHERE fixed_shift.location_id = shift.location_id
                AND fixed_shift.day_part = shift.day_part
                AND extract(isodow FROM first_day) = extract(isodow FROM shift.day)
                AND (last_day IS NULL OR last_day >= shift.day))
    ORDER BY shift_id LIMIT 5000 FOR NO KEY UPDATE SKIP LOCKED
)
"""
SELECT_UNCHECKED = """
SELECT shift_id FROM shift
WHERE fixed_checked_at IS NULL AND cancelled_at IS NULL AND starts_at > $1
ORDER BY starts_at LIMIT $2
"""
# Whose fixed shift began first comes first.
SELECT_FIXED = """
SELECT fixed_shift.* FROM fixed_shift JOIN shift USING (location_id, day_part)
JOIN volunteer USING (volunteer_id)
WHERE shift_id = $1 AND first_day <= day AND (last_day IS NULL OR last_day >= day)
    AND shift.channels <@ fixed_shift.channels AND state <> 'left'
ORDER BY first_day, fixed_id
"""


async def fill_fixed(database: Database, now: datetime) -> None:
    """Give the places of shifts that were opened since, a commit for each shift.

    What a rule forbids is told to the volunteer. Two processes may do it at once.
    """
    async with database.commit() as connection:
        await connection.execute(CHECK_NOBODYS, now)
    async with database.commit() as connection:
        rows = await connection.fetch(SELECT_UNCHECKED, now, MOST_AT_ONCE)
    for row in rows:
        async with database.commit() as connection:
            await _fill(connection, row["shift_id"], now)


async def _fill(connection: Connection, shift_id: UUID, now: datetime) -> None:
    rows = await connection.fetch(SELECT_FIXED, shift_id)
    fixed = [FixedShift(**row) for row in rows]
    people = await lock_volunteers(connection, [one.volunteer_id for one in fixed])
    shift = await lock_shift(connection, shift_id)
    if shift.fixed_checked_at is not None:  # another process was faster
        return
    for one in fixed:
        if not falls_on(shift.day, one.first_day, one.last_day, one.every_weeks):
            continue
        try:
            await give_place(connection, people[one.volunteer_id], shift, source="fixed", now=now)
        except AlreadyInShift:
            continue
        except Refusal:
            await tell(connection, "fixed_refused", shift, [one.volunteer_id], now)
    shift.fixed_checked_at = now
    await save(connection, [shift], "fixed_checked_at")
