"""How far the projections have come in each stream, and what they had seen at a moment.

Several workers handle batches of one stream at once, an event may wait for another attempt behind
later ones, and a dead letter is replayed years later: no sequence of a stream says which events
are applied. Two numbers say it together with the inbox:

- `sequence`: the newest sequence of the stream of which an event is applied. None after it is;
  one before it may still be in flight, be failing, or be set aside (`handling_failure`).
- `batch`: how many batches of the stream were applied. A batch takes its number first in its
  commit and holds the row until it is over, so the numbers follow the order of the commits. The
  inbox keeps the number with each event (0: applied before there were numbers).

What the projections had seen at a moment is therefore: the events in the inbox whose `batch` is at
most that of the moment. That stays true whatever is delivered, replayed or renumbered later.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import orjson
from shared.database import Connection

# $2 is 0 for a replay: its place in the stream is not told.
NUMBER_BATCH = """
INSERT INTO public.projection_position AS known (stream, sequence, batch) VALUES ($1, $2, 1)
ON CONFLICT (stream) DO UPDATE
SET sequence = greatest(known.sequence, excluded.sequence), batch = known.batch + 1
RETURNING batch
"""
# The lock comes before the snapshot: a swap of the tables is then wholly before it, or waits.
SEE_ONE_MOMENT = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
LOCK TABLE public.projection_position IN ACCESS SHARE MODE
"""
SELECT_POSITIONS = "SELECT stream, sequence, batch FROM public.projection_position ORDER BY stream"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a stream is applied: its newest applied sequence, and its number of batches."""

    sequence: int
    batch: int


Seen = Mapping[str, Position]


async def number_batch(connection: Connection, stream: str, newest: int) -> int:
    """Return the number of the batch that this commit applies, and advance the position."""
    number: int = await connection.fetchval(NUMBER_BATCH, stream, newest)
    return number


async def seen(connection: Connection) -> Seen:
    """Return what the projections have seen, by stream; the transaction sees just that to its end.

    Must be the first thing that a transaction asks: it makes it REPEATABLE READ, and PostgreSQL
    refuses that after another statement. The live consumers go on meanwhile; a swap waits.
    """
    await connection.execute(SEE_ONE_MOMENT)
    return await positions(connection)


async def positions(connection: Connection) -> Seen:
    """Return the position of each stream of which a batch was applied."""
    rows = await connection.fetch(SELECT_POSITIONS)
    return {row["stream"]: Position(row["sequence"], row["batch"]) for row in rows}


def write_seen(seen: Seen) -> str:
    """Return what was seen as JSON: `{"CONTACTS": {"batch": 12, "sequence": 4711}, ...}`."""
    told = {stream: asdict(position) for stream, position in seen.items()}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()


def read_seen(text: str) -> Seen:
    """Return what `write_seen` wrote."""
    return {stream: Position(**position) for stream, position in orjson.loads(text).items()}
