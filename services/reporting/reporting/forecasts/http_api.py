"""Forecasts, for programs."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import database, problems

from reporting.forecasts import queries
from reporting.forecasts.views import ForecastsView

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)


@router.get("/forecasts", responses=problems())
async def get_forecasts(request: Request) -> ForecastsView:
    """Return what is expected in the coming four weeks, and how earlier forecasts came out.

    By channel, day and hour of the local clock, with an interval in which a day lies four times in
    five. Attempts are answered or missed, without tests and without those outside opening hours.
    """
    async with database(request).read() as session:
        return await queries.forecasts(session)
