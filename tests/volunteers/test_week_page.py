"""The page of a week: what stands in it, and who sees what."""

import re

import pytest
from shared.roles import Role
from sqlalchemy import event

from tests.volunteers import desk
from tests.volunteers.people import browser_of, words

MONDAY = "2026-11-30"


async def look(browser, location=None, day=MONDAY):
    query = {"day": day} | ({"location": location} if location else {})
    page = await browser.get("/volunteers/shifts", params=query)
    assert page.status_code == 200, page.text
    return page


async def a_week(client):
    """Open a location with a half-filled evening, a full chat in the morning and a cancelled one.

    Returns the location and the listener of the first two shifts.
    """
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    evening = await desk.a_shift(client, location, day="2026-12-01", part="evening", needed=3)
    chat = await desk.a_shift(
        client, location, day="2026-12-03", channels=("chat", "email"), needed=1
    )
    for shift in (evening, chat):
        await desk.post(client, f"/shifts/{shift}/places", volunteerId=listener)
    gone = await desk.a_shift(client, location, day="2026-12-06", part="night")
    await desk.post(client, f"/shifts/{gone}/cancellation")
    return location, listener


async def test_a_week_shows_each_shift_with_its_time_channels_and_how_full_it_is(platform):
    service = await platform.service("volunteers")
    location, listener = await a_week(service.client)

    page = await look(browser_of(service, Role.COORDINATOR), location)

    said = words(page)
    assert "Week 49, 30 November to 6 December 2026." in said
    days = re.findall(r"(\w+ \d+ (?:Nov|Dec)) (.*?)(?=\w+ \d+ (?:Nov|Dec)|$)", said)
    assert [day for day, _ in days] == [
        "Monday 30 Nov", "Tuesday 1 Dec", "Wednesday 2 Dec", "Thursday 3 Dec", "Friday 4 Dec",
        "Saturday 5 Dec", "Sunday 6 Dec",
    ]  # fmt: skip
    held = dict(days)
    assert held["Monday 30 Nov"].strip() == "No shifts"
    assert held["Tuesday 1 Dec"].startswith(
        f"Evening 20:00–24:00 telephone 1 of 3 filled 2 open {listener[:8]} listener"
    )
    assert held["Thursday 3 Dec"].startswith("Morning 08:00–12:00 chat, e-mail 1 of 1 filled")
    assert " open" not in held["Thursday 3 Dec"]
    assert held["Sunday 6 Dec"].startswith(
        "Night 00:00–04:00 telephone 0 of 2 filled cancelled Anonymous help"
    )
    # What is cancelled needs nobody, nor does what is full.
    assert "2 places to fill" in said


@pytest.mark.parametrize(
    ("roles", "own", "sees_people", "opens"),
    [
        ((Role.COORDINATOR,), True, True, True),
        ((Role.COORDINATOR,), None, True, True),
        ((Role.TRAINER,), True, True, False),
        ((Role.LISTENER,), None, False, False),
        ((Role.LISTENER, Role.COORDINATOR), False, False, True),  # of another location
    ],
)
async def test_only_who_may_ask_for_a_shift_sees_who_is_in_it(
    platform, roles, own, sees_people, opens
):
    service = await platform.service("volunteers")
    location, listener = await a_week(service.client)
    other = await desk.a_location(service.client)
    named = {True: (location,), False: (other,), None: None}[own]

    page = await look(browser_of(service, *roles, locations=named, person=listener), location)

    assert "1 of 3 filled" in words(page)
    assert (listener[:8] in page.text) == sees_people
    assert ("/cancellation" in page.text) == (opens and sees_people)
    assert ("Open the shift" in page.text) == opens


async def test_who_is_in_a_shift_is_named_to_coordinators_and_to_trainers_by_first_name(platform):
    service = await platform.service("volunteers")
    location, listener = await a_week(service.client)
    name = {"name": "Anna Bakker"}
    assert (await service.client.put(f"/v1/people/{listener}", json=name)).status_code == 200

    said = {
        role: words(await look(browser_of(service, role, locations=(location,)), location))
        for role in (Role.COORDINATOR, Role.TRAINER)
    }

    assert "Anna Bakker listener" in said[Role.COORDINATOR]
    assert ("Anna listener" in said[Role.TRAINER], "Bakker" in said[Role.TRAINER]) == (True, False)


async def test_a_coordinator_chooses_own_locations_only_and_the_nation_all(platform):
    service = await platform.service("volunteers")
    here, there = [await desk.a_location(service.client) for _ in range(2)]

    of_one = browser_of(service, Role.COORDINATOR, locations=(here,))
    assert (await look(of_one)).text.count(f'value="{there}"') == 0
    refused = await of_one.get("/volunteers/shifts", params={"location": there})
    assert refused.status_code == 403
    assert there in words(refused)

    nation = await look(browser_of(service, Role.COORDINATOR))
    assert nation.text.count(f'value="{here}"') == nation.text.count(f'value="{there}"') == 2


async def test_whoever_names_no_location_sees_their_own(platform):
    service = await platform.service("volunteers")
    first, second = [await desk.a_location(service.client) for _ in range(2)]
    (listener,) = await desk.volunteers(service.client, second)

    for browser, chosen in (
        (browser_of(service, Role.COORDINATOR, locations=(second,)), second),
        (browser_of(service, Role.LISTENER, person=listener), second),
        (browser_of(service, Role.LISTENER), first),
        (browser_of(service, Role.COORDINATOR), first),
    ):
        assert f'<option value="{chosen}" selected>' in (await look(browser)).text


@pytest.mark.parametrize(
    ("day", "week", "before", "after"),
    [
        ("2026-12-31", "Week 53, 28 December to 3 January 2027.",
         "2026-12-21", "2027-01-04"),
        ("2027-01-03", "Week 53, 28 December to 3 January 2027.",
         "2026-12-21", "2027-01-04"),
        ("2026-03-29", "Week 13, 23 March to 29 March 2026.",
         "2026-03-16", "2026-03-30"),
    ],
)  # fmt: skip
async def test_any_day_leads_to_its_week_and_on_to_those_beside_it(
    platform, day, week, before, after
):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)

    page = await look(browser_of(service, Role.LISTENER), location, day)

    assert week in words(page)
    for rel, monday in (("prev", before), ("next", after)):
        link = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
        assert link
        assert link[1].endswith(f"location={location}&amp;day={monday}")


async def test_the_first_and_the_last_week_lead_no_further(platform):
    service = await platform.service("volunteers")
    await desk.a_location(service.client)
    browser = browser_of(service, Role.LISTENER)
    assert 'rel="prev"' not in (await look(browser, day="1958-01-05")).text
    assert 'rel="next"' not in (await look(browser, day="2099-12-31")).text


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 3), ("2026-10-25", 5)])
async def test_the_night_in_which_the_clock_changes_says_how_long_it_lasts(platform, day, hours):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    await desk.a_shift(service.client, location, day=day, part="night")
    await desk.a_shift(service.client, location, day=day, part="morning")

    said = words(await look(browser_of(service, Role.LISTENER), location, day))

    assert f"Night 00:00–04:00 The clock changes: it lasts {hours} hours." in said
    assert "Morning 08:00–12:00 telephone" in said


async def test_a_past_shift_with_places_left_needs_nobody_any_more(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    await desk.a_shift(service.client, location, day="2016-02-01", needed=2)

    said = words(await look(browser_of(service, Role.LISTENER), location, "2016-02-01"))

    assert "0 of 2 filled" in said
    assert " open" not in said
    assert "to fill" not in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"day": "tomorrow"}, 'id="day-error">Write a day, such as 2026-01-31.<'),
        ({"day": "1900-01-01"}, 'id="day-error">This is at least 1958-01-01.<'),
        ({"location": "Zutphen"}, 'id="location-error">Choose one of these.<'),
    ],
)
async def test_a_wrong_query_is_told_beside_its_field(platform, query, said):
    service = await platform.service("volunteers")
    await desk.a_location(service.client)

    page = await browser_of(service, Role.LISTENER).get("/volunteers/shifts", params=query)

    assert page.status_code == 400
    assert said in page.text


async def test_a_location_that_does_not_exist_is_not_found(platform):
    service = await platform.service("volunteers")
    await desk.a_location(service.client)
    nowhere = "6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02"
    page = await browser_of(service, Role.LISTENER, language="nl").get(
        "/volunteers/shifts", params={"location": nowhere}
    )
    assert page.status_code == 404
    assert "Deze locatie bestaat niet: kies een locatie uit de lijst." in words(page)


async def test_an_empty_week_leads_to_the_nearest_with_shifts(platform):
    service = await platform.service("volunteers")
    location, _ = await a_week(service.client)
    browser = browser_of(service, Role.COORDINATOR)
    for empty, nearest in (("2026-11-20", "1 December 2026"), ("2027-01-20", "6 December 2026")):
        page = await look(browser, location, empty)
        assert f"To the nearest week with shifts: that of {nearest}" in words(page)
        (way,) = re.findall(r'href="([^"]+)">To the nearest', page.text)
        found = await browser.get(way.replace("&amp;", "&"))
        assert "20:00–24:00" in words(found)


async def test_an_empty_week_says_what_to_do(platform):
    service = await platform.service("volunteers")
    nothing = words(await look(browser_of(service, Role.COORDINATOR)))
    assert "No location is open yet." in nothing

    await desk.a_location(service.client)
    assert "Open the first one" in words(await look(browser_of(service, Role.COORDINATOR)))
    assert "ask the coordinator" in words(await look(browser_of(service, Role.LISTENER)))


async def test_a_week_takes_as_many_statements_with_one_shift_as_with_many(platform):
    service = await platform.service("volunteers")
    location, _ = await a_week(service.client)
    browser = browser_of(service, Role.COORDINATOR)
    asked = []
    event.listen(
        service.database.engine.sync_engine, "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: asked.append(statement),
    )  # fmt: skip
    await look(browser, location)
    few = len(asked)
    for day in range(1, 7):
        for part in ("morning", "afternoon", "early_evening"):
            await desk.a_shift(service.client, location, day=f"2026-12-0{day}", part=part)
    asked.clear()
    await look(browser, location)
    assert len(asked) == few <= 4, asked
