"""Lock what a decision about duty depends on."""

from collections.abc import Iterable
from uuid import UUID

from shared.database import Connection

LOCK_IDS = "SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest($1::text[]) AS id"


async def lock_duty(connection: Connection, ids: Iterable[UUID]) -> None:
    """Let one transaction at a time decide about contacts that wait for these.

    `ids` are of volunteers and locations. Everybody locks all of them at once and sorted, so that
    there is no deadlock.
    """
    await connection.execute(LOCK_IDS, [str(one) for one in sorted(set(ids))])
