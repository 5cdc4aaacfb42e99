"""The HTTP API of settlements."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from shared.access import Guarded
from shared.http import Limit, Page, database, idempotent, now, problems
from shared.strict import Number

from billing.settlements import queries
from billing.settlements.commands import SettleYear
from billing.settlements.settle_year import settle_year
from billing.settlements.views import SettlementView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post(
    "/settlements", status_code=201, response_model=SettlementView, responses=problems(400, 409)
)
async def post_settlement(command: SettleYear, request: Request) -> Response:
    """Settle a year, once: its budget over the inhabitants under contract on 1 January.

    The invoices follow by themselves. Contracts bind at any participation; `belowOffer` is true
    when the participation is lower than the offer prices.
    """
    return await idempotent(request, partial(settle_year, command=command, now=now()), body=command)


@router.get("/settlements", response_model=Page[SettlementView], responses=problems())
async def get_settlements(
    request: Request,
    cursor: Annotated[Number | None, Query(ge=1, le=9999)] = None,
    limit: Limit = 100,
) -> Page[SettlementView]:
    """List settled years."""
    async with database(request).read() as session:
        return await queries.list_settlements(session, cursor, limit)


@router.get("/settlements/{year}", response_model=SettlementView, responses=problems(404))
async def get_settlement(
    request: Request, year: Annotated[Number, Path(ge=1, le=9999)]
) -> SettlementView:
    """Return a settled year."""
    async with database(request).read() as session:
        return await queries.get_settlement(session, year)
