"""Referrals: our own services are told, and the partner gets a copy of its own."""

from datetime import datetime
from uuid import uuid4

from contacts.registration.rules import quarter
from shared.events.contacts import ReferralMade
from shared.events.partners import ReferralMadeFor113Online

from tests.contacts.given import on_duty, registration
from tests.platform import Platform
from tests.waiting import eventually

ASKED = {"partner": "113online", "mode": "warm_handover", "urgency": "high"}


async def test_a_referral_is_told_and_the_partners_copy_shares_nothing_with_it(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    contact = (await contacts.client.post("/v1/contacts", json=registration())).json()

    answer = await contacts.client.post(
        f"/v1/contacts/{contact['contactId']}/referrals", json=ASKED
    )

    assert answer.status_code == 201, answer.text
    [told] = await eventually(lambda: platform.published(ReferralMade))
    [copy] = await eventually(lambda: platform.published(ReferralMadeFor113Online))
    assert str(told.data.referral_id) == answer.json()["referralId"]
    ids = {told.id, told.data.referral_id, told.data.contact_id, told.aggregate_id}
    assert not ids & {copy.id, copy.data.referral_id, copy.aggregate_id}
    assert copy.traceparent is None
    assert copy.data.made_at == quarter(datetime.fromisoformat(contact["endedAt"]))
    assert copy.time == quarter(copy.time)


async def test_a_second_referral_to_the_same_partner_and_one_of_no_conversation_are_refused(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    talk = (await contacts.client.post("/v1/contacts", json=registration())).json()
    silent = registration(channel="chat", kind="silent", topics=[], outcome="no_conversation")
    hush = (await contacts.client.post("/v1/contacts", json=silent)).json()

    first = await contacts.client.post(f"/v1/contacts/{talk['contactId']}/referrals", json=ASKED)
    second = await contacts.client.post(f"/v1/contacts/{talk['contactId']}/referrals", json=ASKED)
    of_silence = await contacts.client.post(
        f"/v1/contacts/{hush['contactId']}/referrals", json=ASKED
    )
    of_nothing = await contacts.client.post(f"/v1/contacts/{uuid4()}/referrals", json=ASKED)

    assert [a.status_code for a in (first, second, of_silence, of_nothing)] == [201, 409, 409, 404]
    listed = await contacts.client.get(f"/v1/contacts/{talk['contactId']}/referrals")
    assert len(listed.json()["items"]) == 1
