"""No number that is about fewer than ten help seekers is shown."""

from hypothesis import given
from hypothesis import strategies as st
from reporting.books.rules.answer_rate import shown_answer_rate
from reporting.disclosure.rules.threshold import MINIMUM, rounded, shown_mean, shown_share

counts = st.integers(min_value=0, max_value=100_000)


def test_a_share_of_which_the_rest_is_too_small_is_not_shown() -> None:
    assert shown_share(100, 109) is None
    assert shown_share(100, 110) == 0.909


def test_a_mean_of_a_count_that_is_not_shown_is_not_shown() -> None:
    assert shown_mean(180, None) is None
    assert shown_mean(205, 10) == 20.5


def test_the_answer_rate_leaves_out_attempts_while_the_line_was_closed() -> None:
    assert shown_answer_rate(answered=72, unanswered=28) == 0.72


def test_an_answer_rate_of_nothing_is_not_shown() -> None:
    assert shown_answer_rate(answered=0, unanswered=0) is None
    assert shown_answer_rate(answered=72, unanswered=None) is None


def test_a_share_is_rounded_half_up_from_the_exact_fraction() -> None:
    assert shown_share(58, 311) == 0.186
    assert shown_share(125, 2_000) == 0.063


@given(answered=counts, unanswered=counts)
def test_an_answer_rate_is_shown_when_both_sides_are_large_enough(
    answered: int, unanswered: int
) -> None:
    rate = shown_answer_rate(answered, unanswered)
    assert (rate is not None) == (answered >= MINIMUM and unanswered >= MINIMUM)
    assert rate is None or 0 <= rate <= 1


@given(part=counts, rest=counts)
def test_a_share_never_tells_of_fewer_than_ten(part: int, rest: int) -> None:
    shown = shown_share(part, part + rest)
    assert (shown is None) == (part < MINIMUM or rest < MINIMUM)


def test_a_live_count_is_rounded_to_five_and_below_fifteen_not_shown() -> None:
    assert [rounded(count) for count in (0, 9, 14, 15, 17, 18, 22, 23)] == [
        None, None, None, 15, 15, 20, 20, 25,
    ]  # fmt: skip


@given(count=counts)
def test_a_live_count_stands_for_five_counts_at_least_but_the_first(count: int) -> None:
    live = rounded(count)
    assert live is None or (live % 5 == 0 and abs(live - count) <= 2 and live >= 15)
