"""Endpoints of evaluation interviews."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Flag

from volunteers.admission.reach import require_volunteers
from volunteers.amsterdam import day_of
from volunteers.evaluations import queries
from volunteers.evaluations.commands import HoldEvaluation, PlanEvaluation, WriteReflection
from volunteers.evaluations.hold_evaluation import hold_evaluation
from volunteers.evaluations.plan_evaluation import plan_evaluation
from volunteers.evaluations.reach import require_one_of_two, require_volunteer_of
from volunteers.evaluations.views import EvaluationView, ReflectionView
from volunteers.evaluations.write_reflection import write_reflection

router = APIRouter(prefix="/v1", route_class=Guarded)
Open = Annotated[Flag, Query(alias="open", description="only those that are still to be held")]


@router.get("/evaluations", responses=problems())
async def get_evaluations(
    request: Request,
    reach: WithinReach,
    *,
    open_only: Open = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[EvaluationView]:
    """List evaluation interviews: their days, and with whom."""
    async with database(request).read() as session:
        return await queries.evaluations(
            session, reach, cursor, limit, open_only=open_only, today=day_of(now())
        )


@router.post(
    "/evaluations", status_code=201, response_model=EvaluationView, responses=problems(409)
)
async def post_evaluation(
    command: PlanEvaluation, request: Request, reach: WithinReach
) -> Response:
    """Plan a volunteer's next interview, or plan it anew.

    409 for a supervisor who may not hold it on that day, by competency or certificate; for another
    one than the volunteer wrote for; and for a volunteer who is not admitted.
    """

    async def act(connection: Connection) -> EvaluationView:
        await require_volunteers(connection, [command.volunteer_id], reach)
        return await plan_evaluation(connection, command, now())

    return await idempotent(request, act, body=command)


@router.get("/evaluations/{evaluation_id}/reflection", responses=problems(404, 503))
async def get_reflection(
    evaluation_id: UUID, request: Request, reach: WithinReach
) -> ReflectionView:
    """Return what was written in an interview, to its volunteer and its supervisor only."""
    async with database(request).read() as session:
        return await queries.reflection(session, request.app.state.keys, evaluation_id, reach)


@router.put(
    "/evaluations/{evaluation_id}/reflection",
    response_model=EvaluationView,
    responses=problems(404, 409, 503),
)
async def put_reflection(
    evaluation_id: UUID, command: WriteReflection, request: Request, reach: WithinReach
) -> EvaluationView:
    """Write the own reflection for the supervisor of the interview; it is kept sealed.

    409 before there is a supervisor, and after the interview.
    """
    async with database(request).commit() as connection:
        await require_volunteer_of(connection, evaluation_id, reach)
        return await write_reflection(
            connection, request.app.state.keys, evaluation_id, command, now()
        )


@router.post(
    "/evaluations/{evaluation_id}/holding",
    status_code=201,
    response_model=EvaluationView,
    responses=problems(404, 409, 503),
)
async def post_holding(
    evaluation_id: UUID, command: HoldEvaluation, request: Request, reach: WithinReach
) -> Response:
    """Record that the interview was held, as its supervisor -> `evaluation_held`.

    400 for a day to come; 409 where it was held before, or the supervisor might not hold it then.
    """
    keys = request.app.state.keys

    async def act(connection: Connection) -> EvaluationView:
        await require_one_of_two(connection, evaluation_id, reach)
        return await hold_evaluation(
            connection, keys, evaluation_id, command, by=reach.person, now=now()
        )

    return await idempotent(request, act, body=command)
