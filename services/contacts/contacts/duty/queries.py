"""Who is on duty at a moment, by location."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Channel, Role
from shared.reach import Reach

# A coordinator's own locations are listed even where nothing was told of them yet. No shift is
# longer than a day: so the shifts are found by when they start, and few are read in any year.
LIST_ON_DUTY = """
WITH wanted AS (
    SELECT location_id FROM location WHERE $2
    UNION SELECT unnest($3::uuid[])
), on_duty AS (
    SELECT shift_id, location_id, starts_at, ends_at, channels, role, people
    FROM shift CROSS JOIN LATERAL (
        SELECT role, count(*) AS people FROM place
        WHERE place.shift_id = shift.shift_id AND taken GROUP BY role
    ) AS team
    WHERE starts_at <= $1 AND starts_at > $1 - interval '24 hours' AND ends_at > $1
        AND NOT cancelled
)
SELECT location_id, name, shift_id, starts_at, ends_at, channels, role, people
FROM wanted LEFT JOIN location USING (location_id) LEFT JOIN on_duty USING (location_id)
ORDER BY name, location_id, ends_at, shift_id
"""


@dataclass
class ShiftOnDuty:
    """A shift that runs now; `people` says how many of each role have a place in it.

    The role is None where it is not known yet.
    """

    starts_at: datetime
    ends_at: datetime
    channels: list[Channel]
    people: dict[Role | None, int] = field(default_factory=dict)


@dataclass
class LocationOnDuty:
    """A location and its shifts that run now; `name` is None where it is not known yet."""

    location_id: UUID
    name: str | None
    shifts: dict[UUID, ShiftOnDuty] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Return how many listeners are on duty there; a trainee beside a mentor is none yet."""
        counts = (shift.people for shift in self.shifts.values())
        return sum(sum(count.values()) - count.get("trainee", 0) for count in counts)


async def list_on_duty(connection: Connection, reach: Reach, now: datetime) -> list[LocationOnDuty]:
    """Return the locations within reach by name, and who is on duty there; maybe nobody."""
    rows = await connection.fetch(LIST_ON_DUTY, now, reach.everything, sorted(reach.locations))
    found: dict[UUID, LocationOnDuty] = {}
    for row in rows:
        location_id, shift_id = row["location_id"], row["shift_id"]
        location = found.setdefault(location_id, LocationOnDuty(location_id, row["name"]))
        if shift_id is not None:
            shift = ShiftOnDuty(row["starts_at"], row["ends_at"], row["channels"] or [])
            location.shifts.setdefault(shift_id, shift).people[row["role"]] = row["people"]
    return list(found.values())
