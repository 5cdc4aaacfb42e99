"""Keep which contacts were heavy for their listener, and let a mentor call.

The newest event of a contact decides. A correction that takes it back is kept also where nothing is
known of the contact, so that an event that comes late does not bring it back.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.database import Connection
from shared.events.contacts import ContactCorrected
from shared.events.envelope import Envelope

from volunteers.aftercare.ask_mentors import ask_mentors
from volunteers.amsterdam import day_of
from volunteers.notices.withdraw_notices import withdraw_notices

# Another volunteer by a correction: another mentor, and no call yet. Not heavy: nobody calls.
UPSERT_AFTER_CARE = """
INSERT INTO after_care AS known (contact_id, volunteer_id, contact_day, heavy, sequence)
SELECT DISTINCT ON (contact_id) * FROM unnest(
    $1::uuid[], $2::uuid[], $3::date[], $4::boolean[], $5::text[]
) AS told (contact_id, volunteer_id, contact_day, heavy, sequence)
ORDER BY contact_id, sequence DESC
ON CONFLICT (contact_id) DO UPDATE SET volunteer_id = excluded.volunteer_id,
    contact_day = excluded.contact_day, heavy = excluded.heavy, sequence = excluded.sequence,
    mentor_id = CASE WHEN known.volunteer_id = excluded.volunteer_id
        AND (excluded.heavy OR known.called_on IS NOT NULL) THEN known.mentor_id END,
    called_on = CASE WHEN known.volunteer_id = excluded.volunteer_id THEN known.called_on END
WHERE known.sequence < excluded.sequence
RETURNING contact_id, heavy, mentor_id
"""


async def keep_heavy_contacts(
    connection: Connection, events: Sequence[Envelope[Any]], now: datetime
) -> None:
    """Upsert what `contact_handled` and `contact_corrected` say; a test call is never heavy.

    A correction to not heavy closes the call, and takes back what the mentor was not told yet.
    """
    rows = [
        (
            event.data.contact_id, event.data.volunteer_id, day_of(event.data.started_quarter),
            _is_heavy(event), event.sequence,
        )
        for event in events
        if _is_heavy(event) or isinstance(event.data, ContactCorrected)
    ]  # fmt: skip
    if not rows:
        return
    changed = await connection.fetch(UPSERT_AFTER_CARE, *zip(*rows, strict=True))
    nobody_calls = [row["contact_id"] for row in changed if not (row["heavy"] and row["mentor_id"])]
    await withdraw_notices(connection, "after_care", nobody_calls)
    heavy = sorted(row["contact_id"] for row in changed if row["heavy"])
    await ask_mentors(connection, heavy, now)


def _is_heavy(event: Envelope[Any]) -> bool:
    return bool(event.data.heavy and event.data.kind != "test")
