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
from volunteers.shifts.commands import FillPlace, OpenShift, StandBy, WaitForPlace
from volunteers.shifts.fill_place import fill_place, sign_up
from volunteers.shifts.give_back import give_back
from volunteers.shifts.open_shift import open_shift
from volunteers.shifts.reach import acts_for_oneself, oneself, require_shift
from volunteers.shifts.stand_by import stand_by, stop_standing_by
from volunteers.shifts.views import (
    PlaceView,
    ShiftInFull,
    ShiftView,
    StandbyView,
    WaitingView,
    view_of_shift,
)
from volunteers.shifts.vocabulary import ReleasedBy
from volunteers.shifts.wait_for_place import stop_waiting, wait_for_place

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
async def get_shift(shift_id: UUID, request: Request, reach: WithinReach) -> ShiftInFull:
    """Return a shift with its places, who waits for one, and who stands by."""
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

    A listener takes one for oneself before the start. 409 by the rule that forbids it, with what
    would be allowed: the shift is cancelled, full or over; the volunteer is in it, not admitted for
    all its channels, on pause or suspended, has another shift then, rests after a night, has five
    shifts in the week, works elsewhere, or learns and finds no mentor; or the place is kept for
    experienced people.
    """

    async def act(connection: Connection) -> PlaceView:
        if await acts_for_oneself(connection, shift_id, command.volunteer_id, reach):
            return await sign_up(connection, shift_id, command, now())
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
    """Release a volunteer's place in a shift; who waits for it longest gets it.

    A listener gives the own place back until 48 hours before the start, and not where a trainee
    would be alone. 409 then, and where the shift was cancelled.
    """

    async def act(connection: Connection) -> ShiftView:
        own = await acts_for_oneself(connection, shift_id, volunteer_id, reach)
        by: ReleasedBy = "self" if own else "coordinator"
        shift = await give_back(connection, shift_id, volunteer_id, by=by, now=now())
        return view_of_shift(shift)

    return await idempotent(request, act, status=200)


@router.post(
    "/shifts/{shift_id}/waiting",
    status_code=201,
    response_model=WaitingView,
    responses=problems(404, 409),
)
async def post_waiting(
    shift_id: UUID, command: WaitForPlace, request: Request, reach: WithinReach
) -> Response:
    """Wait for a place of a full shift; who has waited longest gets the one that falls free.

    409 where a place is free, or the rules would forbid one.
    """
    wait = partial(
        wait_for_place, shift_id=shift_id, volunteer_id=oneself(reach),
        from_home=command.from_home, now=now(),
    )  # fmt: skip
    return await idempotent(request, wait, body=command)


@router.delete("/shifts/{shift_id}/waiting", response_model=ShiftView, responses=problems(404, 409))
async def delete_waiting(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Wait no more."""
    stop = partial(stop_waiting, shift_id=shift_id, volunteer_id=oneself(reach))
    return await idempotent(request, stop, status=200)


@router.post(
    "/shifts/{shift_id}/standby",
    status_code=201,
    response_model=StandbyView,
    responses=problems(404, 409),
)
async def post_standby(
    shift_id: UUID, command: StandBy, request: Request, reach: WithinReach
) -> Response:
    """Stand by, to be asked first; or stay on from the shift before, if a place is open then.

    409 where the rules would forbid a place, and to stay on for who is not in the shift before.
    """
    stand = partial(
        stand_by, shift_id=shift_id, volunteer_id=oneself(reach), kind=command.kind, now=now()
    )
    return await idempotent(request, stand, body=command)


@router.delete("/shifts/{shift_id}/standby", response_model=ShiftView, responses=problems(404, 409))
async def delete_standby(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stand by no more."""
    stop = partial(stop_standing_by, shift_id=shift_id, volunteer_id=oneself(reach))
    return await idempotent(request, stop, status=200)


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
