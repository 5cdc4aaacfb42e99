"""Endpoints of how somebody stands: pause, suspension, and departure."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Command, idempotent, now, problems
from shared.reach import Reach, WithinReach

from volunteers.admission.views import VolunteerView
from volunteers.standing import take_step_away
from volunteers.standing.commands import Pause

router = APIRouter(prefix="/v1", route_class=Guarded)
WAY = "/volunteers/{volunteer_id}"


@router.post(f"{WAY}/pause", status_code=201, response_model=VolunteerView,
             responses=problems(404, 409))  # fmt: skip
async def post_pause(
    volunteer_id: UUID, command: Pause, request: Request, reach: WithinReach
) -> Response:
    """Pause: no contacts, no shifts until they resume; places of those days fall free.

    400 for a last day that has passed; 409 for who is not active.
    """
    act = partial(take_step_away.pause, command=command)
    return await _taken(request, volunteer_id, reach, act, command)


@router.post(f"{WAY}/resumption", status_code=201, response_model=VolunteerView,
             responses=problems(404, 409))  # fmt: skip
async def post_resumption(volunteer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Resume before the end of a pause; 409 for who does not pause."""
    act = partial(take_step_away.come_back, step="resume")
    return await _taken(request, volunteer_id, reach, act)


@router.post(f"{WAY}/suspension", status_code=201, response_model=VolunteerView,
             responses=problems(404, 409))  # fmt: skip
async def post_suspension(volunteer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Suspend somebody: all places that they had taken fall free; 409 for who is not admitted."""
    return await _taken(request, volunteer_id, reach, take_step_away.suspend)


@router.post(f"{WAY}/reinstatement", status_code=201, response_model=VolunteerView,
             responses=problems(404, 409))  # fmt: skip
async def post_reinstatement(volunteer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """End a suspension; 409 for who is not suspended."""
    act = partial(take_step_away.come_back, step="reinstate")
    return await _taken(request, volunteer_id, reach, act)


@router.post(f"{WAY}/departure", status_code=201, response_model=VolunteerView,
             responses=problems(404, 409))  # fmt: skip
async def post_departure(volunteer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Withdraw as an applicant, or leave as a volunteer, for good; 409 for who left before."""
    return await _taken(request, volunteer_id, reach, take_step_away.leave)


async def _taken(
    request: Request, volunteer_id: UUID, reach: Reach,
    act: Callable[..., Awaitable[VolunteerView]], command: Command | None = None,
) -> Response:  # fmt: skip
    async def take(connection: Connection) -> VolunteerView:
        return await act(connection, volunteer_id, reach=reach, now=now())

    return await idempotent(request, take, body=command)
