"""The HTTP API of quotes and offers."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from shared.http import database, now, problems
from shared.strict import Number

from billing.municipalities.rules import CODE
from billing.quotes.commands import QuotePrice
from billing.quotes.exact_json import ExactRoute
from billing.quotes.make_offer import make_offer
from billing.quotes.quote_price import quote_price
from billing.quotes.views import OfferView, QuoteView
from billing.quotes.write_letter import PDF, AskLetter, Language, filed_as, write_letter

Code = Annotated[str, Path(pattern=CODE, description="CBS code")]
Year = Annotated[Number, Query(ge=1, le=9999, examples=[2016])]
A_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}

router = APIRouter(prefix="/v1", tags=["billing"], route_class=ExactRoute)


@router.post("/quotes", response_model=QuoteView, responses=problems(400))
async def post_quote(command: QuotePrice, request: Request) -> QuoteView:
    """Quote what a municipality would pay in a year; nothing is kept.

    Give either `participation` (0.85, "0.85" or "85%" of the tariff's reference population) or
    `participatingInhabitants`, from 70% to 100%. The price is not rounded, the amount is.
    """
    async with database(request).read() as session:
        return await quote_price(session, command)


@router.get("/offers/{code}", response_model=OfferView, responses=problems(400, 404, 409))
async def get_offer(code: Code, year: Year, request: Request) -> OfferView:
    """Return what a municipality would pay at each participation, by its own inhabitants.

    They are those of 1 January of the year, or else its newest figures.
    """
    async with database(request).read() as session:
        return OfferView.of(await make_offer(session, code, year))


@router.get(
    "/offers/{code}/letter", response_class=Response,
    responses={**problems(400, 404, 409), **A_PDF},
)  # fmt: skip
async def get_letter(
    code: Code, year: Year, request: Request, language: Language = "nl"
) -> Response:
    """Return the offer letter to a municipality as PDF/UA-1, with its own figures."""
    asked = AskLetter(municipality=code, year=year, language=language)
    letter = await write_letter(database(request), request.app.state.site, asked, now())
    return Response(letter, media_type=PDF, headers=filed_as(asked))
