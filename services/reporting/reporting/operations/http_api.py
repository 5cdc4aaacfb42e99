"""The operations report, for programs."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.http import database, now, problems
from shared.strict import Day

from reporting.operations.assemble_report import assemble_report
from reporting.operations.views import OperationsReport

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

DayInPath = Annotated[Day, FromPath(examples=["2016-03-14"])]


@router.get("/operations/{date}", responses=problems())
async def get_operations(date: DayInPath, request: Request) -> OperationsReport:
    """Return a day (Europe/Amsterdam) and its week: attempts against the forecast, and holes.

    400 `day-out-of-range` for a day that has not begun. Counts are rounded to five, and null
    below fifteen.
    """
    state = request.app.state
    return await assemble_report(database(request), state.readings, state.estimates, date, now())
