"""What the board makes of numbers: waits in steps, rates that are measured, hour against day."""

from datetime import UTC, datetime, timedelta

import pytest
from contacts.board.rules import ChannelNow, Rate, compare
from contacts.queue.rules.expectation import FEWEST
from hypothesis import given
from hypothesis import strategies as st

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


@given(st.integers(-5, 100_000))
def test_a_wait_is_shown_in_steps_of_ten_seconds_and_never_longer_than_it_is(waited: int) -> None:
    channel = ChannelNow("chat", waiting=1, first_at=NOW - timedelta(seconds=waited))
    shown = channel.longest_seconds(NOW)
    assert shown % 10 == 0
    assert 0 <= max(0, waited) - shown < 10


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_rate_is_told_where_enough_was_measured_and_is_a_share_of_all(
    answered: int, missed: int
) -> None:
    share = Rate(answered, missed).share
    if answered + missed < FEWEST:
        assert share is None
    else:
        assert share == pytest.approx(answered / (answered + missed))


@pytest.mark.parametrize(
    ("hour", "day", "told"),
    [
        (Rate(8, 2), Rate(90, 10), "lower"),
        (Rate(10, 0), Rate(90, 10), "higher"),
        (Rate(9, 1), Rate(902, 98), "same"),  # in whole percent
        (Rate(4, 0), Rate(90, 10), None),
        (Rate(), Rate(), None),
    ],
)
def test_the_hour_is_held_against_the_day_where_both_were_measured(
    hour: Rate, day: Rate, told: str | None
) -> None:
    assert compare(hour, day) == told
