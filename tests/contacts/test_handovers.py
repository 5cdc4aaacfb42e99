"""A partner answers a warm handover: it is settled once, and told; all else is only counted."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from contacts.referrals.time_out_handovers import time_out_handovers
from shared.events.contacts import HandoverSettled, ReferralMade
from shared.events.envelope import headers
from shared.events.partners import HandoverAnsweredBy113Online

from tests.contacts.answering import LONG_AGO, MADE, SETTLED, answers, ignored
from tests.contacts.given import on_duty, registration
from tests.platform import Platform, Running
from tests.waiting import eventually

BEFORE_ALL = 3  # what contacts has handled once somebody is on duty


async def referred(
    platform: Platform, contacts: Running, partner: str, mode: str = "warm_handover"
) -> tuple[str, UUID]:
    """Refer a new conversation to a partner; return the contact and the copy's own id."""
    contact = (await contacts.client.post("/v1/contacts", json=registration(channel="chat"))).json()
    before = {one.data.referral_id for one in await platform.published(MADE[partner])}
    answer = await contacts.client.post(
        f"/v1/contacts/{contact['contactId']}/referrals", json={"partner": partner, "mode": mode}
    )
    assert answer.status_code == 201, answer.text
    assert (answer.json()["outcome"], answer.json()["settledAt"]) == (None, None)

    async def new() -> list[UUID]:
        copies = await platform.published(MADE[partner])
        return [one.data.referral_id for one in copies if one.data.referral_id not in before]

    [copy_id] = await eventually(new)
    return contact["contactId"], copy_id


async def referral_of(contacts: Running, contact_id: str) -> dict[str, Any]:
    listed = await contacts.client.get(f"/v1/contacts/{contact_id}/referrals")
    [found] = listed.json()["items"]
    return dict(found)


@pytest.mark.parametrize(
    ("partner", "answer", "outcome"),
    [("113online", "accepted", "connected"), ("veiligthuis", "declined", "declined")],
)
async def test_the_partners_answer_settles_the_handover_and_is_told(
    platform: Platform, partner: str, answer: str, outcome: str
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    contact_id, copy_id = await referred(platform, contacts, partner)
    before = datetime.now(UTC)

    await answers(platform, partner, copy_id, answer)

    [told] = await eventually(lambda: platform.published(HandoverSettled))
    [copy] = await eventually(lambda: platform.published(SETTLED[partner]))
    [made] = await platform.published(ReferralMade)
    found = await referral_of(contacts, contact_id)
    assert found["outcome"] == told.data.outcome == copy.data.outcome == outcome
    assert (found["step"], found["answeredAt"]) == (outcome, found["settledAt"])
    assert told.data.partner == partner
    assert told.data.referral_id == made.data.referral_id == UUID(found["referralId"])
    assert (told.aggregate_id, int(told.sequence)) == (found["referralId"], 2)
    # The partner's clock decides nothing: its own time lies in 1999.
    settled_at = datetime.fromisoformat(found["settledAt"])
    assert before <= settled_at <= datetime.now(UTC)
    assert settled_at - timedelta(minutes=15) < told.data.settled_quarter <= settled_at
    assert (copy.aggregate_id, int(copy.sequence)) == (str(copy_id), 2)
    assert copy.data.referral_id == copy_id
    assert copy.traceparent is None
    assert (copy.time.second, copy.time.microsecond) == (0, 0)
    assert not {copy.id, copy_id} & {told.id, told.data.referral_id}


async def test_what_a_partner_answers_without_meaning_is_counted_and_has_no_effect(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    settled_contact, settled = await referred(platform, contacts, "113online")
    open_contact, others = await referred(platform, contacts, "veiligthuis")
    _informed, informed = await referred(platform, contacts, "113online", "information")
    await answers(platform, "113online", settled, "accepted")
    reasons = {
        "handover-settled-before": settled,
        "referral-of-another-partner": others,
        "no-warm-handover": informed,
        "referral-unknown": uuid4(),
    }
    counted = {reason: ignored("113online", reason) for reason in reasons}

    await platform.handled("contacts", BEFORE_ALL + 1)
    for copy_id in reasons.values():
        await answers(platform, "113online", copy_id, "declined")
    await platform.handled("contacts", BEFORE_ALL + 1 + len(reasons))

    assert {r: ignored("113online", r) - counted[r] for r in reasons} == dict.fromkeys(reasons, 1)
    assert (await referral_of(contacts, settled_contact))["outcome"] == "connected"
    assert (await referral_of(contacts, open_contact))["outcome"] is None
    assert len(await platform.published(HandoverSettled)) == 1
    assert not await platform.messages("DEAD_LETTERS")


async def test_a_handover_without_an_answer_times_out_and_is_told(platform: Platform) -> None:
    contacts = await platform.service("contacts", handover_answer_seconds=60)
    await on_duty(platform)
    before = datetime.now(UTC)
    contact_id, copy_id = await referred(platform, contacts, "veiligthuis")
    offered = await referral_of(contacts, contact_id)
    until = datetime.fromisoformat(offered["answerBy"])
    assert offered["step"] == "offered"
    assert before <= until - timedelta(seconds=60) <= datetime.now(UTC)

    async with contacts.database.commit() as connection:
        assert await time_out_handovers(connection, until - timedelta(seconds=1)) == 0
        assert await time_out_handovers(connection, until) == 1
        assert await time_out_handovers(connection, until) == 0

    [told] = await eventually(lambda: platform.published(HandoverSettled))
    [copy] = await eventually(lambda: platform.published(SETTLED["veiligthuis"]))
    found = await referral_of(contacts, contact_id)
    assert found["step"] == told.data.outcome == copy.data.outcome == "timed_out"
    assert found["answeredAt"] is None
    assert copy.data.referral_id == copy_id


async def test_a_referral_that_asks_for_no_answer_has_no_step_and_never_times_out(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    contact_id, _copy_id = await referred(platform, contacts, "113online", "information")

    async with contacts.database.commit() as connection:
        assert await time_out_handovers(connection, datetime.now(UTC) + timedelta(days=9)) == 0

    found = await referral_of(contacts, contact_id)
    assert (found["step"], found["answerBy"]) == (None, None)


async def test_a_partners_trace_is_not_taken_over(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    _contact, copy_id = await referred(platform, contacts, "113online")
    event = HandoverAnsweredBy113Online(
        referral_id=copy_id, answer="accepted", answered_at=LONG_AGO
    )
    trace = "0af7651916cd43dd8448eb211c80319c"
    sent = headers(
        event, source="urn:nld:kvknr:00000000:systeem:113online", aggregate_id=str(copy_id),
        version=2, time=LONG_AGO, traceparent=f"00-{trace}-b7ad6b7169203331-01",
    )  # fmt: skip

    await platform.publish_raw(event.subject, event.model_dump_json(by_alias=True).encode(), sent)

    [told] = await eventually(lambda: platform.published(HandoverSettled))
    assert trace not in (told.traceparent or "")
