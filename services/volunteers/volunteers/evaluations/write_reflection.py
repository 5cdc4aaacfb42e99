"""Write one's own reflection, sealed."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.amsterdam import day_of
from volunteers.evaluations.commands import WriteReflection
from volunteers.evaluations.open_evaluations import locked_evaluation
from volunteers.evaluations.private_words import sealed_words
from volunteers.evaluations.rules import EvaluationNotPlanned, check_open
from volunteers.evaluations.views import EvaluationView, view_of_evaluation
from volunteers.people.keys import Keys
from volunteers.persistence import save


async def write_reflection(
    connection: Connection, keys: Keys, evaluation_id: UUID, command: WriteReflection,
    now: datetime,
) -> EvaluationView:  # fmt: skip
    """Keep what a volunteer wrote, in the place of what was written before.

    Raises `EvaluationNotFound`, `EvaluationAlreadyHeld`, `EvaluationNotPlanned`,
    `PersonalDataLocked` and `PersonErased`.
    """
    evaluation = await locked_evaluation(connection, evaluation_id)
    check_open(evaluation_id, evaluation.held_on)
    if evaluation.supervisor_id is None:
        raise EvaluationNotPlanned(
            f"evaluation {evaluation_id} has no supervisor yet: write once you know who reads it"
        )
    evaluation.reflection = await sealed_words(
        connection, keys, evaluation, "reflection", command.reflection
    )
    await save(connection, [evaluation], "reflection")
    return view_of_evaluation(evaluation, day_of(now))
