"""Keep the surges that contacts declared and ended."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from shared.database import Connection
from shared.events.contacts import SurgeEnded
from shared.events.envelope import Envelope

from volunteers.surges.end_surges import end_surges

# The end says nothing of the beginning: until that is known, it began when it ended. Whom to ask
# next is decided by the task of surges, which looks at `next_wave_at`.
UPSERT_SURGES = """
INSERT INTO surge AS known (surge_id, line, region, since, until, listeners_wanted, sequence,
    next_wave_at, asked, accepted)
SELECT surge_id, (array_agg(line ORDER BY sequence DESC))[1],
    (array_agg(region ORDER BY sequence DESC))[1], min(at),
    (array_agg(until ORDER BY sequence DESC))[1],
    (array_agg(listeners_wanted ORDER BY sequence DESC))[1], max(sequence),
    CASE WHEN (array_agg(until ORDER BY sequence DESC))[1] IS NULL THEN min(at) END, 0, 0
FROM unnest(
    $1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::text[]
) AS told (surge_id, line, region, at, until, listeners_wanted, sequence)
GROUP BY surge_id ORDER BY surge_id
ON CONFLICT (surge_id) DO UPDATE SET
    since = LEAST(known.since, excluded.since),
    line = CASE WHEN known.sequence < excluded.sequence THEN excluded.line ELSE known.line END,
    region = CASE WHEN known.sequence < excluded.sequence THEN excluded.region
        ELSE known.region END,
    until = CASE WHEN known.sequence < excluded.sequence THEN excluded.until ELSE known.until END,
    listeners_wanted = CASE WHEN known.sequence < excluded.sequence THEN excluded.listeners_wanted
        ELSE known.listeners_wanted END,
    next_wave_at = CASE WHEN known.sequence < excluded.sequence THEN excluded.next_wave_at
        ELSE known.next_wave_at END,
    sequence = GREATEST(known.sequence, excluded.sequence)
"""


async def keep_surges(connection: Connection, events: Sequence[Envelope[Any]]) -> None:
    """Upsert what `surge_declared` and `surge_ended` say; an end withdraws what is being asked."""
    await connection.execute(UPSERT_SURGES, *zip(*map(_row, events), strict=True))
    await end_surges(connection, [event.data.surge_id for event in events], datetime.now(UTC))


def _row(event: Envelope[Any]) -> tuple[Any, ...]:
    surge = event.data
    until = surge.until if isinstance(surge, SurgeEnded) else None
    return (
        surge.surge_id, surge.line, surge.region, until or surge.since, until,
        surge.listeners_wanted, event.sequence,
    )  # fmt: skip
