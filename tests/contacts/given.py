"""What the tests of contacts begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from shared.events.volunteers import (
    LocationOpened,
    ShiftFilled,
    VolunteerAdmitted,
)

from tests.issuing import PERSON
from tests.platform import Platform

LOCATION = UUID("6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a01")
VOLUNTEER = PERSON
NOW = datetime.now(UTC)
WITHIN = timedelta(minutes=5)  # a partner answers


def registration(**changes: Any) -> dict[str, Any]:
    """Return a registration that nothing is wrong with, given the shift of `on_duty`."""
    return {
        "channel": "telephone",
        "line": "national",
        "answeredAtLocationId": str(LOCATION),
        "volunteerId": str(VOLUNTEER),
        "startedAt": (NOW - timedelta(hours=2)).isoformat(),
        "endedAt": (NOW - timedelta(hours=2) + timedelta(minutes=20, seconds=29)).isoformat(),
        "waitSeconds": 12,
        "kind": "conversation",
        "topics": ["loneliness"],
        "outcome": "helped_by_talk",
    } | changes


def location() -> LocationOpened:
    return LocationOpened(location_id=LOCATION, name="Zutphen", region="Gelderland")


def admission(volunteer_id: UUID = VOLUNTEER) -> VolunteerAdmitted:
    return VolunteerAdmitted(
        volunteer_id=volunteer_id,
        location_id=LOCATION,
        channels=["telephone"],
        lines=["national"],
        role="listener",
        since=NOW,
    )


def filled(shift_id: UUID | None = None, volunteer_id: UUID = VOLUNTEER) -> ShiftFilled:
    """Return a shift of four hours that began three hours ago, and the volunteer's place."""
    return ShiftFilled(
        shift_id=shift_id or uuid4(),
        location_id=LOCATION,
        channels=["telephone"],
        starts_at=NOW - timedelta(hours=3),
        ends_at=NOW + timedelta(hours=1),
        needed=2,
        filled=1,
        volunteer_id=volunteer_id,
        role="listener",
        filled_at=NOW - timedelta(days=1),
    )


async def on_duty(platform: Platform) -> None:
    """Tell contacts of the location, the admission and the shift."""
    await platform.publish(location(), aggregate_id=LOCATION)
    await platform.publish(admission(), aggregate_id=VOLUNTEER)
    event = filled()
    await platform.publish(event, aggregate_id=event.shift_id, version=2)
    await platform.handled("contacts", 3)
