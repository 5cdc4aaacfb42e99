"""Endpoints of locations."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.locations import queries
from volunteers.locations.commands import OpenLocation
from volunteers.locations.open_location import open_location
from volunteers.locations.views import LocationView

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
    """List the locations."""
    async with database(request).read() as session:
        return await queries.locations(session, cursor, limit)


@router.get("/locations/{location_id}", responses=problems(404))
async def get_location(location_id: UUID, request: Request) -> LocationView:
    """Return a location."""
    async with database(request).read() as session:
        return await queries.location(session, location_id)
