"""The HTTP API of quotes."""

from fastapi import APIRouter, Request
from shared.http import database, problems

from billing.quotes.commands import QuotePrice
from billing.quotes.exact_json import ExactRoute
from billing.quotes.quote_price import quote_price
from billing.quotes.views import QuoteView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=ExactRoute)


@router.post("/quotes", response_model=QuoteView, responses=problems(400))
async def post_quote(command: QuotePrice, request: Request) -> QuoteView:
    """Quote what a municipality would pay in a year; nothing is kept.

    Give either `participation` (0.85, "0.85" or "85%" of the tariff's reference population) or
    `participatingInhabitants`, from 70% to 100%. The price is not rounded, the amount is.
    """
    async with database(request).read() as session:
        return await quote_price(session, command)
