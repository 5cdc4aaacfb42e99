"""The page of the offer, for finance: what would it cost a municipality?"""

from dataclasses import dataclass, field

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from shared.database import raw
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.refusals import Refusal
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.local_date import local_date
from billing.municipalities.queries import NoMunicipalityFound, find_codes, get_municipality
from billing.municipalities.rules import FiguresMissing
from billing.municipalities.views import MunicipalityView
from billing.quotes.chart import chart_of, years_of
from billing.quotes.commands import FindOffer
from billing.quotes.make_offer import make_offer, offer_to_all
from billing.quotes.rules import InhabitantsAboveParticipation, LetterUnclear, OutsideTariffsOffer
from billing.quotes.views import Offer
from billing.quotes.write_letter import PDF, AskLetter, filed_as, write_letter
from billing.tariffs.load_tariffs import load_tariffs
from billing.tariffs.rules import Tariff, YearNotPriced, nearest_year

MOST_FOUND = 20
BESIDE: dict[type[Refusal], str] = {
    YearNotPriced: "year",
    NoMunicipalityFound: "municipality",
    FiguresMissing: "municipality",
    OutsideTariffsOffer: "municipality",
    InhabitantsAboveParticipation: "municipality",
}

router = pages_router("/billing")


@dataclass
class Found:
    """What a form asks for: an offer, or several municipalities to choose from."""

    year: int
    offer: Offer | None = None
    several: list[MunicipalityView] = field(default_factory=list)


@router.get("/offer")
async def get_offer(request: Request) -> HTMLResponse:
    """Show what a year costs at each participation: `?municipality=Zutphen&year=2016`."""
    typed = typed_query(request)
    async with database(request).read() as session:
        tariffs = await load_tariffs(await raw(session))
        found = await _find(session, typed, tariffs)
    return show(
        request, "quotes/templates/offer.html", status=400 if typed.errors else 200, typed=typed,
        found=found, tariffs=tariffs, chart=chart_of(found.offer) if found.offer else None,
        years_of=years_of,
    )  # fmt: skip


@router.get("/offer/letter", response_class=Response)
async def get_letter(request: Request) -> Response:
    """Return the offer letter of that page as PDF: `?municipality=GM0301&year=2016&language=nl`."""
    try:
        asked = typed_query(request).read(AskLetter)
    except FormWrong:
        raise LetterUnclear(
            "A letter is to a municipality by its CBS code, for a year, in nl or en."
        ) from None
    letter = await write_letter(database(request), request.app.state.site, asked, now())
    return Response(letter, media_type=PDF, headers=filed_as(asked))


async def _find(session: AsyncSession, typed: Typed, tariffs: list[Tariff]) -> Found:
    """Find what is asked for; `typed.errors` says what is wrong."""
    found = Found(nearest_year(tariffs, local_date(now()).year))
    try:
        found.year = typed.read(FindOffer).year or found.year
        municipality = typed.value("municipality").strip()
        if not municipality:
            found.offer = await offer_to_all(session, found.year)
            return found
        codes = await find_codes(session, municipality)
        if len(codes) == 1:
            found.offer = await make_offer(session, codes[0], found.year)
        else:
            found.several = [
                await get_municipality(session, code, None) for code in sorted(codes)[:MOST_FOUND]
            ]
    except FormWrong:
        pass
    except Refusal as refusal:
        typed.refused(refusal, BESIDE)
    return found
