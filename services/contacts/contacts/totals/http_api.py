"""The HTTP API of a month's totals."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from shared.access import Guarded
from shared.http import database, now, problems
from shared.month import PATTERN, check_closed, last_closed, month_of

from contacts.totals.queries import count_totals
from contacts.totals.views import Totals

router = APIRouter(prefix="/v1", tags=["contacts"], route_class=Guarded)


@router.get("/totals", responses=problems())
async def get_totals(
    request: Request, month: Annotated[str | None, Query(pattern=PATTERN)] = None
) -> Totals:
    """Count what began in a closed month (Europe/Amsterdam), by default the newest.

    403 `month-not-closed` until a week after its end: who asks again and again would see each
    caller by the differences.
    """
    moment = now()
    wanted = month_of(month) if month else last_closed(moment)
    check_closed(wanted, moment)
    async with database(request).read() as session:
        return await count_totals(session, wanted)
