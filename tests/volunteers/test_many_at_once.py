"""Many hands at the same shifts: what holds one by one holds at once, in the real database."""

import asyncio
import random
from collections import Counter
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

import pytest
from shared.events.volunteers import ShiftFilled, ShiftReleased
from volunteers.shifts.rules.day_parts import DAY_PARTS, Span
from volunteers.shifts.rules.rest import fit

from tests.volunteers import desk
from tests.waiting import eventually


@pytest.mark.parametrize("needed", [1, 3, 7])
async def test_no_more_places_are_taken_than_needed_by_many_at_once(platform, needed):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    crowd = await desk.admitted(client, location, 8)
    shift = await desk.a_shift(client, location, needed=needed)

    outcomes = await asyncio.gather(*(desk.fill_or_code(client, shift, one) for one in crowd))

    assert Counter(outcomes) == {"filled": needed, "shift-is-full": 8 - needed}
    shown = await desk.get(client, f"/shifts/{shift}")
    assert shown["filled"] == len(shown["places"]) == needed


async def test_one_volunteer_wanted_by_all_shifts_of_a_day_at_once_never_gets_two_that_clash(
    platform,
):
    service = await platform.service("volunteers")
    client = service.client
    location = await desk.a_location(client)
    (listener,) = await desk.admitted(client, location)
    shifts = [await desk.a_shift(client, location, part=part) for part in DAY_PARTS * 2]

    await asyncio.gather(*(desk.fill_or_code(client, shift, listener) for shift in shifts))

    await no_clash(client, shifts)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_in_a_storm_of_fills_releases_and_cancellations_every_rule_holds(platform, seed):
    service = await platform.service("volunteers")
    client = service.client
    chance = random.Random(seed)
    location = await desk.a_location(client)
    people = await desk.admitted(client, location, 5)
    shifts = [
        await desk.a_shift(client, location, day=day.isoformat(), part=part, needed=2)
        for day in (date(2016, 3, 26), date(2016, 3, 27))
        for part in DAY_PARTS
    ]

    async def one_step():
        shift, person = chance.choice(shifts), chance.choice(people)
        match chance.choices(["fill", "release", "cancel"], [80, 18, 2])[0]:
            case "fill":
                body = {"volunteerId": person, "filledAt": desk.LONG_AGO}
                answer = await client.post(f"/v1/shifts/{shift}/places", json=body)
            case "release":
                answer = await client.delete(f"/v1/shifts/{shift}/places/{person}")
            case _:
                answer = await client.post(f"/v1/shifts/{shift}/cancellation")
        assert answer.status_code in {200, 201, 404, 409}, answer.text

    for _ in range(12):
        await asyncio.gather(*(one_step() for _ in range(10)))

    await no_clash(client, shifts)
    await the_bus_tells_the_same(platform, client, shifts)


async def no_clash(client, shifts):
    """Assert that counts are true and nobody is in two shifts that the rules keep apart."""
    spans: dict[str, list[Span]] = {}
    for shift in [await desk.get(client, f"/shifts/{one}") for one in shifts]:
        assert shift["filled"] == len(shift["places"]) <= shift["needed"]
        for place in [] if shift["cancelled"] else shift["places"]:
            span = Span(*(datetime.fromisoformat(shift[end]) for end in ("startsAt", "endsAt")))
            spans.setdefault(place["volunteerId"], []).append(span)
    assert spans
    for volunteer, taken in spans.items():
        for one, other in combinations(taken, 2):
            fit(UUID(volunteer), one, [other])


async def the_bus_tells_the_same(platform, client, shifts):
    """Assert that the places told as filled and not released are those that the service holds."""
    held = {
        (place["shiftId"], place["volunteerId"])
        for one in shifts
        for place in (await desk.get(client, f"/shifts/{one}"))["places"]
    }

    async def told_is_held():
        told = [*await platform.published(ShiftFilled), *await platform.published(ShiftReleased)]
        latest = {}
        for event in sorted(told, key=lambda event: event.sequence):
            place = (str(event.data.shift_id), str(event.data.volunteer_id))
            latest[place] = type(event.data) is ShiftFilled
        return {place for place, taken in latest.items() if taken} == held

    await eventually(told_is_held)
