"""How long a caller is known and a cool-down lasts, and who reviews it."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

import pytest
from contacts.misuse.rules import (
    LENGTHS,
    MOST_CALLS,
    CoolDownReviewed,
    CoolDownWithoutReason,
    Lasting,
    NoCoolDownWithoutACall,
    OwnCoolDown,
    check_cool_down,
    check_review,
    day_of,
    ends_of_day,
    until,
    with_call,
)
from contacts.registration.rules import quarter
from hypothesis import given
from hypothesis import strategies as st
from shared.month import TIME_ZONE

MOMENTS = st.datetimes(
    datetime(2016, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
ANNA, BRAM = UUID(int=1), UUID(int=2)
QUARTER = timedelta(minutes=15)


@given(MOMENTS)
def test_a_day_ends_at_midnight_in_amsterdam_also_when_the_clock_is_changed(now: datetime) -> None:
    ends = ends_of_day(now)
    assert now < ends <= now + timedelta(hours=25)
    assert ends.astimezone(TIME_ZONE).hour == 0
    assert day_of(ends - timedelta(microseconds=1)) == day_of(now) < day_of(ends)


@given(MOMENTS, st.sampled_from(get_args(Lasting)))
def test_a_cool_down_ends_on_a_quarter_hour_of_the_same_day(
    now: datetime, lasting: Lasting
) -> None:
    ends = until(lasting, now)
    assert now < ends <= ends_of_day(now)
    assert quarter(ends) == ends
    if lasting in LENGTHS and ends < ends_of_day(now):
        assert LENGTHS[lasting] <= ends - now < LENGTHS[lasting] + QUARTER


def test_a_cool_down_shortly_before_midnight_ends_at_midnight() -> None:
    now = datetime(2026, 11, 25, 22, 40, tzinfo=UTC)  # 23:40 in Amsterdam
    assert {until(lasting, now) for lasting in get_args(Lasting)} == {
        datetime(2026, 11, 25, 23, tzinfo=UTC)
    }


@given(st.integers(1, 3 * MOST_CALLS))
def test_of_a_hundred_calls_at_most_the_first_and_the_last_ones_are_kept(count: int) -> None:
    made, kept = [UUID(int=number) for number in range(count)], list[UUID]()
    for call_id in made:
        kept = with_call(with_call(kept, call_id), call_id)
    assert len(kept) == min(count, MOST_CALLS)
    assert kept == [*made[:1], *made[1:][1 - MOST_CALLS :]]


def test_a_cool_down_is_of_a_call_that_was_misuse_of_a_kind() -> None:
    assert check_cool_down("telephone", "misuse", "prank") == "prank"
    with pytest.raises(NoCoolDownWithoutACall, match="this is a chat"):
        check_cool_down("chat", "misuse", "prank")
    with pytest.raises(NoCoolDownWithoutACall):
        check_cool_down("email", "misuse", "prank")
    with pytest.raises(CoolDownWithoutReason, match="misuseKind"):
        check_cool_down("telephone", "misuse", None)
    with pytest.raises(CoolDownWithoutReason):
        check_cool_down("telephone", "silent", None)


def test_a_review_is_anothers_and_the_first_one_holds() -> None:
    check_review(ANNA, BRAM, None, "lifted")
    check_review(ANNA, None, "lifted", "lifted")
    with pytest.raises(OwnCoolDown):
        check_review(ANNA, ANNA, None, "upheld")
    with pytest.raises(CoolDownReviewed, match="lifted before"):
        check_review(ANNA, BRAM, "lifted", "upheld")
    check_review(uuid4(), BRAM, "upheld", "upheld")
