"""Shifts over HTTP: opened, filled, released, cancelled; refused with what to change."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from shared.events.volunteers import ShiftCancelled, ShiftFilled, ShiftOpened, ShiftReleased

from tests.volunteers import desk
from tests.waiting import eventually


async def test_a_shift_lives_and_each_change_is_told_with_the_shift_as_it_then_is(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    one, other = await desk.admitted(client, location, 2)
    shift = await desk.a_shift(client, location, day="2016-07-01", part="evening", needed=2)

    place = await desk.fill(client, shift, one)
    await desk.fill(client, shift, other)
    released = await client.delete(f"/v1/shifts/{shift}/places/{one}")
    cancelled = await desk.post(client, f"/shifts/{shift}/cancellation")

    assert place == {
        "shiftId": shift, "volunteerId": one, "role": "listener", "filledAt": desk.LONG_AGO,
        "source": "coordinator", "fromHome": False,
    }  # fmt: skip
    assert (released.status_code, released.json()["filled"]) == (200, 1)
    assert (cancelled["cancelled"], cancelled["filled"]) == (True, 1)
    await eventually(lambda: platform.published(ShiftCancelled))
    told = [
        (event.__name__, envelope.sequence.lstrip("0"), envelope.data.filled)
        for event in (ShiftOpened, ShiftFilled, ShiftReleased, ShiftCancelled)
        for envelope in await platform.published(event)
    ]
    assert told == [
        ("ShiftOpened", "1", 0), ("ShiftFilled", "2", 1), ("ShiftFilled", "3", 2),
        ("ShiftReleased", "4", 1), ("ShiftCancelled", "5", 1),
    ]  # fmt: skip
    (gone,) = await platform.published(ShiftReleased)
    assert (str(gone.data.volunteer_id), gone.data.starts_at) == (
        one, datetime(2016, 7, 1, 18, tzinfo=UTC)
    )  # fmt: skip


async def test_a_shift_shows_its_places_and_the_totals_count_what_stands(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    one, other = await desk.admitted(client, location, 2)
    stands = await desk.a_shift(client, location)
    gone = await desk.a_shift(client, location, day="2016-02-03")
    await desk.a_shift(client, location, day="2016-03-01")
    for shift, volunteer in [(stands, one), (stands, other), (gone, one)]:
        await desk.fill(client, shift, volunteer)
    await desk.post(client, f"/shifts/{gone}/cancellation")

    shown = await desk.get(client, f"/shifts/{stands}")

    assert {place["volunteerId"] for place in shown["places"]} == {one, other}
    assert len((await desk.get(client, f"/shifts/{gone}"))["places"]) == 1
    assert await desk.get(client, "/totals?month=2016-02") == {
        "month": "2016-02",
        "locations": 1,
        "volunteersApplied": 2,
        "volunteersAdmitted": 2,
        "trainingsHeld": 13,
        "shiftsOpened": 2,
        "shiftsFilled": 2,
        "shiftsCancelled": 1,
    }


async def test_what_the_rules_do_not_allow_is_refused_by_name(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location, channels=["telephone"])
    (applicant,) = await desk.volunteers(client, location)
    night = await desk.a_shift(client, location, part="night")
    await desk.fill(client, night, listener)

    async def code_of(volunteer, **shift):
        shift_id = await desk.a_shift(client, location, **shift)
        return await desk.fill_or_code(client, shift_id, volunteer)

    assert await code_of(applicant) == "not-admitted"
    assert await code_of(listener, channels=["telephone", "chat"]) == "not-admitted-for-channel"
    assert await code_of(listener, part="night") == "shifts-overlap"
    assert await code_of(listener, part="early_morning") == "rest-after-night"
    assert await code_of(listener, part="early_evening") == "rest-after-night"
    assert await desk.fill_or_code(client, night, listener) == "already-in-shift"
    assert await code_of(listener, part="evening") == "filled"
    assert await code_of(listener, day="2016-02-02", part="morning") == "filled"
    # Between that evening and that morning lies a night whose rest would run into the morning.
    assert await code_of(listener, day="2016-02-02", part="night") == "rest-after-night"


async def test_the_refusal_says_until_when_the_volunteer_rests(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    await desk.fill(client, await desk.a_shift(client, location, part="night"), listener)
    afternoon = await desk.a_shift(client, location, part="afternoon")

    _, detail = await desk.refusal(
        client, f"/shifts/{afternoon}/places", volunteerId=listener, filledAt=desk.LONG_AGO
    )

    assert f"volunteer {listener} rests until 2016-02-01 18:00 (Amsterdam)" in detail


async def test_a_place_released_or_a_shift_cancelled_no_longer_stands_in_the_way(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    night = await desk.a_shift(client, location, part="night")
    morning = await desk.a_shift(client, location, part="morning")
    afternoon = await desk.a_shift(client, location, part="afternoon")
    await desk.fill(client, night, listener)
    await client.delete(f"/v1/shifts/{night}/places/{listener}")

    assert await desk.fill_or_code(client, morning, listener) == "filled"
    assert await desk.fill_or_code(client, night, listener) == "rest-after-night"
    await desk.post(client, f"/shifts/{morning}/cancellation")
    assert await desk.fill_or_code(client, night, listener) == "filled"
    assert await desk.fill_or_code(client, afternoon, listener) == "rest-after-night"


async def test_nothing_changes_about_a_cancelled_shift(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    shift = await desk.a_shift(client, location)
    await desk.fill(client, shift, listener)
    await desk.post(client, f"/shifts/{shift}/cancellation")

    again, _ = await desk.refusal(client, f"/shifts/{shift}/cancellation")
    release = await client.delete(f"/v1/shifts/{shift}/places/{listener}")

    assert again == "shift-is-cancelled"
    assert release.json()["type"].endswith("shift-is-cancelled")
    assert await desk.fill_or_code(client, shift, listener) == "shift-is-cancelled"


async def test_a_past_shift_is_filled_with_the_moment_only_and_a_coming_one_without(platform):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    past = f"/shifts/{await desk.a_shift(client, location)}/places"
    coming_day = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    coming = f"/shifts/{await desk.a_shift(client, location, day=coming_day)}/places"
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    assert (await desk.refusal(client, past, volunteerId=listener))[0] == "shift-has-ended"
    code, _ = await desk.refusal(client, coming, volunteerId=listener, filledAt=tomorrow)
    assert code == "filled-at-in-the-future"
    code, _ = await desk.refusal(
        client, past, volunteerId=listener, filledAt="2016-02-01T12:00:00+01:00"
    )
    assert code == "filled-at-after-the-shift"
    code, _ = await desk.refusal(client, past, volunteerId=listener, filledAt="2016-01-01T12:00:00")
    assert code == "bad-input"  # a moment needs its offset
    await desk.post(client, coming, volunteerId=listener)
    recorded = await desk.post(
        client, past, volunteerId=listener, filledAt="2016-01-31T12:00:00+01:00"
    )
    assert recorded["filledAt"] == "2016-01-31T11:00:00Z"


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        ("2016-03-27", "2016-03-26T23:00:00Z", "2016-03-27T02:00:00Z"),
        ("2016-10-30", "2016-10-29T22:00:00Z", "2016-10-30T03:00:00Z"),
    ],
)
async def test_the_night_of_a_clock_change_is_opened_with_its_real_hours(
    platform, day, starts, ends
):
    service = await platform.service("volunteers")
    location = await desk.a_location(service.client)

    shift = await desk.a_shift(service.client, location, day=day, part="night")

    shown = await desk.get(service.client, f"/shifts/{shift}")
    assert (shown["date"], shown["startsAt"], shown["endsAt"]) == (day, starts, ends)


@pytest.mark.parametrize(
    "change",
    [
        {"needed": 0}, {"needed": 21}, {"channels": []}, {"channels": ["fax"]},
        {"dayPart": "dawn"}, {"date": "9999-12-31"}, {"date": "today"}, {"remark": "bring cake"},
    ],
)  # fmt: skip
async def test_a_shift_that_is_none_is_refused_with_the_field_to_change(platform, change):
    service = await platform.service("volunteers")
    body = {
        "locationId": str(uuid4()), "date": "2016-02-01", "dayPart": "night",
        "channels": ["chat"], "needed": 1,
    }  # fmt: skip

    code, detail = await desk.refusal(service.client, "/shifts", **(body | change))

    assert code == "bad-input"
    (value,) = change.values()
    assert str(value) not in detail or value in (0, [])


async def test_what_does_not_exist_is_not_found(platform):
    service = await platform.service("volunteers")
    client, nothing = service.client, uuid4()

    for path in ("locations", "volunteers", "trainings", "shifts"):
        assert (await client.get(f"/v1/{path}/{nothing}")).status_code == 404
    assert (await client.delete(f"/v1/shifts/{nothing}/places/{nothing}")).status_code == 404
    assert (await client.post(f"/v1/shifts/{nothing}/cancellation")).status_code == 404
