"""Endpoints of volunteers: apply, interview, sign off, read."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.admission import queries
from volunteers.admission.apply import apply
from volunteers.admission.choose_mentor import choose_mentor
from volunteers.admission.commands import Apply, ChooseMentor, HoldInterview, SignOff
from volunteers.admission.hold_interview import hold_interview
from volunteers.admission.reach import require_volunteers
from volunteers.admission.sign_off import sign_off
from volunteers.admission.views import InterviewView, StepView, VolunteerView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/volunteers", status_code=201, response_model=VolunteerView, responses=problems(409))
async def post_volunteer(command: Apply, request: Request, reach: WithinReach) -> Response:
    """Apply as a volunteer of a location; 409 where there is no such location."""
    reach.require(f"location {command.location_id}", location=command.location_id)
    return await idempotent(request, partial(apply, command=command, now=now()), body=command)


@router.get("/volunteers", responses=problems())
async def get_volunteers(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[VolunteerView]:
    """List the volunteers."""
    async with database(request).read() as session:
        return await queries.volunteers(session, reach, cursor, limit)


@router.get("/volunteers/{volunteer_id}", responses=problems(404))
async def get_volunteer(volunteer_id: UUID, request: Request, reach: WithinReach) -> VolunteerView:
    """Return a volunteer: how far they are, and what is missing for the admission."""
    async with database(request).read() as session:
        return await queries.volunteer(session, volunteer_id, reach)


@router.get("/volunteers/{volunteer_id}/steps", responses=problems(404))
async def get_steps(volunteer_id: UUID, request: Request, reach: WithinReach) -> list[StepView]:
    """List the steps of a volunteer's way, in order."""
    async with database(request).read() as session:
        return await queries.steps(session, volunteer_id, reach)


@router.post(
    "/volunteers/{volunteer_id}/selection-interviews",
    status_code=201,
    response_model=InterviewView,
    responses=problems(404, 409),
)
async def post_selection_interview(
    volunteer_id: UUID, command: HoldInterview, request: Request, reach: WithinReach
) -> Response:
    """Record a selection interview with an applicant: `accepted`, or `declined` and gone.

    400 where it was held in the future; 409 for who was interviewed before, and where somebody
    with a score of 1 is accepted.
    """

    async def act(connection: Connection) -> InterviewView:
        await require_volunteers(connection, [volunteer_id], reach)
        return await hold_interview(connection, volunteer_id, command, now())

    return await idempotent(request, act, body=command)


@router.post(
    "/volunteers/{volunteer_id}/mentor-sign-off",
    status_code=201,
    response_model=VolunteerView,
    responses=problems(404, 409),
)
async def post_mentor_sign_off(
    volunteer_id: UUID, command: SignOff, request: Request, reach: WithinReach
) -> Response:
    """Sign off a volunteer's practice; admits a volunteer who has done the thirteen modules.

    One channel more of who was admitted before is admitted at once. 409 before the first module,
    where it is their own, was done before, or `mentorId` is a volunteer who is no mentor.
    """

    async def act(connection: Connection) -> VolunteerView:
        await require_volunteers(connection, [volunteer_id], reach)
        return await sign_off(connection, volunteer_id, command, now())

    return await idempotent(request, act, body=command)


@router.put("/volunteers/{volunteer_id}/mentor", responses=problems(404, 409))
async def put_mentor(
    volunteer_id: UUID, command: ChooseMentor, request: Request, reach: WithinReach
) -> VolunteerView:
    """Choose who is beside a volunteer, and calls after a heavy contact; null: nobody."""
    async with database(request).commit() as connection:
        await require_volunteers(connection, [volunteer_id], reach)
        return await choose_mentor(connection, volunteer_id, command)
