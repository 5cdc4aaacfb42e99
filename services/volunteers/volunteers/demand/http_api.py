"""Endpoints of demand: what a day takes, and the shifts that are opened from it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.demand import queries
from volunteers.demand.commands import PlanShifts
from volunteers.demand.curve import arrival_curve
from volunteers.demand.plan_shifts import plan_shifts
from volunteers.demand.views import DemandView, ShiftPlanView
from volunteers.fields import Day

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/demand", responses=problems())
async def get_demand(
    request: Request, day: Annotated[Day, Query(description="a day in Amsterdam")]
) -> DemandView:
    """Return the listeners that each quarter hour of a day takes, and the places taken.

    By Erlang A from reporting's forecast, or from the arrival curve where there is none.
    """
    async with database(request).read() as session:
        return await queries.demand(session, day, arrival_curve(request))


@router.post("/shift-plans", status_code=201, response_model=ShiftPlanView, responses=problems())
async def post_shift_plan(command: PlanShifts, request: Request, reach: WithinReach) -> Response:
    """Open the shifts that are missing for the demand of these days, at one's locations.

    The need of the nation is spread over all locations by their active volunteers, up to their
    desks. With `preview` nothing is opened. The same plan again opens nothing.
    """

    async def act(connection: Connection) -> ShiftPlanView:
        return await plan_shifts(connection, command, arrival_curve(request), reach, now())

    return await idempotent(request, act, body=command)
