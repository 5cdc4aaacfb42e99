"""Numbers, money and months as a Dutch and an English reader expect them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from shared.pages.formats import day, euros, number, percent
from shared.pages.language import catalogues, speaking

WORDS = catalogues()


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param, WORDS):
        yield request.param


@pytest.mark.parametrize(
    ("count", "decimals", "dutch", "english"),
    [
        (10, 0, "10", "10"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
        (20.25, 1, "20,3", "20.3"),
        (Decimal("12216.50"), 0, "12.217", "12,217"),
        (Decimal("0.260"), 3, "0,260", "0.260"),
        (3_810_000, 2, "3.810.000,00", "3,810,000.00"),
    ],
)
def test_a_number_is_written_as_its_reader_expects_and_rounded_half_up(
    language: str, count: float | Decimal, decimals: int, dutch: str, english: str
) -> None:
    assert number(count, decimals) == {"nl": dutch, "en": english}[language]


def test_a_share_is_rounded_half_up(language: str) -> None:
    assert percent(0.7245, 1) == {"nl": "72,5%", "en": "72.5%"}[language]


def test_an_amount_is_rounded_half_up_and_stays_on_one_line(language: str) -> None:
    written = {"nl": "€\u00a012.265,08", "en": "€\u00a012,265.08"}
    assert euros(Decimal("12265.075")) == written[language]


def test_a_month_has_its_name(language: str) -> None:
    written = {"nl": "maart 2016", "en": "March 2016"}
    assert day(date(2016, 3, 1), "LLLL y") == written[language]
