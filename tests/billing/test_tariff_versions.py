"""Versions of the tariff: which periods make one, what may change, and which may be published."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from billing.tariffs.rules import (
    PeriodEndsBeforeStart,
    PeriodsDoNotFollow,
    Tariff,
    TariffIsPublished,
    TariffPeriod,
    TariffVersion,
    YearPricedAlready,
    check_draft,
    check_years_free,
    in_order,
    nearest_year,
)
from hypothesis import given
from hypothesis import strategies as st
from shared.refusals import PreconditionFailed

from tests.billing.test_tariff_rules import TARIFF

PUBLISHED = datetime(2014, 4, 16, tzinfo=UTC)
LATER = replace(TARIFF, version="2019-2022", periods=(TariffPeriod(2019, 2022, 3_600_000),))


def of_years(first: int, last: int) -> Tariff:
    return replace(TARIFF, version=f"{first}-{last}", periods=(TariffPeriod(first, last, 1),))


@given(st.permutations(range(6)), st.lists(st.integers(1, 5), min_size=6, max_size=6))
def test_periods_that_follow_one_another_are_put_in_order(
    order: list[int], lengths: list[int]
) -> None:
    starts = [2015 + sum(lengths[:place]) for place in range(6)]
    periods = [TariffPeriod(start, start + years - 1, 1)
               for start, years in zip(starts, lengths, strict=True)]  # fmt: skip
    assert list(in_order(periods[place] for place in order)) == periods


@pytest.mark.parametrize(
    ("periods", "refused"),
    [
        ([(2019, 2018)], PeriodEndsBeforeStart),
        ([(2019, 2020), (2022, 2022)], PeriodsDoNotFollow),
        ([(2019, 2020), (2020, 2022)], PeriodsDoNotFollow),
        ([(2019, 2020), (2019, 2020)], PeriodsDoNotFollow),
        ([(2019, 2022), (2020, 2021)], PeriodsDoNotFollow),
    ],
)
def test_a_year_has_one_price_and_none_is_left_out(
    periods: list[tuple[int, int]], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        in_order(TariffPeriod(first, last, 1) for first, last in periods)


def test_a_draft_changes_only_as_it_was_read_and_a_published_tariff_never() -> None:
    check_draft(TariffVersion(LATER, revision=3, published_at=None), 3)
    with pytest.raises(PreconditionFailed, match="revision is 3"):
        check_draft(TariffVersion(LATER, revision=3, published_at=None), 2)
    with pytest.raises(TariffIsPublished, match="never changes"):
        check_draft(TariffVersion(LATER, revision=3, published_at=PUBLISHED), 3)


@given(st.integers(2000, 2040), st.integers(0, 9), st.integers(2000, 2040), st.integers(0, 9))
def test_no_year_is_priced_by_two_published_tariffs(
    first: int, years: int, other_first: int, other_years: int
) -> None:
    draft = of_years(first, first + years)
    other = of_years(other_first, other_first + other_years)
    both = set(range(first, first + years + 1)) & set(
        range(other_first, other_first + other_years + 1)
    )
    if both:
        with pytest.raises(YearPricedAlready, match=f"{min(both)} to {max(both)}"):
            check_years_free(draft, [LATER, other] if not _touches(draft, LATER) else [other])
    else:
        check_years_free(draft, [other])


def _touches(one: Tariff, other: Tariff) -> bool:
    return one.first_year <= other.last_year and other.first_year <= one.last_year


@pytest.mark.parametrize(("year", "nearest"), [(2000, 2015), (2016, 2016), (2020, 2018),
                                               (2024, 2025), (2040, 2026)])  # fmt: skip
def test_the_nearest_priced_year_is_shown(year: int, nearest: int) -> None:
    assert nearest_year([TARIFF, of_years(2025, 2026)], year) == nearest
