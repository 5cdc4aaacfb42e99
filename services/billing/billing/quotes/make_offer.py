"""Make the offer of a year: to a municipality by its own inhabitants, or to all."""

from datetime import date

from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.municipalities.queries import get_municipality
from billing.municipalities.rules import FiguresMissing
from billing.municipalities.views import MunicipalityView
from billing.quotes.rules import scenarios
from billing.quotes.views import Offer
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import tariff_of


async def make_offer(session: AsyncSession, code: str, year: int) -> Offer:
    """Return what a municipality would pay in each scenario; nothing is kept.

    Its inhabitants are those of 1 January of the year, or else its newest figures: an offer is made
    before the year. Raises `YearNotPriced`, `NoSuchMunicipality`, `FiguresMissing`,
    `OutsideTariffsOffer` and `InhabitantsAboveParticipation`.
    """
    tariff, _ = tariff_of(await load_tariffs(await raw(session)), year)
    municipality, inhabitants = await _with_inhabitants(session, code, year)
    return Offer(tariff, year, municipality, scenarios(tariff, inhabitants, code))


async def offer_to_all(session: AsyncSession, year: int) -> Offer:
    """Return the prices of a year in each scenario; raises `YearNotPriced`."""
    tariff, _ = tariff_of(await load_tariffs(await raw(session)), year)
    return Offer(tariff, year, None, scenarios(tariff, inhabitants=0))


async def _with_inhabitants(
    session: AsyncSession, code: str, year: int
) -> tuple[MunicipalityView, int]:
    for as_of in (date(year, 1, 1), None):
        found = await get_municipality(session, code, as_of)
        if found.inhabitants is not None:
            return found, found.inhabitants
    raise FiguresMissing(f"There are no figures for {code}. Import them first.")
