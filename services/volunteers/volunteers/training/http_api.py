"""Endpoints of trainings and cohorts."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.admission.reach import require_volunteers
from volunteers.training import cohort_queries, queries
from volunteers.training.commands import HoldTraining, JoinCohort, OpenCohort
from volunteers.training.hold_training import hold_training
from volunteers.training.open_cohort import join_cohort, open_cohort
from volunteers.training.views import CohortView, TrainingView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/trainings", status_code=201, response_model=TrainingView, responses=problems(409))
async def post_training(command: HoldTraining, request: Request, reach: WithinReach) -> Response:
    """Hand in the attendance list of one module; admits those who lacked nothing else.

    400 where it was held in the future; 409 where somebody on the list never applied, was not
    selected, or is gone.
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


@router.get("/cohorts", responses=problems())
async def get_cohorts(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[CohortView]:
    """List the cohorts, with their volunteers."""
    async with database(request).read() as session:
        return await cohort_queries.cohorts(session, reach, cursor, limit)


@router.post("/cohorts", status_code=201, response_model=CohortView, responses=problems(409))
async def post_cohort(command: OpenCohort, request: Request, reach: WithinReach) -> Response:
    """Open a cohort at a location; 409 where there is no such location."""
    reach.require(f"location {command.location_id}", location=command.location_id)
    return await idempotent(request, partial(open_cohort, command=command), body=command)


@router.post(
    "/cohorts/{cohort_id}/volunteers",
    status_code=201,
    response_model=CohortView,
    responses=problems(404, 409),
)
async def post_cohort_volunteers(
    cohort_id: UUID, command: JoinCohort, request: Request, reach: WithinReach
) -> Response:
    """Let volunteers come into a cohort of their location; who was in another one leaves that.

    409 where it has too few places, and for who is of another location or is not to be trained.
    """

    async def act(connection: Connection) -> CohortView:
        await require_volunteers(connection, command.volunteer_ids, reach)
        cohort = await join_cohort(connection, cohort_id, command)
        reach.require(f"cohort {cohort_id}", location=cohort.location_id)
        return cohort

    return await idempotent(request, act, body=command)
