"""What is told of the wait: the median of what was measured, or nothing."""

import pytest
from contacts.queue.rules.expectation import FEWEST, Expectation, expect
from hypothesis import given
from hypothesis import strategies as st

WAITS = st.lists(st.integers(0, 7200), min_size=FEWEST, max_size=200)


@pytest.mark.parametrize("measured", [[], [10], [10, 20, 30, 40]])
def test_of_fewer_than_five_nothing_is_told(measured: list[int]) -> None:
    assert expect(measured, waited=3600) == Expectation(None, longer=False)


def test_one_long_wait_does_not_frighten_and_one_short_one_does_not_promise() -> None:
    assert expect([30, 40, 50, 60, 7200], waited=0).seconds == 50
    assert expect([0, 40, 50, 60, 70], waited=0).seconds == 50


def test_who_waits_longer_than_was_told_is_told_so() -> None:
    measured = [60] * 5
    assert not expect(measured, waited=60).longer
    assert expect(measured, waited=61).longer


@given(WAITS, st.integers(0, 7200))
def test_half_of_them_waited_at_most_and_half_at_least_so_long(
    measured: list[int], waited: int
) -> None:
    told = expect(measured, waited)
    assert told.seconds is not None
    # Half a second of rounding.
    assert sum(one <= told.seconds + 0.5 for one in measured) * 2 >= len(measured)
    assert sum(one >= told.seconds - 0.5 for one in measured) * 2 >= len(measured)
    assert told.longer == (waited > told.seconds)


@given(WAITS, st.randoms())
def test_in_which_order_they_were_measured_does_not_matter(measured: list[int], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = chance.sample(measured, len(measured))
    assert expect(shuffled, 0) == expect(measured, 0)
