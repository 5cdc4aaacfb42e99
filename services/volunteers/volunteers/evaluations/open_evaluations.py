"""The next interview of each volunteer: made when it is asked for, or when the last was held."""

from datetime import date, datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.admission.rules.way import ADMITTED
from volunteers.amsterdam import day_of
from volunteers.evaluations.rules import EvaluationNotFound, check_has_interviews, due_on
from volunteers.evaluations.tables import Evaluation
from volunteers.persistence import lock

SELECT_WAY = """
SELECT state, admitted_at, (SELECT max(held_on) FROM evaluation e
    WHERE e.volunteer_id = v.volunteer_id) AS last_held_on
FROM volunteer v WHERE volunteer_id = $1
"""
SELECT_STATE = "SELECT state FROM volunteer WHERE volunteer_id = $1"
SELECT_WITHOUT = """
SELECT v.volunteer_id, admitted_at, max(held_on) AS last_held_on
FROM volunteer v LEFT JOIN evaluation e USING (volunteer_id)
WHERE v.state = ANY($1)
GROUP BY v.volunteer_id HAVING count(*) FILTER (
    WHERE e.evaluation_id IS NOT NULL AND e.held_on IS NULL) = 0
ORDER BY v.volunteer_id
"""
# Another process may have made it; there is one open interview of each volunteer.
INSERT_OPEN = """
INSERT INTO evaluation (evaluation_id, volunteer_id, due_on, version) VALUES ($1, $2, $3, 1)
ON CONFLICT (volunteer_id) WHERE held_on IS NULL DO NOTHING
"""
SELECT_OPEN = "SELECT evaluation_id FROM evaluation WHERE volunteer_id = $1 AND held_on IS NULL"


async def open_evaluation(connection: Connection, volunteer_id: UUID) -> Evaluation:
    """Return a volunteer's next interview, with the row locked; it is made if there is none.

    Raises `UnknownVolunteer` and `EvaluationNotYet`.
    """
    way = await connection.fetchrow(SELECT_WAY, volunteer_id)
    if way is None:
        raise UnknownVolunteer(f"volunteer {volunteer_id} never applied: check volunteerId")
    check_has_interviews(volunteer_id, way["state"])
    due = due_on(day_of(way["admitted_at"]), way["last_held_on"])
    await connection.execute(INSERT_OPEN, uuid4(), volunteer_id, due)
    return await locked_evaluation(connection, await connection.fetchval(SELECT_OPEN, volunteer_id))


async def locked_evaluation(connection: Connection, evaluation_id: UUID) -> Evaluation:
    """Return an interview with the row locked; raises `EvaluationNotFound`."""
    locked = await lock(connection, Evaluation, [evaluation_id])
    if not locked:
        raise EvaluationNotFound(f"there is no evaluation {evaluation_id}")
    return locked[0]


async def open_next(connection: Connection, volunteer_id: UUID, held_on: date) -> None:
    """Make the interview that follows one that was held, unless the volunteer has left since."""
    state = await connection.fetchval(SELECT_STATE, volunteer_id)
    if state in ADMITTED:
        await connection.execute(INSERT_OPEN, uuid4(), volunteer_id, due_on(held_on, held_on))


async def open_missing(connection: Connection) -> int:
    """Make the next interview of all admitted volunteers who have none; return how many."""
    rows = await connection.fetch(SELECT_WITHOUT, list(ADMITTED))
    made = [
        (uuid4(), row["volunteer_id"], due_on(_day(row["admitted_at"]), row["last_held_on"]))
        for row in rows
    ]
    await connection.executemany(INSERT_OPEN, made)
    return len(made)


def _day(admitted_at: datetime) -> date:
    return day_of(admitted_at)
