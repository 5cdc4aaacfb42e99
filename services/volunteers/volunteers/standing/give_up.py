"""Give up what else somebody had for the days on which they are away."""

from datetime import date, datetime
from uuid import UUID

from shared.database import Connection

from volunteers.amsterdam import DAY_HOURS, at_hour
from volunteers.fields import LAST_DAY

DELETE_WAITING = """
DELETE FROM waiting_place USING shift
WHERE waiting_place.shift_id = shift.shift_id AND volunteer_id = $1
    AND starts_at > $2 AND starts_at < $3
"""
DELETE_STANDBY = """
DELETE FROM standby USING shift
WHERE standby.shift_id = shift.shift_id AND volunteer_id = $1
    AND starts_at > $2 AND starts_at < $3
"""
LAPSE_OFFERS = """
UPDATE offer SET state = 'lapsed', answered_at = $2 FROM shift
WHERE offer.shift_id = shift.shift_id AND volunteer_id = $1 AND state = 'open'
    AND starts_at > $2 AND starts_at < $3
"""
WITHDRAW_SWAPS = """
UPDATE swap SET state = 'withdrawn', settled_at = $2
WHERE state = 'proposed' AND swap_id IN (
    SELECT swap_id FROM swap_leg JOIN shift ON shift_id = gives OR shift_id = takes
    WHERE volunteer_id = $1 AND starts_at > $2 AND starts_at < $3
)
"""
END_FIXED_SHIFTS = """
UPDATE fixed_shift SET last_day = greatest($2, first_day)
WHERE volunteer_id = $1 AND (last_day IS NULL OR last_day > $2)
"""
DELETE_AVAILABILITY = "DELETE FROM availability WHERE volunteer_id = $1"
DELETE_ABSENCES = "DELETE FROM absence WHERE volunteer_id = $1"
DELETE_FEED = "DELETE FROM calendar_feed WHERE volunteer_id = $1"


async def give_up(
    connection: Connection, volunteer_id: UUID, now: datetime, until: date | None
) -> None:
    """Wait and stand by no more, lapse offers and withdraw swaps, of shifts up to a day, included.

    The volunteer is locked.
    """
    last = at_hour(until or LAST_DAY, DAY_HOURS)
    for statement in (DELETE_WAITING, DELETE_STANDBY, LAPSE_OFFERS, WITHDRAW_SWAPS):
        await connection.execute(statement, volunteer_id, now, last)


async def end_all(connection: Connection, volunteer_id: UUID, today: date) -> None:
    """End what was to go on, of who left: fixed shifts, the usual week, the calendar's address."""
    await connection.execute(END_FIXED_SHIFTS, volunteer_id, today)
    for statement in (DELETE_AVAILABILITY, DELETE_ABSENCES, DELETE_FEED):
        await connection.execute(statement, volunteer_id)
