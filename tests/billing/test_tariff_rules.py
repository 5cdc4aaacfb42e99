"""The offer of April 2014, figure by figure, and the money rules for any figures."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from billing.money import Unit, cents, half_up, round_to
from billing.quotes.rules import (
    InhabitantsAboveParticipation,
    ParticipationAboveAll,
    ParticipationBelowOffer,
    ParticipationUnclear,
    participating_inhabitants,
    quote,
)
from billing.tariffs.rules import (
    Price,
    Tariff,
    TariffPeriod,
    YearNotPriced,
    average_price,
    tariff_of,
)
from hypothesis import given
from hypothesis import strategies as st

REFERENCE = 14_600_000
TARIFF = Tariff(
    version="2015-2018",
    reference_population=REFERENCE,
    minimum_participation=70,
    periods=(TariffPeriod(2015, 2016, 3_810_000), TariffPeriod(2017, 2018, 3_524_800)),
    rounding="cent",
    part_of_year="whole_year",
    excluded_join="refused",
    excluded=frozenset({"GM0344", "GM0363", "GM0518", "GM0599"}),
)
people = st.integers(min_value=1, max_value=20_000_000)
budgets = st.integers(min_value=1, max_value=10_000_000)


@pytest.mark.parametrize(
    ("participation", "first", "second", "average"),
    [
        ("100%", "0.261", "0.241", "0.251"),
        ("85%", "0.307", "0.284", "0.296"),
        ("70%", "0.373", "0.345", "0.359"),
    ],
)
def test_all_nine_prices_of_the_offer_come_out_as_printed(
    participation: str, first: str, second: str, average: str
) -> None:
    participating = participating_inhabitants(TARIFF, participation, None, 0)
    for year, printed in ((2015, first), (2016, first), (2017, second), (2018, second)):
        tariff, period = tariff_of([TARIFF], year)
        offered = quote(tariff, period, 1, participating)
        assert str(offered.price.printed) == printed
        assert str(offered.average_printed) == average


@pytest.mark.parametrize(
    ("year", "amount", "whole"), [(2015, "12265.07", "12265"), (2017, "11346.96", "11347")]
)
def test_zutphen_pays_what_the_offer_prints(year: int, amount: str, whole: str) -> None:
    _, period = tariff_of([TARIFF], year)
    offered = quote(TARIFF, period, 47_000, REFERENCE)
    assert str(offered.amount) == amount
    assert str(offered.whole_euros) == whole


def test_at_half_participation_no_price_is_near_25_cents() -> None:
    first, second = (Price(period.yearly_budget, REFERENCE // 2) for period in TARIFF.periods)
    assert (str(first.printed), str(second.printed)) == ("0.522", "0.483")


def test_twenty_five_cents_would_need_more_than_everybody() -> None:
    needed = Fraction(3_810_000 + 3_524_800, 2) / Fraction(1, 4)
    assert half_up(needed / REFERENCE * 100, 2) == Decimal("100.48")


@pytest.mark.parametrize("year", [2014, 2019, 0, 9999])
def test_a_year_without_a_budget_is_refused_with_the_years_that_have_one(year: int) -> None:
    with pytest.raises(YearNotPriced, match="2015 to 2018"):
        tariff_of([TARIFF], year)


@pytest.mark.parametrize("given_as", [Decimal("0.85"), "0.85", "85%", Decimal(85), "85", "85.0%"])
def test_participation_may_be_a_fraction_or_a_percentage(given_as: Decimal | str) -> None:
    assert participating_inhabitants(TARIFF, given_as, None, 0) == 12_410_000


@pytest.mark.parametrize("given_as", [1, "1", "1.0", "100%", 100])
def test_everybody_is_the_reference_population(given_as: int | str) -> None:
    share = Decimal(given_as) if isinstance(given_as, int) else given_as
    assert participating_inhabitants(TARIFF, share, None, 14_656_935) == REFERENCE


def test_a_fraction_of_the_population_is_rounded_half_up_to_whole_inhabitants() -> None:
    half_an_inhabitant = Fraction(10_220_001, REFERENCE) + Fraction(1, 2 * REFERENCE)
    share = (
        f"{Decimal(half_an_inhabitant.numerator) / Decimal(half_an_inhabitant.denominator):.20f}"
    )
    assert participating_inhabitants(TARIFF, share, None, 0) in {10_220_001, 10_220_002}
    assert participating_inhabitants(TARIFF, "0.70000001", None, 0) == 10_220_000
    assert participating_inhabitants(TARIFF, "0.7000000343", None, 0) == 10_220_001


@pytest.mark.parametrize("share", ["0.5", "50%", "69.99%", "0.6999999999", "0", "0%", "1.5", "50"])
def test_participation_below_the_offer_is_refused_and_says_why(share: str) -> None:
    with pytest.raises(ParticipationBelowOffer, match=r"below 70%.*25 cents.*impossible"):
        participating_inhabitants(TARIFF, share, None, 0)


@pytest.mark.parametrize("share", ["101%", "100.01", "999%"])
def test_more_than_everybody_is_refused(share: str) -> None:
    with pytest.raises(ParticipationAboveAll):
        participating_inhabitants(TARIFF, share, None, 0)


@pytest.mark.parametrize(
    "share", ["", "%", "most", "-0.8", "8e-1", "0,85", "85 %", "0.85%%", Decimal("-0.8"), "１"]
)
def test_what_is_no_participation_is_refused(share: Decimal | str) -> None:
    with pytest.raises((ParticipationUnclear, ParticipationBelowOffer)) as refused:
        participating_inhabitants(TARIFF, share, None, 0)
    assert "most" not in refused.value.detail


@pytest.mark.parametrize(("share", "count"), [(None, None), ("0.8", 12_000_000)])
def test_participation_is_said_in_exactly_one_way(share: str | None, count: int | None) -> None:
    with pytest.raises(ParticipationUnclear):
        participating_inhabitants(TARIFF, share, count, 0)


def test_participating_inhabitants_reach_from_70_percent_to_all_there_are() -> None:
    assert participating_inhabitants(TARIFF, None, 10_220_000, 0) == 10_220_000
    with pytest.raises(ParticipationBelowOffer):
        participating_inhabitants(TARIFF, None, 10_219_999, 0)
    with pytest.raises(ParticipationAboveAll, match="14600000"):
        participating_inhabitants(TARIFF, None, REFERENCE + 1, 0)
    assert participating_inhabitants(TARIFF, None, 14_656_935, 14_656_935) == 14_656_935
    with pytest.raises(ParticipationAboveAll, match="14656935"):
        participating_inhabitants(TARIFF, None, 14_656_936, 14_656_935)


def test_a_municipality_is_no_larger_than_all_participants_together() -> None:
    with pytest.raises(InhabitantsAboveParticipation):
        quote(TARIFF, TARIFF.periods[0], 10_220_001, 10_220_000)


@given(st.fractions(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=6))
def test_rounding_is_half_up_and_never_off_by_more_than_a_half(
    value: Fraction, decimals: int
) -> None:
    rounded = Fraction(half_up(value, decimals))
    off = (rounded - value) * 10**decimals
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


@given(st.integers(min_value=0, max_value=10**12))
def test_an_exact_half_cent_goes_up(whole_cents: int) -> None:
    assert cents(Fraction(2 * whole_cents + 1, 200)) == Decimal(whole_cents + 1).scaleb(-2)


@given(budgets, people, people)
def test_a_quote_rounds_the_amount_and_not_the_price(
    budget: int, inhabitants: int, others: int
) -> None:
    offered = quote(TARIFF, TariffPeriod(2015, 2016, budget), inhabitants, inhabitants + others)
    exact = Fraction(budget * inhabitants, inhabitants + others)
    assert abs(Fraction(offered.amount) - exact) <= Fraction(1, 200)
    assert abs(Fraction(offered.whole_euros) - exact) <= Fraction(1, 2)


@given(people)
def test_the_average_price_is_rounded_once(participating: int) -> None:
    exact = sum(Price(each.yearly_budget, participating).exact for each in TARIFF.periods) / 2
    assert average_price(TARIFF, participating) == half_up(Fraction(exact), 3)


@given(budgets, st.lists(people, min_size=1, max_size=60), st.sampled_from(["cent", "euro"]))
def test_what_all_participants_pay_is_the_budget_within_half_a_unit_each(
    budget: int, inhabitants: list[int], unit: Unit
) -> None:
    tariff = replace(TARIFF, rounding=unit)
    period = TariffPeriod(2015, 2018, budget)
    paid = [quote(tariff, period, count, sum(inhabitants)).amount for count in inhabitants]
    half = Decimal("0.005") if unit == "cent" else Decimal("0.5")
    assert abs(sum(paid, Decimal(0)) - budget) <= half * len(inhabitants)


@given(st.fractions(min_value=0, max_value=10**9), st.sampled_from(["cent", "euro"]))
def test_an_amount_is_rounded_to_its_unit_and_written_with_two_decimals(
    value: Fraction, unit: Unit
) -> None:
    rounded = round_to(value, unit)
    parts = 100 if unit == "cent" else 1
    assert rounded.as_tuple().exponent == -2
    assert Fraction(rounded) * parts == int(Fraction(rounded) * parts)
    assert Fraction(-1, 2) < (Fraction(rounded) - value) * parts <= Fraction(1, 2)
