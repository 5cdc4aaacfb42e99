"""The locations, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from shared.access import Guarded
from shared.http import Page, database, problems

from reporting.locations import queries
from reporting.locations.views import LocationView

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

Limit = Annotated[int, Query(ge=1, le=500)]


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
