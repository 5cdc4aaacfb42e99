"""Plan that a location merges into another, or moves to another institution."""

from datetime import date, datetime
from uuid import uuid4

from shared.database import Connection

from volunteers.locations.commands import PlanChange
from volunteers.locations.load_planned import (
    belongs_to,
    load_planned,
    lock_institutions,
    lock_locations,
)
from volunteers.locations.rules import (
    InstitutionNotFound,
    UnknownInstitution,
    check_merge,
    check_move,
)
from volunteers.locations.tables import LocationChange
from volunteers.locations.views import LocationChangeView, view_of_change
from volunteers.persistence import insert


async def plan_change(
    connection: Connection, command: PlanChange, today: date, now: datetime
) -> LocationChangeView:
    """Keep a change of a location that its day will bring; organisation/ carries it out."""
    if command.kind == "merge":
        location, into = await lock_locations(connection, command.location_id, command.into_id)
        planned = await load_planned(connection)
        check_merge(location, into, command.on_day, today, planned)
    else:
        (location,) = await lock_locations(connection, command.location_id)
        try:
            (into,) = await lock_institutions(connection, [command.into_id])
        except InstitutionNotFound as error:
            raise UnknownInstitution(error.detail) from None
        planned = await load_planned(connection)
        member = await belongs_to(connection, location.id)
        check_move(location, into, command.on_day, member, planned)
    change = LocationChange(
        change_id=uuid4(),
        kind=command.kind,
        location_id=command.location_id,
        into_id=command.into_id,
        on_day=command.on_day,
        planned_at=now,
    )
    await insert(connection, change)
    return view_of_change(change)
