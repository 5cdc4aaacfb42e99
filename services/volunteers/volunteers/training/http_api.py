"""Endpoints of trainings."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.admission.reach import require_volunteers
from volunteers.training import queries
from volunteers.training.commands import HoldTraining
from volunteers.training.hold_training import hold_training
from volunteers.training.views import TrainingView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/trainings", status_code=201, response_model=TrainingView, responses=problems(409))
async def post_training(command: HoldTraining, request: Request, reach: WithinReach) -> Response:
    """Hand in the attendance list of one module; admits those who lacked nothing else.

    400 where it was held in the future; 409 where somebody on the list never applied.
    """

    async def act(connection: Connection) -> TrainingView:
        await require_volunteers(connection, command.volunteer_ids, reach)
        return await hold_training(connection, command, now())

    return await idempotent(request, act, body=command)


@router.get("/trainings", responses=problems())
async def get_trainings(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[TrainingView]:
    """List the trainings."""
    async with database(request).read() as session:
        return await queries.trainings(session, reach, cursor, limit)


@router.get("/trainings/{training_id}", responses=problems(404))
async def get_training(training_id: UUID, request: Request, reach: WithinReach) -> TrainingView:
    """Return a training with its attendance list, as far as it is within reach."""
    async with database(request).read() as session:
        return await queries.training(session, training_id, reach)
