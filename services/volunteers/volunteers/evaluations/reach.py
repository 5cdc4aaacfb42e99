"""Who may read and write what of an interview.

What was written and agreed is for two persons: the volunteer, and the supervisor of this interview.
No role and no location opens it to anybody else, so that only the caller's own person counts here.
"""

from uuid import UUID

from shared.database import Connection
from shared.reach import BeyondReach, Reach

from volunteers.evaluations.rules import EvaluationNotFound
from volunteers.evaluations.tables import Evaluation

SELECT_TWO = "SELECT volunteer_id, supervisor_id FROM evaluation WHERE evaluation_id = $1"


async def require_one_of_two(connection: Connection, evaluation_id: UUID, reach: Reach) -> None:
    """Raise `EvaluationNotFound`, or `BeyondReach` for whoever is not one of the two."""
    row = await connection.fetchrow(SELECT_TWO, evaluation_id)
    if row is None:
        raise EvaluationNotFound(f"there is no evaluation {evaluation_id}")
    check_one_of_two(evaluation_id, (row["volunteer_id"], row["supervisor_id"]), reach)


async def require_volunteer_of(connection: Connection, evaluation_id: UUID, reach: Reach) -> None:
    """Raise `EvaluationNotFound`, or `BeyondReach` for whoever is not the volunteer."""
    row = await connection.fetchrow(SELECT_TWO, evaluation_id)
    if row is None:
        raise EvaluationNotFound(f"there is no evaluation {evaluation_id}")
    check_one_of_two(evaluation_id, (row["volunteer_id"],), reach)


def two_of(evaluation: Evaluation) -> tuple[UUID | None, ...]:
    """Return the volunteer and the supervisor of an interview."""
    return (evaluation.volunteer_id, evaluation.supervisor_id)


def check_one_of_two(evaluation_id: UUID, two: tuple[UUID | None, ...], reach: Reach) -> None:
    """Raise `BeyondReach` for whoever is none of these persons, whatever their roles."""
    if reach.person is None or reach.person not in two:
        raise BeyondReach(
            f"evaluation {evaluation_id} is beyond your reach: what is written in it is for the"
            " volunteer and the supervisor only"
        )
