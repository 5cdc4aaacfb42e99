"""Pages of evaluation interviews: what is due, planning one, and the two persons' own page."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection, raw
from shared.http import database, idempotent, now
from shared.pages.formats import day
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.admission.reach import require_volunteers
from volunteers.amsterdam import day_of
from volunteers.evaluations import queries
from volunteers.evaluations.commands import HoldEvaluation, PlanEvaluation, WriteReflection
from volunteers.evaluations.hold_evaluation import hold_evaluation
from volunteers.evaluations.plan_evaluation import plan_evaluation
from volunteers.evaluations.reach import require_one_of_two, require_volunteer_of
from volunteers.evaluations.rules import EvaluationInTheFuture, SupervisorOfOneself
from volunteers.evaluations.views import EvaluationView
from volunteers.evaluations.wording import standing_names
from volunteers.evaluations.write_reflection import write_reflection
from volunteers.people.known_names import known_names
from volunteers.roles import reach_by
from volunteers.supervisors.queries import supervisors_for

HOME = "/volunteers/evaluations"
Act = Callable[[Connection], Awaitable[EvaluationView]]

router = pages_router("/volunteers")


@router.get("/evaluations")
async def get_evaluations(request: Request, reach: WithinReach) -> Response:
    """Show the interviews that are still to be held, the earliest due first."""
    return await _show_list(request, reach, Typed(), status=200)


@router.post("/evaluations")
async def post_evaluation(request: Request, reach: WithinReach) -> Response:
    """Plan an interview by the form of that page."""
    typed = await typed_in(request)
    list_reach = reach_by(request.state.caller, f"GET {HOME}")
    try:
        command = typed.read(PlanEvaluation)

        async def act(connection: Connection) -> EvaluationView:
            await require_volunteers(connection, [command.volunteer_id], reach)
            return await plan_evaluation(connection, command, now())

        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_list(request, list_reach, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {SupervisorOfOneself: "supervisorId"})
        return await _show_list(request, list_reach, typed, status=refusal.status)
    message = gettext("The interview is planned on %(day)s.", day=day(command.planned_on))
    return done(HOME, message)


@router.get("/evaluations/{evaluation_id}")
async def get_evaluation(evaluation_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show an interview to its volunteer or its supervisor, with what is written in it."""
    return await _show_one(request, evaluation_id, reach, Typed(), status=200)


@router.post("/evaluations/{evaluation_id}/reflection")
async def post_reflection(evaluation_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Keep the volunteer's reflection, by the form of that page."""
    typed, keys = await typed_in(request), request.app.state.keys
    try:
        command = typed.read(WriteReflection, reflection="")

        async def act(connection: Connection) -> EvaluationView:
            await require_volunteer_of(connection, evaluation_id, reach)
            return await write_reflection(connection, keys, evaluation_id, command, now())

        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_one(request, evaluation_id, reach, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_one(request, evaluation_id, reach, typed, status=refusal.status)
    written = gettext("Your reflection is kept. Your supervisor can read it, and nobody else.")
    taken_back = gettext("Your reflection is taken back.")
    return done(f"{HOME}/{evaluation_id}", written if command.reflection.strip() else taken_back)


@router.post("/evaluations/{evaluation_id}/holding")
async def post_holding(evaluation_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Record that the interview was held, by the form of that page."""
    typed, keys = await typed_in(request), request.app.state.keys
    try:
        command = typed.read(HoldEvaluation)

        async def act(connection: Connection) -> EvaluationView:
            await require_one_of_two(connection, evaluation_id, reach)
            return await hold_evaluation(
                connection, keys, evaluation_id, command, by=reach.person, now=now()
            )

        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_one(request, evaluation_id, reach, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {EvaluationInTheFuture: "heldOn"})
        return await _show_one(request, evaluation_id, reach, typed, status=refusal.status)
    return done(f"{HOME}/{evaluation_id}", gettext("The interview is recorded as held."))


async def _show_list(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    today = day_of(now())
    plans = reach_by(request.state.caller, f"POST {HOME}")
    async with database(request).read() as session:
        found = await queries.open_evaluations(session, reach, today)
        supervisors = []
        if plans != Reach():
            supervisors = await supervisors_for(session, plans, "evaluation", today)
        # Who reaches only their own sees nobody's name.
        shown = [] if reach == Reach(person=reach.person) else found
        ids = [each for one in shown for each in (one.volunteer_id, one.supervisor_id)]
        keys, caller = request.app.state.keys, request.state.caller
        names = await known_names(await raw(session), [*ids, *supervisors], keys, caller)
    return show(
        request, "evaluations/templates/evaluations.html", status=status, found=found,
        supervisors=supervisors, names=names, plans=plans != Reach(),
        me=request.state.caller.person, typed=typed, standing_names=standing_names(),
    )  # fmt: skip


async def _show_one(
    request: Request, evaluation_id: UUID, reach: Reach, typed: Typed, *, status: int
) -> Response:
    today = day_of(now())
    async with database(request).read() as session:
        shown = await queries.evaluation_of_two(session, evaluation_id, reach, today)
        written = await queries.reflection(session, request.app.state.keys, evaluation_id, reach)
    return show(
        request, "evaluations/templates/evaluation.html", status=status, shown=shown,
        written=written, is_volunteer=reach.is_own(shown.volunteer_id), today=today, typed=typed,
        standing_names=standing_names(),
    )  # fmt: skip
