"""Withdraw a change of a location that is still to come."""

from uuid import UUID

from shared.database import Connection

from volunteers.locations.rules import ChangeIsDone, ChangeNotFound
from volunteers.locations.tables import LocationChange
from volunteers.locations.views import LocationChangeView, view_of_change
from volunteers.persistence import lock

DELETE_CHANGE = "DELETE FROM location_change WHERE change_id = $1"


async def withdraw_change(connection: Connection, change_id: UUID) -> LocationChangeView:
    """Forget a change that was not carried out; return what it would have been."""
    found = await lock(connection, LocationChange, [change_id])
    if not found:
        raise ChangeNotFound(f"there is no change {change_id}")
    change = found[0]
    if change.done_at is not None:
        raise ChangeIsDone(
            f"change {change_id} was carried out on {change.on_day}: plan another change"
        )
    await connection.execute(DELETE_CHANGE, change_id)
    return view_of_change(change)
