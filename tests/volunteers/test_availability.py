"""When volunteers can and want to work, as they say it, and what is loaded of it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from volunteers.availability.load_availability import load_availability
from volunteers.availability.rules import Available
from volunteers.shifts.load_candidates import load_candidates
from volunteers.shifts.load_wanted import load_wanted
from volunteers.shifts.may_take import refusal_of
from volunteers.shifts.rules.week_limit import WeekFull

from tests.volunteers.attempts import TODAY, Helpline

WEEK = {"wishes": [0, 1, 2] * 14, "mostPerWeek": 3, "mostNightsPerMonth": 1, "fromHome": True}


async def a_helpline(platform):
    service = await platform.service("volunteers")
    return await Helpline(service.client, service.database, TODAY + timedelta(days=10)).open()


async def test_a_usual_week_is_said_whole_and_changed_by_its_version(platform):
    line = await a_helpline(platform)
    one, other = await line.people("new", "new")
    path = f"/volunteers/{one.volunteer_id}/availability"

    async def put(version, who=one, **changes):
        return await line.client.put(
            f"/v1{path}", json=WEEK | changes, headers=who.header | {"If-Match": f'"{version}"'}
        )

    nothing = await line.ask(one, "GET", path)
    assert (nothing.json()["wishes"], nothing.headers["ETag"]) == (None, '"0"')
    assert (await put(1)).status_code == 412
    assert (await put(0)).json() == {"volunteerId": one.volunteer_id, "version": 1, **WEEK}
    assert (await put(0)).status_code == 412
    assert (await put(1, mostPerWeek=0)).headers["ETag"] == '"2"'
    assert (await put(2, who=other)).status_code == 403
    assert (await put(2, wishes=[1] * 41)).status_code == 400
    assert (await put(2, wishes=[3] * 42)).status_code == 400
    assert (await line.ask(one, "PUT", path, WEEK)).status_code == 428


async def test_absences_are_said_listed_and_taken_back_by_oneself(platform):
    line = await a_helpline(platform)
    one, other = await line.people("new", "new")
    path = f"/volunteers/{one.volunteer_id}/absences"
    days = {"firstDay": "2027-01-01", "lastDay": "2027-01-31"}

    made = (await line.ask(one, "POST", path, days)).json()
    assert (await line.ask(other, "POST", path, days)).status_code == 403
    assert (await line.ask(one, "POST", path, days | {"lastDay": "2026-12-31"})).status_code == 400
    assert (await line.ask(one, "GET", path)).json()["items"] == [made]
    its = f"{path}/{made['absenceId']}"
    assert (await line.ask(other, "DELETE", its)).status_code == 403
    left = [(await line.ask(one, "DELETE", its)).json() for _ in range(2)]
    assert left == [{"items": []}, {"items": []}]


async def test_what_was_said_is_loaded_with_the_default_for_who_said_nothing(platform):
    line = await a_helpline(platform)
    one, other = await line.people("new", "new")
    ids = [UUID(who.volunteer_id) for who in (one, other)]
    path = f"/v1/volunteers/{one.volunteer_id}"
    head = one.header | {"If-Match": '"0"'}
    await line.client.put(f"{path}/availability", json=WEEK | {"mostPerWeek": 1}, headers=head)
    for who in (one, other):
        assert await line.sign_up(who, await line.shift()) == "done"
    shift = UUID(await line.shift(0, "evening"))

    async with line.database.commit() as connection:
        said = await load_availability(connection, [*ids, uuid4()])
        wanted = (await load_wanted(connection, [shift]))[shift]
        candidates = await load_candidates(connection, [*ids, uuid4()], wanted.span)

    assert said[ids[1]] == Available()
    assert (said[ids[0]].most_per_week, said[ids[0]].wish(date(2026, 3, 2), 1)) == (1, 1)
    assert set(candidates) == set(ids)
    # who has as many shifts in the week as they want is not asked for more, and may sign up
    asked = replace(wanted, source="offer", asking=True)
    told = [refusal_of(candidates[one], asked) for one in ids]
    assert [type(one) for one in told] == [WeekFull, type(None)]
    assert refusal_of(candidates[ids[0]], wanted) is None
