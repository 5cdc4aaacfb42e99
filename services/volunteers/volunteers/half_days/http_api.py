"""Endpoints of half-days: sessions of intervision and training, and a volunteer's count."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Number

from volunteers.admission.reach import require_volunteers
from volunteers.amsterdam import day_of
from volunteers.fields import FIRST_DAY, LAST_DAY
from volunteers.half_days import queries
from volunteers.half_days.commands import PlanSession, TakeAttendance
from volunteers.half_days.plan_session import plan_session
from volunteers.half_days.reach import require_session
from volunteers.half_days.take_attendance import take_attendance
from volunteers.half_days.views import HalfDaysView, SessionView

router = APIRouter(prefix="/v1", route_class=Guarded)
Year = Annotated[
    Number | None,
    Query(ge=FIRST_DAY.year, le=LAST_DAY.year, description="by default the present year"),
]


@router.post(
    "/half-day-sessions", status_code=201, response_model=SessionView, responses=problems(409)
)
async def post_half_day_session(
    command: PlanSession, request: Request, reach: WithinReach
) -> Response:
    """Plan intervision or training of one or two half-days, and say who is expected.

    409 where there is no such location, or somebody on the list never applied.
    """

    async def act(connection: Connection) -> SessionView:
        reach.require(f"location {command.location_id}", location=command.location_id)
        await require_volunteers(connection, command.volunteer_ids, reach)
        return await plan_session(connection, command)

    return await idempotent(request, act, body=command)


@router.get("/half-day-sessions", responses=problems())
async def get_half_day_sessions(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[SessionView]:
    """List the sessions of intervision and training, with who is expected and who attended."""
    async with database(request).read() as session:
        return await queries.half_day_sessions(session, reach, cursor, limit)


@router.post(
    "/half-day-sessions/{session_id}/attendance",
    status_code=201,
    response_model=SessionView,
    responses=problems(404, 409),
)
async def post_attendance(
    session_id: UUID, command: TakeAttendance, request: Request, reach: WithinReach
) -> Response:
    """Hand in who attended; a second list adds to the first, and nobody counts twice.

    400 before the day of the session; 409 where somebody on the list never applied.
    """

    async def act(connection: Connection) -> SessionView:
        await require_session(connection, session_id, reach)
        await require_volunteers(connection, command.volunteer_ids, reach)
        return await take_attendance(connection, session_id, command, now())

    return await idempotent(request, act, body=command)


@router.get("/volunteers/{volunteer_id}/half-days", responses=problems(404))
async def get_half_days(
    volunteer_id: UUID, request: Request, reach: WithinReach, year: Year = None
) -> HalfDaysView:
    """Return a volunteer's half-days of a calendar year: done, foreseen and short of what is asked.

    Modules of the basic training do not count.
    """
    async with database(request).read() as session:
        asked = year or day_of(now()).year
        return await queries.half_days_view(session, volunteer_id, asked, reach)
