"""The endpoint of who was there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from shared.access import Guarded
from shared.http import database, now, problems
from shared.reach import WithinReach

from volunteers.presence import queries
from volunteers.presence.views import ShiftPresence

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/presence", responses=problems(404))
async def get_presence(
    request: Request,
    reach: WithinReach,
    shift_id: Annotated[UUID, Query(alias="shift", description="the shift")],
) -> ShiftPresence:
    """Return who is, and was, at the desk by a shift: in time, late, absent, or standing in."""
    async with database(request).read() as session:
        return await queries.presence(session, shift_id, reach, now())
