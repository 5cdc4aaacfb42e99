"""Open the shifts that a surge takes, now and next."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Channel
from shared.events.volunteers import ShiftOpened
from shared.outbox import record

from volunteers.persistence import insert, lock, save
from volunteers.shifts.events import shift_event
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.tables import Shift
from volunteers.surges.rules import SurgeShift, shifts_now_and_next
from volunteers.surges.tables import Surge

# An accident line has a number and a chat page.
CHANNELS: list[Channel] = ["telephone", "chat"]
# The largest location of the region, else of the nation; ties by id.
SELECT_LOCATION = """
SELECT location_id FROM location LEFT JOIN volunteer USING (location_id)
WHERE location.closed_on IS NULL OR location.closed_on > $2
GROUP BY location_id
ORDER BY region = $1 DESC, count(*) FILTER (WHERE state = 'active') DESC, location_id LIMIT 1
"""


async def open_surge_shifts(
    connection: Connection, surge: Surge, now: datetime
) -> list[SurgeShift]:
    """Open what is not open yet, with more places where more are wanted; return now and next.

    The caller has locked the surge. Nothing is opened where no location works.
    """
    wanted = shifts_now_and_next(surge.surge_id, surge.listeners_wanted, now)
    known = {
        shift.shift_id: shift
        for shift in await lock(connection, Shift, [one.shift_id for one in wanted])
    }
    location_id = await connection.fetchval(SELECT_LOCATION, surge.region, wanted[0].day)
    if location_id is None:
        return []
    for one in wanted:
        shift = known.get(one.shift_id)
        if shift is None:
            await _open(connection, surge, one, location_id, now)
        elif shift.needed < one.needed and shift.cancelled_at is None:
            await change_needed(connection, shift, one.needed, now)
    return wanted


async def change_needed(connection: Connection, shift: Shift, needed: int, now: datetime) -> None:
    """Let a locked shift need more or fewer people, and tell it whole."""
    shift.needed = needed
    shift.version += 1
    await save(connection, [shift], "needed", "version")
    await record(connection, shift_event(ShiftOpened, shift, now))


async def _open(
    connection: Connection, surge: Surge, one: SurgeShift, location_id: UUID, now: datetime
) -> None:
    span = span_of(one.day, one.part)
    shift = Shift(
        shift_id=one.shift_id,
        location_id=location_id,
        day=one.day,
        day_part=one.part,
        channels=CHANNELS,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        needed=one.needed,
        home_allowed=True,
        # No fixed shift is one of a surge.
        fixed_checked_at=now,
        surge_id=surge.surge_id,
    )
    await insert(connection, shift)
    await record(connection, shift_event(ShiftOpened, shift, now))
