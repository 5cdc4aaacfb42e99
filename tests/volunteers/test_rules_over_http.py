"""Each rule of filling, against people who try to break it over HTTP.

What they try is hypothesis's; whether a rule is broken is read from the database. The same
attempts do break it where the rule is left out: they are no harmless ones.
"""

import asyncio
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from volunteers.shifts import may_take
from volunteers.shifts.rules.company import has_mentor, leaves_room_for_experience
from volunteers.shifts.rules.places import has_room, stands
from volunteers.shifts.rules.rest import is_rested
from volunteers.shifts.rules.standing import is_admitted, is_at_work
from volunteers.shifts.rules.week_limit import has_time_in_the_week
from volunteers.shifts.rules.where import is_where_they_work

from tests.volunteers.attempts import KINDS, PARTS, Helpline, attempt, double_hour

DAYS = range(9)
NIGHTS = ("evening", "night", "early_morning")
# A rule -> how it is called here, who tries, and in which shifts of which days.
TRIED = {
    "cancelled": (stands, ["new", "experienced", "mentor"], PARTS[2:4], range(1), {}),
    "room": (has_room, ["new", "experienced", "mentor", "trainee"], PARTS[2:4], range(2), {}),
    "admission": (is_admitted, ["for chat", "gone", "trainee", "new"], PARTS[:3], range(2), {}),
    "away": (is_at_work, ["on pause", "suspended", "new"], PARTS[:3], range(2), {}),
    "rest": (is_rested, ["new", "mentor"], (*NIGHTS, "afternoon"), range(2), {}),
    "week": (has_time_in_the_week, ["new", "mentor"], ("morning",), DAYS, {"needed": [2]}),
    "location": (
        is_where_they_work, ["elsewhere", "new", "trainee"], PARTS[2:5], range(2),
        {"homeAllowed": [True, False], "teamOnly": [False, False]},
    ),
    "trainee": (has_mentor, ["mentor", "trainee", "trainee", "new"], PARTS[2:4], range(1), {}),
    "experience": (
        leaves_room_for_experience, ["new", "new", "experienced", "mentor"], PARTS[2:4],
        range(1), {"needed": [2, 3], "experiencedNeeded": [1, 2]},
    ),
}  # fmt: skip
NUMBER = st.integers(0, 59)
TRIES = st.lists(
    st.tuples(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, st.booleans()), min_size=10, max_size=30
)


async def given_people(service, rule):
    """Return a helpline around the night of the double hour, with people and shifts to try in."""
    _, kinds, parts, days, facts = TRIED[rule]
    day = double_hour() - timedelta(days=1)
    line = await Helpline(service.client, service.database, day).open()
    people = await line.people(*kinds)
    shifts = []
    for number, (offset, part) in enumerate((day, part) for day in days for part in parts):
        chosen = {name: values[number % len(values)] for name, values in facts.items()}
        shifts.append(await line.shift(offset, part, **{"needed": 1 + number % 2} | chosen))
    return line, people, shifts


@pytest.mark.parametrize("rule", TRIED)
@settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(tries=TRIES)
async def test_whatever_is_tried_no_rule_is_broken(platform, services, rule, tries):
    if platform.name not in services:
        services[platform.name] = await platform.service("volunteers")
    line, people, shifts = await given_people(services[platform.name], rule)

    for one in tries:
        await attempt(line, people, shifts, one)

    for each in TRIED:
        assert await line.broken(each) == []


@pytest.mark.parametrize("rule", TRIED)
async def test_without_the_rule_the_attempts_break_it(platform, monkeypatch, rule):
    service = await platform.service("volunteers")
    forbids, *_ = TRIED[rule]
    left = tuple(one for one in may_take.TAKING if one is not forbids)
    monkeypatch.setattr(may_take, "TAKING", left)
    line, people, shifts = await given_people(service, rule)
    chance = random.Random(rule)

    for _ in range(150):
        one = tuple(chance.randrange(60) for _ in range(5))
        try:
            await attempt(line, people, shifts, (*one, chance.random() < 0.5))
        except AssertionError:
            assert rule == "room"  # the table's own check refuses it too, as a mistake of ours
            return
        if await line.broken(rule):
            return
    pytest.fail("nothing that was tried breaks it")


@pytest.fixture
def services():
    """Services that are started, by the platform's name: one for all examples."""
    return {}


def test_there_are_people_of_every_kind():
    assert {kind for _, kinds, *_ in TRIED.values() for kind in kinds} == set(KINDS)


async def test_the_night_of_the_double_hour_lasts_five_hours_and_fourteen_real_ones_are_rest(
    platform,
):
    service = await platform.service("volunteers")
    line = await Helpline(service.client, service.database, double_hour()).open()
    one, other = await line.people("new", "new")
    night, early, evening = [
        await line.shift(0, part) for part in ("night", "early_evening", "evening")
    ]
    shown = (await line.ask(None, "GET", f"/shifts/{night}")).json()
    starts, ends = (datetime.fromisoformat(shown[name]) for name in ("startsAt", "endsAt"))

    assert await line.sign_up(one, night, by=one) == "done"
    body = {"volunteerId": one.volunteer_id}
    refused = (await line.ask(one, "POST", f"/shifts/{early}/places", body)).json()

    assert ends - starts == timedelta(hours=5)
    assert f"rests until {double_hour()} 18:00 (Amsterdam)" in refused["detail"]
    assert await line.sign_up(one, evening, by=one) == "done"
    # and a swap into that night asks for the same rest
    assert await line.sign_up(other, early, by=other) == "done"
    swap = await line.swap(one, (one, night, early), (other, early, night))
    assert isinstance(swap, dict)
    swap = await line.swap(one, (one, night, None), (other, None, night))
    assert swap == "rest-after-night"


@pytest.mark.parametrize("seed", [1, 2])
async def test_in_a_storm_of_everything_at_once_every_rule_holds_and_nothing_locks_up(
    platform, seed
):
    """Given many hands at the same shifts, when all try at once, then each gets an answer."""
    service = await platform.service("volunteers")
    line = await Helpline(service.client, service.database, double_hour()).open()
    people = await line.people(*KINDS, "mentor", "new", "new", "new", "trainee")
    shifts = [
        await line.shift(day, part, needed=1 + day, experiencedNeeded=day, homeAllowed=True)
        for day in range(2)
        for part in PARTS
    ]
    chance = random.Random(seed)

    for _ in range(15):
        tries = [
            (*(chance.randrange(60) for _ in range(5)), chance.random() < 0.5) for _ in range(10)
        ]
        await asyncio.gather(*(attempt(line, people, shifts, one) for one in tries))

    for rule in TRIED:
        assert await line.broken(rule) == []
    taken = [await line.who_is_in(shift) for shift in shifts]
    assert sum(map(len, taken)) > 5
