"""Who could fill a hole, asked over HTTP, while places are taken, given back and cancelled."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from shared.roles import Role
from volunteers.amsterdam import day_of
from volunteers.matching.matching import Matching
from volunteers.shifts.rules.day_parts import DAY_PARTS

from benchmarks.holes_by_hand import World, rank_by_hand
from tests import issuing
from tests.volunteers import desk

SAY = """
INSERT INTO availability (volunteer_id, wishes, most_per_week, most_nights_per_month, from_home,
    changed_at, version)
VALUES ($1, $2, $3, 2, $4, now(), 1) ON CONFLICT (volunteer_id) DO UPDATE
SET wishes = excluded.wishes, most_per_week = excluded.most_per_week, changed_at = now()
"""
BE_AWAY = """
INSERT INTO absence (absence_id, volunteer_id, first_day, last_day, changed_at)
VALUES ($1, $2, $3, $3, now())
"""
ANSWER = """
INSERT INTO offer (offer_id, shift_id, volunteer_id, reason, source_id, state, made_at, expires_at,
    answered_at)
VALUES ($1, $2, $3, 'asked', $2, $4, now(), now(), now())
"""
TOMORROW = day_of(datetime.now(UTC)) + timedelta(days=1)


async def candidates(client, shift, query=""):
    return (await desk.get(client, f"/shifts/{shift}/candidates{query}"))["items"]


async def test_who_could_fill_a_hole_is_told_as_the_roster_is_at_that_moment(platform):
    service = await platform.service("volunteers")
    client = service.client
    here = await desk.a_location(client)
    one, other = sorted(await desk.admitted(client, here, 2))
    only_chat = await desk.admitted(client, here, 1, channels=["chat"])
    hole = await desk.a_shift(client, here, day=f"{TOMORROW}")
    at_once = await desk.a_shift(client, here, day=f"{TOMORROW}", channels=["chat"])

    assert [found["volunteerIds"] for found in await candidates(client, hole)] == [[one], [other]]
    await desk.post(client, f"/shifts/{at_once}/places", volunteerId=one)
    direct, chain = await candidates(client, hole)
    assert direct["volunteerIds"] == [other]
    assert chain["volunteerIds"] in ([one, other], [one, *only_chat])
    assert chain["moves"][0] == {"volunteerId": one, "gives": at_once, "takes": hole}
    assert chain["moves"][1]["takes"] == at_once
    assert await candidates(client, hole, "?chains=false&limit=1") == [direct]

    await desk.post(client, f"/shifts/{hole}/places", volunteerId=other)
    await desk.post(client, f"/shifts/{at_once}/cancellation")
    assert [found["volunteerIds"] for found in await candidates(client, hole)] == [[one]]
    await desk.post(client, f"/shifts/{hole}/places", volunteerId=one)
    assert await candidates(client, hole) == []


async def test_a_coordinator_is_told_of_shifts_of_the_own_location_only(platform):
    service = await platform.service("volunteers")
    here = await desk.a_location(service.client)
    shift = await desk.a_shift(service.client, here, day=f"{TOMORROW}")
    path = f"/v1/shifts/{shift}/candidates"
    elsewhere = issuing.header_for(Role.COORDINATOR, locations=(uuid4(),))
    assert (await service.client.get(path, headers=elsewhere)).status_code == 403
    assert (await service.client.get(f"/v1/shifts/{uuid4()}/candidates")).status_code == 404
    listener = issuing.header_for(Role.LISTENER, person=uuid4())
    assert (await service.client.get(path, headers=listener)).status_code == 403


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_any_commits_what_was_followed_equals_what_is_loaded_and_asking_everybody(
    platform, seed
):
    service = await platform.service("volunteers")
    client, database, chance = service.client, service.database, random.Random(seed)
    locations = [await desk.a_location(client) for _ in range(2)]
    people = [one for here in locations for one in await desk.admitted(client, here, 3)]
    shifts = [
        await desk.a_shift(
            client, chance.choice(locations), day=f"{TOMORROW + timedelta(days=days)}", part=part,
            channels=chance.choice([["telephone"], ["chat"]]),
        )
        for days in (0, 1)
        for part in chance.sample(DAY_PARTS, 4)
    ]  # fmt: skip
    following = Matching()
    for _ in range(25):
        await act(client, database, chance, people, shifts)
        anew, now = Matching(), datetime.now(UTC)
        async with database.commit() as connection:
            await following.follow(connection, now)
            await anew.follow(connection, now)
        index = anew._loaded.index
        world = World(index.people, index.shifts, now)
        for shift in map(UUID, shifts):
            expected = rank_by_hand(world, shift, 10, chains=True)
            assert anew.rank(shift, 10, True) == expected
            assert following.rank(shift, 10, True) == expected


async def act(client, database, chance, people, shifts):
    """Do something that may be refused, or change what somebody says."""
    shift, one = chance.choice(shifts), chance.choice(people)
    what = chance.choice(
        ["fill", "fill", "fill", "release", "cancel", "say", "away", "back", "answer"]
    )
    if what == "fill":
        await client.post(f"/v1/shifts/{shift}/places", json={"volunteerId": one})
    elif what == "release":
        await client.delete(f"/v1/shifts/{shift}/places/{one}")
    elif what == "cancel" and chance.random() < 0.3:
        await client.post(f"/v1/shifts/{shift}/cancellation")
    async with database.commit() as connection:
        if what == "say":
            wishes = chance.choices([0, 1, 2], [1, 2, 2], k=42)
            await connection.execute(SAY, UUID(one), wishes, chance.randrange(4), False)
        elif what == "away":
            await connection.execute(BE_AWAY, uuid4(), UUID(one), TOMORROW)
        elif what == "back":
            await connection.execute("DELETE FROM absence WHERE volunteer_id = $1", UUID(one))
        elif what == "answer":
            state = chance.choice(["accepted", "declined"])
            await connection.execute(ANSWER, uuid4(), UUID(shift), UUID(one), state)
