"""Endpoints of when volunteers can and want to work."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import (
    Cursor,
    Limit,
    Page,
    database,
    expected_version,
    idempotent,
    now,
    problems,
)
from shared.reach import WithinReach

from volunteers.admission.queries import volunteer
from volunteers.availability import queries
from volunteers.availability.commands import SayAbsence, SayAvailability
from volunteers.availability.say_absence import say_absence, take_back_absence
from volunteers.availability.say_availability import say_availability
from volunteers.availability.views import AbsencesView, AbsenceView, AvailabilityView

router = APIRouter(prefix="/v1", route_class=Guarded)
IfMatch = Annotated[str | None, Header(description="the ETag of the availability")]


@router.get("/volunteers/{volunteer_id}/availability", responses=problems(404))
async def get_availability(
    volunteer_id: UUID, request: Request, response: Response, reach: WithinReach
) -> AvailabilityView:
    """Return a volunteer's usual week; its ETag is what a change sends as `If-Match`."""
    async with database(request).read() as session:
        shown = await queries.availability(session, volunteer_id, reach)
    response.headers["ETag"] = f'"{shown.version}"'
    return shown


@router.put("/volunteers/{volunteer_id}/availability", responses=problems(404, 412, 428))
async def put_availability(
    volunteer_id: UUID, command: SayAvailability, request: Request, response: Response,
    *, reach: WithinReach, if_match: IfMatch = None,
) -> AvailabilityView:  # fmt: skip
    """Say a volunteer's usual week, whole. Places that they have stay theirs."""
    async with database(request).read() as session:
        await volunteer(session, volunteer_id, reach)
    version = expected_version(if_match)
    async with database(request).commit() as connection:
        changed = await say_availability(connection, volunteer_id, command, version, now())
    response.headers["ETag"] = f'"{changed.version}"'
    return changed


@router.get("/volunteers/{volunteer_id}/absences", responses=problems(404))
async def get_absences(
    volunteer_id: UUID, request: Request, reach: WithinReach, cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[AbsenceView]:  # fmt: skip
    """List the days on which a volunteer is not asked."""
    async with database(request).read() as session:
        return await queries.absences(session, volunteer_id, reach, cursor, limit)


@router.post(
    "/volunteers/{volunteer_id}/absences",
    status_code=201,
    response_model=AbsenceView,
    responses=problems(404),
)
async def post_absence(
    volunteer_id: UUID, command: SayAbsence, request: Request, reach: WithinReach
) -> Response:
    """Say that a volunteer is not asked from a day to another, both included."""
    async with database(request).read() as session:
        await volunteer(session, volunteer_id, reach)

    async def act(connection: Connection) -> AbsenceView:
        return await say_absence(connection, volunteer_id, command, now())

    return await idempotent(request, act, body=command)


@router.delete(
    "/volunteers/{volunteer_id}/absences/{absence_id}",
    response_model=AbsencesView,
    responses=problems(404),
)
async def delete_absence(
    volunteer_id: UUID, absence_id: UUID, request: Request, reach: WithinReach
) -> Response:
    """Take an absence back; the answer is those that are left."""
    async with database(request).read() as session:
        await volunteer(session, volunteer_id, reach)

    async def act(connection: Connection) -> AbsencesView:
        return await take_back_absence(connection, volunteer_id, absence_id, now())

    return await idempotent(request, act, status=200)
