"""How many listeners are on duty now is counted: an alert tells when nobody is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from prometheus_client import generate_latest
from shared.database import Database
from shared.events.vocabulary import Role
from sqlmodel.ext.asyncio.session import AsyncSession
from volunteers.shifts.queries import count_on_duty
from volunteers.tables import Location, Place, Shift, Volunteer

from tests.platform import Platform

HOURS = timedelta(hours=1)
NOW = datetime.now(UTC)


async def kept_shift(
    database: Database,
    places: int,
    starts_in: timedelta,
    cancelled_at: datetime | None = None,
    role: Role = "listener",
) -> None:
    """Keep a shift of four hours, with so many places taken."""
    async with AsyncSession(database.engine) as session, session.begin():
        location = Location(location_id=uuid4(), name=f"Plaats {uuid4()}", region="Gelderland")
        session.add(location)
        await session.flush()
        shift = Shift(
            shift_id=uuid4(), location_id=location.location_id, day=NOW.date(),
            day_part="morning", channels=["telephone"], starts_at=NOW + starts_in,
            ends_at=NOW + starts_in + 4 * HOURS, needed=places + 1, filled=places,
            cancelled_at=cancelled_at,
        )  # fmt: skip
        taken_by = [volunteer(location.location_id) for _ in range(places)]
        session.add_all([shift, *taken_by])
        await session.flush()
        session.add_all(
            Place(
                shift_id=shift.shift_id, volunteer_id=one.volunteer_id, role=role,
                filled_at=NOW,
            )
            for one in taken_by
        )  # fmt: skip


def volunteer(location_id: UUID) -> Volunteer:
    return Volunteer(
        volunteer_id=uuid4(), location_id=location_id, channels=["telephone"],
        lines=["national"], role="listener", applied_at=NOW, admitted_at=NOW,
    )  # fmt: skip


async def on_duty(database: Database) -> int:
    async with database.read() as session:
        return await count_on_duty(session)


async def test_nobody_is_on_duty_before_after_in_a_cancelled_shift_and_as_a_trainee(
    platform: Platform,
) -> None:
    database = await platform.database("volunteers")
    assert await on_duty(database) == 0
    await kept_shift(database, 2, starts_in=-5 * HOURS)
    await kept_shift(database, 2, starts_in=1 * HOURS)
    await kept_shift(database, 2, starts_in=-1 * HOURS, cancelled_at=NOW)
    await kept_shift(database, 0, starts_in=-1 * HOURS)
    await kept_shift(database, 1, starts_in=-1 * HOURS, role="trainee")
    assert await on_duty(database) == 0


async def test_the_places_taken_in_shifts_of_now_are_on_duty(platform: Platform) -> None:
    database = await platform.database("volunteers")
    await kept_shift(database, 2, starts_in=-1 * HOURS)
    await kept_shift(database, 3, starts_in=-3 * HOURS)
    assert await on_duty(database) == 5


async def test_who_is_on_duty_is_among_the_metrics(platform: Platform) -> None:
    await platform.service("volunteers")
    metrics = generate_latest().decode()
    assert "\nlisteners_on_duty " in metrics
