"""Offer what waits to whom it fits, and miss that for which nobody is on duty."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Channel

from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.rules.lifecycle import find_nobody, offer
from contacts.queue.rules.routing import (
    Asked,
    Listener,
    Surroundings,
    count_seats,
    is_on_duty,
    match,
    surroundings,
)
from contacts.queue.stored_queue import (
    load_free_listeners,
    load_listeners,
    load_next_of_each_kind,
    load_next_waiting,
    load_on_the_bus,
    load_one_listener,
    load_waiting,
    load_waiting_lines,
)

UPDATE_OFFERS = """
UPDATE attempt SET state = 'offered', offered_to = told.volunteer_id, offered_at = $3
FROM unnest($1::uuid[], $2::uuid[]) AS told (attempt_id, volunteer_id)
WHERE attempt.attempt_id = told.attempt_id
"""


async def route_attempts(connection: Connection, now: datetime) -> int:
    """Offer the attempts that wait, as `match` says; return how many were offered.

    The queue is locked. Whom nobody is on duty for is missed: `contact_missed` with no_listener.
    """
    lines = await load_waiting_lines(connection)
    if not lines:
        return 0
    free = await load_free_listeners(connection, now)
    around = surroundings(free, await load_on_the_bus(connection))
    offered = await _offer(connection, free, around, now)
    await _miss(connection, lines, free, around, now)
    return offered


async def route_to(connection: Connection, volunteer_id: UUID | None, now: datetime) -> int:
    """Offer what waits to the listener who has one attempt less; return how much was offered.

    The same as `route_attempts` where nothing else has changed: nobody else can take more than
    before. The queue is locked.
    """
    if volunteer_id is None:
        return 0
    free = await load_one_listener(connection, volunteer_id, now)
    if any(one.role == "trainee" for one in free):  # the mentors matter
        return await route_attempts(connection, now)
    return await _offer(
        connection, free, surroundings(free, await load_on_the_bus(connection)), now
    )


async def _offer(
    connection: Connection, free: Sequence[Listener], around: Surroundings, now: datetime
) -> int:
    """Offer to those who are free. As many as there are seats mostly fit, the first ones."""
    seats = count_seats(free, around)
    if not seats:
        return 0
    waiting = await load_next_waiting(connection, seats)
    matched = match(waiting, free, around)
    if len(matched) < seats == len(waiting):
        matched = match(await load_next_of_each_kind(connection, seats), free, around)
    if matched:
        offered = [(offer(attempt, to, now).attempt_id, to) for attempt, to in matched]
        await connection.execute(UPDATE_OFFERS, *map(list, zip(*offered, strict=True)), now)
    return len(matched)


async def _miss(
    connection: Connection,
    lines: Sequence[tuple[Channel, str]],
    free: Sequence[Listener],
    around: Surroundings,
    now: datetime,
) -> None:
    """Miss those for whose line nobody is on duty. Those who are busy are only read if need be."""
    unsure = [line for line in lines if not _is_on_duty(line, free, around)]
    if not unsure:
        return
    listeners = await load_listeners(connection, now)
    nobody = {line for line in unsure if not _is_on_duty(line, listeners, around)}
    if nobody:
        waiting = [attempt for attempt, _ in await load_waiting(connection)]
        lost = [one for one in waiting if (one.channel, one.line) in nobody]
        await miss_attempts(connection, [find_nobody(one, now) for one in lost], now)


def _is_on_duty(
    line: tuple[Channel, str], listeners: Sequence[Listener], around: Surroundings
) -> bool:
    asked = Asked(*line, line_location_id=None, replica_id=None)
    return any(is_on_duty(asked, one, around) for one in listeners)
