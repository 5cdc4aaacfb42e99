"""Plan an evaluation interview."""

from datetime import datetime

from shared.database import Connection

from volunteers.amsterdam import day_of
from volunteers.evaluations.commands import PlanEvaluation
from volunteers.evaluations.open_evaluations import open_evaluation
from volunteers.evaluations.rules import check_supervisor
from volunteers.evaluations.views import EvaluationView, view_of_evaluation
from volunteers.persistence import save
from volunteers.supervisors.certificates import require_supervisor


async def plan_evaluation(
    connection: Connection, command: PlanEvaluation, now: datetime
) -> EvaluationView:
    """Set the supervisor and the day of a volunteer's next interview.

    Raises `UnknownVolunteer`, `EvaluationNotYet`, `SupervisorOfOneself`, `ReflectionIsWritten`, and
    what `require_supervisor` raises.
    """
    await require_supervisor(connection, command.supervisor_id, "evaluation", command.planned_on)
    evaluation = await open_evaluation(connection, command.volunteer_id)
    check_supervisor(
        command.volunteer_id,
        before=evaluation.supervisor_id,
        wanted=command.supervisor_id,
        reflection_written=evaluation.reflection is not None,
    )
    evaluation.supervisor_id = command.supervisor_id
    evaluation.planned_on = command.planned_on
    evaluation.version += 1
    await save(connection, [evaluation], "supervisor_id", "planned_on", "version")
    return view_of_evaluation(evaluation, day_of(now))
