"""Put a listener whom somebody chooses on a shift that runs now.

Shifts of the data lie in the past. By the API of volunteers, as a coordinator does it: what its
rules refuse (rest after a night, another shift then) is refused here too.
"""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import asyncpg
import httpx
from shared.roles import Role

from sensoor import home as homes
from sensoor import services
from sensoor.issuer import signing
from sensoor.issuer.persons import Person

log = logging.getLogger(__name__)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY_PARTS = ("night", "early_morning", "morning", "afternoon", "early_evening", "evening")
HOURS_A_PART = 4
_NAMESPACE = UUID("d0700000-0000-5000-8000-000000000000")
FIND_OFF_DUTY = """
SELECT location_id, channels FROM volunteer
WHERE volunteer_id = $1 AND admitted_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM place JOIN shift USING (shift_id)
    WHERE place.volunteer_id = volunteer.volunteer_id AND cancelled_at IS NULL
        AND starts_at <= $2 AND ends_at > $2
)
"""


async def put_on_duty(home: Path, person: Person) -> None:
    """Open a shift of this day part with a place for the listener, unless there is one now.

    Nothing happens for any other role, where the platform of this home is not up, or where no
    volunteer is admitted by this id. Where the place is refused, the shift is cancelled, and the
    log says why.
    """
    addresses, now, volunteer_id = (
        homes.addresses(home) or {},
        datetime.now(UTC),
        person.volunteer_id,
    )
    if person.role is not Role.LISTENER or volunteer_id is None or "volunteers" not in addresses:
        return
    try:
        found = await _off_duty(addresses, volunteer_id, now)
        if found:
            await _open_and_fill(home, addresses, volunteer_id, found, now)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, httpx.HTTPError) as error:
        log.warning("a listener was put on no shift: %s", type(error).__name__)


async def _off_duty(
    addresses: dict[str, Any], volunteer_id: UUID, now: datetime
) -> asyncpg.Record | None:
    """Return location and channels of an admitted volunteer who is in no shift now."""
    connection = await asyncpg.connect(addresses["databases"]["volunteers"], timeout=2)
    try:
        return await connection.fetchrow(FIND_OFF_DUTY, volunteer_id, now, timeout=2)
    finally:
        await connection.close(timeout=2)


async def _open_and_fill(
    home: Path, addresses: dict[str, Any], volunteer_id: UUID, found: asyncpg.Record, now: datetime
) -> None:
    day, part = day_part_of(now)
    async with services.client() as client:
        client.base_url = httpx.URL(addresses["volunteers"])
        client.headers.update(signing.header(home, Role.COORDINATOR))
        opened = await client.post(
            "/v1/shifts",
            json={
                "locationId": str(found["location_id"]), "date": day, "dayPart": part,
                "channels": list(found["channels"]), "needed": 1,
            },
            headers={"Idempotency-Key": str(uuid5(_NAMESPACE, f"{volunteer_id} {day} {part}"))},
        )  # fmt: skip
        opened.raise_for_status()
        shift = f"/v1/shifts/{opened.json()['shiftId']}"
        place = await client.post(f"{shift}/places", json={"volunteerId": str(volunteer_id)})
        if place.is_client_error:
            log.warning("a listener was put on no shift: %s", place.json().get("detail"))
            await client.post(f"{shift}/cancellation")


def day_part_of(moment: datetime) -> tuple[str, str]:
    """Return the day and the day part in which a moment lies on an Amsterdam clock."""
    there = moment.astimezone(AMSTERDAM)
    return there.date().isoformat(), DAY_PARTS[there.hour // HOURS_A_PART]
