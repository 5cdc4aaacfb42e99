"""A hole that comes near is told once each time, and asked for: of those who may, in waves."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.events.volunteers import ShiftAtRisk
from volunteers.amsterdam import at_hour
from volunteers.matching.matching import Matching
from volunteers.offers.accept_offer import accept_offer
from volunteers.offers.decline_offer import decline_offer
from volunteers.risks.ask_for_holes import asking_for_holes
from volunteers.risks.count_answers import count_answers
from volunteers.risks.rules import hours_before, wave_after
from volunteers.risks.tell_risks import tell_risks
from volunteers.shifts.rules.day_parts import DAY_PARTS

from tests.volunteers import roster
from tests.waiting import eventually

STARTS = datetime(2026, 3, 1, 19, tzinfo=UTC)


@given(st.integers(-100, 6000))
def test_a_shift_is_within_the_least_hours_that_hold_it(minutes):
    found = hours_before(STARTS, STARTS - timedelta(minutes=minutes))

    if minutes <= 0 or minutes > 72 * 60:
        assert found is None
    else:
        assert found == min(one for one in (4, 24, 72) if minutes <= one * 60)


def test_waves_come_faster_as_the_shift_comes_near_and_end_before_it():
    long_before = STARTS - timedelta(days=3)
    assert wave_after(72, 1, STARTS, long_before) == long_before + timedelta(hours=6)
    assert wave_after(72, 5, STARTS, long_before) is None
    assert wave_after(4, 1, STARTS, STARTS - timedelta(minutes=10)) is None


async def a_hole(database, *, people=8, needed=1, **facts):
    """Open an evening shift in five days with open places; return it, its start, the people."""
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        found = await roster.people(connection, location, people)
        shift = await roster.a_shift(
            connection, location, roster.days_from_now(5), needed=needed, **facts
        )
        starts_at = await connection.fetchval(
            "SELECT starts_at FROM shift WHERE shift_id = $1", shift
        )
    return shift, starts_at, found


async def rows(database, query, *values):
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query, *values)]


async def test_a_hole_is_told_once_at_each_of_the_hours_by_two_processes_at_once(platform):
    service = await platform.service("volunteers", role="api")
    worker = await platform.service("volunteers")
    shift, starts_at, _ = await a_hole(worker.database)
    other = await platform.database("volunteers")

    for hours in (73, 72, 71, 24, 23, 4, 3):
        now = starts_at - timedelta(hours=hours)
        for _ in range(2):
            await asyncio.gather(
                *(tell_risks(one, now) for one in (worker.database, other, service.database))
            )

    told = "SELECT hours FROM risk WHERE shift_id = $1 ORDER BY told_at"
    assert await rows(other, told, shift) == [(72,), (24,), (4,)]

    async def all_told():
        found = await platform.published(ShiftAtRisk)
        return found if len(found) == 3 else None

    events = await eventually(all_told)
    assert [event.data.hours for event in events] == [72, 24, 4]
    assert len({event.sequence for event in events}) == 3


async def test_a_hole_that_arises_late_is_told_within_the_hours_that_are_left(platform):
    database = await platform.database("volunteers")
    shift, starts_at, people = await a_hole(database)
    async with database.commit() as connection:
        await roster.take(connection, shift, people[0])
    await tell_risks(database, starts_at - timedelta(hours=70))
    assert await rows(database, "SELECT 1 FROM risk") == []

    async with database.commit() as connection:
        await connection.execute("DELETE FROM place")
        await connection.execute("UPDATE shift SET filled = 0")
    await tell_risks(database, starts_at - timedelta(hours=30))

    assert await rows(database, "SELECT hours, holes FROM risk") == [(72, 1)]


@pytest.mark.parametrize("change", ["cancelled_at = now()", "filled = needed"])
async def test_of_a_shift_without_holes_nothing_is_told(platform, change):
    database = await platform.database("volunteers")
    _, starts_at, _ = await a_hole(database)
    async with database.commit() as connection:
        await connection.execute(f"UPDATE shift SET {change}")

    await tell_risks(database, starts_at - timedelta(hours=3))

    assert await rows(database, "SELECT 1 FROM risk") == []


async def waves(database, now, times=1):
    """Tell and ask as two processes would at a moment."""
    await tell_risks(database, now)
    steps = [asking_for_holes(Matching()) for _ in range(2)]
    await asyncio.gather(*(step(database, now) for step in steps))
    await count_answers(database, now)


ASKED = "SELECT volunteer_id FROM offer WHERE shift_id = $1 ORDER BY made_at, volunteer_id"
COUNTS = "SELECT hours, waves, asked, accepted, next_wave_at, filled_at FROM risk ORDER BY told_at"


async def test_waves_ask_three_for_a_hole_and_only_who_may_has_rested_and_was_not_asked(platform):
    database = await platform.database("volunteers")
    shift, starts_at, people = await a_hole(database, people=7)
    day = roster.days_from_now(5)
    async with database.commit() as connection:
        (location,) = await connection.fetchrow("SELECT location_id FROM volunteer LIMIT 1")
        unfit = [
            *await roster.people(connection, location, admitted_channels=["chat"]),
            *await roster.people(connection, location, state="suspended"),
            *await roster.people(connection, await roster.a_location(connection, "Utrecht")),
        ]
        (tired,) = await roster.people(connection, location)
        night = await roster.a_shift(connection, location, day, "early_morning")
        await roster.take(connection, night, tired)
        (away,) = await roster.people(connection, location)
        await roster.wishes(connection, away, 0)
    now = starts_at - timedelta(hours=24)

    await waves(database, now)
    first = [one for (one,) in await rows(database, ASKED, shift)]
    await waves(database, now + timedelta(minutes=59))
    assert len(await rows(database, ASKED, shift)) == 3
    await waves(database, now + timedelta(minutes=60))
    await waves(database, now + timedelta(minutes=120))

    asked = [one for (one,) in await rows(database, ASKED, shift)]
    assert len(first) == 3
    assert sorted(asked) == people
    assert not {*unfit, tired, away} & {*asked}
    # The last wave is at ten in the evening: who is asked then has an hour from seven on.
    assert await rows(database, COUNTS) == [(24, 3, 7, 0, at_hour(day, 8), None)]


async def test_who_stands_by_is_asked_alone_first_and_a_yes_ends_the_waves(platform):
    database = await platform.database("volunteers")
    shift, starts_at, people = await a_hole(database)
    async with database.commit() as connection:
        await connection.execute(
            "INSERT INTO standby VALUES ($1, $2, 'standby', now())", shift, people[5]
        )
    now = starts_at - timedelta(hours=4)

    await waves(database, now)
    ((offer, asked),) = await rows(database, "SELECT offer_id, volunteer_id FROM offer")
    async with database.commit() as connection:
        await accept_offer(connection, offer, now)
    await waves(database, now + timedelta(minutes=10))

    assert asked == people[5]
    assert len(await rows(database, ASKED, shift)) == 1
    assert await rows(database, COUNTS) == [(4, 1, 1, 1, None, now + timedelta(minutes=10))]


async def test_nearer_whoever_gave_no_answer_is_asked_again_and_whoever_declined_is_not(platform):
    database = await platform.database("volunteers")
    _, starts_at, people = await a_hole(database, people=2)
    first, nearer = starts_at - timedelta(hours=70), starts_at - timedelta(hours=20)
    await waves(database, first)
    async with database.commit() as connection:
        offer = await connection.fetchval(
            "SELECT offer_id FROM offer WHERE volunteer_id = $1", people[0]
        )
        await decline_offer(connection, offer, first)
        await connection.execute("UPDATE offer SET state = 'lapsed' WHERE state = 'open'")

    await waves(database, nearer)

    query = "SELECT volunteer_id FROM offer WHERE made_at = $1"
    assert await rows(database, query, nearer) == [(people[1],)]


async def test_a_place_that_falls_free_again_begins_the_waves_anew(platform):
    database = await platform.database("volunteers")
    shift, starts_at, people = await a_hole(database)
    now = starts_at - timedelta(hours=20)
    await waves(database, now)
    async with database.commit() as connection:
        await roster.take(connection, shift, people[0])
    await count_answers(database, now + timedelta(minutes=1))
    assert await rows(database, "SELECT next_wave_at FROM risk") == [(None,)]

    async with database.commit() as connection:
        await connection.execute("DELETE FROM place")
        await connection.execute("UPDATE shift SET filled = 0")
    again = now + timedelta(minutes=2)
    await count_answers(database, again)

    assert await rows(database, "SELECT next_wave_at, filled_at FROM risk") == [(again, None)]


# Of an offer and another shift of the same volunteer: at once, or fourteen hours after a night.
UNFIT = """
SELECT offer.volunteer_id FROM offer JOIN shift USING (shift_id) JOIN volunteer USING (volunteer_id)
WHERE volunteer.state <> 'active' OR NOT volunteer.admitted_channels @> shift.channels
    OR volunteer.location_id <> shift.location_id
    OR EXISTS (SELECT FROM place JOIN shift other USING (shift_id)
        WHERE place.volunteer_id = offer.volunteer_id AND other.shift_id <> shift.shift_id AND (
            other.starts_at < shift.ends_at AND other.ends_at > shift.starts_at
            OR other.day_part IN ('night', 'early_morning') AND other.starts_at < shift.starts_at
                AND shift.starts_at < other.ends_at + interval '14 hours'
            OR shift.day_part IN ('night', 'early_morning') AND shift.starts_at < other.starts_at
                AND other.starts_at < shift.ends_at + interval '14 hours'))
"""


@pytest.mark.parametrize("seed", [1, 2])
async def test_of_a_crowd_in_all_states_nobody_is_asked_who_may_not_or_has_not_rested(
    platform, seed
):
    database = await platform.database("volunteers")
    chance, days = Random(seed), [roster.days_from_now(5), roster.days_from_now(6)]
    async with database.commit() as connection:
        location = await roster.a_location(connection)
        elsewhere = await roster.a_location(connection, "Utrecht")
        people = []
        for _ in range(60):
            channels = chance.sample(roster.CHANNELS, chance.randint(1, 3))
            state = chance.choices(["active", "paused", "suspended", "left"], [7, 1, 1, 1])[0]
            where = chance.choices([location, elsewhere], [4, 1])[0]
            people += await roster.people(
                connection, where, state=state, channels=channels, admitted_channels=channels
            )
        for day in days:
            for part in DAY_PARTS:
                channels = [chance.choice(roster.CHANNELS)]
                taken = await roster.a_shift(connection, elsewhere, day, part, needed=20)
                await roster.take(connection, taken, *chance.sample(people, 6))
                await roster.a_shift(connection, location, day, part, channels=channels, needed=2)
        starts_at = await connection.fetchval("SELECT min(starts_at) FROM shift")

    for hours in (60, 47, 23, 6, 3):
        await waves(database, starts_at - timedelta(hours=hours))

    assert len(await rows(database, "SELECT 1 FROM offer")) > 30
    assert await rows(database, UNFIT) == []
