"""Endpoints of shifts and their places."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Day, Flag

from volunteers.admission.reach import require_volunteers
from volunteers.shifts import queries
from volunteers.shifts.cancel_shift import cancel_shift
from volunteers.shifts.commands import FillPlace, OpenShift
from volunteers.shifts.fill_place import fill_place
from volunteers.shifts.open_shift import open_shift
from volunteers.shifts.reach import require_shift
from volunteers.shifts.release_place import release_place
from volunteers.shifts.views import PlaceView, ShiftView, ShiftWithPlaces

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/shifts", status_code=201, response_model=ShiftView, responses=problems(409))
async def post_shift(command: OpenShift, request: Request, reach: WithinReach) -> Response:
    """Open a shift: a day part of four hours in Amsterdam, at a location, with places to fill.

    The night of a clock change lasts three or five hours. 409 where there is no such location.
    """
    reach.require(f"location {command.location_id}", location=command.location_id)
    return await idempotent(request, partial(open_shift, command=command, now=now()), body=command)


@router.get("/shifts", responses=problems())
async def get_shifts(
    request: Request,
    *,
    location_id: Annotated[UUID | None, Query(alias="locationId")] = None,
    since: Annotated[Day | None, Query(alias="from", description="first day")] = None,
    until: Annotated[Day | None, Query(description="last day, included")] = None,
    open_only: Annotated[Flag, Query(alias="open", description="with places left")] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[ShiftView]:
    """List the shifts, the earliest first; days are those on which shifts start in Amsterdam."""
    wanted = queries.ShiftFilter(location_id, since, until, open_only)
    async with database(request).read() as session:
        return await queries.shifts(session, wanted, cursor, limit)


@router.get("/shifts/{shift_id}", responses=problems(404))
async def get_shift(shift_id: UUID, request: Request, reach: WithinReach) -> ShiftWithPlaces:
    """Return a shift with its places."""
    async with database(request).read() as session:
        return await queries.shift(session, shift_id, reach)


@router.post(
    "/shifts/{shift_id}/places",
    status_code=201,
    response_model=PlaceView,
    responses=problems(404, 409),
)
async def post_place(
    shift_id: UUID, command: FillPlace, request: Request, reach: WithinReach
) -> Response:
    """Give a volunteer a place of a shift; of a past one with `filledAt`, when it was taken.

    409 where the shift is full, cancelled or over, or the volunteer is not admitted for all its
    channels, is in it, has another shift then, or rests after a night.
    """

    async def act(connection: Connection) -> PlaceView:
        await require_shift(connection, shift_id, reach)
        await require_volunteers(connection, [command.volunteer_id], reach)
        return await fill_place(connection, shift_id, command, now())

    return await idempotent(request, act, body=command)


@router.delete(
    "/shifts/{shift_id}/places/{volunteer_id}",
    response_model=ShiftView,
    responses=problems(404, 409),
)
async def delete_place(
    shift_id: UUID, volunteer_id: UUID, request: Request, reach: WithinReach
) -> Response:
    """Release a volunteer's place in a shift; 409 where the shift was cancelled."""

    async def act(connection: Connection) -> ShiftView:
        await require_shift(connection, shift_id, reach)
        return await release_place(connection, shift_id, volunteer_id, now())

    return await idempotent(request, act, status=200)


@router.post(
    "/shifts/{shift_id}/cancellation",
    status_code=201,
    response_model=ShiftView,
    responses=problems(404, 409),
)
async def post_cancellation(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Cancel a shift for all who are in it; 409 where it was cancelled before."""

    async def act(connection: Connection) -> ShiftView:
        await require_shift(connection, shift_id, reach)
        return await cancel_shift(connection, shift_id, now())

    return await idempotent(request, act)
