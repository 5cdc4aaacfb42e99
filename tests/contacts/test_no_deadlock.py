"""Workers, listeners and corrections that meet at the same rows wait, and never in a circle."""

import asyncio
import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from contacts.event_handlers import (
    keep_duty_on_location_volunteer_or_shift_changed as keep_duty,
)
from contacts.registration.commands import RegisterContact
from contacts.registration.correct_contact import correct_contact
from contacts.registration.register_contact import register_contact
from shared.database import Database
from shared.events.envelope import Envelope, sequence
from shared.events.volunteers import ShiftFilled

from tests.contacts.given import LOCATION, NOW, admission, location, registration
from tests.platform import Platform

WORKERS = 4
VOLUNTEERS = [uuid4() for _ in range(12)]
SHIFTS = [uuid4() for _ in range(12)]


def envelope(event: Any, version: int) -> Envelope[Any]:
    return Envelope(uuid4(), "aggregate", sequence(version), NOW, event)


def place(volunteer_id: UUID, shift_id: UUID) -> ShiftFilled:
    return ShiftFilled(
        shift_id=shift_id, location_id=LOCATION, channels=["telephone"], needed=9, filled=1,
        starts_at=NOW - timedelta(hours=3), ends_at=NOW + timedelta(hours=1),
        volunteer_id=volunteer_id, role="listener", filled_at=NOW,
    )  # fmt: skip


async def deadlocks(platform: Platform, database: Database) -> int:
    connection = await asyncpg.connect(platform.admin_url)
    try:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        found: int = await connection.fetchval(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = $1",
            database.url.rsplit("/", 1)[1],
        )
        return found
    finally:
        await connection.close()


async def waiting_contacts(database: Database) -> list[tuple[UUID, UUID]]:
    """Register a contact of each volunteer, whose shift is not known yet."""
    made = []
    for volunteer_id in VOLUNTEERS:
        command = RegisterContact.model_validate(registration(volunteerId=str(volunteer_id)))
        async with database.commit() as connection:
            contact = await register_contact(connection, command, NOW, False)
        made.append((contact.contact_id, volunteer_id))
    return made


async def test_workers_that_keep_the_same_rows_in_crossing_orders_never_deadlock(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")
    contacts = await waiting_contacts(database)
    chance = random.Random(1)

    async def work(number: int) -> None:
        for round_ in range(15):
            shuffled = chance.sample(VOLUNTEERS, len(VOLUNTEERS))
            events = [envelope(location(), 1)]
            events += [envelope(admission(one), round_ * WORKERS + number + 1) for one in shuffled]
            events += [
                envelope(place(one, shift_id), round_ * WORKERS + number + 2)
                for one, shift_id in zip(shuffled, chance.sample(SHIFTS, 12), strict=True)
            ]
            async with database.commit() as connection:
                await keep_duty(connection, events)

    async def correct() -> None:
        for contact_id, volunteer_id in chance.sample(contacts, len(contacts)):
            command = RegisterContact.model_validate(registration(volunteerId=str(volunteer_id)))
            async with database.commit() as connection:
                version = await connection.fetchval(
                    "SELECT version FROM contact WHERE contact_id = $1", contact_id
                )
                await connection.execute("SELECT 1")
            async with database.commit() as connection:
                await correct_contact(
                    connection, contact_id, command, version=version, now=NOW, heard_all=False
                )

    ended = await asyncio.gather(
        *(work(number) for number in range(WORKERS)), correct(), return_exceptions=True
    )
    assert not [e for e in ended if isinstance(e, asyncpg.DeadlockDetectedError)]
    assert not [e for e in ended[:WORKERS] if isinstance(e, BaseException)]
    assert await deadlocks(platform, database) == 0
    async with database.commit() as connection:
        open_still = await connection.fetchval(
            "SELECT count(*) FROM contact WHERE NOT duty_verified"
        )
        assert open_still == 0


async def test_a_location_that_is_opened_settles_the_contacts_that_waited_for_it(
    platform: Platform,
) -> None:
    database = await platform.database("contacts")
    ((contact_id, volunteer_id), *_others) = await waiting_contacts(database)
    async with database.commit() as connection:
        told = [envelope(admission(volunteer_id), 1), envelope(place(volunteer_id, uuid4()), 1)]
        await keep_duty(connection, told)
        before = await connection.fetchval(
            "SELECT duty_verified FROM contact WHERE contact_id = $1", contact_id
        )
    async with database.commit() as connection:
        await keep_duty(connection, [envelope(location(), 1)])
        after = await connection.fetch("SELECT contact_id FROM contact WHERE duty_verified")
        told_of = await connection.fetchval(
            "SELECT count(*) FROM outbox WHERE subject = 'contacts.contact_corrected.v1'"
        )
    assert not before
    assert [row["contact_id"] for row in after] == [contact_id]
    assert told_of == 1


async def test_registrations_wait_for_volunteers_without_holding_a_connection(
    platform: Platform,
) -> None:
    """Ninety at once, far more than there are connections, and volunteers is down."""
    contacts = await platform.service("contacts")
    chat = registration(channel="chat")
    answers = await asyncio.gather(
        *(contacts.client.post("/v1/contacts", json=chat) for _ in range(90))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert not any(answer.json()["dutyVerified"] for answer in answers)
