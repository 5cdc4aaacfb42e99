"""What contacts keeps of volunteers and shifts: the newest of it, in whatever order it comes."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from contacts.event_handlers import (
    keep_duty_on_location_volunteer_or_shift_changed as keep_duty,
)
from shared.database import Database
from shared.events.envelope import Envelope, Event, sequence
from shared.events.volunteers import (
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    VolunteerAdmitted,
    VolunteerChanged,
    VolunteerLeft,
    VolunteerSuspended,
)

from tests.contacts.given import LOCATION, NOW
from tests.platform import Platform

VOLUNTEER, SHIFT, ELSEWHERE = uuid4(), uuid4(), uuid4()


def admitted(kind: type[VolunteerChanged] = VolunteerAdmitted, **said: Any) -> VolunteerChanged:
    values: dict[str, Any] = {
        "volunteer_id": VOLUNTEER, "location_id": LOCATION, "channels": ["telephone", "chat"],
        "lines": ["national", "local"], "role": "trainee", "since": NOW,
    }  # fmt: skip
    return kind(**values | said)


def shift(kind: type[ShiftOpened] = ShiftOpened, **said: Any) -> ShiftOpened:
    values: dict[str, Any] = {
        "shift_id": SHIFT, "location_id": LOCATION, "channels": ["chat"], "starts_at": NOW,
        "ends_at": NOW + timedelta(hours=4), "needed": 3, "filled": 0,
    }  # fmt: skip
    if kind is ShiftFilled:
        values |= {"volunteer_id": VOLUNTEER, "role": "trainee", "filled_at": NOW}
    return kind(**values | said)


async def tell(database: Database, *told: tuple[Event, int]) -> None:
    """Tell events, each with its version, as one batch."""
    events: list[Envelope[Any]] = [
        Envelope(uuid4(), "aggregate", sequence(version), NOW, event) for event, version in told
    ]
    async with database.commit() as connection:
        await keep_duty(connection, events)


async def kept(database: Database, table: str, key: str, which: UUID) -> dict[str, Any]:
    async with database.commit() as connection:
        row = await connection.fetchrow(f"SELECT * FROM {table} WHERE {key} = $1", which)
    return dict(row) if row else {}


async def listener(database: Database) -> tuple[Any, ...]:
    row = await kept(database, "listener", "volunteer_id", VOLUNTEER)
    return row["location_id"], row["channels"], row["lines"], row["role"]


async def test_of_a_volunteer_location_channels_lines_and_role_are_kept(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")
    now_mentor = admitted(channels=["chat"], lines=[], role="mentor", location_id=ELSEWHERE)

    await tell(database, (admitted(), 1))
    assert await listener(database) == (
        LOCATION, ["telephone", "chat"], ["national", "local"], "trainee"
    )  # fmt: skip
    await tell(database, (admitted(role="listener"), 2), (now_mentor, 3))
    assert await listener(database) == (ELSEWHERE, ["chat"], [], "mentor")
    await tell(database, (admitted(), 2))
    assert await listener(database) == (ELSEWHERE, ["chat"], [], "mentor")


async def test_a_shift_is_known_once_it_is_opened_with_what_it_needs_and_has(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")

    await tell(database, (shift(), 1))
    opened = await kept(database, "shift", "shift_id", SHIFT)
    assert (opened["needed"], opened["filled"], opened["channels"]) == (3, 0, ["chat"])
    await tell(database, (shift(ShiftFilled, filled=1), 2), (shift(ShiftFilled, filled=2), 3))
    await tell(database, (shift(), 1))
    filled = await kept(database, "shift", "shift_id", SHIFT)
    assert (filled["needed"], filled["filled"], filled["cancelled"]) == (3, 2, False)
    await tell(database, (shift(ShiftCancelled, filled=2), 4))
    assert (await kept(database, "shift", "shift_id", SHIFT))["cancelled"]


async def test_what_was_told_before_these_columns_is_null_until_it_is_told_again(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")
    async with database.commit() as connection:
        insert = "INSERT INTO listener (volunteer_id, sequence) VALUES ($1, $2)"
        await connection.execute(insert, VOLUNTEER, sequence(1))
    assert await listener(database) == (None, None, None, None)
    await tell(database, (admitted(), 2))
    assert await listener(database) == (
        LOCATION, ["telephone", "chat"], ["national", "local"], "trainee"
    )  # fmt: skip


async def test_who_is_suspended_or_left_gets_nothing_until_they_are_admitted_again(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")

    async def suspended() -> bool:
        return bool((await kept(database, "listener", "volunteer_id", VOLUNTEER))["suspended"])

    await tell(database, (admitted(VolunteerSuspended), 3), (admitted(), 2))
    assert await suspended()
    await tell(database, (admitted(), 4))
    assert not await suspended()
    await tell(database, (admitted(VolunteerLeft), 9), (admitted(), 8))
    assert await suspended()
