"""Endpoints of locations, institutions, and their changes."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.amsterdam import day_of
from volunteers.locations import queries
from volunteers.locations.commands import (
    FoundInstitution,
    MergeInstitution,
    OpenLocation,
    PlanChange,
)
from volunteers.locations.found_institution import found_institution
from volunteers.locations.merge_institution import merge_institution
from volunteers.locations.open_location import open_location
from volunteers.locations.plan_change import plan_change
from volunteers.locations.views import InstitutionView, LocationChangeView, LocationView
from volunteers.locations.withdraw_change import withdraw_change

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/locations", status_code=201, response_model=LocationView, responses=problems(409))
async def post_location(command: OpenLocation, request: Request, reach: WithinReach) -> Response:
    """Open a location; 409 where one of that name is open."""
    reach.require("a location that is not open yet")
    return await idempotent(
        request, partial(open_location, command=command, now=now()), body=command
    )


@router.get("/locations", responses=problems())
async def get_locations(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[LocationView]:
    """List the locations, those that have merged too."""
    async with database(request).read() as session:
        return await queries.locations(session, cursor, limit)


@router.get("/locations/{location_id}", responses=problems(404))
async def get_location(location_id: UUID, request: Request) -> LocationView:
    """Return a location."""
    async with database(request).read() as session:
        return await queries.location(session, location_id)


@router.post(
    "/institutions", status_code=201, response_model=InstitutionView, responses=problems(409)
)
async def post_institution(
    command: FoundInstitution, request: Request, reach: WithinReach
) -> Response:
    """Keep an institution: a member of the association, or the foundation; 409 by its name."""
    reach.require("an institution")
    return await idempotent(request, partial(found_institution, command=command), body=command)


@router.get("/institutions", responses=problems())
async def get_institutions(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[InstitutionView]:
    """List the institutions, with the locations that belong or belonged to each."""
    async with database(request).read() as session:
        return await queries.institutions(session, cursor, limit)


@router.post(
    "/institutions/{institution_id}/merger",
    status_code=201,
    response_model=InstitutionView,
    responses=problems(404, 409),
)
async def post_merger(
    institution_id: UUID, command: MergeInstitution, request: Request, reach: WithinReach
) -> Response:
    """Merge an institution into another from a day on; its locations go there on that day.

    409 where one of the two does not exist then, or a change that is planned stands in the way.
    """
    reach.require("an institution")
    act = partial(merge_institution, institution_id=institution_id, command=command)
    return await idempotent(request, act, body=command)


@router.post(
    "/location-changes",
    status_code=201,
    response_model=LocationChangeView,
    responses=problems(409),
)
async def post_location_change(
    command: PlanChange, request: Request, reach: WithinReach
) -> Response:
    """Plan a merge of a location into another, or its move to an institution.

    It is carried out on its day: people, and the shifts from that day on, follow; what was before
    stays. 409 where it could not be, by what exists or is planned.
    """
    reach.require("a change of the organisation")
    moment = now()
    act = partial(plan_change, command=command, today=day_of(moment), now=moment)
    return await idempotent(request, act, body=command)


@router.get("/location-changes", responses=problems())
async def get_location_changes(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[LocationChangeView]:
    """List the merges and moves of locations, planned and carried out."""
    async with database(request).read() as session:
        return await queries.location_changes(session, cursor, limit)


@router.delete(
    "/location-changes/{change_id}",
    response_model=LocationChangeView,
    responses=problems(404, 409),
)
async def delete_location_change(change_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Withdraw a change that is still to come; 409 where it was carried out."""
    reach.require("a change of the organisation")

    async def act(connection: Connection) -> LocationChangeView:
        return await withdraw_change(connection, change_id)

    return await idempotent(request, act, status=200)
