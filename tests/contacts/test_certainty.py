"""Contacts refuses for want of a shift only where it surely knows all that volunteers told."""

import json
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from shared.database import Database
from shared.outbox import outbox_row, record

from shared import consumer
from tests import issuing
from tests.contacts.given import LOCATION, NOW, VOLUNTEER, admission, filled, location, registration
from tests.platform import Platform, Running
from tests.waiting import eventually


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer, "DELAYS_SECONDS", (0.05, 0.1, 0.15, 0.2))


async def told(database: Database) -> None:
    """Have volunteers tell of its location and the admission."""
    async with database.commit() as connection:
        await record(
            connection,
            outbox_row(location(), aggregate_id=LOCATION, version=1, now=NOW),
            outbox_row(admission(), aggregate_id=VOLUNTEER, version=1, now=NOW),
        )


async def registered(contacts: Running) -> tuple[int, bool | None]:
    """Register a chat; return the status and whether the duty is verified."""
    answer = await contacts.client.post("/v1/contacts", json=registration(channel="chat"))
    return answer.status_code, answer.json().get("dutyVerified")


async def test_while_volunteers_has_an_event_parked_nothing_is_sure(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    volunteers = await platform.service("volunteers")
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)

    async def is_heard() -> bool:
        return len(heard) > 2

    listener = await platform.connect("contacts")
    await listener.subscribe("drained.volunteers", cb=hear)
    await told(volunteers.database)
    await platform.handled("contacts", 2)
    await eventually(is_heard)
    assert await registered(contacts) == (409, None)

    event = filled()
    row = outbox_row(event, aggregate_id=event.shift_id, version=2, now=NOW)
    async with volunteers.database.commit() as connection:
        await record(connection, row)
        await connection.execute("UPDATE outbox SET refused = '400/10054' WHERE sent_at IS NULL")
    heard.clear()
    assert await registered(contacts) == (201, False)
    assert len(heard) <= 1  # what was on its way

    async with volunteers.database.commit() as connection:
        await connection.execute("UPDATE outbox SET refused = NULL, id = DEFAULT")
    await platform.handled("contacts", 3)
    await eventually(is_heard)
    assert await registered(contacts) == (201, True)
    await listener.close()


async def test_while_an_event_of_volunteers_is_a_dead_letter_nothing_is_sure(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = await platform.service("contacts")
    volunteers = await platform.service("volunteers")
    await told(volunteers.database)
    await platform.handled("contacts", 2)
    assert await registered(contacts) == (409, None)

    event = filled()
    async with contacts.database.commit() as connection:
        await connection.execute("ALTER TABLE shift RENAME TO shift_gone")
    row = outbox_row(event, aggregate_id=event.shift_id, version=2, now=NOW)
    async with volunteers.database.commit() as connection:
        await record(connection, row)

    async def is_set_aside() -> bool:
        return len(await platform.messages("DEAD_LETTERS")) == 1

    await eventually(is_set_aside)
    async with contacts.database.commit() as connection:
        await connection.execute("ALTER TABLE shift_gone RENAME TO shift")
    assert await registered(contacts) == (201, False)

    operator = await platform.connect("operator")
    asked = b'{"stream": "VOLUNTEERS", "streamSequence": 3}'
    answer = await operator.request("replay.contacts", asked, timeout=10)
    assert json.loads(answer.data) == {"result": "handled"}
    assert await registered(contacts) == (201, True)
    stranger = uuid4()
    answer = await contacts.client.post(
        "/v1/contacts",
        json=registration(volunteerId=str(stranger)),
        headers=issuing.header_for(person=stranger),
    )
    assert answer.status_code == 409
    await operator.close()
