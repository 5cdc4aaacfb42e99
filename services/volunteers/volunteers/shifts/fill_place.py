"""Fill a place of a shift: a coordinator gives it, or a volunteer signs up oneself."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.shifts.commands import FillPlace
from volunteers.shifts.rules.places import check_no_moment
from volunteers.shifts.take_place import give_place, lock_both, take_place
from volunteers.shifts.views import PlaceView, view_of_place


async def fill_place(
    connection: Connection, shift_id: UUID, command: FillPlace, now: datetime
) -> PlaceView:
    """Give a volunteer a place of a shift where the rules allow it, and record the event."""
    volunteer, shift = await lock_both(connection, command.volunteer_id, shift_id)
    place = await give_place(
        connection, volunteer, shift, source="coordinator", now=now,
        from_home=command.from_home, filled_at=command.filled_at,
    )  # fmt: skip
    return view_of_place(place)


async def sign_up(
    connection: Connection, shift_id: UUID, command: FillPlace, now: datetime
) -> PlaceView:
    """Take a place oneself before the shift begins, where the rules allow it."""
    check_no_moment(command.filled_at)
    place = await take_place(
        connection, shift_id, command.volunteer_id, source="self", now=now,
        from_home=command.from_home,
    )  # fmt: skip
    return view_of_place(place)
