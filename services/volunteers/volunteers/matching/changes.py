"""What has changed since matching looked last: by the outbox, and by the moments of changes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.database import Connection

# A row may be committed after one with a higher number: those of this time are read again.
OVERTAKING = timedelta(seconds=10)
MOST_ROWS = 5000

FIND_START = """
SELECT coalesce(min(id) - 1, (SELECT max(id) FROM outbox), 0) FROM outbox
WHERE recorded_at > clock_timestamp() - $1::interval AND id > (SELECT max(id) FROM outbox) - $2
"""
SELECT_ROWS = """
SELECT id, recorded_at < clock_timestamp() - $2::interval AS settled,
    (data::json ->> 'shiftId')::uuid AS shift_id,
    (data::json ->> 'volunteerId')::uuid AS volunteer_id
FROM outbox WHERE id > $1 AND subject ^@ 'volunteers.' ORDER BY id LIMIT $3
"""
SELECT_CHANGED = """
SELECT volunteer_id FROM availability WHERE changed_at > $1
UNION SELECT volunteer_id FROM absence WHERE changed_at > $1
UNION SELECT volunteer_id FROM offer
    WHERE answered_at > $1 AND answered_at < $1::timestamptz + interval '1 day'
"""
COUNT_ABSENCES = """
SELECT volunteer_id, count(*) AS absences FROM absence WHERE last_day >= $1 AND first_day <= $2
GROUP BY volunteer_id
"""


class TooMuchChanged(Exception):
    """More has changed than is read row by row: all is loaded anew."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the outbox is read: all up to `floor`, and `seen` beyond it."""

    floor: int
    looked_at: datetime
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changed:
    """Which volunteers and shifts are to be read again, and the position after that."""

    volunteers: set[UUID]
    shifts: set[UUID]
    position: Position


async def find_start(connection: Connection, now: datetime) -> Position:
    """Return the position from which to follow, before everything is loaded."""
    return Position(await connection.fetchval(FIND_START, OVERTAKING, MOST_ROWS), now)


async def read_changes(connection: Connection, before: Position, now: datetime) -> Changed:
    """Return what has changed since a position; raises `TooMuchChanged`."""
    rows = await connection.fetch(SELECT_ROWS, before.floor, OVERTAKING, MOST_ROWS)
    if len(rows) == MOST_ROWS:
        raise TooMuchChanged
    said = await connection.fetch(SELECT_CHANGED, before.looked_at - OVERTAKING)
    new = [row for row in rows if row["id"] not in before.seen]
    floor = max([before.floor, *(row["id"] for row in rows if row["settled"])])
    unsettled = frozenset(row["id"] for row in rows if not row["settled"])
    return Changed(
        {row["volunteer_id"] for row in [*new, *said] if row["volunteer_id"]},
        {row["shift_id"] for row in new if row["shift_id"]},
        Position(floor, now, unsettled),
    )


async def count_absences(connection: Connection, first: date, last: date) -> Counter[UUID]:
    """Return how often each is away in these days: an absence taken back leaves no other trace."""
    rows = await connection.fetch(COUNT_ABSENCES, first, last)
    return Counter({row["volunteer_id"]: row["absences"] for row in rows})
