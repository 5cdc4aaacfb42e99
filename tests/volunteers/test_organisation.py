"""Locations merge and move on a day: people and shifts follow, history stays."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from shared.events.volunteers import LocationOpened, ShiftOpened, VolunteerAdmitted
from shared.roles import Role
from volunteers.amsterdam import at_hour, day_of
from volunteers.organisation.carry_out_changes import carry_out_changes

from tests import issuing
from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words
from tests.waiting import eventually

TODAY = datetime.now(UTC).date() + timedelta(days=2)  # a day on which nothing was carried out yet
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NOW = at_hour(TODAY, 9)


async def plan(client, kind, location, into, day=TODAY):
    return await desk.post(
        client, "/location-changes", kind=kind, locationId=location, intoId=into, onDay=f"{day}"
    )


async def an_institution(client, name, form="association_member", first_day="2016-01-01"):
    made = await desk.post(client, "/institutions", name=name, form=form, firstDay=first_day)
    return made["institutionId"]


async def memberships(client):
    """Return the days of each location in each institution, by the institution's name."""
    found = await desk.get(client, "/institutions")
    return {
        one["name"]: [(each["firstDay"], each["lastDay"]) for each in one["memberships"]]
        for one in found["items"]
    }


async def test_when_a_location_merges_its_people_and_its_later_shifts_follow(platform):
    service = await platform.service("volunteers")
    client = service.client
    old, new = [await desk.a_location(client) for _ in range(2)]
    (volunteer,) = await desk.admitted(client, old)
    (applicant,) = await desk.volunteers(client, old)
    shifts = {day: await desk.a_shift(client, old, day=f"{day}") for day in (BEFORE, TODAY, AFTER)}
    gone = await desk.a_shift(client, old, day=f"{AFTER}", part="evening")
    await desk.post(client, f"/shifts/{gone}/cancellation")
    await desk.post(client, f"/shifts/{shifts[AFTER]}/places", volunteerId=volunteer)
    await plan(client, "merge", old, new)

    await asyncio.gather(*(carry_out_changes(service.database, NOW) for _ in range(3)))

    for person in (volunteer, applicant):
        assert (await desk.get(client, f"/volunteers/{person}"))["locationId"] == new
    at = {
        day: (await desk.get(client, f"/shifts/{shift}"))["locationId"]
        for day, shift in shifts.items()
    }
    assert at == {BEFORE: old, TODAY: new, AFTER: new}
    assert (await desk.get(client, f"/shifts/{gone}"))["locationId"] == old
    kept = await desk.get(client, f"/shifts/{shifts[AFTER]}")
    assert [place["volunteerId"] for place in kept["places"]] == [volunteer]
    closed = await desk.get(client, f"/locations/{old}")
    assert (closed["closedOn"], closed["mergedInto"]) == (f"{TODAY}", new)
    # Other services hear it once, each with a higher sequence than before.
    told = await eventually(lambda: _told(platform, LocationOpened, old, 2))
    assert (str(told[1].merged_into), told[1].closed_on) == (new, TODAY)
    told = await eventually(lambda: _told(platform, VolunteerAdmitted, volunteer, 2))
    assert [str(one.location_id) for one in told] == [old, new]
    told = await eventually(lambda: _told(platform, ShiftOpened, shifts[AFTER], 2))
    assert [(str(one.location_id), one.filled) for one in told] == [(old, 0), (new, 1)]


async def _told(platform, event, aggregate, count):
    """Return what was told of an aggregate in the order of its sequence, once so much is told."""
    found = [one for one in await platform.published(event) if one.aggregate_id == aggregate]
    found.sort(key=lambda one: one.sequence)
    assert len({one.sequence for one in found}) == len(found)
    return [one.data for one in found] if len(found) == count else None


async def test_a_location_that_has_merged_takes_nobody_and_opens_nothing_from_its_day_on(platform):
    service = await platform.service("volunteers")
    client = service.client
    old, new = [await desk.a_location(client) for _ in range(2)]
    shift = {"locationId": old, "dayPart": "morning", "channels": ["chat"], "needed": 1}
    await plan(client, "merge", old, new, day=day_of(datetime.now(UTC)))
    await carry_out_changes(service.database, datetime.now(UTC))

    code, detail = await desk.refusal(client, "/shifts", date=f"{AFTER}", **shift)
    assert (code, new in detail) == ("location-closed", True)
    code, _ = await desk.refusal(
        client, "/volunteers", locationId=old, channels=["chat"], lines=["local"], role="trainee"
    )
    assert code == "location-closed"
    # What was before may still be recorded.
    await desk.post(client, "/shifts", date="2016-02-01", **shift)
    code, _ = await desk.refusal(
        client, "/location-changes", kind="merge", locationId=new, intoId=old, onDay=f"{AFTER}"
    )
    assert code == "location-closed"


async def test_a_location_moves_between_institutions_and_its_history_stays(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    member = await an_institution(client, "Oost")
    foundation = await an_institution(client, "De Stichting", "foundation", "2020-01-01")
    await plan(client, "move", location, member, day=date(2016, 1, 1))
    await carry_out_changes(service.database, NOW)
    # The whole member goes into the foundation, and so its locations.
    merger = {"intoId": foundation, "onDay": f"{TODAY}"}
    ended = await desk.post(client, f"/institutions/{member}/merger", **merger)
    assert (ended["lastDay"], ended["mergedInto"]) == (f"{BEFORE}", foundation)

    await carry_out_changes(service.database, NOW - timedelta(days=1))
    assert await memberships(client) == {"Oost": [("2016-01-01", None)], "De Stichting": []}

    await carry_out_changes(service.database, NOW)
    assert await memberships(client) == {
        "Oost": [("2016-01-01", f"{BEFORE}")], "De Stichting": [(f"{TODAY}", None)],
    }  # fmt: skip
    code, _ = await desk.refusal(
        client, "/location-changes", kind="move", locationId=location, intoId=member,
        onDay=f"{AFTER}",
    )  # fmt: skip
    assert code == "institution-ended"


async def test_a_change_is_withdrawn_until_it_is_carried_out(platform):
    service = await platform.service("volunteers")
    client = service.client
    here, there = [await desk.a_location(client) for _ in range(2)]
    change = await plan(client, "merge", here, there)

    await client.delete(f"/v1/location-changes/{change['changeId']}")
    await carry_out_changes(service.database, NOW)
    assert (await desk.get(client, f"/locations/{here}"))["closedOn"] is None

    change = await plan(client, "merge", here, there)
    await carry_out_changes(service.database, NOW)
    refused = await client.delete(f"/v1/location-changes/{change['changeId']}")
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "change-is-done")


async def test_only_who_acts_for_the_nation_changes_the_organisation(platform):
    service = await platform.service("volunteers")
    client = service.client
    here, there = [await desk.a_location(client) for _ in range(2)]
    institution = await an_institution(client, "Oost")
    local = issuing.header_for(Role.COORDINATOR, locations=(here, there))

    for path, body in (
        ("/institutions", {"name": "West", "form": "foundation", "firstDay": "2016-01-01"}),
        (f"/institutions/{institution}/merger", {"intoId": institution, "onDay": f"{TODAY}"}),
        ("/location-changes",
         {"kind": "merge", "locationId": here, "intoId": there, "onDay": f"{TODAY}"}),
    ):  # fmt: skip
        answer = await client.post(f"/v1{path}", json=body, headers=local)
        assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (403, "beyond-reach")


async def test_the_page_shows_the_organisation_and_plans_for_the_nation(platform):
    service = await platform.service("volunteers")
    client = service.client
    here, there = [await desk.a_location(client) for _ in range(2)]
    await desk.admitted(client, here)
    nation = browser_of(service, Role.COORDINATOR)
    address = "/volunteers/organisation?plan=merge"
    form = await carried(nation, address) | {"plan": "merge", "locationId": here}

    wrong = await nation.post(address, data=form | {"intoId": here, "onDay": f"{TODAY}"})
    assert wrong.status_code == 409
    assert f"Location {here} cannot merge into itself" in words(wrong)
    sent = await nation.post(address, data=form | {"intoId": there, "onDay": f"{TODAY}"})
    assert sent.status_code == 303

    page = await nation.get("/volunteers/organisation")
    assert "To come" in words(page)
    assert "merges into" in words(page)
    local = await browser_of(service, Role.COORDINATOR, locations=(here,)).get(address)
    assert local.status_code == 200
    assert "merges into" in words(local)
    assert "<form" not in local.text.partition("<main")[2].partition("</main")[0]
