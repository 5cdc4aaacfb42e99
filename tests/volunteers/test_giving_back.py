"""Places that are given back: until when, by whom, and who has them then."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared.events.volunteers import ShiftFilled, ShiftReleased
from volunteers.shifts.give_back import leave_places
from volunteers.shifts.let_stay_on import let_stay_on

from tests.volunteers import desk
from tests.volunteers.attempts import TODAY, Helpline, code
from tests.waiting import eventually

MOVE = "UPDATE shift SET starts_at = $2, ends_at = $3 WHERE shift_id = $1"
FOUR_HOURS = timedelta(hours=4)


async def a_helpline(platform) -> Helpline:
    service = await platform.service("volunteers")
    return await Helpline(service.client, service.database, TODAY + timedelta(days=10)).open()


async def begins_in(line, shift, hours):
    """Let a shift begin so many hours from now."""
    starts = datetime.now(UTC) + timedelta(hours=hours)
    async with line.database.commit() as connection:
        await connection.execute(MOVE, UUID(shift), starts, starts + FOUR_HOURS)


async def notices(line, shift):
    """Return who was told what of a shift."""
    async with line.database.commit() as connection:
        rows = await connection.fetch(
            "SELECT kind, person_id FROM notice WHERE about_id = $1 ORDER BY due_at", UUID(shift)
        )
    return [(row["kind"], str(row["person_id"])) for row in rows]


async def wait(line, who, shift):
    return code(await line.ask(who, "POST", f"/shifts/{shift}/waiting", {}))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hours=st.floats(-6, 96))
async def test_nobody_gives_a_place_back_by_oneself_within_48_hours(platform, lines, hours):
    if not lines:
        lines.append(await a_helpline(platform))
    line = lines[0]
    (one,) = await line.people("new")
    shift = await line.shift()
    assert await line.sign_up(one, shift, by=one) == "done"
    await begins_in(line, shift, hours)

    told = await line.release(one, shift, by=one)

    async with line.database.commit() as connection:
        late_and_gone = await connection.fetchval(
            "SELECT count(*) FROM shift WHERE starts_at < now() + interval '48 hours'"
            " AND filled = 0 AND location_id = $1", UUID(line.here),
        )  # fmt: skip
    assert late_and_gone == 0
    assert told == ("too-late-to-release" if hours < 48 else "done")


@pytest.fixture
def lines():
    """The helpline of all examples."""
    return []


async def test_a_coordinator_releases_up_to_the_end_and_the_volunteer_is_told(platform):
    line = await a_helpline(platform)
    (one,) = await line.people("new")
    shift = await line.shift()
    await line.sign_up(one, shift)
    await begins_in(line, shift, 3)

    assert await line.release(one, shift) == "done"
    told = [("place_given", one.volunteer_id), ("place_released", one.volunteer_id)]
    assert await notices(line, shift) == told


async def test_a_place_that_falls_free_goes_to_the_first_who_may_have_it(platform):
    line = await a_helpline(platform)
    leaver, busy, first, second = await line.people("new", "new", "new", "new")
    shift, meanwhile = await line.shift(), await line.shift()
    await line.sign_up(leaver, shift)
    assert await wait(line, leaver, shift) == "already-in-shift"
    assert [await wait(line, one, shift) for one in (busy, first, second)] == ["done"] * 3
    assert await line.sign_up(busy, meanwhile) == "done"

    waiting = (await desk.get(line.client, f"/shifts/{shift}"))["waiting"]
    assert [one["volunteerId"] for one in waiting] == [
        one.volunteer_id for one in (busy, first, second)
    ]

    assert await line.release(leaver, shift, by=leaver) == "done"

    assert await line.who_is_in(shift) == {first.volunteer_id}
    shown = await desk.get(line.client, f"/shifts/{shift}")
    assert (shown["filled"], shown["places"][0]["source"]) == (1, "waiting_list")
    assert ("place_given", first.volunteer_id) in await notices(line, shift)
    # who waits goes on waiting, and the next place is theirs
    assert await line.release(first, shift, by=first) == "done"
    assert await line.who_is_in(shift) == {second.volunteer_id}
    await eventually(lambda: platform.published(ShiftReleased))
    told = [*await platform.published(ShiftFilled), *await platform.published(ShiftReleased)]
    in_order = sorted(
        (each for each in told if str(each.data.shift_id) == shift), key=lambda each: each.sequence
    )
    assert [each.data.filled for each in in_order] == [1, 0, 1, 0, 1]


async def test_within_24_hours_all_who_wait_are_told_and_the_first_takes_it(platform):
    line = await a_helpline(platform)
    leaver, one, other = await line.people("new", "new", "new")
    shift = await line.shift()
    await line.sign_up(leaver, shift)
    assert [await wait(line, who, shift) for who in (one, other)] == ["done", "done"]
    await begins_in(line, shift, 23)

    await line.release(leaver, shift)

    told = [who for kind, who in await notices(line, shift) if kind == "place_free"]
    assert sorted(told) == sorted([one.volunteer_id, other.volunteer_id])
    assert await line.sign_up(other, shift, by=other) == "done"
    assert await line.sign_up(one, shift, by=one) == "shift-is-full"


async def test_who_may_have_a_place_does_not_wait_and_waiting_is_taken_back(platform):
    line = await a_helpline(platform)
    one, other = await line.people("new", "new")
    shift = await line.shift()

    assert await wait(line, one, shift) == "place-is-free"
    await line.sign_up(other, shift)
    answer = await line.ask(one, "POST", f"/shifts/{shift}/waiting", {})
    assert answer.json()["number"] == 1
    assert code(await line.ask(one, "DELETE", f"/shifts/{shift}/waiting")) == "done"
    await line.release(other, shift)
    assert await line.who_is_in(shift) == set()


async def test_a_mentor_does_not_leave_a_trainee_and_is_released_with_them(platform):
    line = await a_helpline(platform)
    mentor, trainee, other = await line.people("mentor", "trainee", "mentor")
    shift = await line.shift(needed=2)

    assert await line.sign_up(trainee, shift, by=trainee) == "trainee-alone"
    await line.sign_up(mentor, shift)
    assert await line.sign_up(trainee, shift, by=trainee) == "done"
    assert await line.release(mentor, shift, by=mentor) == "mentor-needed"
    assert await line.sign_up(other, shift) == "done"
    assert await line.release(mentor, shift, by=mentor) == "done"
    assert await line.release(other, shift) == "done"
    assert await line.who_is_in(shift) == set()
    assert (await desk.get(line.client, f"/shifts/{shift}"))["filled"] == 0


async def test_who_leaves_gives_all_coming_places_back_up_to_a_day(platform):
    line = await a_helpline(platform)
    one, waits = await line.people("new", "new")
    shifts = [await line.shift(days) for days in range(3)]
    for shift in shifts:
        await line.sign_up(one, shift)
        await wait(line, waits, shift)

    async with line.database.commit() as connection:
        left = await leave_places(
            connection, UUID(one.volunteer_id), now=datetime.now(UTC),
            until=line.day + timedelta(days=1),
        )  # fmt: skip

    assert {str(shift) for shift in left} == set(shifts[:2])
    taken = [await line.who_is_in(shift) for shift in shifts]
    assert taken == [{waits.volunteer_id}, {waits.volunteer_id}, {one.volunteer_id}]


async def test_who_offered_to_stay_on_has_the_place_at_the_start_if_nobody_came(platform):
    line = await a_helpline(platform)
    stays, stands_by, comes = await line.people("new", "new", "new")
    before, shift, full = [
        await line.shift(0, part) for part in ("afternoon", "early_evening", "early_evening")
    ]
    await line.sign_up(stays, before)
    await line.sign_up(comes, full)

    async def stand(who, which, kind):
        return code(await line.ask(who, "POST", f"/shifts/{which}/standby", {"kind": kind}))

    assert await stand(stands_by, shift, "stay_on") == "not-in-shift-before"
    assert await stand(stands_by, shift, "standby") == "done"
    assert [await stand(stays, which, "stay_on") for which in (shift, full)] == ["done", "done"]
    shown = await desk.get(line.client, f"/shifts/{shift}")
    assert [(one["volunteerId"], one["kind"]) for one in shown["standby"]] == [
        (stands_by.volunteer_id, "standby"), (stays.volunteer_id, "stay_on")
    ]  # fmt: skip
    starts = datetime.fromisoformat(shown["startsAt"])

    await let_stay_on(line.database, starts - timedelta(minutes=1))
    assert await line.who_is_in(shift) == set()
    for _ in range(2):
        await let_stay_on(line.database, starts)

    assert await line.who_is_in(shift) == {stays.volunteer_id}
    assert await line.who_is_in(full) == {comes.volunteer_id}
    # The shift has begun by then: they are told all the same.
    assert await notices(line, shift) == [("place_given", stays.volunteer_id)]


async def test_who_works_from_home_stays_on_in_a_shift_of_another_location(platform):
    line = await a_helpline(platform)
    (one,) = await line.people("new")
    before, shift = [
        await line.shift(0, part, locationId=line.there, homeAllowed=True)
        for part in ("afternoon", "early_evening")
    ]
    assert await line.sign_up(one, before, by=one, home=True) == "done"
    await line.ask(one, "POST", f"/shifts/{shift}/standby", {"kind": "stay_on"})
    starts = datetime.fromisoformat((await desk.get(line.client, f"/shifts/{shift}"))["startsAt"])

    await let_stay_on(line.database, starts)

    (place,) = (await desk.get(line.client, f"/shifts/{shift}"))["places"]
    assert (place["volunteerId"], place["fromHome"]) == (one.volunteer_id, True)


async def test_who_is_in_a_shift_is_told_that_it_is_cancelled(platform):
    line = await a_helpline(platform)
    (one,) = await line.people("new")
    shift = await line.shift()
    await line.sign_up(one, shift, by=one)

    await desk.post(line.client, f"/shifts/{shift}/cancellation")

    assert await notices(line, shift) == [("shift_cancelled", one.volunteer_id)]
