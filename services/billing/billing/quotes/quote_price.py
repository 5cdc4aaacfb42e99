"""Quote what a municipality would pay."""

from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.municipalities.queries import count_eligible
from billing.quotes.commands import QuotePrice
from billing.quotes.rules import participating_inhabitants, quote
from billing.quotes.views import QuoteView
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import tariff_of
from billing.tariffs.views import PriceView


async def quote_price(session: AsyncSession, command: QuotePrice) -> QuoteView:
    """Quote the year's price; nothing is kept.

    Raises `YearNotPriced`, `ParticipationUnclear`, `ParticipationBelowOffer`,
    `ParticipationAboveAll` and `InhabitantsAboveParticipation`.
    """
    tariff, period = tariff_of(await load_tariffs(await raw(session)), command.year)
    eligible = await count_eligible(session, command.year)
    participating = participating_inhabitants(
        tariff, command.participation, command.participating_inhabitants, eligible
    )
    found = quote(tariff, period, command.inhabitants, participating)
    return QuoteView(
        price_per_inhabitant=PriceView.of(found.price),
        amount=found.amount,
        amount_whole_euros=found.whole_euros,
        average_price_printed=found.average_printed,
    )
