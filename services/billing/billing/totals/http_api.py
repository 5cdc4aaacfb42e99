"""The HTTP API of the totals."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import database, problems

from billing.totals.queries import count_totals
from billing.totals.views import TotalsView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/totals", response_model=TotalsView, responses=problems())
async def get_totals(request: Request) -> TotalsView:
    """Count what billing holds, from its tables."""
    async with database(request).read() as session:
        return await count_totals(session)
