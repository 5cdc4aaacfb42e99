"""Settle the contacts that waited for a shift, an admission or a location."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.outbox import outbox_row, record

from contacts.duty.verify_duty import ON_SHIFT
from contacts.registration.told import corrected
from contacts.registration.views import contact_view
from contacts.tables import Contact

VERIFY_CONTACTS = f"""
UPDATE contact SET duty_verified = true, version = version + 1
WHERE contact_id IN (
    SELECT contact_id FROM contact
    WHERE NOT duty_verified AND (volunteer_id = ANY ($1::uuid[])
        OR answered_at_location_id = ANY ($2::uuid[]) OR line_location_id = ANY ($2::uuid[]))
    AND EXISTS (SELECT FROM listener WHERE listener.volunteer_id = contact.volunteer_id)
    AND EXISTS (SELECT FROM location WHERE location_id = answered_at_location_id)
    AND (line_location_id IS NULL
        OR EXISTS (SELECT FROM location WHERE location_id = line_location_id))
    AND {ON_SHIFT}
    ORDER BY contact_id FOR UPDATE
)
RETURNING *
"""  # noqa: S608


async def settle_contacts(
    connection: Connection, volunteers: Sequence[UUID], locations: Sequence[UUID], now: datetime
) -> None:
    """Verify the contacts that waited for these, and tell `contact_corrected` of each.

    The volunteers and locations are locked: `keep_duty` did so in this transaction.
    """
    rows = await connection.fetch(VERIFY_CONTACTS, volunteers, locations)
    contacts = [contact_view(Contact(**dict(row))) for row in rows]
    await record(
        connection,
        *(
            outbox_row(corrected(one), aggregate_id=one.contact_id, version=one.version, now=now)
            for one in contacts
        ),
    )
