"""Numbers as a Dutch reader expects them."""

from decimal import Decimal

import pytest
from reporting.month_report.dutch import euros, month_name, number, percent
from shared.month import Month


@pytest.mark.parametrize(
    ("count", "decimals", "written"),
    [
        (None, 0, "niet getoond"),
        (10, 0, "10"),
        (1_234_567, 0, "1.234.567"),
        (20.25, 1, "20,3"),
        (Decimal("12216.50"), 0, "12.217"),
        (Decimal("0.260"), 3, "0,260"),
        (3_810_000, 2, "3.810.000,00"),
    ],
)
def test_a_number_is_written_the_dutch_way_and_rounded_half_up(
    count: int | float | Decimal | None, decimals: int, written: str
) -> None:
    assert number(count, decimals) == written


def test_a_share_that_may_not_be_shown_is_said_so() -> None:
    assert percent(None) == "niet getoond"
    assert percent(0.7245) == "72,5%"


def test_an_amount_stays_on_one_line() -> None:
    assert euros(Decimal("12265.07")) == "€\u00a012.265,07"


def test_a_month_has_its_name() -> None:
    assert month_name(Month(2016, 3)) == "maart 2016"
