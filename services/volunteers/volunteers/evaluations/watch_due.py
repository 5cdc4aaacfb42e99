"""Watch when interviews are due: make the next ones, and tell both persons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from shared.database import Database

from volunteers.amsterdam import at_hour, day_of
from volunteers.evaluations.open_evaluations import open_missing
from volunteers.evaluations.rules import DUE_WITHIN, reminded
from volunteers.notices.tables import Notice
from volunteers.notices.want_notices import want_notices

TOLD_AT_HOUR = 9
SELECT_DUE = """
SELECT e.evaluation_id, e.volunteer_id, e.supervisor_id, e.due_on, e.planned_on
FROM evaluation e JOIN volunteer v USING (volunteer_id)
WHERE e.held_on IS NULL AND e.due_on <= $1 AND v.state = 'active'
"""


async def watch_due(database: Database, now: datetime) -> None:
    """Tell the volunteer and the supervisor, once 30 days before and once after the due day."""
    today = day_of(now)
    async with database.commit() as connection:
        await open_missing(connection)
        rows = await connection.fetch(SELECT_DUE, today + DUE_WITHIN)
        await want_notices(connection, _notices(rows, today))


def _notices(rows: Sequence[Mapping[str, Any]], today: date) -> list[Notice]:
    notices: list[Notice] = []
    for row in rows:
        days = reminded(row["due_on"], row["planned_on"], today)
        if days is None:
            continue
        due_at = at_hour(days[0], TOLD_AT_HOUR)
        expires_at = at_hour(days[1] + timedelta(days=1), 0)
        persons: list[UUID | None] = [row["volunteer_id"], row["supervisor_id"]]
        notices += [
            Notice(
                notice_id=uuid4(), person_id=person, kind="evaluation_due",
                about_id=row["evaluation_id"], due_at=due_at, expires_at=expires_at, next_at=due_at,
            )
            for person in persons
            if person
        ]  # fmt: skip
    return notices
