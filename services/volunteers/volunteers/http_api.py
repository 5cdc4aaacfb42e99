"""IN: requests, each to its use case or query. The addresses are those of `/docs`."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Page, database, now, once, problems
from shared.month import PATTERN, month_at, month_of
from shared.reach import WithinReach
from shared.strict import Day, Flag, Number

from volunteers import queries, views, whose
from volunteers.commands import (
    Apply,
    FillPlace,
    HoldTraining,
    OpenLocation,
    OpenShift,
    SignOff,
)
from volunteers.use_cases.apply import apply
from volunteers.use_cases.cancel_shift import cancel_shift
from volunteers.use_cases.fill_place import fill_place
from volunteers.use_cases.hold_training import hold_training
from volunteers.use_cases.open_location import open_location
from volunteers.use_cases.open_shift import open_shift
from volunteers.use_cases.release_place import release_place
from volunteers.use_cases.sign_off import sign_off

router = APIRouter(prefix="/v1", route_class=Guarded)

Limit = Annotated[Number, Query(ge=1, le=500)]
Cursor = Annotated[UUID | None, Query(description="`nextCursor` of the page before")]


@router.post(
    "/locations", status_code=201, response_model=views.LocationView, responses=problems(409)
)
async def post_location(command: OpenLocation, request: Request, reach: WithinReach) -> Response:
    """Open a location; 409 where one of that name is open."""
    reach.require("a location that is not open yet")
    return await once(request, partial(open_location, command=command, now=now()), body=command)


@router.get("/locations", responses=problems())
async def get_locations(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.LocationView]:
    """List the locations."""
    async with database(request).read() as session:
        return await queries.locations(session, cursor, limit)


@router.get("/locations/{location_id}", responses=problems(404))
async def get_location(location_id: UUID, request: Request) -> views.LocationView:
    """Return a location."""
    async with database(request).read() as session:
        return await queries.location(session, location_id)


@router.post(
    "/volunteers", status_code=201, response_model=views.VolunteerView, responses=problems(409)
)
async def post_volunteer(command: Apply, request: Request, reach: WithinReach) -> Response:
    """Apply as a volunteer of a location; 409 where there is no such location."""
    reach.require(f"location {command.location_id}", location=command.location_id)
    return await once(request, partial(apply, command=command, now=now()), body=command)


@router.get("/volunteers", responses=problems())
async def get_volunteers(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.VolunteerView]:
    """List the volunteers."""
    async with database(request).read() as session:
        return await queries.volunteers(session, reach, cursor, limit)


@router.get("/volunteers/{volunteer_id}", responses=problems(404))
async def get_volunteer(
    volunteer_id: UUID, request: Request, reach: WithinReach
) -> views.VolunteerView:
    """Return a volunteer: how far they are, and what is missing for the admission."""
    async with database(request).read() as session:
        return await queries.volunteer(session, volunteer_id, reach)


@router.post(
    "/volunteers/{volunteer_id}/mentor-sign-off",
    status_code=201,
    response_model=views.VolunteerView,
    responses=problems(404, 409),
)
async def post_mentor_sign_off(
    volunteer_id: UUID, command: SignOff, request: Request, reach: WithinReach
) -> Response:
    """Sign off a volunteer's practice; admits whoever has done the thirteen modules.

    409 where it is their own, was done before, or `mentorId` is a volunteer who is no mentor.
    """

    async def act(connection: Connection) -> views.VolunteerView:
        await whose.require_volunteers(connection, [volunteer_id], reach)
        return await sign_off(connection, volunteer_id, command, now())

    return await once(request, act, body=command)


@router.post(
    "/trainings", status_code=201, response_model=views.TrainingView, responses=problems(409)
)
async def post_training(command: HoldTraining, request: Request, reach: WithinReach) -> Response:
    """Hand in the attendance list of one module; admits whoever lacked nothing else.

    400 where it was held in the future; 409 where somebody on the list never applied.
    """

    async def act(connection: Connection) -> views.TrainingView:
        await whose.require_volunteers(connection, command.volunteer_ids, reach)
        return await hold_training(connection, command, now())

    return await once(request, act, body=command)


@router.get("/trainings", responses=problems())
async def get_trainings(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.TrainingView]:
    """List the trainings."""
    async with database(request).read() as session:
        return await queries.trainings(session, reach, cursor, limit)


@router.get("/trainings/{training_id}", responses=problems(404))
async def get_training(
    training_id: UUID, request: Request, reach: WithinReach
) -> views.TrainingView:
    """Return a training with its attendance list, as far as it is within reach."""
    async with database(request).read() as session:
        return await queries.training(session, training_id, reach)


@router.post("/shifts", status_code=201, response_model=views.ShiftView, responses=problems(409))
async def post_shift(command: OpenShift, request: Request, reach: WithinReach) -> Response:
    """Open a shift: a day part of four hours in Amsterdam, at a location, with places to fill.

    The night of a clock change lasts three or five hours. 409 where there is no such location.
    """
    reach.require(f"location {command.location_id}", location=command.location_id)
    return await once(request, partial(open_shift, command=command, now=now()), body=command)


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
) -> Page[views.ShiftView]:
    """List the shifts, the earliest first; days are those on which shifts start in Amsterdam."""
    wanted = queries.ShiftFilter(location_id, since, until, open_only)
    async with database(request).read() as session:
        return await queries.shifts(session, wanted, cursor, limit)


@router.get("/shifts/{shift_id}", responses=problems(404))
async def get_shift(shift_id: UUID, request: Request, reach: WithinReach) -> views.ShiftWithPlaces:
    """Return a shift with its places."""
    async with database(request).read() as session:
        return await queries.shift(session, shift_id, reach)


@router.post(
    "/shifts/{shift_id}/places",
    status_code=201,
    response_model=views.PlaceView,
    responses=problems(404, 409),
)
async def post_place(
    shift_id: UUID, command: FillPlace, request: Request, reach: WithinReach
) -> Response:
    """Give a volunteer a place of a shift; of a past one with `filledAt`, when it was taken.

    409 where the shift is full, cancelled or over, or the volunteer is not admitted for all its
    channels, is in it, has another shift then, or rests after a night.
    """

    async def act(connection: Connection) -> views.PlaceView:
        await whose.require_shift(connection, shift_id, reach)
        await whose.require_volunteers(connection, [command.volunteer_id], reach)
        return await fill_place(connection, shift_id, command, now())

    return await once(request, act, body=command)


@router.delete(
    "/shifts/{shift_id}/places/{volunteer_id}",
    response_model=views.ShiftView,
    responses=problems(404, 409),
)
async def delete_place(
    shift_id: UUID, volunteer_id: UUID, request: Request, reach: WithinReach
) -> Response:
    """Release a volunteer's place in a shift; 409 where the shift was cancelled."""

    async def act(connection: Connection) -> views.ShiftView:
        await whose.require_shift(connection, shift_id, reach)
        return await release_place(connection, shift_id, volunteer_id, now())

    return await once(request, act, status=200)


@router.post(
    "/shifts/{shift_id}/cancellation",
    status_code=201,
    response_model=views.ShiftView,
    responses=problems(404, 409),
)
async def post_cancellation(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Cancel a shift for all who are in it; 409 where it was cancelled before."""

    async def act(connection: Connection) -> views.ShiftView:
        await whose.require_shift(connection, shift_id, reach)
        return await cancel_shift(connection, shift_id, now())

    return await once(request, act)


@router.get("/totals", responses=problems())
async def get_totals(
    request: Request, month: Annotated[str | None, Query(pattern=PATTERN)] = None
) -> views.Totals:
    """Return the counts of what volunteers holds now; of shifts, those of a month.

    The month (Europe/Amsterdam) is that in which they start, by default the present one.
    """
    wanted = month_of(month) if month else month_at(now())
    async with database(request).read() as session:
        return await queries.totals(session, wanted)
