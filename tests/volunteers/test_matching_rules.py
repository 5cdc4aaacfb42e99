"""Who is asked for a hole, and first: the rules, and the index against asking everybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volunteers.matching.index import Index
from volunteers.matching.rules.facts import PARTS, Person, Shift
from volunteers.shifts.rules.day_parts import DAY_PARTS

from benchmarks.holes_by_hand import World, rank_by_hand

HERE, THERE = UUID(int=1), UUID(int=2)
MONDAY = date(2026, 10, 19)  # the clock changes on the Sunday of that week
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CHANNELS = ("telephone", "chat")


def person(number: int = 1, **more) -> Person:
    given = {"channels": frozenset(CHANNELS), "role": "listener", "state": "active"}
    given |= {"location_id": HERE, "admitted_at": LONG_AGO}
    return Person(UUID(int=100 + number), **(given | more))


def shift(number: int = 1, day: date = MONDAY + timedelta(days=2), part="morning", **more) -> Shift:
    who = more.pop("who", {})
    places = {one.volunteer_id: one.role for one in who}
    filled = sum(role != "trainee" for role in places.values())
    given = {"location_id": HERE, "channels": ("telephone",), "needed": 2, "filled": filled}
    return Shift(UUID(int=1000 + number), day=day, part=part, places=places, **(given | more))


def ranked(people, shifts, hole, limit=20):
    index = Index(NOW)
    index.put(people, shifts)
    return index.rank(hole.shift_id, limit, chains=True)


def asked(people, shifts, hole):
    return [one.volunteer_ids for one in ranked(people, shifts, hole)]


def wishes(value: int) -> tuple[int, ...]:
    return (value,) * 7 * PARTS


def test_gladly_is_asked_before_can_and_can_before_who_gave_no_wish() -> None:
    people = [person(1), person(2, wishes=wishes(1)), person(3, wishes=wishes(2))]
    hole = shift()
    assert asked(people, [hole], hole) == [(one.volunteer_id,) for one in reversed(people)]


def test_of_equal_wishes_who_worked_least_is_first_then_who_had_it_then_who_says_yes() -> None:
    busy = person(1, taken_before=(9,) * PARTS)
    used_to_it, new = person(2, taken_before=(0, 0, 3, 0, 0, 0)), person(3)
    says_no = person(4, declined=5)
    worked = shift(2, day=MONDAY, part="evening", who=[busy])
    hole = shift()
    order = [used_to_it, new, says_no, busy]
    found = asked([says_no, busy, new, used_to_it], [worked, hole], hole)
    assert found == [(one.volunteer_id,) for one in order]


@pytest.mark.parametrize(
    "who",
    [
        person(wishes=wishes(0)),
        person(absences=((MONDAY, MONDAY + timedelta(days=2)),)),
        person(role="trainee"),
        person(state="in_practice"),
        person(state="suspended"),
        person(state="paused"),
        person(channels=frozenset(["chat"])),
        person(location_id=THERE),
        person(most_per_week=0),
    ],
)
def test_who_may_not_or_does_not_want_to_is_not_asked(who: Person) -> None:
    hole = shift()
    assert ranked([who], [hole], hole) == []
    assert ranked([person()], [hole], hole)


def test_somebody_of_another_location_is_asked_only_from_home_where_the_shift_allows_it() -> None:
    at_home, elsewhere = person(1, location_id=THERE, from_home=True), person(2, location_id=THERE)
    hole = shift(home_allowed=True)
    (found,) = ranked([at_home, elsewhere], [hole], hole)
    assert found.volunteer_ids == (at_home.volunteer_id,)
    assert found.reasons[0].from_home
    for closed in (shift(), shift(home_allowed=True, team_only=True)):
        assert ranked([at_home, elsewhere], [closed], closed) == []


def test_a_night_more_than_wanted_is_not_asked_and_a_day_is() -> None:
    who = person(most_nights_per_month=1)
    had = shift(1, day=date(2026, 10, 1), part="night", who=[who])
    night, day = shift(2, part="night"), shift(3, part="evening")
    assert ranked([who], [had, night, day], night) == []
    assert ranked([who], [had, night, day], day)


def test_one_whom_another_shift_keeps_from_the_hole_moves_and_a_second_takes_over() -> None:
    mover, taker = person(1), person(2, channels=frozenset(["chat"]))
    given_up = shift(1, part="afternoon", channels=("chat",), who=[mover])
    at_once = shift(2, part="afternoon")
    (chain,) = ranked([mover, taker], [given_up, at_once], at_once)
    assert [(one.volunteer_id, one.gives, one.takes) for one in chain.moves] == [
        (mover.volunteer_id, given_up.shift_id, at_once.shift_id),
        (taker.volunteer_id, None, given_up.shift_id),
    ]


def test_of_two_places_that_may_be_given_the_one_goes_for_which_the_best_takes_over() -> None:
    mover = person(1, channels=frozenset(CHANNELS))
    glad = person(2, channels=frozenset(["chat"]), wishes=wishes(2))
    first = shift(1, day=MONDAY + timedelta(days=3), needed=1, who=[mover])
    second = shift(2, day=MONDAY + timedelta(days=4), channels=("chat",), needed=1, who=[mover])
    able = person(3, channels=frozenset(["telephone"]), most_nights_per_month=0)
    hole = shift(3, day=MONDAY + timedelta(days=5), part="night", channels=CHANNELS)
    (chain,) = ranked([mover, glad, able], [first, second, hole], hole)
    assert [one.takes for one in chain.moves] == [hole.shift_id, second.shift_id]
    assert chain.volunteer_ids == (mover.volunteer_id, glad.volunteer_id)


def test_a_night_of_another_week_is_given_where_the_nights_of_the_month_are_full() -> None:
    mover = person(1, most_nights_per_month=1)
    taker = person(2, channels=frozenset(["chat"]))
    night = shift(1, day=date(2026, 10, 30), part="night", channels=("chat",), who=[mover])
    hole = shift(2, part="night")
    (chain,) = ranked([mover, taker], [night, hole], hole)
    assert chain.moves[1].takes == night.shift_id


def test_a_shift_that_has_begun_is_not_given_up_nor_one_in_which_a_trainee_would_be_alone() -> None:
    taker = person(2, channels=frozenset(["chat"]))
    mentor, trainee = person(1, role="mentor"), person(3, role="trainee", state="in_practice")
    beside = shift(1, part="afternoon", channels=("chat",), who=[mentor, trainee])
    hole = shift(2, part="afternoon")
    assert ranked([mentor, trainee, taker], [beside, hole], hole) == []
    today = {"day": MONDAY + timedelta(days=1), "part": "morning"}  # 08:00, and it is 11:00
    begun, now = shift(3, **today, channels=("chat",), who=[mentor]), shift(4, **today)
    assert ranked([mentor, taker], [begun, now], now) == []


def test_a_full_a_cancelled_and_a_past_shift_have_no_hole() -> None:
    full = shift(1, needed=1, who=[person(9)])
    cancelled, past = shift(2, cancelled=True), shift(3, day=MONDAY)
    for one in (full, cancelled, past):
        assert ranked([person(), person(9)], [full, cancelled, past], one) == []
    assert Index(NOW).rank(full.shift_id, 5, chains=True) == []


def counted(one: Shift) -> Shift:
    return replace(one, filled=sum(role != "trainee" for role in one.places.values()))


NUMBERS = st.integers(1, 8).map(lambda number: UUID(int=100 + number))
DAYS = st.integers(1, 3).map(lambda days: MONDAY + timedelta(days=days)) | st.just(
    MONDAY + timedelta(days=6)
)
LOCATIONS = st.sampled_from([HERE, HERE, HERE, THERE])
PEOPLE = st.builds(
    Person,
    NUMBERS,
    location_id=LOCATIONS,
    channels=st.sampled_from([frozenset(CHANNELS), frozenset(["telephone"]), frozenset(["chat"])]),
    role=st.sampled_from(["listener", "listener", "listener", "mentor", "trainee"]),
    state=st.sampled_from(["active", "active", "active", "active", "paused", "in_practice"]),
    admitted_at=st.sampled_from([LONG_AGO, LONG_AGO, NOW - timedelta(days=30)]),
    paused_until=st.none() | DAYS,
    wishes=st.none()
    | st.sampled_from([wishes(1), wishes(2), (0, 1, 2) * 14, (2, 2, 1, 0, 1, 2) * 7]),
    most_per_week=st.integers(0, 3),
    most_nights_per_month=st.integers(0, 3),
    from_home=st.booleans(),
    absences=st.just(()) | st.tuples(DAYS.map(lambda day: (day, day))),
    taken_before=st.tuples(*[st.integers(0, 1)] * PARTS),
    accepted=st.integers(0, 1),
    declined=st.integers(0, 1),
)
SHIFTS = st.builds(
    Shift,
    st.integers(1, 12).map(lambda number: UUID(int=1000 + number)),
    location_id=LOCATIONS,
    day=DAYS,
    part=st.sampled_from(DAY_PARTS),
    channels=st.sampled_from([("telephone",), ("telephone",), ("chat",), CHANNELS]),
    needed=st.integers(1, 3),
    cancelled=st.sampled_from([False, False, False, False, True]),
    experienced_needed=st.sampled_from([0, 0, 0, 1]),
    team_only=st.booleans(),
    home_allowed=st.booleans(),
    places=st.dictionaries(
        NUMBERS, st.sampled_from(["listener", "listener", "mentor", "trainee"]), max_size=2
    ),
).map(counted)
CHANGES = st.lists(st.one_of(PEOPLE, SHIFTS, SHIFTS, NUMBERS), min_size=1, max_size=20)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(PEOPLE, min_size=6, max_size=12), st.lists(SHIFTS, min_size=8, max_size=16), CHANGES
)
def test_after_any_changes_the_index_answers_as_who_asks_everybody(people, shifts, changes) -> None:
    index = Index(NOW)
    known = {one.volunteer_id: one for one in people}
    opened = {one.shift_id: one for one in shifts}
    index.put(known.values(), opened.values())
    for change in changes:
        if isinstance(change, Person):
            known[change.volunteer_id] = change
            index.put([change], [])
        elif isinstance(change, Shift):
            opened[change.shift_id] = change
            index.put([], [change])
        else:
            known.pop(change, None)
            index.drop([change])
    world = World(known, opened, NOW)
    for hole in opened:
        for limit in (2, 20):
            expected = rank_by_hand(world, hole, limit, chains=True)
            assert index.rank(hole, limit, chains=True) == expected
