"""Numbers, money, days and times as people read them: by locale, in Europe/Amsterdam."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from shared.pages.language import locale

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def number(value: int | Decimal | float, decimals: int = 0) -> str:
    """Write a number, rounded half up: 12.345 in Dutch, 12,345 in English."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(rounding=ROUND_HALF_UP):
        return format_decimal(value, format=pattern, locale=locale())


def percent(share: Decimal | float, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage, rounded half up."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
    with localcontext(rounding=ROUND_HALF_UP):
        return format_percent(share, format=pattern, locale=locale())


def euros(amount: Decimal | int, decimals: int = 2) -> str:
    """Write an amount in euros, rounded half up; it is not broken at the end of a line."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(rounding=ROUND_HALF_UP):
        return format_currency(
            amount, "EUR", format=f"¤\u00a0{digits}", locale=locale(), currency_digits=False
        )


def cents(amount: int) -> str:
    """Write an amount in whole cents as euros."""
    return euros(Decimal(amount) / 100)


def day(value: date | datetime, form: str = "d MMMM y") -> str:
    """Write a day; `form` is a pattern of Unicode TR 35. A moment's day is Amsterdam's."""
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return format_date(value, form, locale=locale())


def time(value: datetime) -> str:
    """Write a moment's time of day in Amsterdam: 23:05."""
    return format_time(value, "HH:mm", tzinfo=AMSTERDAM, locale=locale())


FILTERS = {
    "number": number, "percent": percent, "euros": euros, "cents": cents, "day": day, "time": time,
}  # fmt: skip
