"""Forget what was written in an interview once two later ones were held."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

UPDATE = """
UPDATE evaluation SET reflection = NULL, agreed = NULL WHERE evaluation_id IN (
    SELECT evaluation_id FROM evaluation old
    WHERE (reflection IS NOT NULL OR agreed IS NOT NULL) AND held_on IS NOT NULL
        AND (SELECT count(*) FROM evaluation new WHERE new.volunteer_id = old.volunteer_id
            AND (new.held_on, new.evaluation_id) > (old.held_on, old.evaluation_id)) >= 2
    LIMIT $1
)
"""


async def forget_reflections(connection: Connection) -> int:
    """Empty at most as many rows as a commit takes; return how many."""
    return changed_rows(await connection.execute(UPDATE, ROWS_A_COMMIT))
