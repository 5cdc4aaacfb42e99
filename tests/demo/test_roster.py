"""The demo's roster: everybody once a week, somebody always, and only what the rules allow."""

from collections import Counter, defaultdict
from datetime import date
from uuid import uuid4

import pytest
from demo.chance import apportion
from demo.figures import LOCATIONS, hours_of_day, municipalities
from demo.plan import make_plan
from demo.roster import DAY_PARTS, Roster, make_roster, starts_at
from hypothesis import given
from hypothesis import strategies as st
from volunteers.locations.rules import location_name
from volunteers.shifts.rules.day_parts import Span, span_of
from volunteers.shifts.rules.rest import fit

LAST_DAY = date(2026, 3, 31)  # the clock changed two days before


@pytest.fixture(scope="module")
def roster() -> Roster:
    return make_roster(LAST_DAY, 14, 25)


def test_the_figures_are_those_of_the_sources() -> None:
    everyone = municipalities()
    assert len(everyone) == 390
    assert sum(one.inhabitants for one in everyone) == 16_979_120
    assert sum(one.inhabitants for one in everyone if not one.excluded) == 14_656_935
    assert len(hours_of_day()) == 24
    assert sum(hours_of_day()) == pytest.approx(100)
    assert len({name for name, _ in LOCATIONS}) == 25
    assert all(location_name(name) == name for name, _ in LOCATIONS)


def test_nine_hundred_volunteers_take_a_shift_in_each_of_two_weeks(roster: Roster) -> None:
    assert [one.number for one in roster.volunteers] == list(range(900))
    assert Counter(one.location for one in roster.volunteers) == dict.fromkeys(range(25), 36)
    shifts = Counter(one.number for shift in roster.shifts for one in shift.team)
    assert set(shifts.values()) == {2}
    assert roster.places == 1800


def test_every_part_of_every_day_is_covered_on_every_channel(roster: Roster) -> None:
    covered: dict[tuple[date, str], set[str]] = defaultdict(set)
    for shift in roster.shifts:
        covered[shift.day, shift.part].update(shift.channels)
    assert len(covered) == 14 * 6
    assert all(channels == {"telephone", "chat", "email"} for channels in covered.values())


def test_the_evening_has_more_people_than_the_early_morning(roster: Roster) -> None:
    people = Counter(shift.part for shift in roster.shifts for _ in shift.team)
    assert people["evening"] > 2 * people["early_morning"]


def test_no_shift_breaks_the_rules_of_volunteers(roster: Roster) -> None:
    spans: dict[int, list[Span]] = defaultdict(list)
    for shift in roster.shifts:
        assert len(shift.team) <= shift.needed
        for one in shift.team:
            assert set(shift.channels) <= set(one.channels)
            assert one.location == shift.location
            fit(uuid4(), span_of(shift.day, shift.part), spans[one.number])
            spans[one.number].append(span_of(shift.day, shift.part))


def test_a_shift_starts_when_volunteers_says_so_also_when_the_clock_changes(
    roster: Roster,
) -> None:
    assert any(shift.day == date(2026, 3, 29) for shift in roster.shifts)
    for shift in roster.shifts:
        assert starts_at(shift) == span_of(shift.day, shift.part).starts_at


def test_each_location_has_mentors(roster: Roster) -> None:
    mentors = Counter(one.location for one in roster.volunteers if one.mentor)
    assert mentors == dict.fromkeys(range(25), 3)


@given(
    number=st.integers(0, 500),
    weights=st.lists(st.floats(0.1, 100), min_size=1, max_size=50),
    least=st.integers(0, 5),
)
def test_what_is_shared_out_is_the_whole(number: int, weights: list[float], least: int) -> None:
    shares = apportion(number, weights, least)
    assert sum(shares) == number
    assert min(shares) >= min(least, number // len(weights))


@pytest.mark.parametrize("scale", [0.02, 0.05, 0.2, 0.5])
def test_a_small_demo_has_all_parts_of_the_whole_one(scale: float) -> None:
    plan = make_plan(LAST_DAY, scale)
    assert {one.code for one in plan.municipalities} > {"GM0301", "GM0344", "GM0363"}
    assert len(plan.municipalities) - len(plan.signing) == 4
    assert {shift.part for shift in plan.roster.shifts} == set(DAY_PARTS)
    assert plan.months == ["2026-03"]
    assert plan.totals["contacts_handled"] == len(plan.answered) > 100
    assert all(one.referral is None or one.kind == "conversation" for one in plan.answered)
