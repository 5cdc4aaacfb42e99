"""Offer what waits to whom it fits, and miss that for which nobody is on duty."""

from collections.abc import Sequence
from datetime import datetime

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
    load_first_waiting,
    load_free_listeners,
    load_listeners,
    load_on_the_bus,
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
    matched = []
    if seats := count_seats(free, around):
        waiting = await load_first_waiting(connection, seats)
        matched = match(waiting, free, around)
    if matched:
        offered = [(offer(attempt, to, now).attempt_id, to) for attempt, to in matched]
        await connection.execute(UPDATE_OFFERS, *map(list, zip(*offered, strict=True)), now)
    await _miss(connection, lines, free, around, now)
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
