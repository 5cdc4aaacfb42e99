"""The endpoint of surges."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import Cursor, Limit, Page, database, problems

from volunteers.surges import queries
from volunteers.surges.views import SurgeView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/surges", responses=problems())
async def get_surges(
    request: Request, cursor: Cursor = None, limit: Limit = 100
) -> Page[SurgeView]:
    """List the calls for listeners at accidents and disasters, the newest first."""
    async with database(request).read() as session:
        return await queries.surges(session, cursor, limit)
