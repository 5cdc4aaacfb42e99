"""After-care: a heavy contact lets a mentor call, and a correction closes it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from shared.events.contacts import ContactCorrected, ContactHandled
from shared.roles import Role
from volunteers.aftercare.ask_mentors import look_for_mentors
from volunteers.aftercare.keep_heavy_contacts import keep_heavy_contacts

from tests import issuing
from tests.contracts.samples import sample
from tests.volunteers import caring
from tests.volunteers.test_told_by_others import told

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
YESTERDAY = NOW - timedelta(days=1)
CALLS = "SELECT mentor_id, heavy, called_on FROM after_care"
NOTICES = "SELECT person_id, about_id FROM notice WHERE kind = 'after_care' AND state = 'waiting'"


def heavy(volunteer, version=1, *, contact=None, event=ContactHandled, is_heavy=True, at=YESTERDAY):
    changes = {
        "contact_id": contact or uuid4(), "volunteer_id": volunteer, "heavy": is_heavy,
        "kind": "conversation", "started_quarter": at,
    }  # fmt: skip
    return told(event.model_validate(sample(event).model_dump() | changes), version)


async def keep(database, *events):
    async with database.commit() as connection:
        await keep_heavy_contacts(connection, events, NOW)


async def with_a_mentor(database):
    location = await caring.a_location(database)
    mentor = await caring.a_volunteer(database, location)
    volunteer = await caring.a_volunteer(database, location, mentor_id=mentor)
    return location, mentor, volunteer


async def test_a_heavy_contact_lets_the_mentor_call_and_redelivery_has_no_second_effect(platform):
    database = await platform.database("volunteers")
    _, mentor, volunteer = await with_a_mentor(database)
    event = heavy(volunteer)

    for _ in range(3):
        await keep(database, event)

    assert await caring.rows(database, CALLS) == [(mentor, True, None)]
    assert await caring.rows(database, NOTICES) == [(mentor, event.data.contact_id)]


async def test_without_a_mentor_the_supervisor_with_the_fewest_calls_is_asked(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    supervisors = {await caring.a_supervisor(database, location) for _ in range(2)}
    elsewhere = await caring.a_location(database)
    await caring.a_supervisor(database, elsewhere)
    volunteer = await caring.a_volunteer(database, location)

    for _ in range(4):
        await keep(database, heavy(volunteer))

    asked = [mentor for mentor, _, _ in await caring.rows(database, CALLS)]
    assert {one: asked.count(one) for one in supervisors} == dict.fromkeys(supervisors, 2)


async def test_who_could_not_be_found_at_first_is_found_later_once(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    volunteer = await caring.a_volunteer(database, location)
    await keep(database, heavy(volunteer), heavy(uuid4()), heavy(volunteer, at=NOW - timedelta(20)))
    assert await caring.rows(database, NOTICES) == []
    supervisor = await caring.a_supervisor(database, location)

    for _ in range(2):
        await look_for_mentors(database, NOW)

    found = [mentor for mentor, _, _ in await caring.rows(database, CALLS)]
    assert sorted(found, key=str) == sorted([supervisor, None, None], key=str)
    assert len(await caring.rows(database, NOTICES)) == 1


@pytest.mark.parametrize("order", ["corrected after", "corrected first", "all at once"])
async def test_a_correction_to_not_heavy_closes_the_call(platform, order):
    database = await platform.database("volunteers")
    *_, volunteer = await with_a_mentor(database)
    event = heavy(volunteer)
    back = heavy(volunteer, 2, contact=event.data.contact_id, event=ContactCorrected,
                 is_heavy=False)  # fmt: skip

    batches = {"corrected after": [[event], [back], [event]], "corrected first": [[back], [event]],
               "all at once": [[event, back], [back, event]]}[order]  # fmt: skip
    for batch in batches:
        await keep(database, *batch)

    ((_, is_heavy, _),) = await caring.rows(database, CALLS)
    assert not is_heavy
    assert await caring.rows(database, NOTICES) == []
    again = heavy(volunteer, 3, contact=event.data.contact_id, event=ContactCorrected)
    await keep(database, again)
    assert len(await caring.rows(database, NOTICES)) == 1


async def test_a_contact_that_was_another_volunteers_is_their_mentors_call(platform):
    database = await platform.database("volunteers")
    *_, wrong = await with_a_mentor(database)
    _, mentor, right = await with_a_mentor(database)
    event = heavy(wrong)

    await keep(database, event)
    corrected = heavy(right, 2, contact=event.data.contact_id, event=ContactCorrected)
    await keep(database, corrected)

    assert await caring.rows(database, CALLS) == [(mentor, True, None)]
    assert await caring.rows(database, NOTICES) == [(mentor, event.data.contact_id)]


async def test_the_mentor_records_the_day_of_the_call_once_and_nobody_from_elsewhere(platform):
    service = await platform.service("volunteers")
    location, mentor, volunteer = await with_a_mentor(service.database)
    event = heavy(volunteer)
    await keep(service.database, event)
    path = f"/v1/after-care/{event.data.contact_id}/call"
    today = {"calledOn": f"{NOW.date()}"}
    by_the_mentor = issuing.header_for(Role.LISTENER, person=mentor)

    for stranger in (
        issuing.header_for(Role.LISTENER, person=volunteer),
        issuing.header_for(Role.COORDINATOR, locations=(uuid4(),)),
    ):
        answer = await service.client.post(path, json=today, headers=stranger)
        assert caring.refused(answer) == (403, "beyond-reach")
        listed = await service.client.get("/v1/after-care", headers=stranger)
        assert (await caring.said(listed))["items"] == []
    for day in ("2016-01-01", f"{NOW.date() + timedelta(days=2)}"):
        answer = await service.client.post(path, json={"calledOn": day}, headers=by_the_mentor)
        assert caring.refused(answer) == (400, "call-not-possible")
    listed = await service.client.get("/v1/after-care?open=true", headers=by_the_mentor)
    assert [one["mentorId"] for one in (await caring.said(listed))["items"]] == [f"{mentor}"]
    answer = await service.client.post(path, json=today, headers=by_the_mentor)
    assert (await caring.said(answer, 201))["calledOn"] == today["calledOn"]
    answer = await service.client.post(path, json=today, headers=by_the_mentor)
    assert caring.refused(answer) == (409, "already-called")
    assert await caring.rows(service.database, NOTICES) == []
    coordinator = issuing.header_for(Role.COORDINATOR, locations=(location,))
    listed = await service.client.get("/v1/after-care?open=true", headers=coordinator)
    assert (await caring.said(listed))["items"] == []
    listed = await service.client.get("/v1/after-care", headers=coordinator)
    assert len((await caring.said(listed))["items"]) == 1


async def test_the_bus_brings_a_heavy_contact_twice_and_one_call_is_due(platform):
    service = await platform.service("volunteers")
    *_, volunteer = await with_a_mentor(service.database)
    event = heavy(volunteer).data
    event_id = await platform.publish(event, aggregate_id=event.contact_id)
    await platform.handled("volunteers", 1)

    await platform.publish(event, aggregate_id=event.contact_id, event_id=event_id)
    back = heavy(
        volunteer, 2, contact=event.contact_id, event=ContactCorrected, is_heavy=False
    ).data
    await platform.publish(back, aggregate_id=event.contact_id, version=2)
    await platform.handled("volunteers", 2)

    assert [one[1] for one in await caring.rows(service.database, CALLS)] == [False]
    assert await caring.rows(service.database, NOTICES) == []
