"""Call for more or fewer listeners for a line that is open, and close it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.outbox import record

from contacts.surges.commands import WantListeners
from contacts.surges.rules import NoSuchSurge, SurgeIsOver
from contacts.surges.told import declared, ended
from contacts.surges.views import SurgeView

LOCK_SURGE = "SELECT * FROM surge WHERE surge_id = $1 FOR UPDATE"
UPDATE_WANTED = """
UPDATE surge SET listeners_wanted = $2, version = version + 1 WHERE surge_id = $1 RETURNING *
"""
UPDATE_UNTIL = """
UPDATE surge SET until = greatest(since, $2), version = version + 1 WHERE surge_id = $1 RETURNING *
"""


async def want_listeners(
    connection: Connection, surge_id: UUID, command: WantListeners, now: datetime
) -> SurgeView:
    """Call for so many listeners -> `surge_declared`; nothing if as many were called for.

    Raises NoSuchSurge, SurgeIsOver.
    """
    row = await _lock(connection, surge_id)
    if row["until"] is not None:
        raise SurgeIsOver("this line was closed: open it again, then listeners are called for")
    if row["listeners_wanted"] == command.listeners_wanted:
        return SurgeView(**row)
    changed = await connection.fetchrow(UPDATE_WANTED, surge_id, command.listeners_wanted)
    assert changed is not None
    await record(connection, declared(changed, now))
    return SurgeView(**changed)


async def close_surge(connection: Connection, surge_id: UUID, now: datetime) -> SurgeView:
    """Close a line -> `surge_ended`; one that is closed stays as it is. Raises NoSuchSurge.

    Who waits stays in the queue with its surge, and is answered; who comes from now on is told that
    the line is closed.
    """
    row = await _lock(connection, surge_id)
    if row["until"] is not None:
        return SurgeView(**row)
    closed = await connection.fetchrow(UPDATE_UNTIL, surge_id, now)
    assert closed is not None
    await record(connection, ended(closed, now))
    return SurgeView(**closed)


async def _lock(connection: Connection, surge_id: UUID) -> Mapping[str, Any]:
    row: Mapping[str, Any] | None = await connection.fetchrow(LOCK_SURGE, surge_id)
    if row is None:
        raise NoSuchSurge(f"there is no line that was opened as {surge_id}")
    return row
