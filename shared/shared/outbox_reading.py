"""The reader of the outbox: it remembers how far the outbox is settled and skips that part.

A sent row leaves the index of waiting rows only at a vacuum, which an old snapshot (a backup, a
long report) delays. Until then a scan from the beginning reads all of them.
"""

import asyncio
from dataclasses import dataclass, field

from shared.database import Connection
from shared.publishing import Row

BATCH = 500
REFRESH_SECONDS = 1.0
FROM_START_SECONDS = 60.0
RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0)

IS_WAITING = "sent_at IS NULL AND refused IS NULL"
WAITING = f"SELECT id, event_id, subject, headers, data FROM outbox WHERE {IS_WAITING}"  # noqa: S608
NEXT = f"{WAITING} AND id > $1 AND NOT subject ^@ ANY ($2::text[]) ORDER BY id LIMIT $3"
FIRST_OF_LANE = f"{WAITING} AND id > $1 AND subject ^@ $2 ORDER BY id LIMIT 1"
# ORDER BY and LIMIT, not EXISTS: without statistics EXISTS may scan the whole table.
NOTHING_UNSENT = f"""
SELECT (SELECT id FROM outbox WHERE {IS_WAITING} AND id > $1 ORDER BY id LIMIT 1) IS NULL
    AND (SELECT id FROM outbox WHERE refused IS NOT NULL ORDER BY id LIMIT 1) IS NULL
"""  # noqa: S608
NEWEST = "SELECT last_value - (NOT is_called)::int FROM outbox_id_seq"
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = 'outbox'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass
class Held:
    """A lane whose stream refuses now: its position, its failures, and the time of the next try."""

    floor: int
    failures: int
    again_at: float


@dataclass
class Reading:
    """Where the next scan begins, and what it leaves out.

    Every event up to `floor` is settled: on the bus, parked, or in a lane that is held. A lane is
    the prefix of the subjects of one stream. Every id up to `final` belongs to a transaction that
    has ended, so no lower id can appear; ids up to `newest` may appear while `writers` run.
    `answered` tells whether the bus answered the last publication.
    """

    floor: int = 0
    final: int = 0
    held: dict[str, Held] = field(default_factory=dict)
    answered: bool = True
    newest: int = 0
    writers: set[str] = field(default_factory=set)
    refresh_at: float = 0.0
    from_start_at: float = 0.0

    def hold(self, lane: str, floor: int, now: float) -> None:
        """Leave a lane out for a while, longer after each failure."""
        failures = self.held[lane].failures + 1 if lane in self.held else 1
        delay = RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1]
        self.held[lane] = Held(floor, failures, now + delay)

    def release(self, lane: str) -> None:
        """Read a lane again, from its position."""
        self.floor = min(self.floor, self.held.pop(lane).floor)

    def settle(self, rows: list[Row]) -> None:
        """Begin the next scan behind these rows, all that were found since the floor.

        An id that is not final yet may still appear among them.
        """
        reach = rows[-1]["id"] if len(rows) == BATCH else self.final
        self.floor = max(self.floor, min(self.final, reach))


def lane_of(subject: str) -> str:
    """Return the beginning of a subject that it shares with those of its stream only."""
    words = subject.split(".")
    return ".".join(words[: 2 if words[0] == "partners" else 1]) + "."


async def next_rows(connection: Connection, reading: Reading) -> list[Row]:
    """Return up to 500 waiting rows in order, without the lanes that are held."""
    return list(await connection.fetch(NEXT, reading.floor, list(reading.held), BATCH))


async def first_of_lane(connection: Connection, lane: str, held: Held) -> list[Row]:
    """Return the first waiting row of a lane, if there is one."""
    return list(await connection.fetch(FIRST_OF_LANE, held.floor, lane))


async def refresh(connection: Connection, reading: Reading) -> None:
    """Update `final` each second; each minute begin again at the start.

    A transaction that records an event holds a lock on the table from before it takes an id until
    its end. So every id that was taken before the locks were read is final once their holders have
    ended. The scan from the start finds old rows that a person changed by hand.
    """
    now = asyncio.get_running_loop().time()
    if now < reading.refresh_at:
        return
    reading.refresh_at = now + REFRESH_SECONDS
    newest = await connection.fetchval(NEWEST)
    writing = {row["virtualtransaction"] for row in await connection.fetch(WRITERS)}
    reading.writers &= writing
    if not reading.writers:
        reading.final = reading.newest
        reading.newest, reading.writers = newest, writing
    if now > reading.from_start_at:
        reading.floor, reading.from_start_at = 0, now + FROM_START_SECONDS
