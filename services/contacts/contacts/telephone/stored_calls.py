"""What is kept of calls beside their attempts: what the exchange told, and of which messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.retention import ROWS_A_COMMIT, changed_rows

from contacts.telephone.rules import Instruction, Message, instruct
from contacts.telephone.signatures import MessageReplayed

INSERT_MESSAGE = """
INSERT INTO exchange_message VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING
"""
INSERT_OVER_EARLY = """
INSERT INTO call_over_early VALUES ($1, clock_timestamp()) ON CONFLICT DO NOTHING
"""
WAS_OVER_EARLY = "SELECT EXISTS (SELECT FROM call_over_early WHERE call_id = $1)"
# The question of a call comes no later than any message. Twice as long as a message may be late.
FORGET_MESSAGES = f"""
DELETE FROM exchange_message WHERE message_id = ANY (ARRAY(
    SELECT message_id FROM exchange_message
    WHERE at < clock_timestamp() - interval '10 minutes' LIMIT {ROWS_A_COMMIT}
))
"""  # noqa: S608
FORGET_OVER_EARLY = f"""
DELETE FROM call_over_early WHERE call_id = ANY (ARRAY(
    SELECT call_id FROM call_over_early
    WHERE at < clock_timestamp() - interval '10 minutes' LIMIT {ROWS_A_COMMIT}
))
"""  # noqa: S608
INSERT_CALL = "INSERT INTO exchange_call (call_id, heard_at, message) VALUES ($1, $2, $3)"
NOTE_HEARD = "UPDATE exchange_call SET heard_at = $2 WHERE call_id = ANY ($1::uuid[])"
LIST_CALLS = """
SELECT call_id, attempt.state, message,
    CASE attempt.state WHEN 'offered' THEN desk.extension END AS extension
FROM exchange_call JOIN attempt ON attempt_id = call_id
    LEFT JOIN desk ON desk.volunteer_id = offered_to
WHERE call_id = ANY ($1::uuid[])
"""


async def keep_message(connection: Connection, message_id: str) -> None:
    """Note that a message is taken; raises MessageReplayed."""
    if not changed_rows(await connection.execute(INSERT_MESSAGE, message_id)):
        raise MessageReplayed("this message was taken before: nothing is done again")


async def note_over_early(connection: Connection, call_id: UUID) -> None:
    """Note that a call is over that is not known yet."""
    await connection.execute(INSERT_OVER_EARLY, call_id)


async def was_over_early(connection: Connection, call_id: UUID) -> bool:
    """Return whether a call was over before it was known."""
    found: bool = await connection.fetchval(WAS_OVER_EARLY, call_id)
    return found


async def forget_messages(connection: Connection) -> int:
    """Forget a batch of messages that are too old to come again; return how many."""
    return changed_rows(await connection.execute(FORGET_MESSAGES))


async def forget_over_early(connection: Connection) -> int:
    """Forget a batch of calls that were over early, and are not asked for any more."""
    return changed_rows(await connection.execute(FORGET_OVER_EARLY))


async def keep_call(
    connection: Connection, call_id: UUID, now: datetime, message: Message | None
) -> None:
    """Keep a call of which the exchange has told for the first time."""
    await connection.execute(INSERT_CALL, call_id, now, message)


async def note_heard(connection: Connection, calls: Sequence[UUID], now: datetime) -> int:
    """Note that the exchange has told of these calls now; return how many are known."""
    return changed_rows(await connection.execute(NOTE_HEARD, list(calls), now))


async def load_instructions(
    connection: Connection, calls: Sequence[UUID]
) -> dict[UUID, Instruction]:
    """Return what the exchange does with each of these calls, as far as they are known."""
    rows = await connection.fetch(LIST_CALLS, list(calls))
    return {row["call_id"]: _instruction(row) for row in rows}


async def load_instruction(connection: Connection, call_id: UUID) -> Instruction | None:
    """Return what the exchange does with a call; None: it is not known."""
    return (await load_instructions(connection, [call_id])).get(call_id)


def _instruction(row: Mapping[str, Any]) -> Instruction:
    return instruct(row["state"], row["extension"], row["message"])
