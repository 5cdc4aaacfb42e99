"""Forget who called on an earlier day, and cool-downs of long ago."""

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

from contacts.clock.clock import Clock
from contacts.misuse.rules import KEPT_FOR, day_of

LOCK_CALLERS = "LOCK TABLE caller_today IN ACCESS EXCLUSIVE MODE"
COUNT_OLD = "SELECT count(*) FROM caller_today WHERE day <> $1"
LIST_TODAY = "SELECT token, day, calls FROM caller_today WHERE day = $1"
DELETE_OLD = f"""
DELETE FROM cool_down WHERE cool_down_id = ANY (ARRAY(
    SELECT cool_down_id FROM cool_down WHERE set_at < $1
    ORDER BY set_at LIMIT {ROWS_A_COMMIT} FOR UPDATE SKIP LOCKED
))
"""  # noqa: S608


async def forget_callers(connection: Connection) -> int:
    """Forget the callers of other days than today's; return how many.

    The table is emptied and today's rows are written again: deleted rows would stay readable in
    the file of the table until it is vacuumed.
    """
    clock = Clock()
    await clock.read(connection)
    today = day_of(clock.now())
    old: int = await connection.fetchval(COUNT_OLD, today)
    if old:
        await connection.execute(LOCK_CALLERS)
        kept = await connection.fetch(LIST_TODAY, today)
        await connection.execute("TRUNCATE caller_today")
        await connection.executemany(
            "INSERT INTO caller_today VALUES ($1, $2, $3)", [tuple(row) for row in kept]
        )
    return old


async def forget_cool_downs(connection: Connection) -> int:
    """Delete a batch of cool-downs that were set 90 days ago; return how many."""
    clock = Clock()
    await clock.read(connection)
    return changed_rows(await connection.execute(DELETE_OLD, clock.now() - KEPT_FOR))
