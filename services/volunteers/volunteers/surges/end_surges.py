"""End surges: nobody more is asked, and places that nobody took are given up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import ShiftCancelled
from shared.outbox import record

from volunteers.offers.withdraw_offers import withdraw_offers_of_source
from volunteers.persistence import lock, save
from volunteers.shifts.events import shift_event
from volunteers.shifts.tables import Shift
from volunteers.surges.open_surge_shifts import change_needed
from volunteers.surges.rules import shift_ids_until
from volunteers.surges.tables import Surge

SELECT_ENDED = """
SELECT * FROM surge WHERE surge_id = ANY($1) AND until IS NOT NULL ORDER BY surge_id
"""


async def end_surges(connection: Connection, surge_ids: Sequence[UUID], now: datetime) -> None:
    """Withdraw the open offers of those that have ended, and close their open places.

    Who has taken a place keeps it: a coordinator releases them if need be.
    """
    for row in await connection.fetch(SELECT_ENDED, surge_ids):
        surge = Surge(**row)
        await _give_up_places(connection, surge, now)
        await withdraw_offers_of_source(connection, [surge.surge_id], now)


async def _give_up_places(connection: Connection, surge: Surge, now: datetime) -> None:
    assert surge.until
    ids = shift_ids_until(surge.surge_id, surge.since, surge.until, surge.listeners_wanted)
    for shift in await lock(connection, Shift, ids):
        if shift.cancelled_at or shift.ends_at <= surge.until or shift.filled >= shift.needed:
            continue
        if shift.filled:
            await change_needed(connection, shift, shift.filled, now)
        else:
            shift.cancelled_at = now
            shift.version += 1
            await save(connection, [shift], "cancelled_at", "version")
            await record(connection, shift_event(ShiftCancelled, shift, now))
