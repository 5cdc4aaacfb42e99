"""The answer to a quote. Amounts are decimal strings in euros."""

from decimal import Decimal

from pydantic import Field
from shared.http import View

from billing.tariffs.views import PriceView


class QuoteView(View):
    """What a municipality would pay in the year: in the tariff's unit, and in whole euros."""

    price_per_inhabitant: PriceView
    amount: Decimal
    amount_whole_euros: Decimal
    average_price_printed: Decimal = Field(description="of all price periods, rounded once")
