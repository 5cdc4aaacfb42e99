"""The queue as it is stored: lock it, read it, save it.

Whoever changes the queue locks it first, the whole of it, and routes before the commit
(`route_attempts`). Decisions are serial then: two processes never give one help seeker to two
listeners, and nobody waits at a commit whom a fitting listener could take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Channel
from shared.refusals import NotFound

from contacts.duty.rules import GRACE
from contacts.queue.rules.lifecycle import Attempt
from contacts.queue.rules.routing import Listener

# A process that stands still with the queue in its hand is cut off before others give up.
STANDSTILL_SECONDS = 8
LOCK_QUEUE = f"""
SELECT set_config('idle_in_transaction_session_timeout', '{STANDSTILL_SECONDS}s', true),
    pg_advisory_xact_lock(hashtextextended('contacts.queue', 0))
"""
TRY_TIME = "SELECT pg_try_advisory_xact_lock(hashtextextended('contacts.time', 0))"
FIELDS = tuple(each.name for each in fields(Attempt))
COLUMNS = ", ".join(FIELDS)
FIND_ATTEMPT = f"SELECT {COLUMNS} FROM attempt WHERE attempt_id = $1"  # noqa: S608
# A help seeker whose browser is gone keeps the place, and is offered to nobody meanwhile. A letter
# is taken from the work list.
LIST_WAITING = f"""
SELECT {COLUMNS}, replica_id FROM attempt
WHERE state = 'waiting' AND gone_at IS NULL AND channel <> 'email'
"""  # noqa: S608
LIST_WAITING_LINES = """
SELECT DISTINCT channel, line FROM attempt
WHERE state = 'waiting' AND gone_at IS NULL AND channel <> 'email'
"""
LIST_NEXT_WAITING = f"""
{LIST_WAITING} ORDER BY given_back DESC, arrived_at, attempt_id LIMIT $1
"""
# Whatever routing looks at is the same in a group, but for who has passed.
LIST_NEXT_OF_EACH_KIND = f"""
SELECT {COLUMNS}, replica_id FROM (
    SELECT *, row_number() OVER (
        PARTITION BY channel, line, line_location_id, replica_id, surge_id
        ORDER BY given_back DESC, arrived_at, attempt_id
    ) AS place
    FROM attempt WHERE state = 'waiting' AND gone_at IS NULL AND channel <> 'email'
) AS attempt WHERE place <= $1
"""  # noqa: S608
UPDATE_ATTEMPT = """
UPDATE attempt SET state = $2, given_back = $3, passed = $4, offered_to = $5, offered_at = $6,
    answered_by = $7, answered_at = $8, wait_seconds = $9, ended_at = $10, ended_by = $11,
    continued = $12
WHERE attempt_id = $1
"""
# A shift counts with the grace of registration: a listener may come early, and stay on.
LIST_LISTENERS = f"""
SELECT desk.volunteer_id, listener.location_id AS home_id, shift.location_id, listener.role,
    desk.state, desk.gone_at IS NULL AS connected, listener.lines,
    CASE WHEN listener.suspended THEN '{{}}' ELSE listener.channels END AS admitted,
    shift.channels AS shift_channels, desk.most_chats, desk.idle_since, desk.replica_id,
    desk.extension IS NOT NULL AS has_extension, shift.surge_id,
    place.taken AND NOT shift.cancelled AND $1 BETWEEN
        shift.starts_at - interval '{GRACE.seconds} s' AND shift.ends_at
        + interval '{GRACE.seconds} s' AS on_shift,
    held.telephone, held.chat
FROM desk
    JOIN listener USING (volunteer_id)
    JOIN shift USING (shift_id)
    JOIN place USING (shift_id, volunteer_id)
    LEFT JOIN (
        SELECT CASE state WHEN 'offered' THEN offered_to ELSE answered_by END AS volunteer_id,
            count(*) AS open, count(*) FILTER (WHERE channel = 'telephone') AS telephone,
            count(*) FILTER (WHERE channel = 'chat') AS chat
        FROM attempt WHERE state IN ('offered', 'answered') AND channel <> 'email' GROUP BY 1
    ) AS held USING (volunteer_id)
WHERE desk.state <> 'absent'
"""  # noqa: S608
# The rules decide: this only leaves out whom they give nothing, and who is no mentor to a trainee.
LIST_FREE = f"""
{LIST_LISTENERS} AND desk.state = 'present' AND desk.gone_at IS NULL
    AND (listener.role = 'mentor' OR coalesce(held.open, 0) < desk.most_chats)
"""
LIST_ONE = f"{LIST_LISTENERS} AND desk.volunteer_id = $2"
NOTE_IDLE = "UPDATE desk SET idle_since = $2 WHERE volunteer_id = $1"
LIST_ON_THE_BUS = "SELECT replica_id FROM replica WHERE on_the_bus"


class NoSuchAttempt(NotFound):
    """No attempt has this id, or it is long over."""


async def lock_queue(connection: Connection) -> None:
    """Let one transaction at a time change the queue."""
    await connection.execute(LOCK_QUEUE)


async def try_time(connection: Connection) -> bool:
    """Return whether nobody else lets time pass now; then others leave it to this transaction."""
    free: bool = await connection.fetchval(TRY_TIME)
    return free


async def load_attempt(connection: Connection, attempt_id: UUID) -> Attempt:
    """Return an attempt; raises NoSuchAttempt. The queue is locked."""
    row = await connection.fetchrow(FIND_ATTEMPT, attempt_id)
    if row is None:
        raise NoSuchAttempt("there is no such attempt: it may be over since long")
    return attempt_of(row)


async def load_waiting(connection: Connection) -> list[tuple[Attempt, UUID | None]]:
    """Return the attempts that wait and whose help seeker is there, each with its process."""
    rows = await connection.fetch(LIST_WAITING)
    return [(attempt_of(row), row["replica_id"]) for row in rows]


async def load_waiting_lines(connection: Connection) -> list[tuple[Channel, str]]:
    """Return the channels and lines of `load_waiting`."""
    rows = await connection.fetch(LIST_WAITING_LINES)
    return [(row["channel"], row["line"]) for row in rows]


async def load_next_waiting(connection: Connection, most: int) -> list[tuple[Attempt, UUID | None]]:
    """Return the first so many of `load_waiting`."""
    rows = await connection.fetch(LIST_NEXT_WAITING, most)
    return [(attempt_of(row), row["replica_id"]) for row in rows]


async def load_next_of_each_kind(
    connection: Connection, most: int
) -> list[tuple[Attempt, UUID | None]]:
    """Return the first so many of `load_waiting`, of each kind that routing tells apart."""
    rows = await connection.fetch(LIST_NEXT_OF_EACH_KIND, most)
    return [(attempt_of(row), row["replica_id"]) for row in rows]


async def load_free_listeners(connection: Connection, now: datetime) -> list[Listener]:
    """Return those of `load_listeners` who may get something now, and the mentors present."""
    rows = await connection.fetch(LIST_FREE, now)
    return [_listener(row) for row in rows if row["role"] and row["shift_channels"]]


async def load_one_listener(
    connection: Connection, volunteer_id: UUID, now: datetime
) -> list[Listener]:
    """Return this one of `load_listeners`, if it is one."""
    rows = await connection.fetch(LIST_ONE, now, volunteer_id)
    return [_listener(row) for row in rows if row["role"] and row["shift_channels"]]


async def load_listeners(connection: Connection, now: datetime) -> list[Listener]:
    """Return the listeners at their desks. One of whom too little was told is not among them."""
    rows = await connection.fetch(LIST_LISTENERS, now)
    return [_listener(row) for row in rows if row["role"] and row["shift_channels"]]


async def load_on_the_bus(connection: Connection) -> list[UUID]:
    """Return the processes that have the bus."""
    return [row["replica_id"] for row in await connection.fetch(LIST_ON_THE_BUS)]


async def save_attempts(connection: Connection, attempts: Sequence[Attempt]) -> None:
    """Save the attempts as they now are."""
    await connection.executemany(UPDATE_ATTEMPT, [_row(attempt) for attempt in attempts])


async def note_idle(connection: Connection, volunteer_id: UUID | None, now: datetime) -> None:
    """Note that a listener has one attempt less, for "longest idle first"."""
    if volunteer_id is not None:
        await connection.execute(NOTE_IDLE, volunteer_id, now)


def attempt_of(row: Mapping[str, Any]) -> Attempt:
    """Return an attempt from a row that has its columns."""
    known = {name: row[name] for name in FIELDS}
    known["passed"] = tuple(known["passed"])
    return Attempt(**known)


def _row(attempt: Attempt) -> tuple[Any, ...]:
    return (
        attempt.attempt_id, attempt.state, attempt.given_back, list(attempt.passed),
        attempt.offered_to, attempt.offered_at, attempt.answered_by, attempt.answered_at,
        attempt.wait_seconds, attempt.ended_at, attempt.ended_by, attempt.continued,
    )  # fmt: skip


def _listener(row: Mapping[str, Any]) -> Listener:
    held = {channel: row[channel] or 0 for channel in ("telephone", "chat")}
    return Listener(
        volunteer_id=row["volunteer_id"],
        location_id=row["location_id"] or row["home_id"],
        role=row["role"],
        state=row["state"],
        connected=row["connected"],
        on_shift=row["on_shift"],
        admitted=frozenset(row["admitted"] or ()),
        shift_channels=frozenset(row["shift_channels"]),
        lines=frozenset(row["lines"] or ()),
        most_chats=row["most_chats"],
        idle_since=row["idle_since"],
        open={channel: count for channel, count in held.items() if count},
        replica_id=row["replica_id"],
        has_extension=row["has_extension"],
        surge_id=row["surge_id"],
    )
