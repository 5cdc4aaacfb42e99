"""Who shares a year's budget: the covered of 1 January, and excluded cities by either policy."""

from dataclasses import replace
from datetime import date

import pytest
from billing.contracts.coverage import Coverage
from billing.settlements.rules import participation, settle
from billing.tariffs.rules import Tariff, TariffPeriod

FIRST, LAST = date(2016, 1, 1), date(2018, 12, 31)
FIGURES = {"GM0301": 40_000, "GM0200": 60_000, "GM0363": 800_000, "GM0599": 600_000}
TARIFF = Tariff(
    version="2015-2018",
    reference_population=14_600_000,
    minimum_participation=70,
    periods=(TariffPeriod(2015, 2018, 100_000),),
    rounding="cent",
    part_of_year="whole_year",
    excluded_join="refused",
    excluded=frozenset({"GM0363", "GM0599"}),
)
TWO = [Coverage("GM0301", FIRST, LAST), Coverage("GM0200", FIRST, LAST)]
AMSTERDAM = Coverage("GM0363", FIRST, LAST)


@pytest.mark.parametrize(
    ("policy", "sharing", "eligible", "printed"),
    [("same_budget", 900_000, 900_000, "0.111"), ("same_price", 100_000, 100_000, "1.000")],
)
def test_a_city_that_joins_shares_the_budget_or_pays_the_price_of_the_others(
    policy: str, sharing: int, eligible: int, printed: str
) -> None:
    tariff = replace(TARIFF, excluded_join=policy)
    shared, could = participation([*TWO, AMSTERDAM], FIGURES, tariff)
    assert (sum(shared.values()), could) == (sharing, eligible)
    settled = settle(2016, tariff, tariff.periods[0], shared, could)
    assert str(settled.price.printed) == printed


@pytest.mark.parametrize("policy", ["refused", "same_budget", "same_price"])
def test_what_a_reorganisation_brought_into_a_city_goes_on_sharing_the_budget(policy: str) -> None:
    brought = replace(AMSTERDAM, part_from=9, part_until=10, part_of=10, came_from="GM0457")
    tariff = replace(TARIFF, excluded_join=policy)
    shared, could = participation([*TWO, brought], FIGURES, tariff)
    assert shared == {"GM0301": 40_000, "GM0200": 60_000, "GM0363": 80_000}
    assert could == 180_000


def test_the_parts_of_a_municipality_under_several_contracts_are_counted_together() -> None:
    halves = [
        replace(TWO[0], part_until=1, part_of=2),
        replace(TWO[0], part_from=1, part_until=2, part_of=2, came_from="GM0302"),
    ]
    assert participation(halves, FIGURES, TARIFF) == ({"GM0301": 40_000}, 100_000)
