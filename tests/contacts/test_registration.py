"""Registering what was answered and what was not, over HTTP, on the real broker and database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from shared.events.contacts import ContactCorrected, ContactHandled, ContactMissed

from tests.contacts.given import (
    LOCATION,
    NOW,
    VOLUNTEER,
    admission,
    filled,
    location,
    on_duty,
    registration,
)
from tests.platform import Platform
from tests.waiting import eventually


async def test_an_answered_attempt_is_kept_and_told_without_its_exact_time(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)

    answer = await contacts.client.post("/v1/contacts", json=registration())

    assert answer.status_code == 201, answer.text
    assert answer.json()["dutyVerified"] is True
    [event] = await eventually(lambda: platform.published(ContactHandled))
    assert event.data.contact_id == UUID(answer.json()["contactId"])
    assert event.aggregate_id == answer.json()["contactId"]
    assert event.data.duration_minutes == 20
    for moment in (event.data.started_quarter, event.time):
        assert (moment.minute % 15, moment.second, moment.microsecond) == (0, 0, 0)


async def test_a_volunteer_who_surely_had_no_shift_is_refused(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await platform.service("volunteers")
    await on_duty(platform)

    answer = await contacts.client.post(
        "/v1/contacts",
        json=registration(
            startedAt=(NOW - timedelta(hours=4)).isoformat(),
            endedAt=(NOW - timedelta(hours=3, minutes=50)).isoformat(),
        ),
    )

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:hulpopafstand:problem:volunteer-not-on-duty"


@pytest.mark.parametrize("known_first", [True, False])
@pytest.mark.parametrize(
    ("edge", "beyond", "verified"),
    [
        ("starts_at", timedelta(minutes=-30), True),
        ("starts_at", timedelta(minutes=-30, seconds=-1), False),
        ("ends_at", timedelta(minutes=30), True),
        ("ends_at", timedelta(minutes=30, seconds=1), False),
    ],
)
async def test_the_grace_of_thirty_minutes_holds_before_and_after_a_shift(
    platform: Platform, edge: str, beyond: timedelta, verified: bool, known_first: bool
) -> None:
    shift = filled().model_copy(
        update={"starts_at": NOW - timedelta(hours=9), "ends_at": NOW - timedelta(hours=5)}
    )
    started = getattr(shift, edge) + beyond
    times = {
        "startedAt": started.isoformat(),
        "endedAt": (started + timedelta(minutes=5)).isoformat(),
    }
    contacts = await platform.service("contacts")

    async def tell() -> None:
        await platform.publish(location(), aggregate_id=LOCATION)
        await platform.publish(admission(), aggregate_id=VOLUNTEER)
        await platform.publish(shift, aggregate_id=shift.shift_id, version=2)
        await platform.handled("contacts", 3)

    if known_first:
        await tell()
    made = await contacts.client.post("/v1/contacts", json=registration(**times))
    if not known_first:
        await tell()

    found = await contacts.client.get(f"/v1/contacts/{made.json()['contactId']}")
    assert found.json()["dutyVerified"] is verified


async def test_a_contact_whose_shift_is_under_way_is_kept_and_settled_when_it_arrives(
    platform: Platform,
) -> None:
    # volunteers does not run: nobody can say that it has told everything.
    contacts = await platform.service("contacts")
    answer = await contacts.client.post("/v1/contacts", json=registration())
    assert answer.json()["dutyVerified"] is False

    await on_duty(platform)

    [event] = await eventually(lambda: platform.published(ContactCorrected))
    assert event.data.duty_verified is True
    assert event.sequence.endswith("2")
    found = await contacts.client.get(f"/v1/contacts/{answer.json()['contactId']}")
    assert found.json()["dutyVerified"] is True
    assert found.headers["etag"] == '"2"'


async def test_a_correction_is_told_whole_and_needs_the_version_that_was_read(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    made = (await contacts.client.post("/v1/contacts", json=registration())).json()
    address = f"/v1/contacts/{made['contactId']}"
    change = registration(kind="silent", topics=[], outcome="no_conversation")

    without = await contacts.client.put(address, json=change)
    right = await contacts.client.put(address, json=change, headers={"If-Match": '"1"'})
    late = await contacts.client.put(address, json=change, headers={"If-Match": '"1"'})

    assert (without.status_code, right.status_code, late.status_code) == (428, 200, 412)
    [event] = await eventually(lambda: platform.published(ContactCorrected))
    assert event.data.kind == "silent"
    assert event.data.attempt_id == UUID(made["attemptId"])


async def test_what_nobody_answered_is_kept_and_told(platform: Platform) -> None:
    contacts = await platform.service("contacts")

    answer = await contacts.client.post(
        "/v1/missed-attempts",
        json={
            "channel": "telephone",
            "line": "local",
            "lineLocationId": str(LOCATION),
            "offeredAt": (NOW - timedelta(minutes=20)).isoformat(),
            "waitedSeconds": 95,
            "reason": "abandoned",
        },
    )

    assert answer.status_code == 201, answer.text
    [event] = await eventually(lambda: platform.published(ContactMissed))
    assert event.data.reason == "abandoned"
    listed = (await contacts.client.get("/v1/missed-attempts")).json()
    assert [item["attemptId"] for item in listed["items"]] == [answer.json()["attemptId"]]


async def test_the_same_key_has_one_effect_and_another_body_is_refused(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    key = {"Idempotency-Key": str(uuid4())}

    first = await contacts.client.post("/v1/contacts", json=registration(), headers=key)
    again = await contacts.client.post("/v1/contacts", json=registration(), headers=key)
    other = await contacts.client.post(
        "/v1/contacts", json=registration(waitSeconds=13), headers=key
    )

    assert first.json() == again.json()
    assert again.status_code == 201
    assert other.status_code == 409
    assert len((await contacts.client.get("/v1/contacts")).json()["items"]) == 1


async def test_each_wrong_registration_is_refused_with_what_to_change(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    future = (NOW + timedelta(hours=1)).isoformat()
    wrong = {
        "contact-ends-in-future": {"endedAt": future},
        "contact-ends-before-it-starts": {
            "endedAt": (NOW - timedelta(hours=3)).isoformat(),
        },
        "contact-too-long": {"startedAt": (NOW - timedelta(days=2)).isoformat()},
        "line-and-location-disagree": {"line": "local"},
        "kind-and-outcome-disagree": {"kind": "hang_up"},
        "bad-input": {"channel": "fax"},
    }
    for code, change in wrong.items():
        answer = await contacts.client.post("/v1/contacts", json=registration(**change))
        assert answer.status_code == 400, (code, answer.text)
        assert answer.json()["type"] == f"urn:hulpopafstand:problem:{code}"
        assert len(answer.json()["detail"]) > 20
    assert (await contacts.client.get("/v1/contacts")).json()["items"] == []


async def test_an_unknown_field_is_refused_without_being_repeated(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    answer = await contacts.client.post(
        "/v1/contacts", json=registration(**{"caller 0612345678": "0612345678"})
    )
    assert answer.status_code == 400
    assert "0612345678" not in answer.text
    assert "volunteerId" in answer.json()["detail"]


async def test_lists_page_by_cursor(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    await on_duty(platform)
    for _ in range(5):
        await contacts.client.post("/v1/contacts", json=registration(channel="chat"))

    seen: list[str] = []
    asked: str | None = "/v1/contacts?limit=2"
    while asked is not None:
        page = (await contacts.client.get(asked)).json()
        seen += [item["contactId"] for item in page["items"]]
        cursor = page["nextCursor"]
        asked = cursor and f"/v1/contacts?limit=2&cursor={cursor}"

    assert len(set(seen)) == len(seen) == 5
