"""From arrivals to listeners, and from the need of the nation to shifts at locations."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from volunteers.demand.curve import load_curve
from volunteers.demand.rules.plan import Place, missing, spread_over
from volunteers.demand.rules.quarters import quarters_of
from volunteers.demand.rules.spread import spread
from volunteers.demand.rules.staffing import (
    Targets,
    listeners_for,
    listeners_for_part,
    listeners_for_work,
)
from volunteers.demand.vocabulary import DESKS
from volunteers.shifts.rules.day_parts import DAY_PARTS

TELEPHONE = Targets(
    handling_seconds=900, patience_seconds=120, at_once=1, answer_rate=0.9, wait_seconds=60,
    wait_rate=0.8,
)  # fmt: skip
arrivals = st.floats(0, 60)


def test_nobody_is_needed_for_nothing_and_somebody_for_anything():
    assert listeners_for(0, TELEPHONE) == 0
    assert listeners_for(0.01, TELEPHONE) == 1
    assert listeners_for_part([0] * 16, TELEPHONE) == 0


@given(arrivals, arrivals)
def test_more_arrivals_never_take_fewer_listeners(one, more):
    assert listeners_for(one, TELEPHONE) <= listeners_for(one + more, TELEPHONE)


@given(st.lists(arrivals, min_size=16, max_size=16))
def test_a_day_part_needs_no_more_than_its_busiest_quarter(quarters):
    needed = listeners_for_part(quarters, TELEPHONE)

    assert needed <= max(listeners_for(one, TELEPHONE) for one in quarters)


def test_who_serves_several_at_once_is_needed_less():
    chat = Targets(2400, 300, 2, 0.9, 120, 0.8)
    alone = Targets(2400, 300, 1, 0.9, 120, 0.8)

    assert listeners_for(4, chat) < listeners_for(4, alone)


def test_work_that_can_wait_takes_whole_listeners_only():
    half_an_hour = 1800
    assert listeners_for_work([0.2] * 16, half_an_hour) == 0
    assert listeners_for_work([0.5] * 16, half_an_hour) == 1
    assert listeners_for_work([1.0] * 16, half_an_hour) == 2


ids = st.integers(1, 30).map(lambda number: UUID(int=number))
nations = st.dictionaries(ids, st.tuples(st.integers(0, 60), st.integers(0, 12)), min_size=1)


@given(st.integers(0, 200), nations, st.integers(0, 10**6))
def test_a_need_is_spread_whole_up_to_the_room_by_the_people(need, nation, turn):
    people = {one: weight for one, (weight, _) in nation.items()}
    room = {one: most for one, (_, most) in nation.items()}

    shares = spread(need, people, room, turn)

    assert all(0 <= shares[one] <= room[one] for one in nation)
    assert all(shares[one] == 0 for one in nation if people[one] == 0)
    there = sum(room[one] for one in nation if people[one])
    assert sum(shares.values()) == min(need, there)
    assert shares == spread(need, dict(reversed(people.items())), room, turn)


@given(
    st.integers(0, 400), st.dictionaries(ids, st.integers(1, 60), min_size=1), st.integers(0, 10**6)
)
def test_with_room_enough_nobody_is_more_than_one_from_the_exact_share(need, people, turn):
    shares = spread(need, people, dict.fromkeys(people, 1000), turn)

    whole = sum(people.values())
    for one, weight in people.items():
        assert abs(shares[one] - need * weight / whole) < 1


@given(st.integers(1, 30), st.integers(0, 10**6))
def test_over_four_weeks_each_location_has_its_share_of_every_day_part(need, first):
    people = {UUID(int=number): 10 + number for number in range(1, 26)}
    room = dict.fromkeys(people, 6)
    # The same day part and desk comes again every twelve turns.
    weeks = [spread(need, people, room, first + 12 * day) for day in range(28)]

    for one, weight in people.items():
        exact = 28 * need * weight / sum(people.values())
        assert abs(sum(week[one] for week in weeks) - exact) < 5


def test_when_people_have_come_and_gone_the_nation_is_not_given_more_than_it_needs():
    one, other = UUID(int=1), UUID(int=2)
    wanted = {(one, "night", DESKS[0]): 2, (other, "night", DESKS[0]): 2}

    assert missing(wanted, {(one, "night", DESKS[0]): 4}) == []
    (found,) = missing(wanted, {(one, "night", DESKS[0]): 3})
    assert (found.location_id, found.needed) == (other, 1)


@given(st.data())
def test_what_is_opened_from_a_plan_leaves_nothing_missing(data):
    places = [
        Place(one, data.draw(st.integers(0, 40)), {desk: data.draw(st.integers(0, 40))
                                                   for desk in DESKS})
        for one in data.draw(st.sets(ids, min_size=1, max_size=5))
    ]  # fmt: skip
    needs = {(part, desk): data.draw(st.integers(0, 60)) for part in DAY_PARTS for desk in DESKS}
    wanted = spread_over(data.draw(st.dates()), needs, places)

    opened = {}
    for one in missing(wanted, {}):
        assert 1 <= one.needed <= 20
        assert one.experienced_needed == (one.needed >= 2)
        key = one.location_id, one.part, one.desk
        opened[key] = opened.get(key, 0) + one.needed

    assert missing(wanted, opened) == []
    for place in places:
        for part in DAY_PARTS:
            here = sum(opened.get((place.location_id, part, desk), 0) for desk in DESKS)
            assert here <= place.desks


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 3), (date(2026, 10, 25), 5), (date(2026, 6, 1), 4)]
)
def test_the_night_of_a_clock_change_has_its_own_quarters(day, hours):
    night = quarters_of(day, "night")

    assert len(night) == hours * 4
    assert set(night) <= set(range(16))
    assert (8 in night) == (hours != 3)
    assert night.count(8) == {3: 0, 4: 1, 5: 2}[hours]
    rest = [number for part in DAY_PARTS[1:] for number in quarters_of(day, part)]
    assert rest == list(range(16, 96))


def test_the_curve_of_a_week_is_that_of_a_year():
    curve = load_curve()
    week = [date(2026, 11, day) for day in range(2, 9)]

    for channel, known in curve.channels.items():
        told = sum(sum(curve.expected(day, channel)) for day in week)
        assert told == pytest.approx(known.yearly * 7 / 365.25)


def test_a_wrong_curve_says_what_is_wrong(tmp_path):
    file = tmp_path / "curve.json"
    file.write_text('{"sources": {}, "hours": [1], "weekdays": [1,1,1,1,1,1,1], "channels": {}}')

    with pytest.raises(ValidationError, match="hours"):
        load_curve(file)
