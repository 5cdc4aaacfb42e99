"""What a listener's own pages show: a fixed shift, days away, and a shift to stand by for."""

from datetime import date, timedelta
from uuid import UUID

from tests.browser.site import Site
from tests.volunteers import desk

STANDS_BY = "INSERT INTO standby VALUES ($1, $2, 'standby', now())"


async def given_plans(site: Site, location: str, listener: str, shift: str, day: date) -> None:
    """Let a listener have plans, and stand by for a shift to come."""
    running = site.services["volunteers"]
    await desk.post(
        running.client, "/fixed-shifts", volunteerId=listener, locationId=location,
        channels=["telephone", "chat"], dayPart="night", everyWeeks=2,
        firstDay=f"{day + timedelta(days=30)}",
    )  # fmt: skip
    first, last = day + timedelta(days=60), day + timedelta(days=70)
    path = f"/volunteers/{listener}/absences"
    await desk.post(running.client, path, firstDay=f"{first}", lastDay=f"{last}")
    async with running.database.commit() as connection:
        await connection.execute(STANDS_BY, UUID(shift), UUID(listener))
