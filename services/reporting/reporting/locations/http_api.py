"""The locations, for programs."""

from uuid import UUID

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import Limit, Page, database, problems

from reporting.locations import queries
from reporting.locations.views import LocationView

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)


@router.get("/locations", responses=problems())
async def get_locations(
    request: Request, cursor: UUID | None = None, limit: Limit = 100
) -> Page[LocationView]:
    """List the locations."""
    async with database(request).read() as session:
        return await queries.locations(session, cursor, limit)


@router.get("/locations/{location_id}", responses=problems(404))
async def get_location(location_id: UUID, request: Request) -> LocationView:
    """Return one location."""
    async with database(request).read() as session:
        return await queries.location(session, location_id)
