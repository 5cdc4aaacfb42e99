"""Endpoints of supervisors."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, problems
from shared.reach import WithinReach

from volunteers.admission.reach import require_volunteers
from volunteers.supervisors import queries
from volunteers.supervisors.appoint_supervisor import appoint_supervisor, change_supervisor
from volunteers.supervisors.certificates import record_certificate
from volunteers.supervisors.commands import (
    AppointSupervisor,
    ChangeSupervisor,
    RecordCertificate,
)
from volunteers.supervisors.reach import require_supervisor_within
from volunteers.supervisors.views import SupervisorView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post(
    "/supervisors", status_code=201, response_model=SupervisorView, responses=problems(409)
)
async def post_supervisor(
    command: AppointSupervisor, request: Request, reach: WithinReach
) -> Response:
    """Appoint a supervisor of a location: a volunteer by their id, or staff, who get one.

    The account of a supervisor has this id as its person. 409 where they are one already.
    """

    async def act(connection: Connection) -> SupervisorView:
        reach.require(f"location {command.location_id}", location=command.location_id)
        if command.supervisor_id:
            await require_volunteers(connection, [command.supervisor_id], reach)
        return await appoint_supervisor(connection, command)

    return await idempotent(request, act, body=command)


@router.get("/supervisors", responses=problems())
async def get_supervisors(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[SupervisorView]:
    """List the supervisors, with their competencies and certificates."""
    async with database(request).read() as session:
        return await queries.supervisors(session, reach, cursor, limit)


@router.put("/supervisors/{supervisor_id}", response_model=SupervisorView, responses=problems(404))
async def put_supervisor(
    supervisor_id: UUID, command: ChangeSupervisor, request: Request, reach: WithinReach
) -> Response:
    """Replace a supervisor's competencies and the days in service."""

    async def act(connection: Connection) -> SupervisorView:
        await require_supervisor_within(connection, supervisor_id, reach)
        return await change_supervisor(connection, supervisor_id, command)

    return await idempotent(request, act, body=command, status=200)


@router.post(
    "/supervisors/{supervisor_id}/certificates",
    status_code=201,
    response_model=SupervisorView,
    responses=problems(404),
)
async def post_certificate(
    supervisor_id: UUID, command: RecordCertificate, request: Request, reach: WithinReach
) -> Response:
    """Record a certificate of a supervisor, valid up to and on its last day."""

    async def act(connection: Connection) -> SupervisorView:
        await require_supervisor_within(connection, supervisor_id, reach)
        return await record_certificate(connection, supervisor_id, command)

    return await idempotent(request, act, body=command)
