"""A listener is in one telephone conversation at a time: over HTTP, and with many at once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from shared.events.contacts import ContactHandled

from tests import issuing
from tests.contacts.given import NOW, on_duty, registration
from tests.platform import Platform, Running
from tests.waiting import eventually

SILENT = {"kind": "silent", "topics": [], "outcome": "no_conversation"}
OVERLAP = "urn:hulpopafstand:problem:telephone-contacts-overlap"


def between(begins: float, ends: float, **changes: Any) -> dict[str, Any]:
    """Return a registration from one minute to another, counted from two hours ago."""
    start = NOW - timedelta(hours=2)
    times = {
        "startedAt": (start + timedelta(minutes=begins)).isoformat(),
        "endedAt": (start + timedelta(minutes=ends)).isoformat(),
    }
    return registration(**times, **changes)


async def made(contacts: Running, body: dict[str, Any]) -> str:
    answer = await contacts.client.post("/v1/contacts", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["contactId"])


async def ids(contacts: Running) -> list[str]:
    listed = (await contacts.client.get("/v1/contacts")).json()["items"]
    return [item["contactId"] for item in listed]


async def test_the_same_telephone_conversation_is_registered_once(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    first = await contacts.client.post("/v1/contacts", json=between(0, 20))

    again = await contacts.client.post("/v1/contacts", json=between(0, 20))

    assert (again.status_code, again.json()["type"]) == (409, OVERLAP)
    for told in (first.json()["contactId"], first.json()["startedAt"], first.json()["endedAt"]):
        assert told in again.json()["detail"]
    assert await ids(contacts) == [first.json()["contactId"]]
    [_event] = await eventually(lambda: platform.published(ContactHandled))


@pytest.mark.parametrize("kind", ["silent", "hang_up", "misuse", "test"])
async def test_whatever_its_kind_is_a_call_keeps_the_listener_busy(
    platform: Platform, kind: str
) -> None:
    contacts = await platform.service("contacts")
    await made(contacts, between(0, 20, **SILENT | {"kind": kind}))
    answer = await contacts.client.post("/v1/contacts", json=between(19, 30))
    assert (answer.status_code, answer.json()["type"]) == (409, OVERLAP)


async def test_one_call_after_the_other_chats_and_other_listeners_are_taken(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    colleague = uuid4()
    given = [
        between(0, 20), between(20, 40), between(-20, 0),
        between(5, 15, channel="chat"), between(5, 15, channel="email"),
    ]  # fmt: skip
    for body in given:
        await made(contacts, body)
    answer = await contacts.client.post(
        "/v1/contacts", json=between(0, 20, volunteerId=str(colleague)),
        headers=issuing.header_for(person=colleague),
    )  # fmt: skip
    assert answer.status_code == 201


async def test_of_many_registrations_at_once_one_is_kept(platform: Platform) -> None:
    """With a shift that is known, and with one that is not: the two ways through the lock."""
    contacts = await platform.service("contacts")
    for minute in (0, 40):
        answers = await asyncio.gather(
            *(contacts.client.post("/v1/contacts", json=between(minute, minute + 20))
              for _ in range(20))
        )  # fmt: skip
        assert sorted(answer.status_code for answer in answers) == [201, *[409] * 19]
        if minute == 0:
            await on_duty(platform)
    assert len(await ids(contacts)) == 2


async def test_a_correction_that_moves_a_call_into_another_is_refused(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    first, second = await made(contacts, between(0, 20)), await made(contacts, between(30, 40))
    chat = await made(contacts, between(10, 15, channel="chat"))

    async def corrected(contact_id: str, body: dict[str, Any], version: int = 1) -> Any:
        return await contacts.client.put(
            f"/v1/contacts/{contact_id}", json=body, headers={"If-Match": f'"{version}"'}
        )

    for contact_id, body in ((second, between(19, 40)), (chat, between(10, 15))):
        answer = await corrected(contact_id, body)
        assert (answer.status_code, answer.json()["type"]) == (409, OVERLAP)
        assert first in answer.json()["detail"]
    for version, body in enumerate((between(20, 40), between(20, 41, **SILENT)), 1):
        answer = await corrected(second, body, version)
        assert answer.status_code == 200, answer.text


async def test_what_overlaps_already_can_be_corrected_in_all_but_its_times(
    platform: Platform,
) -> None:
    """Contacts of before this rule, and old ones whose times were cut, stay correctable."""
    contacts = await platform.service("contacts")
    await on_duty(platform)
    await made(contacts, between(0, 20))
    other = await made(contacts, between(5, 15, channel="chat"))
    async with contacts.database.commit() as connection:
        await connection.execute(
            "UPDATE contact SET channel = 'telephone' WHERE contact_id = $1", UUID(other)
        )
    answer = await contacts.client.put(
        f"/v1/contacts/{other}", json=between(5, 15, heavy=True), headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
