"""Nobody is asked for a shift at night, but for one that begins soon or cannot wait."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from volunteers.notices.rules import ASKING, SOON, asked_from, told_from
from volunteers.notices.vocabulary import NoticeKind
from volunteers.risks.rules import open_until, wave_after

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
# Both changes of the clock lie within these.
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
AHEAD = st.timedeltas(timedelta(minutes=1), timedelta(days=10))


def at(text: str, fold: int = 0) -> datetime:
    """Return a moment of Amsterdam in UTC; of an hour that exists twice the first, or `fold`."""
    local = datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)
    return local.astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-26 21:59", "2026-11-26 21:59"),
        ("2026-11-26 22:00", "2026-11-27 07:00"),
        ("2026-11-27 00:00", "2026-11-27 07:00"),
        ("2026-11-27 06:59", "2026-11-27 07:00"),
        ("2026-11-27 07:00", "2026-11-27 07:00"),
        ("2026-03-28 23:00", "2026-03-29 07:00"),  # the night of eight hours
        ("2026-10-24 23:00", "2026-10-25 07:00"),  # the night of ten
    ],
)
def test_people_are_asked_from_seven_to_ten_in_the_evening(now: str, expected: str) -> None:
    assert asked_from(at(now) + WEEK, at(now)) == at(expected)


@pytest.mark.parametrize("fold", [0, 1])
def test_of_the_hour_that_exists_twice_both_are_quiet(fold: int) -> None:
    assert asked_from(at("2026-10-27 20:00"), at("2026-10-25 02:30", fold)) == at(
        "2026-10-25 07:00"
    )


def test_six_hours_before_a_shift_people_are_asked_at_any_hour() -> None:
    starts_at = at("2026-10-25 08:00")
    # Elapsed hours: there are seven from two o'clock, the first time that it is two.
    assert asked_from(starts_at, at("2026-10-24 23:00")) == at("2026-10-25 02:00", fold=1)
    for now in (at("2026-10-25 02:00", fold=1), at("2026-10-25 06:00")):
        assert asked_from(starts_at, now) == now


@given(MOMENTS, AHEAD)
def test_whoever_is_asked_is_awake_or_the_shift_begins_soon(now: datetime, ahead) -> None:
    starts_at = now + ahead
    asked = asked_from(starts_at, now)
    assert now <= asked <= max(now, starts_at - SOON)
    assert asked - now <= timedelta(hours=10)
    assert 7 <= asked.astimezone(AMSTERDAM).hour < 22 or starts_at - asked <= SOON
    assert asked_from(starts_at, asked) == asked  # and is not put off again


@given(st.sampled_from(get_args(NoticeKind)), MOMENTS, AHEAD, AHEAD)
def test_only_a_question_waits_and_only_while_it_stands(kind, now, ahead, lasts) -> None:
    starts_at, expires_at = now + ahead, now + lasts
    told = told_from(kind, starts_at, expires_at, now)
    assert now <= told < expires_at
    assert told in (now, asked_from(starts_at, now))
    if kind not in ASKING:
        assert told == now
    elif asked_from(starts_at, now) < expires_at:
        assert told == asked_from(starts_at, now)


def test_a_surge_and_what_concerns_ones_own_shifts_are_told_at_any_hour() -> None:
    night = at("2026-11-27 03:00")
    told = {kind for kind in get_args(NoticeKind) if told_from(kind, night + WEEK, night + WEEK, night) == night}  # fmt: skip  # noqa: E501
    assert told == set(get_args(NoticeKind)) - {"offer", "place_free", "swap_proposed"}


def test_who_is_asked_for_a_hole_at_night_has_as_long_to_answer_from_seven_on() -> None:
    """Of a night shift the mark of 24 and of 72 hours is at midnight."""
    midnight = at("2026-11-27 00:00")
    for hours, answered_by in ((24, "2026-11-27 08:00"), (72, "2026-11-27 13:00")):
        starts_at = midnight + hours * HOUR
        assert open_until(hours, starts_at, midnight) == at(answered_by)
        assert wave_after(hours, 1, starts_at, midnight) == at(answered_by)
    # A hole of the same night does not wait.
    assert open_until(4, midnight + 4 * HOUR, midnight) == midnight + timedelta(minutes=10)
