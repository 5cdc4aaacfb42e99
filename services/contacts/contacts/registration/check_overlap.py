"""Check that a listener is in one telephone conversation at a time."""

from datetime import datetime

from shared.database import Connection

from contacts.registration.rules import LONGEST, TelephoneContact, check_one_at_a_time
from contacts.registration.views import ContactView

# Found by the index `contact_on_telephone`: how many contacts a volunteer has costs nothing.
FIND_OVERLAPPING = f"""
SELECT contact_id, started_at, ended_at FROM contact
WHERE channel = 'telephone' AND volunteer_id = $1
    AND started_at < $3 AND started_at > $2::timestamptz - interval '{LONGEST.total_seconds()} s'
    AND ended_at > $2 AND contact_id <> $4
ORDER BY started_at
"""  # noqa: S608


async def check_overlap(connection: Connection, contact: ContactView, now: datetime) -> None:
    """Refuse a telephone contact that overlaps another one of its volunteer.

    The volunteer is locked (`verify_duty`): what is found here holds until the commit. Raises
    TelephoneContactsOverlap.
    """
    if contact.channel != "telephone":
        return
    rows = await connection.fetch(
        FIND_OVERLAPPING,
        contact.volunteer_id,
        contact.started_at,
        contact.ended_at,
        contact.contact_id,
    )
    others = [
        TelephoneContact(row["contact_id"], row["started_at"], row["ended_at"]) for row in rows
    ]
    check_one_at_a_time(contact.started_at, contact.ended_at, others, now)
