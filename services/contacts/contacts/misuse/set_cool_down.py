"""Set a cool-down for the caller of a call that is registered as misuse."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection

from contacts.misuse.rules import (
    CallerNotKnownAnyMore,
    Lasting,
    check_cool_down,
    day_of,
    until,
)
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import Attempt, close
from contacts.queue.stored_queue import COLUMNS, attempt_of, note_idle
from contacts.registration.rules import quarter
from contacts.registration.views import ContactView

FIND_CALLS = "SELECT calls FROM caller_today WHERE calls @> ARRAY[$1::uuid] AND day = $2"
INSERT_COOL_DOWN = """
INSERT INTO cool_down (cool_down_id, attempt_id, reason, asked_by, location_id, set_at, until)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
LIST_WAITING_CALLS = f"""
SELECT {COLUMNS} FROM attempt
WHERE state IN ('waiting', 'offered') AND answered_at IS NULL AND attempt_id = ANY ($1::uuid[])
"""  # noqa: S608
# What the exchange plays to a call that waits.
TELL_WAITING = "UPDATE exchange_call SET message = 'cool_down' WHERE call_id = ANY ($1::uuid[])"


async def set_cool_down(
    connection: Connection,
    call: Attempt,
    registered: ContactView,
    lasting: Lasting,
    now: datetime,
) -> None:
    """Let the caller of a call that was misuse reach nobody for a while; it holds at once.

    A call of the same caller that waits just now is missed -> `contact_missed` with `cooledDown`.
    Raises NoCoolDownWithoutACall, CoolDownWithoutReason, and CallerNotKnownAnyMore: the day is
    over, or the database has crashed since. The queue is locked, and the call is registered once.
    """
    reason = check_cool_down(call.channel, registered.kind, registered.misuse_kind)
    calls = await connection.fetchval(FIND_CALLS, call.attempt_id, day_of(now))
    if calls is None:
        raise CallerNotKnownAnyMore(
            "this caller cannot be told any more, for the day of the call is over: leave coolDown"
            " out (null)"
        )
    await connection.execute(
        INSERT_COOL_DOWN, uuid4(), call.attempt_id, reason, registered.volunteer_id,
        registered.answered_at_location_id, quarter(now), until(lasting, now),
    )  # fmt: skip
    rows = await connection.fetch(LIST_WAITING_CALLS, calls)
    waiting = [attempt_of(row) for row in rows]
    closed = [close(one, now) for one in waiting]
    await miss_attempts(connection, closed, now, cooled_down=True)
    for one in waiting:
        await note_idle(connection, one.listener, now)
    if waiting:
        await connection.execute(TELL_WAITING, [one.attempt_id for one in waiting])
        await route_attempts(connection, now)
