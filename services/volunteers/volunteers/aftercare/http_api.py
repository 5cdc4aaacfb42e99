"""Endpoints of after-care."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Flag

from volunteers.aftercare import queries
from volunteers.aftercare.commands import RecordCall
from volunteers.aftercare.reach import require_after_care
from volunteers.aftercare.record_call import record_call
from volunteers.aftercare.views import AfterCareView
from volunteers.amsterdam import day_of

router = APIRouter(prefix="/v1", route_class=Guarded)
Open = Annotated[Flag, Query(alias="open", description="only calls that were not made yet")]


@router.get("/after-care", responses=problems())
async def get_after_care(
    request: Request,
    reach: WithinReach,
    *,
    open_only: Open = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[AfterCareView]:
    """List the calls after heavy contacts: to whom, by which mentor, and until when."""
    async with database(request).read() as session:
        return await queries.after_care(
            session, reach, cursor, limit, open_only=open_only, today=day_of(now())
        )


@router.post(
    "/after-care/{contact_id}/call",
    status_code=201,
    response_model=AfterCareView,
    responses=problems(404, 409),
)
async def post_call(
    contact_id: UUID, command: RecordCall, request: Request, reach: WithinReach
) -> Response:
    """Record that the mentor called, and when; nothing of what was said.

    400 for a day to come or before the contact; 409 where it was made before, or is not due.
    """

    async def act(connection: Connection) -> AfterCareView:
        await require_after_care(connection, contact_id, reach)
        return await record_call(connection, contact_id, command, now())

    return await idempotent(request, act, body=command)
