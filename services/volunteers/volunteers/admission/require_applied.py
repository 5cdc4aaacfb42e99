"""Check that whom a list names has applied."""

from collections.abc import Collection
from uuid import UUID

from shared.database import Connection

from volunteers.admission.rules.completion import UnknownVolunteer

NAMED_AT_MOST = 5
SELECT_UNKNOWN = """
SELECT one FROM unnest($1::uuid[]) AS one
WHERE NOT EXISTS (SELECT FROM volunteer WHERE volunteer_id = one) ORDER BY one
"""


async def require_applied(connection: Connection, volunteer_ids: Collection[UUID]) -> None:
    """Raise `UnknownVolunteer` if somebody of a list never applied."""
    rows = await connection.fetch(SELECT_UNKNOWN, sorted(set(volunteer_ids)))
    if rows:
        named = ", ".join(str(row["one"]) for row in rows[:NAMED_AT_MOST])
        raise UnknownVolunteer(
            f"{len(rows)} of volunteerIds never applied, among them {named}: leave them out"
        )
