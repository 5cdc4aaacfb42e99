"""One person is referred to two partners: laid side by side, their copies do not show it.

What two copies have in common is common to all copies. The sequence is: a copy is an aggregate
of its own, made (1) and then settled (2), so that `1` and `2` stand in every partner's stream as
often as there are referrals, and link none of them. Nor does the place in the stream: each
partner's stream counts that partner's copies only. What remains is the quarter hour, the minute
of the release and the words of the vocabularies (docs/decisions/0006).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from contacts.partner_copies.release_copies import release_copies
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.make_referral import make_referral
from contacts.referrals.time_out_handovers import time_out_handovers
from contacts.registration.commands import RegisterContact
from contacts.registration.register_contact import register_contact
from contacts.registration.rules import quarter
from shared.events import vocabulary
from shared.events.partners import (
    HandoverAnsweredBy113Online,
    HandoverAnsweredByVeiligThuis,
    ReferralMadeFor113Online,
    ReferralMadeForVeiligThuis,
)

from tests.contacts.given import NOW, WITHIN, on_duty, registration
from tests.platform import Platform, Running
from tests.waiting import eventually

STREAMS = ("PARTNER_113ONLINE", "PARTNER_VEILIGTHUIS")
PARTNERS = ("113online", "veiligthuis")
WORDS = {
    word
    for words in ("Channel", "ReferralMode", "Urgency", "HandoverOutcome")
    for word in get_args(getattr(vocabulary, words))
}
# Stands in every copy of every referral, or in every message of an atomic batch of the relay.
EVERYWHERE = {"1.0", "application/json", "1".zfill(20), "2".zfill(20), "1", "2"}
SOURCE = "urn:nld:kvknr:00000000:systeem:contacts"


def values(message: Any) -> Iterator[str]:
    """Yield all that a partner can read in a message."""
    yield from (message.headers or {}).values()
    yield from json.loads(message.data).values()


def is_a_quarter_hour(value: str) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return moment == quarter(moment)


async def a_registered_contact_is_settled(platform: Platform, contacts: Running) -> set[str]:
    """Refer one conversation to both partners at once; both answer. Return ids of ours."""
    contact = (await contacts.client.post("/v1/contacts", json=registration())).json()
    where = f"/v1/contacts/{contact['contactId']}/referrals"
    asked = [{"partner": one, "mode": "warm_handover", "urgency": "high"} for one in PARTNERS]
    given = await asyncio.gather(*(contacts.client.post(where, json=body) for body in asked))
    assert [answer.status_code for answer in given] == [201, 201]
    await both_accept(platform)
    return {str(contact["contactId"])}


async def an_open_chat_is_settled(platform: Platform, contacts: Running) -> set[str]:
    """Hand the help seeker of a chat to both partners; both accept. Return ids of ours.

    One is connected; of the other it times out.
    """
    attempt_id, contact_id, made, now = uuid4(), uuid4(), [], datetime.now(UTC)
    for partner in get_args(vocabulary.Partner):
        command = MakeReferral(partner=partner, mode="warm_handover", urgency="high")
        async with contacts.database.commit() as connection:
            made.append(await make_live_referral(
                connection, attempt_id=attempt_id, contact_id=contact_id, channel="chat",
                command=command, now=now, answer_within=WITHIN,
            ))  # fmt: skip
    await both_accept(platform)
    await platform.handled("contacts", 5)  # who is on duty, and the answers
    async with contacts.database.commit() as connection:
        await connect_handover(connection, made[0].referral_id, now)
        assert await time_out_handovers(connection, now + timedelta(hours=1)) == 1
    return {str(attempt_id), str(contact_id)}


async def both_accept(platform: Platform) -> None:
    [first] = await eventually(lambda: platform.published(ReferralMadeFor113Online))
    [second] = await eventually(lambda: platform.published(ReferralMadeForVeiligThuis))
    for event_type, copy in (
        (HandoverAnsweredBy113Online, first),
        (HandoverAnsweredByVeiligThuis, second),
    ):
        copy_id = copy.data.referral_id
        event = event_type(referral_id=copy_id, answer="accepted", answered_at=NOW)
        await platform.publish(event, aggregate_id=copy_id, version=2)


@pytest.mark.parametrize("settle", [a_registered_contact_is_settled, an_open_chat_is_settled])
async def test_two_partners_copies_of_one_conversation_share_no_id_trace_or_exact_time(
    platform: Platform, settle: Callable[[Platform, Running], Awaitable[set[str]]]
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)

    ids = await settle(platform, contacts)

    async def complete() -> list[list[Any]]:
        kept = [list(await platform.messages(stream)) for stream in STREAMS]
        return kept if [len(messages) for messages in kept] == [2, 2] else []

    read = await eventually(complete)
    for messages in read:
        assert not any("traceparent" in (message.headers or {}) for message in messages)
    ones, others = ({value for one in kept for value in values(one)} for kept in read)
    in_both = {value for value in ones & others if not is_a_quarter_hour(value)}
    assert in_both <= WORDS | EVERYWHERE | {SOURCE}
    ours = {
        value for message in await platform.messages("CONTACTS") for value in values(message)
        if isinstance(value, str)
    }  # fmt: skip
    for seen in (ones, others):
        assert not ids & seen
        common = {value for value in seen & ours if not is_a_quarter_hour(value)}
        assert common <= WORDS | EVERYWHERE | {SOURCE}


async def test_copies_leave_together_in_an_order_that_says_nothing(platform: Platform) -> None:
    """When the broker takes a copy, which its reader sees, tells nothing but the mark."""
    database = await platform.database("contacts")
    copies: dict[str, list[UUID]] = {partner: [] for partner in PARTNERS}
    for _person in range(8):
        contact_id = await a_contact(platform)
        for partner in PARTNERS:
            async with database.commit() as connection:
                command = MakeReferral(partner=partner, mode="warm_handover")
                await make_referral(connection, contact_id, command, NOW, WITHIN)
    async with database.commit() as connection:
        told = await connection.fetch("SELECT FROM outbox WHERE subject LIKE 'partners.%'")
        assert not told

        await release_copies(connection)

        left = await connection.fetch("SELECT FROM partner_copy")
        gone = await connection.fetch(
            "SELECT subject, event_id, data FROM outbox WHERE subject LIKE 'partners.%' ORDER BY id"
        )
    assert not left
    for row in gone:
        copies[row["subject"].split(".")[1]].append(row["event_id"])
    assert [row["event_id"] for row in gone] == [one for kept in copies.values() for one in kept]
    for kept in copies.values():
        assert len(kept) == 8
        assert kept == sorted(kept)
        assert all(event_id.version == 4 for event_id in kept)


async def a_contact(platform: Platform) -> UUID:
    database = await platform.database("contacts")
    ended_at = NOW - timedelta(hours=1)
    command = RegisterContact.model_validate(
        registration(channel="chat", startedAt=ended_at - timedelta(minutes=20), endedAt=ended_at)
    )
    async with database.commit() as connection:
        return (await register_contact(connection, command, NOW, False)).contact_id
