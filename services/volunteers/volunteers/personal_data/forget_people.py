"""Erase who left two years ago, and whom a restored backup brought back."""

from datetime import UTC, datetime

from shared.database import Connection

from volunteers.personal_data.erase_person import erase_rows

PEOPLE_A_COMMIT = 50
SELECT_LONG_GONE = """
SELECT person_id FROM person
WHERE EXISTS (SELECT FROM erasure WHERE erasure.person_id = person.person_id)
    OR EXISTS (
        SELECT FROM volunteer JOIN volunteer_step USING (volunteer_id)
        WHERE volunteer_id = person.person_id AND volunteer.state = 'left'
            AND volunteer_step.state = 'left'
            AND volunteer_step.taken_at < now() - interval '2 years'
        OFFSET 0
    )
    OR NOT EXISTS (SELECT FROM volunteer WHERE volunteer_id = person.person_id) AND EXISTS (
        SELECT FROM supervisor
        WHERE supervisor_id = person.person_id AND last_day < now() - interval '2 years'
    )
ORDER BY person_id LIMIT $1
"""


async def forget_people(connection: Connection) -> int:
    """Erase at most as many people as a commit takes; return how many."""
    rows = await connection.fetch(SELECT_LONG_GONE, PEOPLE_A_COMMIT)
    for row in rows:
        await erase_rows(connection, row["person_id"], datetime.now(UTC))
    return len(rows)
