"""What a report computes of what it shows: who waited how long, and what a correction changed."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from reporting.municipalities.rules.contribution import contribution
from reporting.reports.definitions import DEFINITIONS
from reporting.reports.plots import marks
from reporting.reports.rules.corrections import Change, changes
from reporting.reports.rules.figure import Figure
from reporting.reports.rules.waiting import within

CLASSES = ("30", "60", "120", "300", "longer")
counts = st.lists(st.integers(0, 5_000), min_size=len(CLASSES), max_size=len(CLASSES))


@given(counts, st.lists(st.booleans(), min_size=len(CLASSES), max_size=len(CLASSES)))
def test_who_waited_at_most_so_long_is_a_sum_of_shown_classes_or_not_shown(
    told: list[int], is_shown: list[bool]
) -> None:
    shown = [
        (name, count if visible else None)
        for name, count, visible in zip(CLASSES, told, is_shown, strict=True)
    ]
    for place, one in enumerate(within(shown, sum(told)), start=1):
        assert one.attempts in (None, sum(told[:place]))
        known = all(is_shown[:place]) or all(is_shown[place:])
        assert (one.attempts is not None) == known
        assert one.share is None or 0 < one.share < 1


def test_without_what_was_answered_only_sums_from_the_first_class_are_known() -> None:
    found = within([("30", 20), ("60", None), ("longer", 30)], None)
    assert [one.attempts for one in found] == [20, None]


def test_a_correction_tells_what_is_shown_before_and_after() -> None:
    before = [Figure("topics", "debts", 20), Figure("attempts", "", 100), Figure("minutes", "", 7)]
    after = [Figure("topics", "debts", None), Figure("attempts", "", 112), Figure("minutes", "", 7)]
    assert changes(before, after) == [Change("attempts", "", 100, 112)]
    assert changes(after, before) == [Change("attempts", "", 112, 100)]


@given(st.integers(1, 1_000_000), st.integers(1, 10**10), st.integers(1, 10**8))
def test_a_contribution_is_the_exact_price_times_inhabitants_to_the_cent(
    inhabitants: int, numerator: int, denominator: int
) -> None:
    exact = Fraction(inhabitants * numerator, denominator)
    off = Fraction(contribution(inhabitants, numerator, denominator)) - exact
    assert -Fraction(1, 200) < off <= Fraction(1, 200)


def test_the_contribution_of_zutphen_in_2016() -> None:
    assert contribution(46_997, 3_810_000, 14_656_935) == Decimal("12216.64")


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=24))
def test_the_marks_of_an_axis_reach_over_the_highest_column(heights: list[int]) -> None:
    found = marks(tuple(heights), None)
    assert found[0] == 0
    assert found[-1] >= max(heights)
    assert len(found) <= 7
    assert len(set(found)) == len(found)


def test_each_definition_says_more_than_its_name() -> None:
    for key, definition in DEFINITIONS.items():
        assert key.isidentifier()
        assert len(definition.text) > len(definition.name)
