"""Keep which contacts were heavy for their listener.

The newest event of a contact decides. A correction that takes it back is kept also where nothing is
known of the contact, so that an event that comes late does not bring it back.
"""

from collections.abc import Sequence
from typing import Any

from shared.database import Connection
from shared.events.contacts import ContactCorrected
from shared.events.envelope import Envelope

from volunteers.amsterdam import day_of

UPSERT_AFTER_CARE = """
INSERT INTO after_care AS known (contact_id, volunteer_id, contact_day, heavy, sequence)
SELECT DISTINCT ON (contact_id) * FROM unnest(
    $1::uuid[], $2::uuid[], $3::date[], $4::boolean[], $5::text[]
) AS told (contact_id, volunteer_id, contact_day, heavy, sequence)
ORDER BY contact_id, sequence DESC
ON CONFLICT (contact_id) DO UPDATE SET volunteer_id = excluded.volunteer_id,
    contact_day = excluded.contact_day, heavy = excluded.heavy, sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""


async def keep_heavy_contacts(connection: Connection, events: Sequence[Envelope[Any]]) -> None:
    """Upsert what `contact_handled` and `contact_corrected` say; a test call is never heavy."""
    rows = [
        (
            event.data.contact_id, event.data.volunteer_id, day_of(event.data.started_quarter),
            _is_heavy(event), event.sequence,
        )
        for event in events
        if _is_heavy(event) or isinstance(event.data, ContactCorrected)
    ]  # fmt: skip
    if rows:
        await connection.execute(UPSERT_AFTER_CARE, *zip(*rows, strict=True))


def _is_heavy(event: Envelope[Any]) -> bool:
    return bool(event.data.heavy and event.data.kind != "test")
