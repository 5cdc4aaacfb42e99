"""A help seeker of an open chat is handed over: offered, accepted or declined, and connected."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from contacts.referrals.check_registered_kind import check_registered_kind
from contacts.referrals.commands import MakeReferral
from contacts.referrals.connect_handover import connect_handover
from contacts.referrals.make_live_referral import make_live_referral
from contacts.referrals.queries import list_of_attempts
from contacts.referrals.rules import (
    AlreadyReferred,
    HandoverNotAccepted,
    HandoverSettledBefore,
    NoWarmHandover,
    ReferralNotFound,
    ReferredContactIsNoConversation,
)
from contacts.referrals.time_out_handovers import time_out_handovers
from contacts.referrals.views import ReferralView
from contacts.registration.rules import quarter
from shared.events.contacts import HandoverSettled, ReferralMade
from shared.events.vocabulary import Partner
from shared.refusals import Refusal

from tests.contacts.answering import MADE, SETTLED, answers, ignored
from tests.contacts.given import WITHIN, on_duty, registration
from tests.platform import Platform, Running
from tests.waiting import eventually


@dataclass
class Chat:
    """An open chat, and the listener's desk beside it.

    `now` is when the test began: the service runs, and its clock times handovers out too.
    """

    platform: Platform
    contacts: Running
    attempt_id: UUID
    contact_id: UUID
    now: datetime

    async def refer(self, partner: Partner, mode: Any = "warm_handover") -> ReferralView:
        command = MakeReferral(partner=partner, mode=mode)
        async with self.contacts.database.commit() as connection:
            return await make_live_referral(
                connection, attempt_id=self.attempt_id, contact_id=self.contact_id,
                channel="chat", command=command, now=self.now, answer_within=WITHIN,
            )  # fmt: skip

    async def connect(self, referral_id: UUID) -> ReferralView:
        async with self.contacts.database.commit() as connection:
            return await connect_handover(connection, referral_id, self.now)

    async def time_out(self, now: datetime) -> int:
        async with self.contacts.database.commit() as connection:
            return await time_out_handovers(connection, now)

    async def steps(self) -> dict[str, str | None]:
        """Return each partner and how far its handover is."""
        async with self.contacts.database.commit() as connection:
            found = (await list_of_attempts(connection, [self.attempt_id]))[self.attempt_id]
        return {one.partner: one.step for one in found}

    async def copy_id(self, partner: str) -> UUID:
        """Return the id by which a partner knows the referral."""
        [copy] = await eventually(lambda: self.platform.published(MADE[partner]))
        found: UUID = copy.data.referral_id
        return found

    async def answered(self, partner: str, answer: str, count: int = 1) -> None:
        """Let a partner answer, and wait until contacts has handled so many answers in all."""
        await answers(self.platform, partner, await self.copy_id(partner), answer)
        await self.platform.handled("contacts", count)

    async def settled(self, partner: str) -> tuple[str, str]:
        """Return what our own services and what the partner was told of the end: each once."""
        [told] = await eventually(lambda: self.platform.published(HandoverSettled))
        [copy] = await eventually(lambda: self.platform.published(SETTLED[partner]))
        assert (told.data.partner, copy.data.referral_id) == (partner, await self.copy_id(partner))
        assert (int(told.sequence), int(copy.sequence)) == (2, 2)
        return told.data.outcome, copy.data.outcome

    async def nothing_settled(self) -> bool:
        async with self.contacts.database.commit() as connection:
            return not await connection.fetchval(
                "SELECT EXISTS (SELECT FROM outbox WHERE subject LIKE '%handover_settled%')"
                " OR EXISTS (SELECT FROM partner_copy WHERE subject LIKE '%handover_settled%')"
            )


@pytest.fixture
async def chat(platform: Platform) -> Chat:
    contacts = await platform.service("contacts")
    return Chat(platform, contacts, uuid4(), uuid4(), now=datetime.now(UTC))


async def test_a_referral_in_an_open_chat_is_told_with_the_id_that_its_contact_will_have(
    chat: Chat,
) -> None:
    made = await chat.refer("113online")

    [told] = await eventually(lambda: chat.platform.published(ReferralMade))
    [copy] = await eventually(lambda: chat.platform.published(MADE["113online"]))
    assert (told.data.referral_id, told.data.contact_id) == (made.referral_id, chat.contact_id)
    assert told.data.made_quarter == copy.data.made_at == quarter(chat.now)
    assert (made.made_at, made.answer_by, made.step) == (chat.now, chat.now + WITHIN, "offered")
    ids = {told.id, told.data.referral_id, chat.contact_id, chat.attempt_id, told.aggregate_id}
    assert not ids & {copy.id, copy.data.referral_id, copy.aggregate_id}
    assert copy.traceparent is None


async def test_an_accepted_handover_is_settled_once_the_listener_connects(chat: Chat) -> None:
    made = await chat.refer("113online")
    with pytest.raises(HandoverNotAccepted):
        await chat.connect(made.referral_id)

    await chat.answered("113online", "accepted")
    assert await chat.steps() == {"113online": "accepted"}
    assert await chat.nothing_settled()

    connected = await chat.connect(made.referral_id)
    assert (connected.step, connected.outcome, connected.settled_at) == (
        "connected", "connected", chat.now
    )  # fmt: skip
    assert await chat.steps() == {"113online": "connected"}
    assert await chat.settled("113online") == ("connected", "connected")
    with pytest.raises(HandoverSettledBefore):
        await chat.connect(made.referral_id)


async def test_a_declined_handover_is_settled_at_once(chat: Chat) -> None:
    made = await chat.refer("veiligthuis")

    await chat.answered("veiligthuis", "declined")

    assert await chat.settled("veiligthuis") == ("declined", "declined")
    assert await chat.steps() == {"veiligthuis": "declined"}
    with pytest.raises(HandoverSettledBefore):
        await chat.connect(made.referral_id)


async def test_without_an_answer_it_times_out_and_a_late_answer_is_counted(chat: Chat) -> None:
    await chat.refer("113online")
    before = ignored("113online", "handover-settled-before")

    assert await chat.time_out(chat.now + WITHIN - timedelta(seconds=1)) == 0
    assert await chat.time_out(chat.now + WITHIN) == 1
    await chat.answered("113online", "accepted")

    assert await chat.settled("113online") == ("timed_out", "timed_out")
    assert await chat.steps() == {"113online": "timed_out"}
    assert ignored("113online", "handover-settled-before") == before + 1
    assert await chat.time_out(chat.now + 9 * WITHIN) == 0


async def test_what_is_accepted_and_never_connected_times_out_too(chat: Chat) -> None:
    made = await chat.refer("113online")
    await chat.answered("113online", "accepted")

    assert await chat.time_out(chat.now + 2 * WITHIN - timedelta(seconds=1)) == 0
    assert await chat.steps() == {"113online": "accepted"}
    assert await chat.time_out(chat.now + 2 * WITHIN) == 1

    assert await chat.settled("113online") == ("timed_out", "timed_out")
    with pytest.raises(HandoverSettledBefore):
        await chat.connect(made.referral_id)


async def test_another_partners_answer_and_a_second_one_have_no_effect(chat: Chat) -> None:
    await chat.refer("113online")
    await chat.refer("veiligthuis")
    copy_id = await chat.copy_id("113online")
    counts = [("veiligthuis", "referral-of-another-partner"),
              ("113online", "handover-answered-before")]  # fmt: skip
    before = [ignored(*one) for one in counts]

    await answers(chat.platform, "veiligthuis", copy_id, "declined")
    await chat.platform.handled("contacts", 1)
    assert await chat.steps() == {"113online": "offered", "veiligthuis": "offered"}
    await chat.answered("113online", "accepted", 2)
    await chat.answered("113online", "accepted", 3)
    await chat.answered("113online", "declined", 4)

    assert await chat.steps() == {"113online": "accepted", "veiligthuis": "offered"}
    assert [ignored(*one) for one in counts] == [before[0] + 1, before[1] + 2]
    assert await chat.nothing_settled()


async def test_a_chat_is_referred_to_a_partner_once_even_when_asked_twice_at_once(
    chat: Chat,
) -> None:
    asked = await asyncio.gather(
        *(chat.refer("113online") for _ in range(4)), return_exceptions=True
    )
    refused = [one for one in asked if isinstance(one, AlreadyReferred)]
    assert len(refused) == 3
    assert await chat.steps() == {"113online": "offered"}
    [_told] = await eventually(lambda: chat.platform.published(ReferralMade))


async def test_information_is_neither_answered_nor_connected(chat: Chat) -> None:
    made = await chat.refer("113online", "information")
    assert (made.step, made.answer_by) == (None, None)
    with pytest.raises(NoWarmHandover):
        await chat.connect(made.referral_id)
    with pytest.raises(ReferralNotFound):
        await chat.connect(uuid4())
    assert await chat.time_out(chat.now + timedelta(days=9)) == 0


async def test_a_referred_contact_is_registered_as_a_conversation_only(chat: Chat) -> None:
    async with chat.contacts.database.commit() as connection:
        await check_registered_kind(connection, chat.contact_id, "silent")
    await chat.refer("113online", "information")
    async with chat.contacts.database.commit() as connection:
        await check_registered_kind(connection, chat.contact_id, "conversation")
        with pytest.raises(ReferredContactIsNoConversation):
            await check_registered_kind(connection, chat.contact_id, "silent")


async def test_the_referrals_of_a_chat_are_listed_with_its_contact_once_that_is_registered(
    chat: Chat,
) -> None:
    await on_duty(chat.platform)
    body = registration(channel="chat")
    contact = (await chat.contacts.client.post("/v1/contacts", json=body)).json()
    chat.contact_id = UUID(contact["contactId"])
    made = await chat.refer("veiligthuis")

    where = f"/v1/contacts/{chat.contact_id}/referrals"
    [found] = (await chat.contacts.client.get(where)).json()["items"]
    second = await chat.contacts.client.post(
        where, json={"partner": "veiligthuis", "mode": "emergency"}
    )

    assert (found["referralId"], found["step"]) == (str(made.referral_id), "offered")
    assert second.status_code == 409
    assert second.json()["type"].endswith(":already-referred")


async def test_the_clock_and_listeners_at_once_settle_each_handover_once(chat: Chat) -> None:
    made = []
    for _ in range(12):
        chat.attempt_id, chat.contact_id = uuid4(), uuid4()
        made.append((await chat.refer("113online")).referral_id)
    async with chat.contacts.database.commit() as connection:
        await connection.execute("UPDATE referral SET answer = 'accepted', answered_at = now()")
    late = chat.now + 2 * WITHIN

    async def connect(referral_id: UUID) -> int:
        try:
            await chat.connect(referral_id)
        except Refusal:
            return 0
        return 1

    done = await asyncio.gather(
        *(connect(one) for one in made[:6]), *(chat.time_out(late) for _ in range(3)),
        *(connect(one) for one in made[6:]),
    )  # fmt: skip

    assert sum(done) + await chat.time_out(late) == len(made)
    async with chat.contacts.database.commit() as connection:
        told = await connection.fetch(
            "SELECT data::json ->> 'referralId' AS id FROM outbox"
            " WHERE subject = 'contacts.handover_settled.v1'"
        )
    assert sorted(row["id"] for row in told) == sorted(map(str, made))
