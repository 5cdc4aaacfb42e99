"""The exchange tells what happened to a call."""

from datetime import datetime
from uuid import UUID

from prometheus_client import Counter
from shared.database import Connection

from contacts.queue.keep_presence import note_location
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import Attempt, end, pass_on
from contacts.queue.stored_queue import (
    COLUMNS,
    attempt_of,
    load_attempt,
    lock_queue,
    note_idle,
    save_attempts,
)
from contacts.telephone.commands import TellEvent
from contacts.telephone.rules import Happened, Ignored, Instruction, Told, happen
from contacts.telephone.stored_calls import (
    load_instruction,
    note_heard,
    note_over_early,
)

IGNORED = Counter(
    "exchange_events_ignored",
    "What the telephone exchange told that had no effect",
    ["reason"],
)
FIND_LAST_N = "SELECT last_n FROM exchange_call WHERE call_id = $1"
NOTE_N = "UPDATE exchange_call SET last_n = greatest(last_n, $2) WHERE call_id = $1"
# Who picks up may have lost the browser; a call is transferred only to who is there.
FIND_AT_EXTENSION = """
SELECT volunteer_id FROM desk
WHERE extension = $1 AND shift_id IS NOT NULL AND (state <> 'absent' OR $2)
ORDER BY state = 'absent', since DESC LIMIT 1
"""
LIST_OTHERS = f"""
SELECT {COLUMNS} FROM attempt WHERE attempt_id <> $2 AND (state = 'offered' AND offered_to = $1
    OR state = 'answered' AND answered_by = $1 AND channel = 'telephone')
"""  # noqa: S608


async def take_call_event(
    connection: Connection, call_id: UUID, event: TellEvent, now: datetime
) -> Instruction:
    """Let what happened have its effect, once, and return what the exchange does now.

    What has no effect is counted in `exchange_events_ignored_total`.
    """
    await lock_queue(connection)
    if not await note_heard(connection, [call_id], now):
        if event.happened == "hung_up":
            await note_over_early(connection, call_id)
        return _ignore("unknown_call")
    before = await load_attempt(connection, call_id)
    after = happen(before, await _told(connection, call_id, event), now)
    await connection.execute(NOTE_N, call_id, event.n)
    if isinstance(after, Attempt):
        await _save(connection, before, after, now)
    else:
        _ignore(after)
    return await load_instruction(connection, call_id) or Instruction("none")


def _ignore(reason: Ignored) -> Instruction:
    IGNORED.labels(reason).inc()
    return Instruction("none")


async def _told(connection: Connection, call_id: UUID, event: TellEvent) -> Told:
    last_n: int = await connection.fetchval(FIND_LAST_N, call_id)
    return Told(
        event.happened, event.extension, await _at_extension(connection, event), event.by,
        is_late=event.n <= last_n,
    )  # fmt: skip


async def _at_extension(connection: Connection, event: TellEvent) -> UUID | None:
    if event.extension is None:
        return None
    transferred: Happened = "transferred"
    found: UUID | None = await connection.fetchval(
        FIND_AT_EXTENSION, event.extension, event.happened != transferred
    )
    return found


async def _save(connection: Connection, before: Attempt, after: Attempt, now: datetime) -> None:
    """Save the call. Whoever has it now has no other, and who had it is idle."""
    has_it = after.answered_by if after.state == "answered" else None
    if has_it is not None:
        await _part_from_others(connection, has_it, after.attempt_id, now)
    await miss_attempts(connection, [after], now)
    if has_it is not None:
        await note_location(connection, after.attempt_id, has_it)
    if before.state == "answered" or after.state not in ("waiting", "answered"):
        await note_idle(connection, before.listener, now)
    await route_attempts(connection, now)


async def _part_from_others(
    connection: Connection, listener: UUID, call_id: UUID, now: datetime
) -> None:
    """Let a listener who talks have nothing offered, and no other call: that is over."""
    rows = await connection.fetch(LIST_OTHERS, listener, call_id)
    others = [attempt_of(row) for row in rows]
    await save_attempts(connection, [
        pass_on(one) if one.state == "offered" else end(one, "gone", now) for one in others
    ])  # fmt: skip
