"""The addresses of accident lines, and the hours and days of a report."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import get_args

from contacts.surges.rules import Bar, bars_of, every_unit, next_slug, unit_of, wait_of
from contacts.words.frames import SLUG
from hypothesis import given
from hypothesis import strategies as st
from shared.events.vocabulary import Province
from shared.month import TIME_ZONE

SINCE = datetime(2026, 10, 24, 20, 20, tzinfo=UTC)  # the night in which summer time ends
moments = st.integers(0, 365 * 24 * 60).map(lambda count: SINCE + timedelta(minutes=count))


@given(st.sampled_from(get_args(Province)), st.integers(0, 30))
def test_every_address_is_new_and_is_taken_by_the_socket(region: Province, before: int) -> None:
    taken: list[str] = []
    for _ in range(before + 1):
        taken.append(next_slug(region, taken))
    assert len(set(taken)) == before + 1
    assert all(re.fullmatch(SLUG, slug) for slug in taken)


def test_an_address_is_never_used_again_and_provinces_are_apart() -> None:
    assert next_slug("Fryslân", []) == "fryslan-1"
    assert next_slug("Noord-Brabant", ["noord-holland-1", "noord-brabant-7"]) == "noord-brabant-8"


@given(moments, st.integers(0, 100))
def test_hours_and_days_follow_each_other_and_hold_the_whole_span(
    since: datetime, hours: int
) -> None:
    until = since + timedelta(hours=hours)
    unit = unit_of(since, until)
    begins = every_unit(unit, since, until)
    assert begins[0] <= since
    assert begins[-1] <= until
    assert begins == sorted(set(begins))
    longest = timedelta(hours=1) if unit == "hour" else timedelta(hours=25)
    gaps = [later.astimezone(UTC) - one.astimezone(UTC) for one, later in pairwise(begins)]
    assert all(gap <= longest for gap in gaps)
    assert until - begins[-1].astimezone(UTC) < longest


def test_the_hour_that_comes_twice_is_shown_twice() -> None:
    begins = every_unit("hour", SINCE, SINCE + timedelta(hours=8))
    assert len(begins) == 9
    assert [one.astimezone(TIME_ZONE).hour for one in begins] == [22, 23, 0, 1, 2, 2, 3, 4, 5]


def test_an_hour_without_anybody_has_a_bar() -> None:
    begins = every_unit("hour", SINCE, SINCE + timedelta(hours=1))
    assert bars_of(begins, {begins[0]: (2, 1)}) == [Bar(begins[0], 2, 1), Bar(begins[1], 0, 0)]
    assert (wait_of(4, 30), wait_of(5, 30)) == (None, 30)
