"""A help seeker joins the queue, comes back to it, and leaves it.

The token is the only thing by which a help seeker is known. It is used once: coming back gives a
new one, and the old one is void as soon as the browser says that it keeps the new one.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.vocabulary import Channel, Line
from shared.refusals import Refusal

from contacts.queue.keep_connections import Socket
from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.route_attempts import route_attempts, route_to
from contacts.queue.rules.lifecycle import OPEN, Attempt, close, leave
from contacts.queue.stored_queue import load_attempt, lock_queue, note_idle

TOKEN_BYTES = 32
SEAL_BYTES = 32
INSERT_ATTEMPT = """
INSERT INTO attempt (attempt_id, channel, line, line_location_id, state, arrived_at, contact_id,
    token_hash, seal, connection_id, replica_id, surge_id)
VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9, $10, $11)
"""
# Locked: `keep_token` may be about to void the token.
LOCK_OPEN_ATTEMPT = """
SELECT attempt_id, seal, state FROM attempt
WHERE (token_hash = $1 OR next_token_hash = $1) AND state IN ('waiting', 'offered', 'answered')
FOR UPDATE
"""
GIVE_NEXT = """
UPDATE attempt SET token_hash = $2, next_token_hash = $3, connection_id = $4, replica_id = $5,
    gone_at = NULL
WHERE attempt_id = $1
"""
KEEP_NEXT = """
UPDATE attempt SET token_hash = next_token_hash, next_token_hash = NULL
WHERE attempt_id = $1 AND connection_id = $2 AND next_token_hash IS NOT NULL
"""
GONE = "this chat is over, or was opened elsewhere: begin a new one"
IS_CLOSED = "SELECT EXISTS (SELECT FROM closed_channel WHERE channel = $1)"


class TokenUnknown(Refusal):
    """The token belongs to no attempt that is open, or was used before."""

    status = 404


@dataclass(frozen=True, slots=True)
class Joined:
    """An attempt as its help seeker's process knows it: the token to keep, and the seal."""

    attempt_id: UUID
    token: str
    seal: bytes


async def join_queue(
    connection: Connection,
    channel: Channel,
    line: Line,
    socket: Socket,
    now: datetime,
    *,
    surge_id: UUID | None = None,
) -> Joined:
    """Put a help seeker at the end of the queue, and offer the attempt if it fits anybody.

    `surge_id` is that of the accident or disaster line by which the help seeker came. Where the
    channel is closed, or nobody is on duty, the attempt is missed at once: `contact_missed`.
    """
    await lock_queue(connection)
    joined = Joined(uuid4(), secrets.token_urlsafe(TOKEN_BYTES), secrets.token_bytes(SEAL_BYTES))
    attempt = Attempt(joined.attempt_id, channel, line, None, now, surge_id=surge_id)
    await connection.execute(
        INSERT_ATTEMPT, attempt.attempt_id, channel, line, None, now, uuid4(),
        _hash(joined.token), joined.seal, socket.connection_id, socket.replica_id, surge_id,
    )  # fmt: skip
    if await connection.fetchval(IS_CLOSED, channel):
        await miss_attempts(connection, [close(attempt, now)], now)
    await route_attempts(connection, now)
    return joined


async def return_to_chat(connection: Connection, token: str, socket: Socket) -> Joined | None:
    """Let a help seeker come back to a chat that is open; None: it waits, see `rejoin_queue`.

    That changes nothing of the queue, so that it takes no lock of it: after the loss of a process
    many come back at once. Raises TokenUnknown.
    """
    row = await connection.fetchrow(LOCK_OPEN_ATTEMPT, _hash(token))
    if row is None:
        raise TokenUnknown(GONE)
    return await _renew(connection, row, token, socket) if row["state"] == "answered" else None


async def rejoin_queue(connection: Connection, token: str, socket: Socket, now: datetime) -> Joined:
    """Let a help seeker come back, with a new token; raises TokenUnknown."""
    await lock_queue(connection)
    row = await connection.fetchrow(LOCK_OPEN_ATTEMPT, _hash(token))
    if row is None:
        raise TokenUnknown(GONE)
    joined = await _renew(connection, row, token, socket)
    await route_attempts(connection, now)
    return joined


async def keep_token(connection: Connection, attempt_id: UUID, connection_id: UUID) -> None:
    """Make the token before void: the browser keeps the new one."""
    await connection.execute(KEEP_NEXT, attempt_id, connection_id)


async def leave_queue(connection: Connection, attempt_id: UUID, now: datetime) -> None:
    """End the chat, or leave the queue, as the help seeker asks; nothing if it is over."""
    await lock_queue(connection)
    attempt = await load_attempt(connection, attempt_id)
    if attempt.state in OPEN:
        await miss_attempts(connection, [leave(attempt, "seeker", now)], now)
        await note_idle(connection, attempt.listener, now)
        await route_to(connection, attempt.listener, now)


async def _renew(
    connection: Connection, row: Mapping[str, Any], token: str, socket: Socket
) -> Joined:
    new = secrets.token_urlsafe(TOKEN_BYTES)
    await connection.execute(
        GIVE_NEXT, row["attempt_id"], _hash(token), _hash(new), socket.connection_id,
        socket.replica_id,
    )  # fmt: skip
    return Joined(row["attempt_id"], new, row["seal"])


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
