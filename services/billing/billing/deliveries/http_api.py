"""The HTTP API of deliveries."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from shared.access import Guarded
from shared.http import Limit, Page, database, idempotent, now, problems

from billing.deliveries import queries
from billing.deliveries.retry_delivery import retry_delivery
from billing.deliveries.rules import State
from billing.deliveries.views import DocumentDeliveryView

NUMBER = r"^C?\d{4}-\d{5,9}$"

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/deliveries", response_model=Page[DocumentDeliveryView], responses=problems())
async def get_deliveries(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=NUMBER)] = None,
    limit: Limit = 100,
    state: State | None = None,
) -> Page[DocumentDeliveryView]:
    """List how documents are sent, by number: what waits and why, what was sent, what failed."""
    async with database(request).read() as session:
        return await queries.list_deliveries(session, cursor, limit, state)


@router.post(
    "/deliveries/{number}/retry", response_model=DocumentDeliveryView, responses=problems(404, 409)
)
async def post_retry(request: Request, number: Annotated[str, Path(pattern=NUMBER)]) -> Response:
    """Send a document anew, by the route that its payer has today; not one that was sent."""
    return await idempotent(request, partial(retry_delivery, number=number, now=now()), status=200)
