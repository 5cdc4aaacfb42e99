"""Opening and cancelling a shift by the forms of the pages."""

import pytest
from shared.events.volunteers import ShiftCancelled, ShiftOpened
from shared.roles import Role

from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words
from tests.waiting import eventually

PAGE = "/volunteers/shifts"
RIGHT = {"date": "2026-12-05", "dayPart": "night", "channels": ["chat", "telephone"], "needed": "2"}


async def opened_at(service, location):
    return (await desk.get(service.client, f"/shifts?locationId={location}"))["items"]


async def send(browser, location, **typed):
    """Fill in the form to open a shift, and send it."""
    hidden = await carried(browser, f"{PAGE}?location={location}")
    return await browser.post(PAGE, data={**hidden, **RIGHT, "locationId": location, **typed})


async def test_a_coordinator_opens_a_shift_and_sees_it_in_its_week(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))

    answer = await send(browser, location)

    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == f"{PAGE}?location={location}&day=2026-12-05"
    page = words(await browser.get(answer.headers["location"]))
    assert "The shift is open: Saturday 5 December 2026, 00:00–04:00, 2 places." in page
    assert "Night 00:00–04:00 telephone, chat 0 of 2 filled 2 open" in page
    (shift,) = await opened_at(service, location)
    assert shift["startsAt"] == "2026-12-04T23:00:00Z"

    async def told():
        return len(await platform.published(ShiftOpened)) == 1

    await eventually(told)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"date": ""}, "date", "Fill this in."),
        ({"date": "5 December"}, "date", "Write a day, such as 2026-01-31."),
        ({"date": "2100-01-01"}, "date", "This is at most 2099-12-31."),
        ({"dayPart": "dawn"}, "dayPart", "Choose one of these."),
        ({"channels": []}, "channels", "Choose at least one."),
        ({"needed": "0"}, "needed", "This is at least 1."),
        ({"needed": "21"}, "needed", "This is at most 20."),
        ({"needed": "two"}, "needed", "Write a whole number."),
        ({"locationId": "Zutphen"}, "locationId", "Choose one of these."),
        ({"locationId": "6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02"}, "locationId",
         "LocationId 6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02 is no location: open it first."),
    ],
)  # fmt: skip
async def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(
    platform, typed, field, said
):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)

    answer = await send(browser_of(service, Role.COORDINATOR), location, **typed)

    assert answer.status_code in (400, 409)
    assert f'<p class="error" id="{field}-error">{said}</p>' in answer.text
    assert 'role="alert"' in answer.text
    assert '<details class="opens" id="open" open>' in answer.text
    if field != "dayPart":
        assert '<option value="night" selected>' in answer.text
    if field != "channels":
        assert 'value="chat" checked' in answer.text
        assert 'value="email" checked' not in answer.text
    assert await opened_at(service, location) == []


async def test_what_is_wrong_is_said_in_dutch_too(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    answer = await send(browser_of(service, Role.COORDINATOR, language="nl"), location, needed="0")
    assert "Dit is ten minste 1." in answer.text
    assert "Nacht (00:00–04:00)" in answer.text


async def test_a_form_that_is_sent_twice_opens_one_shift(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR)
    hidden = await carried(browser, PAGE)
    form = {**hidden, **RIGHT, "locationId": location}

    answers = [await browser.post(PAGE, data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await opened_at(service, location)) == 1


async def test_a_form_that_is_changed_after_it_was_sent_is_asked_for_once_more(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR)
    hidden = await carried(browser, PAGE)
    await browser.post(PAGE, data={**hidden, **RIGHT, "locationId": location})

    # The browser's way back shows the same form with the same key.
    other = {**RIGHT, "locationId": location, "date": "2026-12-06"}
    again = await browser.post(PAGE, data={**hidden, **other})
    assert again.status_code == 409
    assert 'value="2026-12-06"' in again.text
    assert len(await opened_at(service, location)) == 1

    assert (await send(browser, location, date="2026-12-06")).status_code == 303
    assert len(await opened_at(service, location)) == 2


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2026-03-29", "2026-03-29T02:00:00Z"), ("2026-10-25", "2026-10-25T03:00:00Z")],
)
async def test_the_night_in_which_the_clock_changes_is_opened_whole(platform, day, ends):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    browser = browser_of(service, Role.COORDINATOR)

    answer = await send(browser, location, date=day)

    (shift,) = await opened_at(service, location)
    assert shift["endsAt"] == ends
    assert "The clock changes: it lasts" in words(await browser.get(answer.headers["location"]))


async def test_a_coordinator_opens_no_shift_at_another_location(platform):
    service = await platform.service("volunteers")
    here, there = [await desk.a_location(service.client) for _ in range(2)]
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))

    answer = await send(browser, here, locationId=there)

    assert answer.status_code == 403
    assert "beyond your reach" in words(answer)
    assert await opened_at(service, there) == []


async def test_a_listener_opens_and_cancels_nothing(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    shift = await desk.a_shift(service.client, location)
    form = await carried(browser_of(service, Role.COORDINATOR), PAGE)
    listener = browser_of(service, Role.LISTENER)
    assert (await listener.post(PAGE, data={**form, **RIGHT})).status_code == 403
    for method in ("GET", "POST"):
        path = f"{PAGE}/{shift}/cancellation"
        assert (await listener.request(method, path, data=form)).status_code == 403


async def test_the_form_of_one_person_is_not_done_as_another(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    hidden = await carried(browser_of(service, Role.COORDINATOR, subject="one"), PAGE)
    other = browser_of(service, Role.COORDINATOR, subject="other")

    answer = await other.post(PAGE, data={**hidden, **RIGHT, "locationId": location})

    assert answer.status_code == 409
    assert "2026-12-05" in answer.text
    assert await opened_at(service, location) == []


async def test_a_shift_is_cancelled_after_a_question_that_shows_who_is_in_it(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    (listener,) = await desk.admitted(service.client, location)
    shift = await desk.a_shift(service.client, location, day="2026-12-05", part="afternoon")
    await desk.post(service.client, f"/shifts/{shift}/places", volunteerId=listener)
    browser = browser_of(service, Role.COORDINATOR, locations=(location,))
    asks = f"{PAGE}/{shift}/cancellation"

    question = words(await browser.get(asks))
    assert "Cancel this shift?" in question
    assert "Saturday 5 December 2026, 12:00–16:00" in question
    assert f"{listener[:8]} listener" in question
    assert not (await opened_at(service, location))[0]["cancelled"]

    form = await carried(browser, asks)
    answers = [await browser.post(asks, data=form) for _ in range(2)]  # pressed twice
    assert [answer.status_code for answer in answers] == [303, 303]
    page = words(await browser.get(answers[0].headers["location"]))
    assert "The shift is cancelled: Saturday 5 December 2026, 12:00–16:00." in page
    assert (await opened_at(service, location))[0]["cancelled"]

    async def told():
        return len(await platform.published(ShiftCancelled)) == 1

    await eventually(told)


async def test_a_shift_that_was_cancelled_meanwhile_is_said_to_be(platform):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)
    shift = await desk.a_shift(service.client, location, day="2026-12-05")
    browser = browser_of(service, Role.COORDINATOR)
    asks = f"{PAGE}/{shift}/cancellation"
    form = await carried(browser, asks)
    await desk.post(service.client, f"/shifts/{shift}/cancellation")

    answer = await browser.post(asks, data=form)

    assert answer.status_code == 409
    assert f"Shift {shift} was cancelled: choose another, or open a new one." in words(answer)
    assert "Cancel this shift</button>" not in answer.text


async def test_a_shift_elsewhere_is_neither_shown_nor_cancelled(platform):
    service = await platform.service("volunteers")
    here, there = [await desk.a_location(service.client) for _ in range(2)]
    shift = await desk.a_shift(service.client, there)
    browser = browser_of(service, Role.COORDINATOR, locations=(here,))
    form = await carried(browser, PAGE)
    for method in ("GET", "POST"):
        answer = await browser.request(method, f"{PAGE}/{shift}/cancellation", data=form)
        assert answer.status_code == 403
    assert not (await opened_at(service, there))[0]["cancelled"]
    unknown = await browser.get(f"{PAGE}/6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02/cancellation")
    assert unknown.status_code == 404
