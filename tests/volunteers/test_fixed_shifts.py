"""Fixed shifts: on which days they fall, and what becomes of shifts that are opened for them."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.fixed_shifts.fill_fixed import fill_fixed
from volunteers.fixed_shifts.rules import falls_on

from tests.volunteers.attempts import Helpline, double_hour

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, DAYS, st.sampled_from([1, 2, 4]))
def test_a_fixed_shift_falls_on_its_weekday_every_so_many_weeks(first, day, every):
    expected = day >= first and day in {first + timedelta(weeks=every * n) for n in range(160)}

    assert falls_on(day, first, None, every) == expected
    assert not falls_on(day, first, day - timedelta(days=1), every)


async def fixed(line, who, **changes):
    body = {
        "volunteerId": who.volunteer_id, "locationId": line.here, "channels": ["telephone"],
        "dayPart": "evening", "everyWeeks": 1, "firstDay": line.day.isoformat(),
    }  # fmt: skip
    return await line.ask(who, "POST", "/fixed-shifts", body | changes)


async def test_opened_shifts_are_filled_once_by_two_processes_across_the_double_hour(platform):
    """Given Sunday evenings, of which one comes after the hour that exists twice."""
    service = await platform.service("volunteers")
    day = double_hour() - timedelta(days=7)
    line = await Helpline(service.client, service.database, day).open()
    every, second, busy = await line.people("new", "new", "new")
    for who, weeks in ((every, 1), (second, 2), (busy, 1)):
        assert (await fixed(line, who, everyWeeks=weeks)).status_code == 201
    sundays = [await line.shift(7 * week, "evening", needed=3) for week in range(3)]
    elsewhen = await line.shift(1, "evening")
    clash = await line.shift(7, "evening", locationId=line.there)
    assert await line.sign_up(busy, clash) == "done"

    now = datetime.now(UTC)
    await asyncio.gather(fill_fixed(line.database, now), fill_fixed(line.database, now))

    taken = [await line.who_is_in(shift) for shift in (*sundays, elsewhen)]
    first, middle, last = ({who.volunteer_id for who in some} for some in (
        (every, second, busy), (every,), (every, second, busy)
    ))  # fmt: skip
    assert taken == [first, middle, last, set()]
    async with line.database.commit() as connection:
        told = await connection.fetch(
            "SELECT person_id, about_id FROM notice WHERE kind = 'fixed_refused'"
        )
    assert [(str(row["person_id"]), str(row["about_id"])) for row in told] == [
        (busy.volunteer_id, sundays[1])
    ]


async def test_a_fixed_shift_is_ones_own_is_one_and_ends(platform):
    service = await platform.service("volunteers")
    line = await Helpline(service.client, service.database, double_hour()).open()
    one, other = await line.people("new", "new")

    made = (await fixed(line, one)).json()
    again = await fixed(line, one, everyWeeks=2)
    theirs = await line.ask(other, "POST", "/fixed-shifts", {**_body(made), "everyWeeks": 4})
    path = f"/fixed-shifts/{made['fixedId']}"

    assert again.json()["type"].endswith("fixed-already")
    assert theirs.status_code == (await line.ask(other, "DELETE", path)).status_code == 403
    assert (await line.ask(other, "GET", "/fixed-shifts")).json()["items"] == []
    assert (await line.ask(one, "GET", "/fixed-shifts")).json()["items"] == [made]
    ended = (await line.ask(one, "DELETE", path)).json()
    assert ended["lastDay"] is not None


def _body(made):
    return {name: made[name] for name in made if name not in ("fixedId", "lastDay")}


@pytest.mark.parametrize(
    "change", [{"everyWeeks": 3}, {"everyWeeks": 2.0}, {"lastDay": "2016-01-01"}]
)
async def test_a_fixed_shift_that_is_none_is_refused(platform, change):
    service = await platform.service("volunteers")
    line = await Helpline(service.client, service.database, double_hour()).open()
    (one,) = await line.people("new")

    assert (await fixed(line, one, **change)).status_code == 400
