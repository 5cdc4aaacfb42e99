"""Give a place that fell free to who waits for it longest, or tell all who wait."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.refusals import Refusal

from volunteers.admission.tables import Volunteer
from volunteers.shifts.rules.release import goes_to_waiting_list
from volunteers.shifts.tables import Shift
from volunteers.shifts.take_place import give_place
from volunteers.shifts.tell import tell

# Of a longer list the first are locked, and may be given the place.
MOST_LOCKED = 20
SELECT_WAITING = """
SELECT shift_id, volunteer_id FROM (
    SELECT shift_id, volunteer_id, since,
        row_number() OVER (PARTITION BY shift_id ORDER BY since, volunteer_id) AS number
    FROM waiting_place WHERE shift_id = ANY($1)
) AS waiting WHERE number <= $2 ORDER BY shift_id, number
"""
SELECT_ALL_WAITING = """
SELECT volunteer_id, from_home FROM waiting_place WHERE shift_id = $1
ORDER BY since, volunteer_id
"""


async def load_waiting(connection: Connection, shift_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Return the first who wait for each shift, in their order: those who are to be locked."""
    found: dict[UUID, list[UUID]] = {one: [] for one in shift_ids}
    for row in await connection.fetch(SELECT_WAITING, shift_ids, MOST_LOCKED):
        found[row["shift_id"]].append(row["volunteer_id"])
    return found


async def hand_on(
    connection: Connection, shift: Shift, people: Mapping[UUID, Volunteer], now: datetime
) -> None:
    """Give the open places of a locked shift to those who wait and may have one, in their order.

    `people` are locked. From 24 hours before the start on, and where nobody may have the place,
    all who wait are told that it is free.
    """
    if shift.starts_at <= now:
        return
    waiting = await connection.fetch(SELECT_ALL_WAITING, shift.shift_id)
    if goes_to_waiting_list(shift.span, now):
        for row in waiting:
            volunteer = people.get(row["volunteer_id"])
            if volunteer and shift.filled < shift.needed:
                await _give(connection, volunteer, shift, row["from_home"], now)
    if shift.filled < shift.needed:
        told = [row["volunteer_id"] for row in waiting]
        await tell(connection, "place_free", shift, told, now)


async def _give(
    connection: Connection, volunteer: Volunteer, shift: Shift, from_home: bool, now: datetime
) -> None:
    with suppress(Refusal):  # who may not have it now goes on waiting
        await give_place(
            connection, volunteer, shift, source="waiting_list", now=now, from_home=from_home
        )
