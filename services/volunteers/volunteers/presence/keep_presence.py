"""Keep who is, and was, at the desk by which shift."""

from collections.abc import Sequence
from typing import Any

from shared.database import Connection
from shared.events.contacts import ListenerAbsent
from shared.events.envelope import Envelope

# An event that a later one overtook still says when they were there.
UPSERT_PRESENCE = """
INSERT INTO presence AS known (shift_id, volunteer_id, location_id, first_at, last_at, is_present,
    sequence)
SELECT shift_id, volunteer_id, (array_agg(location_id ORDER BY sequence DESC))[1], min(at), max(at),
    (array_agg(is_present ORDER BY sequence DESC))[1], max(sequence)
FROM unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[], $6::text[]
) AS told (shift_id, volunteer_id, location_id, at, is_present, sequence)
GROUP BY shift_id, volunteer_id ORDER BY shift_id, volunteer_id
ON CONFLICT (shift_id, volunteer_id) DO UPDATE SET
    first_at = LEAST(known.first_at, excluded.first_at),
    last_at = GREATEST(known.last_at, excluded.last_at),
    is_present = CASE WHEN known.sequence < excluded.sequence THEN excluded.is_present
        ELSE known.is_present END,
    location_id = CASE WHEN known.sequence < excluded.sequence THEN excluded.location_id
        ELSE known.location_id END,
    sequence = GREATEST(known.sequence, excluded.sequence)
"""


async def keep_presence(connection: Connection, events: Sequence[Envelope[Any]]) -> None:
    """Upsert what `listener_present` and `listener_absent` say."""
    rows = [
        (
            event.data.shift_id, event.data.volunteer_id, event.data.location_id, event.data.at,
            not isinstance(event.data, ListenerAbsent), event.sequence,
        )
        for event in events
    ]  # fmt: skip
    await connection.execute(UPSERT_PRESENCE, *zip(*rows, strict=True))
