"""Find who calls after a heavy contact, and tell them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from shared.database import Connection, Database

from volunteers.amsterdam import at_hour, day_of
from volunteers.notices.tables import Notice
from volunteers.notices.want_notices import want_notices

TOLD_AT_HOUR = 9  # the morning after the contact
# Later a call is no care any more: nobody is asked then.
ASKED_WITHIN = timedelta(days=14)
# The volunteer's own mentor, else the supervisor of the location with the fewest calls open.
ASSIGN = """
UPDATE after_care a SET mentor_id = coalesce(
    (SELECT v.mentor_id WHERE NOT EXISTS (
        SELECT FROM volunteer m WHERE m.volunteer_id = v.mentor_id AND m.state = 'left')),
    (SELECT s.supervisor_id FROM supervisor s
    WHERE s.location_id = v.location_id AND s.supervisor_id <> v.volunteer_id
        AND $2::date BETWEEN s.first_day AND coalesce(s.last_day, 'infinity')
    ORDER BY (SELECT count(*) FROM after_care o WHERE o.mentor_id = s.supervisor_id AND o.heavy
            AND o.called_on IS NULL AND o.contact_day >= $3),
        md5(a.contact_id::text || s.supervisor_id::text)
    LIMIT 1))
FROM volunteer v
WHERE v.volunteer_id = a.volunteer_id AND ($1::uuid[] IS NULL OR a.contact_id = ANY($1))
    AND a.heavy AND a.called_on IS NULL AND a.mentor_id IS NULL AND a.contact_day >= $3
RETURNING a.contact_id, a.mentor_id, a.contact_day
"""


async def ask_mentors(
    connection: Connection, contacts: Sequence[UUID] | None, now: datetime
) -> None:
    """Let a mentor call after each of these heavy contacts that has nobody yet.

    None: after all of them, for those to which nobody could be found at first.
    """
    today = day_of(now)
    rows = await connection.fetch(ASSIGN, contacts, today, today - ASKED_WITHIN)
    await want_notices(connection, [_notice(**row) for row in rows if row["mentor_id"]])


async def look_for_mentors(database: Database, now: datetime) -> None:
    """Look again for who could call after the heavy contacts that have nobody yet."""
    async with database.commit() as connection:
        await ask_mentors(connection, None, now)


def _notice(contact_id: UUID, mentor_id: UUID, contact_day: date) -> Notice:
    due_at = at_hour(contact_day + timedelta(days=1), TOLD_AT_HOUR)
    return Notice(
        notice_id=uuid4(), person_id=mentor_id, kind="after_care", about_id=contact_id,
        due_at=due_at, expires_at=at_hour(contact_day + ASKED_WITHIN, 24), next_at=due_at,
    )  # fmt: skip
