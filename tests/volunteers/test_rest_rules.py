"""No two shifts at once, and fourteen hours of rest after a night."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from shared.refusals import Refusal
from volunteers.shifts.rules.day_parts import DAY_PARTS, Span, span_of
from volunteers.shifts.rules.rest import (
    RestAfterNight,
    ShiftsOverlap,
    fit,
    is_night_shift,
    neighbourhood,
    rests_until,
)

DAY = date(2026, 3, 1)
NEXT_DAY = date(2026, 3, 2)
SOMEBODY = uuid4()

# Some weeks around a change to summer time and one to winter time.
near_days = st.dates(date(2026, 3, 20), date(2026, 4, 5)) | st.dates(
    date(2026, 10, 18), date(2026, 11, 1)
)
parts = st.builds(span_of, near_days, st.sampled_from(DAY_PARTS))
hours = st.integers(min_value=1, max_value=10).map(lambda count: timedelta(hours=count))
starts = st.integers(0, 200).map(
    lambda hour: datetime(2026, 3, 25, tzinfo=UTC) + timedelta(hours=hour)
)
spans = parts | st.builds(lambda start, length: Span(start, start + length), starts, hours)


def refusal_of(wanted, others):
    try:
        fit(SOMEBODY, wanted, others)
    except Refusal as refusal:
        return type(refusal)
    return None


@given(spans, spans)
def test_whether_two_shifts_go_together_does_not_depend_on_which_came_first(one, other):
    assert refusal_of(one, [other]) is refusal_of(other, [one])


@given(spans, spans)
def test_two_shifts_that_share_a_moment_are_refused_and_only_those_as_overlap(one, other):
    share = one.starts_at < other.ends_at and other.starts_at < one.ends_at

    assert (refusal_of(one, [other]) is ShiftsOverlap) is share


@given(spans, spans)
@example(span_of(DAY, "night"), span_of(DAY, "early_evening"))
def test_after_a_night_shift_that_ends_late_there_are_fourteen_hours_or_a_refusal(one, other):
    assume(one.ends_at <= other.starts_at)
    too_soon = rests_until(one) > one.ends_at and other.starts_at - one.ends_at < timedelta(
        hours=14
    )

    assert (refusal_of(other, [one]) is RestAfterNight) is too_soon


@given(spans, spans)
def test_a_shift_outside_the_neighbourhood_is_never_in_the_way(one, other):
    near = neighbourhood(one)
    assume(other.ends_at <= near.starts_at or near.ends_at <= other.starts_at)

    assert refusal_of(one, [other]) is None


@given(spans, st.lists(spans, max_size=5))
def test_the_order_in_which_the_other_shifts_are_read_does_not_matter(wanted, others):
    assert refusal_of(wanted, others) is refusal_of(wanted, others[::-1])


@given(near_days)
def test_the_parts_between_midnight_and_eight_are_night_shifts_on_every_day(day):
    nights = [part for part in DAY_PARTS if is_night_shift(span_of(day, part))]

    assert nights == ["night", "early_morning"]


def test_a_shift_with_one_hour_of_the_night_is_no_night_shift_and_with_more_it_is():
    start = datetime(2026, 3, 1, 20, tzinfo=UTC)  # 21:00 in Amsterdam

    assert not is_night_shift(Span(start, start + timedelta(hours=4)))
    assert is_night_shift(Span(start, start + timedelta(hours=4, minutes=1)))


def test_a_night_shift_that_ends_at_two_asks_for_no_rest():
    start = datetime(2026, 3, 1, 22, tzinfo=UTC)
    two_o_clock = start + timedelta(hours=3)

    assert rests_until(Span(start, two_o_clock)) == two_o_clock
    late = two_o_clock + timedelta(minutes=1)
    assert rests_until(Span(start, late)) == late + timedelta(hours=14)


def test_after_a_night_the_evening_is_the_first_shift_that_may_follow():
    night = span_of(DAY, "night")
    after = [part for part in DAY_PARTS[1:] if refusal_of(span_of(DAY, part), [night]) is None]

    assert after == ["evening"]


def test_after_an_early_morning_the_next_night_is_the_first_shift_that_may_follow():
    early = span_of(DAY, "early_morning")

    assert refusal_of(span_of(DAY, "evening"), [early]) is RestAfterNight
    assert refusal_of(span_of(NEXT_DAY, "night"), [early]) is None


def test_the_refusal_says_until_when_the_volunteer_rests():
    with pytest.raises(RestAfterNight) as refused:
        fit(SOMEBODY, span_of(DAY, "afternoon"), [span_of(DAY, "night")])

    assert refused.value.detail.startswith(
        f"volunteer {SOMEBODY} rests until 2026-03-01 18:00 (Amsterdam) after the night shift "
        "that ends at 2026-03-01 04:00 (Amsterdam): choose"
    )


def test_a_night_before_an_existing_shift_is_refused_and_says_which_shift_is_in_the_way():
    with pytest.raises(RestAfterNight, match=r"rest until 2026-03-01 18:00 \(Amsterdam\) after it"):
        fit(SOMEBODY, span_of(DAY, "night"), [span_of(DAY, "early_evening")])


@pytest.mark.parametrize(
    ("wanted", "other"), [("night", "early_morning"), ("early_morning", "night")]
)
def test_both_halves_of_one_night_are_refused_and_the_refusal_says_so(wanted, other):
    with pytest.raises(RestAfterNight, match="two night parts of one night"):
        fit(SOMEBODY, span_of(DAY, wanted), [span_of(DAY, other)])


def test_an_evening_and_the_night_that_follows_it_go_together():
    assert refusal_of(span_of(NEXT_DAY, "night"), [span_of(DAY, "evening")]) is None


def test_the_rest_is_fourteen_real_hours_when_the_clock_changes_in_it():
    sunday = date(2026, 3, 29)
    start = datetime(2026, 3, 28, 20, tzinfo=UTC)  # 21:00 to 01:30, an hour and a half of night
    night = Span(start, start + timedelta(hours=4, minutes=30))
    long_night = Span(
        night.starts_at, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    )  # 03:30 summer time

    assert rests_until(night) == night.ends_at
    assert rests_until(long_night) == long_night.ends_at + timedelta(hours=14)
    assert refusal_of(span_of(sunday, "early_evening"), [long_night]) is RestAfterNight
    assert refusal_of(span_of(sunday, "evening"), [long_night]) is None


def test_the_overlap_is_named_with_its_hours():
    wanted = span_of(DAY, "morning")

    with pytest.raises(ShiftsOverlap, match=r"from 2026-03-01 08:00 .* to 2026-03-01 12:00"):
        fit(SOMEBODY, wanted, [wanted])
