"""Tell a redial from a new caller, and whether a cool-down holds, by the day's token."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection

from contacts.misuse.rules import day_of, with_call

# A row of an earlier day is nobody's.
FIND_CALLS = "SELECT calls FROM caller_today WHERE token = $1 AND day = $2"
KEEP_CALLS = """
INSERT INTO caller_today (token, day, calls) VALUES ($1, $2, $3)
ON CONFLICT (token) DO UPDATE SET day = excluded.day, calls = excluded.calls
"""
IS_COOLED_DOWN = """
SELECT EXISTS (SELECT FROM cool_down
    WHERE attempt_id = ANY ($1::uuid[]) AND until > $2 AND review IS DISTINCT FROM 'lifted')
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of who calls: nothing but these two."""

    redial: bool
    cooled_down: bool


async def know_caller(connection: Connection, token: bytes, call_id: UUID, now: datetime) -> Caller:
    """Return whether the caller had called before today, and has a cool-down; keep the call.

    `token` is the exchange's of the day. The same call again gives the same answer, unless the
    cool-down has begun or ended since. A call of a cool-down is not kept: however often somebody
    dials, the call of the cool-down stays. The queue is locked (`lock_queue`).
    """
    day = day_of(now)
    calls: list[UUID] = await connection.fetchval(FIND_CALLS, token, day) or []
    cooled_down: bool = await connection.fetchval(IS_COOLED_DOWN, calls, now)
    if not cooled_down:
        await connection.execute(KEEP_CALLS, token, day, with_call(calls, call_id))
    return Caller(redial=bool(calls) and calls[0] != call_id, cooled_down=cooled_down)
