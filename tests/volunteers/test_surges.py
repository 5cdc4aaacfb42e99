"""A surge calls for listeners within a minute, in waves, until there are enough or it ends."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.events.contacts import SurgeDeclared, SurgeEnded
from shared.events.envelope import Envelope, sequence
from volunteers.event_handlers import handlers
from volunteers.matching.matching import Matching
from volunteers.offers.accept_offer import accept_offer
from volunteers.surges.ask_for_surges import asking_for_surges
from volunteers.surges.rules import shift_ids_until, shifts_now_and_next

from tests.volunteers import roster
from tests.waiting import eventually

SURGE = uuid4()
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 365 * 24 * 60).map(lambda count: NEW_YEAR + timedelta(minutes=count))


@given(st.integers(1, 200), moments)
def test_the_shifts_of_now_and_next_hold_all_who_are_wanted(wanted, now):
    shifts = shifts_now_and_next(SURGE, wanted, now)

    assert all(1 <= one.needed <= 20 for one in shifts)
    assert sum(one.needed for one in shifts) == 2 * wanted
    assert len({(one.day, one.part) for one in shifts}) == 2
    assert len({one.shift_id for one in shifts}) == len(shifts)


@given(st.integers(1, 60), moments, st.integers(0, 60))
def test_every_shift_that_a_surge_opened_is_found_again_at_its_end(wanted, since, hours):
    until = since + timedelta(hours=hours)
    found = set(shift_ids_until(SURGE, since, until, wanted))

    for hour in range(hours + 1):
        opened = shifts_now_and_next(SURGE, wanted, since + timedelta(hours=hour))
        assert {one.shift_id for one in opened} <= found


def told(event, version):
    return Envelope(
        id=uuid4(), aggregate_id=str(event.surge_id), sequence=sequence(version),
        time=datetime.now(UTC), data=event,
    )  # fmt: skip


def minute(moment):
    return moment.replace(second=0, microsecond=0)


# In the middle of a day part, however late it is.
NOW = datetime.combine(roster.days_from_now(1), time(9), UTC)


async def handle(database, event, version):
    async with database.commit() as connection:
        await handlers.handler_of(type(event))(connection, [told(event, version)])


def declared(wanted=2, since=NOW):
    return SurgeDeclared(
        surge_id=SURGE, line="national", region="Utrecht", since=since, listeners_wanted=wanted
    )


def ended(until=NOW, wanted=2):
    return SurgeEnded(
        surge_id=SURGE, line="national", region="Utrecht", until=until, listeners_wanted=wanted
    )


async def nation(database, here=4, there=20):
    """Open a location in the region, and a larger one elsewhere whose people work from home."""
    async with database.commit() as connection:
        region = await roster.a_location(connection, "Utrecht")
        await roster.people(connection, region, here)
        away = await roster.a_location(connection)
        for one in await roster.people(connection, away, there):
            await roster.wishes(connection, one, 1, from_home=True)
    return region


async def wave(database, now=NOW):
    """Ask as two processes would at a moment."""
    steps = [asking_for_surges(Matching()) for _ in range(2)]
    await asyncio.gather(*(step(database, now) for step in steps))


async def rows(database, query, *values):
    async with database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query, *values)]


async def test_offers_are_there_within_a_minute_of_the_event_and_gone_with_its_end(platform):
    # Before the service: matching follows what is told, and these people are not.
    region = await nation(await platform.database("volunteers"))
    service = await platform.service("volunteers")

    begun = minute(datetime.now(UTC))
    await platform.publish(declared(since=begun), aggregate_id=SURGE, version=1)

    async def offers():
        return await rows(service.database, "SELECT state FROM offer WHERE reason = 'surge'")

    found = await eventually(offers, within=60)
    assert {state for (state,) in found} == {"open"}
    places = await rows(service.database, "SELECT DISTINCT location_id FROM shift")
    assert places == [(region,)]

    await platform.publish(ended(minute(datetime.now(UTC))), aggregate_id=SURGE, version=2)

    async def withdrawn():
        return {state for (state,) in await offers()} == {"withdrawn"}

    await eventually(withdrawn, within=60)
    shifts = await rows(service.database, "SELECT cancelled_at IS NOT NULL FROM shift")
    assert set(shifts) == {(True,)}


async def test_two_processes_ask_each_person_once_and_three_for_each_place(platform):
    database = await platform.database("volunteers")
    await nation(database)
    await handle(database, declared(wanted=2), 1)

    await wave(database)

    asked = await rows(database, "SELECT volunteer_id FROM offer")
    assert len(asked) == len(set(asked)) == 12  # of now and next, three for each of two places
    assert await rows(database, "SELECT asked, next_wave_at FROM surge") == [
        (12, NOW + timedelta(minutes=5))
    ]
    notices = await rows(database, "SELECT DISTINCT kind FROM notice")
    assert notices == [("surge",)]


async def test_waves_go_on_until_there_are_enough(platform):
    database = await platform.database("volunteers")
    await nation(database)
    await handle(database, declared(wanted=1), 1)
    await wave(database)
    offers = await rows(database, "SELECT offer_id, shift_id FROM offer ORDER BY offer_id")

    for shift in {shift for _, shift in offers}:
        offer = next(one for one, of in offers if of == shift)
        async with database.commit() as connection:
            await accept_offer(connection, offer, NOW)
    await wave(database, NOW + timedelta(minutes=5))

    assert len(await rows(database, "SELECT 1 FROM offer")) == len(offers)
    await wave(database, NOW + timedelta(minutes=10))
    ((accepted,),) = await rows(database, "SELECT accepted FROM surge")
    assert accepted == 2


async def test_more_are_wanted_and_there_is_room_for_more(platform):
    database = await platform.database("volunteers")
    await nation(database)
    await handle(database, declared(wanted=2), 1)
    await wave(database)

    await handle(database, declared(wanted=25), 2)
    await wave(database, NOW + timedelta(seconds=10))

    found = await rows(database, "SELECT sum(needed) FROM shift GROUP BY day, day_part")
    assert found == [(25,), (25,)]


async def test_after_the_end_nobody_is_asked_and_who_took_a_place_keeps_it(platform):
    database = await platform.database("volunteers")
    await nation(database)
    await handle(database, declared(wanted=3), 1)
    await wave(database)
    ((offer,),) = await rows(database, "SELECT offer_id FROM offer LIMIT 1")
    async with database.commit() as connection:
        await accept_offer(connection, offer, NOW)

    await handle(database, ended(wanted=3), 2)
    await handle(database, declared(wanted=3), 1)
    await wave(database, NOW + timedelta(minutes=5))

    states = await rows(database, "SELECT DISTINCT state FROM offer ORDER BY state")
    assert states == [("accepted",), ("withdrawn",)]
    kept = "SELECT needed, filled FROM shift WHERE cancelled_at IS NULL"
    assert await rows(database, kept) == [(1, 1)]


@pytest.mark.parametrize("late", [False, True])
async def test_an_end_that_overtakes_the_beginning_asks_nobody(platform, late):
    database = await platform.database("volunteers")
    await nation(database)
    events = [(ended(), 2), (declared(), 1)] if late else [(declared(), 1), (ended(), 2)]
    for event, version in events:
        await handle(database, event, version)

    await wave(database)

    assert await rows(database, "SELECT 1 FROM offer UNION ALL SELECT 1 FROM shift") == []


async def test_who_takes_the_telephone_only_is_asked_and_may_come(platform):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        region = await roster.a_location(connection, "Utrecht")
        only = ["telephone"]
        await roster.people(connection, region, 3, channels=only, admitted_channels=only)
    await handle(database, declared(wanted=1), 1)
    await wave(database)

    ((offer,),) = await rows(database, "SELECT offer_id FROM offer LIMIT 1")
    async with database.commit() as connection:
        await accept_offer(connection, offer, NOW)

    told_of = "SELECT data::json->>'surgeId' FROM outbox WHERE subject LIKE '%shift_filled%'"
    assert await rows(database, told_of) == [(str(SURGE),)]
