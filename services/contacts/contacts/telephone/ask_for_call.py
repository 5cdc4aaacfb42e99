"""A call comes in: it joins the queue, or is told why not."""

from datetime import datetime
from uuid import uuid4

from shared.database import Connection

from contacts.lines.find_line import Called, find_line
from contacts.lines.rules import OwnLine
from contacts.misuse.know_caller import know_caller
from contacts.queue.join_queue import IS_CLOSED
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts
from contacts.queue.rules.lifecycle import Attempt, close, leave
from contacts.queue.stored_queue import lock_queue
from contacts.surges.find_surge import find_open_surge
from contacts.telephone.commands import AskForCall
from contacts.telephone.rules import Instruction, Message, refuse
from contacts.telephone.stored_calls import (
    keep_call,
    load_instruction,
    note_heard,
    was_over_early,
)

INSERT_ATTEMPT = """
INSERT INTO attempt (attempt_id, channel, line, line_location_id, state, arrived_at, contact_id,
    surge_id, redial, diverted_from, line_organisation)
VALUES ($1, 'telephone', $2, $3, 'waiting', $4, $5, $6, $7, $8, $9)
"""


async def ask_for_call(connection: Connection, command: AskForCall, now: datetime) -> Instruction:
    """Let a call join the queue, and return what the exchange does with it.

    Who is not let in is missed with `closed` -> `contact_missed`; a number that is not ours is
    nobody's attempt. Who has hung up already has abandoned it. The same call again is told how it
    is now.
    """
    await lock_queue(connection)
    if await note_heard(connection, [command.call_id], now):
        return await load_instruction(connection, command.call_id) or Instruction("none")
    surge_id = await find_open_surge(connection, number=command.number)
    called = await find_line(connection, command.number, now)
    if called is None and surge_id is None:
        return Instruction("message", message="unknown_number")
    caller = await know_caller(connection, bytes.fromhex(command.caller), command.call_id, now)
    attempt = Attempt(
        command.call_id, "telephone", called.line.line if called else "national",
        called.line.location_id if called else None, now, surge_id=surge_id, redial=caller.redial,
        diverted_from=command.diverted_from,
    )  # fmt: skip
    refused = refuse(
        cooled_down=caller.cooled_down,
        outside=None if surge_id or called is None else _outside(called),
        closed=await connection.fetchval(IS_CLOSED, "telephone"),
    )
    await _insert(connection, attempt, called.line if called else None, refused)
    if refused is not None:
        cooled_down = refused == "cool_down"
        await miss_attempts(connection, [close(attempt, now)], now, cooled_down=cooled_down)
    elif await was_over_early(connection, command.call_id):
        await miss_attempts(connection, [leave(attempt, "seeker", now)], now)
    await route_attempts(connection, now)
    return await load_instruction(connection, command.call_id) or Instruction("none")


def _outside(called: Called) -> Message | None:
    """Return what is heard on a line that is not open; that of a surge is open with the surge."""
    is_open = called.is_open and called.line.kind != "surge"
    return None if is_open else called.line.heard_outside


async def _insert(
    connection: Connection, attempt: Attempt, line: OwnLine | None, message: Message | None
) -> None:
    await connection.execute(
        INSERT_ATTEMPT, attempt.attempt_id, attempt.line, attempt.line_location_id,
        attempt.arrived_at, uuid4(), attempt.surge_id, attempt.redial, attempt.diverted_from,
        line.organisation if line else None,
    )  # fmt: skip
    await keep_call(connection, attempt.attempt_id, attempt.arrived_at, message)
