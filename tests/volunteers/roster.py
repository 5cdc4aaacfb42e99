"""People and shifts put straight into the database of volunteers, as they stand after their way."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from shared.database import Connection
from volunteers.admission.tables import Volunteer
from volunteers.availability.tables import Availability
from volunteers.locations.tables import Location
from volunteers.persistence import insert, insert_all
from volunteers.shifts.rules.day_parts import span_of
from volunteers.shifts.tables import Place, Shift

LONG_AGO = datetime(2016, 1, 1, tzinfo=UTC)
CHANNELS = ["telephone", "chat", "email"]


async def a_location(connection: Connection, region: str = "Gelderland", **facts) -> UUID:
    location_id = facts.pop("location_id", uuid4())
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in location_id.hex)
    location = Location(location_id=location_id, name=f"Zutphen {letters}", region=region, **facts)
    await insert(connection, location)
    return location_id


async def people(connection: Connection, location_id: UUID, how_many: int = 1, **facts):
    """Return active listeners of a location, admitted long ago for every channel."""
    known = {
        "channels": CHANNELS, "admitted_channels": CHANNELS, "lines": ["national", "local"],
        "role": "listener", "state": "active", "applied_at": LONG_AGO, "admitted_at": LONG_AGO,
    }  # fmt: skip
    rows = [
        Volunteer(volunteer_id=uuid4(), location_id=location_id, **(known | facts))
        for _ in range(how_many)
    ]
    await insert_all(connection, rows)
    return sorted(row.volunteer_id for row in rows)


async def a_shift(
    connection: Connection, location_id: UUID, day: date, part: str = "evening", **facts
) -> UUID:
    span = span_of(day, part)
    known = {"channels": ["telephone"], "needed": 1}
    shift = Shift(
        shift_id=uuid4(), location_id=location_id, day=day, day_part=part,
        starts_at=span.starts_at, ends_at=span.ends_at, **(known | facts),
    )  # fmt: skip
    await insert(connection, shift)
    return shift.shift_id


async def take(connection: Connection, shift_id: UUID, *volunteer_ids: UUID) -> None:
    """Give places without asking any rule."""
    for volunteer_id in volunteer_ids:
        place = Place(
            shift_id=shift_id, volunteer_id=volunteer_id, role="listener", filled_at=LONG_AGO
        )
        await insert(connection, place)
        await connection.execute(
            "UPDATE shift SET filled = filled + 1, version = version + 1 WHERE shift_id = $1",
            shift_id,
        )


async def wishes(connection: Connection, volunteer_id: UUID, wish: int, **facts) -> None:
    """Let somebody say the same of every day part."""
    said = Availability(volunteer_id=volunteer_id, wishes=[wish] * 42, changed_at=LONG_AGO, **facts)
    await insert(connection, said)


def days_from_now(days: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=days)
