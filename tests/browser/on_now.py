"""A shift that runs now, and still does when the last test looks: day parts end on the hour."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from shared.month import TIME_ZONE
from volunteers.shifts.rules.day_parts import DAY_PARTS, HOURS

from tests.browser.site import Site
from tests.volunteers import desk

LAST = (
    "UPDATE shift SET ends_at = greatest(ends_at, now() + interval '2 hours') WHERE shift_id = $1"
)


async def a_shift_on_now(
    site: Site, location: str, channels: Sequence[str] = ("telephone",)
) -> str:
    """Open a shift of this day part that lasts two more hours, before anybody has a place."""
    running, now = site.services["volunteers"], datetime.now(UTC).astimezone(TIME_ZONE)
    shift = await desk.a_shift(
        running.client, location, day=f"{now.date()}", part=DAY_PARTS[now.hour // HOURS],
        channels=channels,
    )  # fmt: skip
    async with running.database.commit() as connection:
        await connection.execute(LAST, UUID(shift))
    return shift
