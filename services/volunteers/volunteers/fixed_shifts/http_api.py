"""Endpoints of fixed shifts."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.fixed_shifts import queries
from volunteers.fixed_shifts.commands import FixShift
from volunteers.fixed_shifts.fix_shift import end_fixed_shift, fix_shift
from volunteers.fixed_shifts.reach import require_fixed_shift
from volunteers.fixed_shifts.views import FixedShiftView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post(
    "/fixed-shifts", status_code=201, response_model=FixedShiftView, responses=problems(409)
)
async def post_fixed_shift(command: FixShift, request: Request, reach: WithinReach) -> Response:
    """Fix a shift: the same day part every 1, 2 or 4 weeks.

    Each shift of it that is opened from now on gets the volunteer where the rules allow it; else
    they are told. 409 where there is no such location or volunteer, or they have one then.
    """
    whose = f"a fixed shift of volunteer {command.volunteer_id}"
    reach.require(whose, person=command.volunteer_id, location=command.location_id)
    return await idempotent(request, partial(fix_shift, command=command), body=command)


@router.get("/fixed-shifts", responses=problems())
async def get_fixed_shifts(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[FixedShiftView]:
    """List the fixed shifts: one's own, or those of one's locations."""
    async with database(request).read() as session:
        return await queries.fixed_shifts(session, reach, cursor, limit)


@router.delete("/fixed-shifts/{fixed_id}", response_model=FixedShiftView, responses=problems(404))
async def delete_fixed_shift(fixed_id: UUID, request: Request, reach: WithinReach) -> Response:
    """End a fixed shift today; the places that it took stay until they are given back."""

    async def act(connection: Connection) -> FixedShiftView:
        await require_fixed_shift(connection, fixed_id, reach)
        return await end_fixed_shift(connection, fixed_id, now())

    return await idempotent(request, act, status=200)
