"""Record that an evaluation interview was held."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.volunteers import EvaluationHeld
from shared.outbox import outbox_row, record

from volunteers.amsterdam import day_of
from volunteers.evaluations.commands import HoldEvaluation
from volunteers.evaluations.open_evaluations import locked_evaluation, open_next
from volunteers.evaluations.private_words import sealed_words
from volunteers.evaluations.rules import (
    EvaluationNotPlanned,
    HeldByItsSupervisor,
    check_held_on,
    check_open,
)
from volunteers.evaluations.views import EvaluationView, view_of_evaluation
from volunteers.people.keys import Keys
from volunteers.persistence import save
from volunteers.supervisors.certificates import require_supervisor


async def hold_evaluation(
    connection: Connection, keys: Keys, evaluation_id: UUID, command: HoldEvaluation, *,
    by: UUID | None, now: datetime,
) -> EvaluationView:  # fmt: skip
    """Record the interview and what was agreed; the next is due a year later.

    Raises `EvaluationNotFound`, `EvaluationInTheFuture`, `EvaluationAlreadyHeld`,
    `EvaluationNotPlanned`, `HeldByItsSupervisor`, `PersonalDataLocked`, and what
    `require_supervisor` raises.
    """
    check_held_on(command.held_on, day_of(now))
    evaluation = await locked_evaluation(connection, evaluation_id)
    check_open(evaluation_id, evaluation.held_on)
    if evaluation.supervisor_id is None:
        raise EvaluationNotPlanned(f"evaluation {evaluation_id} has no supervisor: plan it first")
    if evaluation.supervisor_id != by:
        raise HeldByItsSupervisor(
            f"evaluation {evaluation_id} is recorded by supervisor {evaluation.supervisor_id}"
        )
    await require_supervisor(connection, evaluation.supervisor_id, "evaluation", command.held_on)
    evaluation.held_on = command.held_on
    evaluation.agreed = await sealed_words(
        connection, keys, evaluation, "agreed", command.agreed or ""
    )
    evaluation.version += 1
    await save(connection, [evaluation], "held_on", "agreed", "version")
    await open_next(connection, evaluation.volunteer_id, command.held_on)
    event = EvaluationHeld(
        evaluation_id=evaluation_id, volunteer_id=evaluation.volunteer_id, on=command.held_on
    )
    row = outbox_row(event, aggregate_id=evaluation_id, version=evaluation.version, now=now)
    await record(connection, row)
    return view_of_evaluation(evaluation, day_of(now))
