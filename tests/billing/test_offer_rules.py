"""The offer to a council: every scenario, by the tariff's figures and the municipality's own."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from billing.money import Unit
from billing.quotes.chart import BOTTOM, HEIGHT, LEFT, MOST_MARKS, RIGHT, TOP, WIDTH, chart_of
from billing.quotes.rules import OutsideTariffsOffer, percents, scenarios
from billing.quotes.views import Offer
from billing.tariffs.rules import ExcludedJoin, Tariff, TariffPeriod
from hypothesis import given
from hypothesis import strategies as st

from tests.billing.test_tariff_rules import REFERENCE, TARIFF

AMSTERDAM = "GM0363"
offers = st.builds(
    lambda reference, lowest, budgets, unit: replace(
        TARIFF,
        reference_population=reference,
        minimum_participation=lowest,
        rounding=unit,
        periods=tuple(TariffPeriod(2015 + place, 2015 + place, budget)
                      for place, budget in enumerate(budgets)),
    ),
    st.integers(10_000, 20_000_000),
    st.integers(1, 100),
    st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
    st.sampled_from(["cent", "euro"]),
)  # fmt: skip


def test_the_printed_table_of_the_offer_comes_out() -> None:
    table = {each.percent: [str(quote.price.printed) for quote in each.quotes]
             + [str(each.average_printed)] for each in scenarios(TARIFF, 0)}  # fmt: skip
    assert list(table) == [100, 95, 90, 85, 80, 75, 70]
    assert table[100] == ["0.261", "0.241", "0.251"]
    assert table[85] == ["0.307", "0.284", "0.296"]
    assert table[70] == ["0.373", "0.345", "0.359"]


@pytest.mark.parametrize(
    ("unit", "amounts"),
    [("cent", ["12265.07", "11346.96"]), ("euro", ["12265.00", "11347.00"])],
)
def test_zutphen_pays_what_the_offer_prints_in_the_unit_of_the_tariff(
    unit: Unit, amounts: list[str]
) -> None:
    everybody = scenarios(replace(TARIFF, rounding=unit), 47_000, "GM0301")[0]
    assert [str(quote.amount) for quote in everybody.quotes] == amounts
    assert [str(quote.whole_euros) for quote in everybody.quotes] == ["12265", "11347"]


@pytest.mark.parametrize(
    ("lowest", "expected"), [(70, 70), (100, 100), (99, 99), (72, 72), (5, 5), (1, 1)]
)
def test_an_offer_reaches_from_all_to_the_lowest_participation(lowest: int, expected: int) -> None:
    found = percents(replace(TARIFF, minimum_participation=lowest))
    assert found[0] == 100
    assert found[-1] == expected
    assert found == sorted(set(found), reverse=True)


@given(offers, st.integers(1, 100))
def test_the_fewer_take_part_the_more_each_pays(tariff: Tariff, inhabitants: int) -> None:
    table = scenarios(tariff, inhabitants)
    for more, fewer in pairwise(table):
        assert more.participating > fewer.participating
        assert more.average_printed <= fewer.average_printed
        for cheap, dear in zip(more.quotes, fewer.quotes, strict=True):
            assert cheap.price.exact < dear.price.exact
            assert cheap.amount <= dear.amount


@given(offers, st.integers(1, 100))
def test_every_amount_is_in_the_unit_of_the_tariff(tariff: Tariff, inhabitants: int) -> None:
    half = Fraction(1, 200) if tariff.rounding == "cent" else Fraction(1, 2)
    for scenario in scenarios(tariff, inhabitants):
        for quote in scenario.quotes:
            assert abs(Fraction(quote.amount) - quote.price.exact * inhabitants) <= half
            if tariff.rounding == "euro":
                assert quote.amount == quote.amount.to_integral_value()


def test_an_excluded_municipality_has_no_offer_of_a_tariff_that_refuses_it() -> None:
    with pytest.raises(OutsideTariffsOffer, match=AMSTERDAM):
        scenarios(TARIFF, 821_752, AMSTERDAM)


@pytest.mark.parametrize(
    ("policy", "participating"),
    [("same_budget", REFERENCE + 821_752), ("same_price", REFERENCE)],
)
def test_an_excluded_municipality_joins_within_the_budget_or_at_the_price_of_the_others(
    policy: ExcludedJoin, participating: int
) -> None:
    tariff = replace(TARIFF, excluded_join=policy)
    everybody = scenarios(tariff, 821_752, AMSTERDAM)[0]
    assert everybody.participating == participating
    assert scenarios(tariff, 46_997, "GM0301")[0].participating == REFERENCE


@given(offers)
def test_a_chart_keeps_every_point_within_its_frame(tariff: Tariff) -> None:
    chart = chart_of(Offer(tariff, 2015, None, scenarios(tariff, 0)))
    assert len(chart.curves) == len(tariff.periods) + (len(tariff.periods) > 1)
    for curve in chart.curves:
        for x, y in curve.dots:
            assert LEFT <= x <= WIDTH - RIGHT
            assert TOP <= y <= HEIGHT - BOTTOM
    assert 2 <= len(chart.prices) <= MOST_MARKS + 1
    assert all(TOP <= mark.place <= HEIGHT - BOTTOM for mark in chart.prices)


def test_a_chart_of_the_offer_has_its_two_periods_and_the_average() -> None:
    chart = chart_of(Offer(TARIFF, 2015, None, scenarios(TARIFF, 0)))
    assert [curve.name for curve in chart.curves] == ["2015–2016", "2017–2018", "average"]
    assert [mark.text for mark in chart.percents][0::6] == ["100%", "70%"]
    assert "0.251" in chart.description
    assert "0.359" in chart.description
    first, second, average = (curve.dots[0][1] for curve in chart.curves)
    assert first < average < second  # the dearer stands higher
    assert Decimal("0.2") <= Decimal(chart.prices[0].text.strip("€\u00a0"))
