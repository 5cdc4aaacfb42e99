"""Note what people are to be told, in the commit that causes it."""

from collections.abc import Iterable

from shared.database import Connection

from volunteers.notices.tables import Notice

INSERT_NOTICE = """
INSERT INTO notice (notice_id, person_id, kind, about_id, due_at, expires_at, state, attempts,
    next_at)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $5)
ON CONFLICT (person_id, kind, about_id, due_at) DO NOTHING
"""


async def want_notices(connection: Connection, notices: Iterable[Notice]) -> None:
    """Insert the notices that are not there yet; they are sent from `due_at` to `expires_at`."""
    rows = [
        (one.notice_id, one.person_id, one.kind, one.about_id, one.due_at, one.expires_at)
        for one in notices
    ]
    await connection.executemany(INSERT_NOTICE, sorted(rows, key=lambda row: row[1:5]))
