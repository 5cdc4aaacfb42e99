"""A listener comes to the desk, pauses, goes on, and leaves."""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.contacts import ListenerPresent

from contacts.desk.commands import SetDesk
from contacts.desk.rules import (
    ChatsOpen,
    check_extension_free,
    check_may_change_shift,
    check_may_work,
)
from contacts.duty.rules import GRACE
from contacts.queue.keep_presence import keep_desk, make_absent, tell_presence
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import pass_on
from contacts.queue.stored_queue import COLUMNS, attempt_of, lock_queue, save_attempts

FIND_DESK = f"""
SELECT EXISTS (
        SELECT FROM listener WHERE volunteer_id = $1 AND role IS NOT NULL AND NOT suspended
    ) AS admitted,
    EXISTS (
        SELECT FROM place JOIN shift USING (shift_id)
        WHERE shift_id = $2 AND volunteer_id = $1 AND taken AND NOT cancelled
        AND $3 BETWEEN starts_at - interval '{GRACE.seconds} s'
            AND ends_at + interval '{GRACE.seconds} s'
    ) AS on_shift,
    (SELECT shift_id FROM desk WHERE volunteer_id = $1 AND state <> 'absent') AS working_on,
    (
        SELECT count(*) FROM attempt
        WHERE state = 'answered' AND answered_by = $1 AND channel <> 'email'
    ) AS open_chats,
    EXISTS (
        SELECT FROM desk WHERE extension = $4 AND volunteer_id <> $1 AND state <> 'absent'
    ) AS extension_taken
"""  # noqa: S608
LIST_RINGING = f"""
SELECT {COLUMNS} FROM attempt
WHERE state = 'offered' AND offered_to = $1 AND channel = 'telephone'
"""  # noqa: S608
# A letter that a listener has stays with them.
COUNT_OPEN = """
SELECT count(*) FROM attempt
WHERE state = 'answered' AND answered_by = $1 AND channel <> 'email'
"""


async def set_desk(
    connection: Connection, volunteer_id: UUID, command: SetDesk, now: datetime
) -> None:
    """Keep shift and state -> `listener_present` for who comes; what waits is offered.

    Raises NotAdmitted, NotOnThisShift, ChatsOpen, ExtensionTaken.
    """
    await lock_queue(connection)
    row = await connection.fetchrow(
        FIND_DESK, volunteer_id, command.shift_id, now, command.extension
    )
    assert row is not None
    check_may_work(admitted=row["admitted"], on_shift=row["on_shift"])
    check_may_change_shift(command.shift_id, row["working_on"], row["open_chats"])
    check_extension_free(taken=row["extension_taken"])
    if row["working_on"] not in (None, command.shift_id):
        await make_absent(connection, volunteer_id, now)
    await keep_desk(connection, volunteer_id, now, **vars(command))
    if command.extension is None:
        ringing = await connection.fetch(LIST_RINGING, volunteer_id)
        await save_attempts(connection, [pass_on(attempt_of(call)) for call in ringing])
    if row["working_on"] != command.shift_id:
        await tell_presence(connection, volunteer_id, ListenerPresent, now)
    await route_attempts(connection, now)


async def leave_desk(connection: Connection, volunteer_id: UUID, now: datetime) -> None:
    """Let the listener be absent -> `listener_absent`; raises ChatsOpen."""
    await lock_queue(connection)
    if await connection.fetchval(COUNT_OPEN, volunteer_id):
        raise ChatsOpen("end the chats or the call that are open, or choose to leave after them")
    await make_absent(connection, volunteer_id, now)
    await route_attempts(connection, now)
