"""Say what a municipality would pay."""

from datetime import date

from shared.database import raw
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.commands import QuotePrice
from billing.rules.quote import participating_inhabitants, quote
from billing.rules.tariff import tariff_of
from billing.tables import Municipality, MunicipalityFigure
from billing.use_cases.load_tariffs import load_tariffs
from billing.views import PriceView, QuoteView


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


async def count_eligible(session: AsyncSession, year: int) -> int:
    """Count the inhabitants outside the G4 by the year's imported figures; 0: none imported."""
    query = (
        select(func.coalesce(func.sum(MunicipalityFigure.inhabitants), 0))
        .join(Municipality)
        .where(col(MunicipalityFigure.as_of) == date(year, 1, 1))
        .where(col(Municipality.excluded).is_(False))
    )
    return int((await session.exec(query)).one())
