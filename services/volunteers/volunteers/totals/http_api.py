"""The endpoint of the totals."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from shared.access import Guarded
from shared.http import database, now, problems
from shared.month import PATTERN, month_at, month_of

from volunteers.totals import queries
from volunteers.totals.views import Totals

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/totals", responses=problems())
async def get_totals(
    request: Request, month: Annotated[str | None, Query(pattern=PATTERN)] = None
) -> Totals:
    """Return the counts of what volunteers holds now; of shifts, those of a month.

    The month (Europe/Amsterdam) is that in which they start, by default the present one.
    """
    wanted = month_of(month) if month else month_at(now())
    async with database(request).read() as session:
        return await queries.totals(session, wanted)
