"""A day's demand, and the shifts that are opened from it."""

import asyncio
from datetime import UTC, datetime

from shared.reach import Reach
from shared.roles import Role
from volunteers.demand.commands import PlanShifts
from volunteers.demand.curve import load_curve
from volunteers.demand.plan_shifts import plan_shifts

from tests import issuing
from tests.volunteers import desk, roster

NOW = datetime.now(UTC)
EVERYTHING = Reach(everything=True)
FORECAST = """
INSERT INTO forecast_day (day, channel, quarters, sequence)
VALUES ($1, 'telephone', array_fill(12.0::float8, ARRAY[96]), '1')
"""


async def test_the_newest_forecast_counts_and_the_curve_where_there_is_none(platform):
    service = await platform.service("volunteers")
    day = roster.days_from_now(4)
    async with service.database.commit() as connection:
        await connection.execute(FORECAST, day)
        location = await roster.a_location(connection)
        shift = await roster.a_shift(connection, location, day, needed=3)
        await roster.take(connection, shift, *await roster.people(connection, location, 2))

    shown = await desk.get(service.client, f"/demand?day={day}")

    telephone, chat, email = (shown["channels"][number] for number in range(3))
    assert (telephone["by"], chat["by"], email["by"]) == ("forecast", "curve", "curve")
    assert telephone["expected"] == [12.0] * 96
    # 12 erlangs: a few more listeners than that, the same all day long.
    assert len(set(telephone["required"])) == 1
    assert 11 <= telephone["required"][0] <= 16
    assert telephone["filled"] == [0] * 80 + [2] * 16
    evening = next(part for part in shown["parts"] if part["dayPart"] == "evening")
    assert (evening["required"], evening["planned"], evening["filled"]) == (
        telephone["required"][0], 3, 2,
    )  # fmt: skip


async def nation(database):
    """Open two locations with people, and one without."""
    async with database.commit() as connection:
        large, small, empty = [await roster.a_location(connection, desks=12) for _ in range(3)]
        await roster.people(connection, large, 30)
        await roster.people(connection, small, 10)
        await roster.people(connection, empty, 5, state="applied", admitted_channels=[])
    return large, small, empty


async def planned(database, command, now=NOW):
    async with database.commit() as connection:
        return await plan_shifts(connection, command, load_curve(), EVERYTHING, now)


async def test_a_plan_opens_what_is_missing_where_people_are_and_the_same_again_nothing(platform):
    service = await platform.service("volunteers")
    large, small, _ = await nation(service.database)
    first, last = roster.days_from_now(2), roster.days_from_now(3)
    body = {"from": f"{first}", "until": f"{last}"}

    preview = await desk.post(service.client, "/shift-plans", **body, preview=True)
    opened = await desk.post(service.client, "/shift-plans", **body)
    again = await desk.post(service.client, "/shift-plans", **body)

    assert preview["shifts"] == opened["shifts"]
    assert again["shifts"] == []
    places = {one["locationId"] for one in opened["shifts"]}
    assert places == {str(large), str(small)}
    demand = await desk.get(service.client, f"/demand?day={first}")
    short = sum(part["required"] - part["planned"] for part in demand["parts"])
    assert 0 <= short <= opened["short"]
    listed = await desk.get(service.client, f"/shifts?from={first}&until={last}&limit=500")
    assert len(listed["items"]) == len(opened["shifts"])
    assert {tuple(one["channels"]) for one in listed["items"]} == {
        ("telephone",), ("chat", "email"),
    }  # fmt: skip


async def test_two_plans_at_once_open_each_shift_once_and_a_cancelled_one_stays_cancelled(platform):
    database = await platform.database("volunteers")
    await nation(database)
    command = PlanShifts(since=roster.days_from_now(2), until=roster.days_from_now(2))

    plans = await asyncio.gather(*(planned(database, command) for _ in range(3)))

    assert sorted(bool(plan.shifts) for plan in plans) == [False, False, True]
    async with database.commit() as connection:
        await connection.execute("UPDATE shift SET cancelled_at = now() WHERE day_part = 'night'")
    assert (await planned(database, command)).shifts == []


async def test_a_coordinator_opens_shifts_of_the_own_locations_only(platform):
    service = await platform.service("volunteers")
    _, small, _ = await nation(service.database)
    here = issuing.header_for(Role.COORDINATOR, locations=(small,))
    day = f"{roster.days_from_now(2)}"

    answer = await service.client.post(
        "/v1/shift-plans", json={"from": day, "until": day}, headers=here
    )

    assert answer.status_code == 201
    assert {one["locationId"] for one in answer.json()["shifts"]} == {str(small)}


async def test_what_has_begun_is_left_alone_and_too_many_days_are_refused(platform):
    database = await platform.database("volunteers")
    await nation(database)
    day = roster.days_from_now(1)
    noon = datetime.combine(day, datetime.min.time(), UTC).replace(hour=12)

    plan = await planned(database, PlanShifts(since=day, until=day), now=noon)

    assert {one.day_part for one in plan.shifts} == {"early_evening", "evening"}
    service = await platform.service("volunteers")
    body = {"from": "2030-01-01", "until": "2030-03-01"}
    code, detail = await desk.refusal(service.client, "/shift-plans", **body)
    assert code == "bad-input"
    assert "write a day up to 2030-01-31" in detail
