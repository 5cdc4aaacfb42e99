"""Half-days: sessions, their attendance, and the running count of each volunteer."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared.events.volunteers import TrainingAttended
from shared.reach import Reach
from volunteers.half_days.commands import PlanSession, TakeAttendance
from volunteers.half_days.plan_session import plan_session
from volunteers.half_days.queries import count_half_days, standings
from volunteers.half_days.take_attendance import take_attendance
from volunteers.half_days.watch_shortfall import watch_shortfall

from tests.volunteers import caring
from tests.waiting import eventually

YEAR = 2025
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


async def planned(database, location, who, *, half_days=1, on=date(YEAR, 3, 1)):
    command = PlanSession(
        location_id=location, kind="intervision", on=on, half_days=half_days,
        volunteer_ids=list(who),
    )  # fmt: skip
    async with database.commit() as connection:
        return (await plan_session(connection, command)).session_id


async def attended(database, session_id, *who, now=NEW_YEAR):
    async with database.commit() as connection:
        command = TakeAttendance(volunteer_ids=list(who))
        return await take_attendance(connection, session_id, command, now)


async def counted(database, volunteer, year=YEAR):
    async with database.read() as session:
        found = await count_half_days(session, volunteer, year)
    return found.done, found.foreseen, found.shortfall


async def test_who_attended_is_counted_and_who_did_not_is_foreseen_no_more(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    here, away = [await caring.a_volunteer(database, location) for _ in range(2)]
    session = await planned(database, location, [here, away], half_days=2)
    assert await counted(database, here) == await counted(database, away) == (0, 2, 8)

    await attended(database, session, here)

    assert await counted(database, here) == (2, 2, 8)
    assert await counted(database, away) == (0, 0, 10)
    assert await counted(database, here, YEAR + 1) == (0, 0, 10)


async def test_a_list_that_comes_again_or_in_parts_counts_nobody_twice(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    first, second = [await caring.a_volunteer(database, location) for _ in range(2)]
    session = await planned(database, location, [])

    await attended(database, session, first)
    view = await attended(database, session, first, second)
    await attended(database, session)

    assert (view.attended, view.expected) == (sorted([first, second]), [])
    assert await counted(database, first) == await counted(database, second) == (1, 1, 9)
    subject = f"{TrainingAttended.subject}"
    told = "SELECT count(*), count(DISTINCT data) FROM outbox WHERE subject = $1"
    assert await caring.rows(database, told, subject) == [(2, 2)]


SESSIONS = st.lists(
    st.tuples(
        st.integers(1, 2), st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)), st.booleans()
    ),
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sessions=SESSIONS, data=st.data())
async def test_the_count_is_the_sum_over_any_split_of_the_sessions(platform, sessions, data):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    whole = await caring.a_volunteer(database, location)
    parts = [await caring.a_volunteer(database, location) for _ in range(3)]

    for half_days, on, was_there in sessions:
        part = parts[data.draw(st.integers(0, 2))]
        session = await planned(database, location, [whole, part], half_days=half_days, on=on)
        if was_there:
            lists = data.draw(st.sampled_from([[[whole, part]], [[whole], [part]],
                                               [[part], [whole], [whole]]]))  # fmt: skip
            for each in lists:
                await attended(database, session, *each, now=NEW_YEAR + timedelta(days=40))

    done, foreseen, _ = await counted(database, whole)
    counts = [await counted(database, part) for part in parts]
    assert done == sum(one[0] for one in counts)
    assert foreseen == sum(one[1] for one in counts)
    within = [(many, was) for many, on, was in sessions if on.year == YEAR]
    assert done == sum(many for many, was in within if was)
    assert foreseen == sum(many for many, _ in within)
    async with database.read() as session:
        listed = await standings(session, YEAR, Reach(locations=frozenset({location})))
    assert {one.volunteer_id: one.half_days.done for one in listed} == {
        whole: done, **{part: one[0] for part, one in zip(parts, counts, strict=True)}
    }  # fmt: skip


async def test_over_http_with_each_attendance_told_and_what_is_wrong_refused(platform):
    service = await platform.service("volunteers")
    client, database = service.client, service.database
    location = await caring.a_location(database)
    volunteer = await caring.a_volunteer(database, location)
    body = {"locationId": f"{location}", "kind": "training", "on": "2025-05-01", "halfDays": 2,
            "volunteerIds": [f"{volunteer}"]}  # fmt: skip
    session = await caring.said(await client.post("/v1/half-day-sessions", json=body), 201)
    path = f"/v1/half-day-sessions/{session['sessionId']}/attendance"

    stranger = {"volunteerIds": [f"{uuid4()}"]}
    assert caring.refused(await client.post(path, json=stranger)) == (409, "unknown-volunteer")
    await caring.said(await client.post(path, json={"volunteerIds": [f"{volunteer}"]}), 201)

    (told,) = await eventually(lambda: platform.published(TrainingAttended))
    assert (told.data.volunteer_id, told.data.half_days) == (volunteer, 2)
    assert (told.data.kind, told.data.module, told.data.on) == ("training", None, date(2025, 5, 1))
    answer = await client.get(f"/v1/volunteers/{volunteer}/half-days?year=2025")
    view = await caring.said(answer)
    assert {key: view[key] for key in ("required", "done", "foreseen", "shortfall")} == {
        "required": 10, "done": 2, "foreseen": 2, "shortfall": 8
    }  # fmt: skip
    assert [one["attended"] for one in view["sessions"]] == [True]
    tomorrow = body | {"on": f"{datetime.now(UTC).date() + timedelta(days=2)}"}
    later = await caring.said(await client.post("/v1/half-day-sessions", json=tomorrow), 201)
    path = f"/v1/half-day-sessions/{later['sessionId']}/attendance"
    assert caring.refused(await client.post(path, json={"volunteerIds": []})) == (
        400, "session-still-to-come",
    )  # fmt: skip


async def test_who_will_be_short_is_told_once_from_september_on(platform):
    database = await platform.database("volunteers")
    location = await caring.a_location(database)
    short = await caring.a_volunteer(database, location)
    enough = await caring.a_volunteer(database, location)
    await caring.a_volunteer(database, location, state="suspended")
    for _ in range(5):
        await planned(database, location, [enough], half_days=2)

    told = "SELECT person_id, kind FROM notice"
    days = (datetime(YEAR, 8, 31, 12, tzinfo=UTC), datetime(YEAR, 9, 1, 12, tzinfo=UTC))
    for now, expected in [(days[0], []), (days[1], [(short, "half_days_short")])]:
        for _ in range(2):
            await watch_shortfall(database, now)
        assert await caring.rows(database, told) == expected
