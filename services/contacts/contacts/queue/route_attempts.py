"""Offer what waits to whom it fits, and miss that for which nobody is on duty."""

from datetime import datetime

from shared.database import Connection

from contacts.queue.miss_attempts import miss_attempts
from contacts.queue.rules.lifecycle import find_nobody, offer
from contacts.queue.rules.routing import asked_of, is_on_duty, match, surroundings
from contacts.queue.stored_queue import load_listeners, load_on_the_bus, load_waiting

UPDATE_OFFERS = """
UPDATE attempt SET state = 'offered', offered_to = told.volunteer_id, offered_at = $3
FROM unnest($1::uuid[], $2::uuid[]) AS told (attempt_id, volunteer_id)
WHERE attempt.attempt_id = told.attempt_id
"""


async def route_attempts(connection: Connection, now: datetime) -> int:
    """Offer the attempts that wait, as `match` says; return how many were offered.

    The queue is locked. Whom nobody is on duty for is missed: `contact_missed` with no_listener.
    """
    waiting = await load_waiting(connection)
    if not waiting:
        return 0
    listeners = await load_listeners(connection, now)
    around = surroundings(listeners, await load_on_the_bus(connection))
    matched = match(waiting, listeners, around)
    if matched:
        offered = [(offer(attempt, to, now).attempt_id, to) for attempt, to in matched]
        await connection.execute(UPDATE_OFFERS, *map(list, zip(*offered, strict=True)), now)
    got = {attempt.attempt_id for attempt, _ in matched}
    lost = [
        find_nobody(attempt, now)
        for attempt, replica_id in waiting
        if attempt.attempt_id not in got
        and not any(is_on_duty(asked_of(attempt, replica_id), one, around) for one in listeners)
    ]
    await miss_attempts(connection, lost, now)
    return len(matched)
