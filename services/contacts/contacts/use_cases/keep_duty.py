"""Keep who is on duty, from what volunteers tells; settle contacts that waited for it.

Every row keeps the `sequence` of the event that it comes from, and only a later one replaces it:
the order in which events arrive does not matter.
"""

from datetime import datetime
from uuid import UUID

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    LocationOpened,
    ShiftFilled,
    ShiftOpened,
    VolunteerAdmitted,
)
from shared.outbox import outbox_row, record_all

from contacts.use_cases.register_contact import ON_SHIFT, corrected, lock_volunteer
from contacts.views import ContactView

SETTLE = f"""
UPDATE contact SET duty_verified = true, version = version + 1
WHERE volunteer_id = $1 AND NOT duty_verified
AND EXISTS (SELECT FROM listener WHERE volunteer_id = $1)
AND EXISTS (SELECT FROM location WHERE location_id = answered_at_location_id)
AND (line_location_id IS NULL
    OR EXISTS (SELECT FROM location WHERE location_id = line_location_id))
AND {ON_SHIFT.format(started_at="contact.started_at")}
RETURNING *
"""  # noqa: S608


async def keep_location(connection: Connection, event: Envelope[LocationOpened]) -> None:
    """Keep that a location exists."""
    await connection.execute(
        "INSERT INTO location AS known VALUES ($1, $2) ON CONFLICT (location_id) DO UPDATE"
        " SET sequence = excluded.sequence WHERE known.sequence < excluded.sequence",
        event.data.location_id,
        event.sequence,
    )


async def keep_listener(
    connection: Connection, event: Envelope[VolunteerAdmitted], now: datetime
) -> None:
    """Keep that a volunteer was admitted."""
    await lock_volunteer(connection, event.data.volunteer_id)
    await connection.execute(
        "INSERT INTO listener AS known VALUES ($1, $2) ON CONFLICT (volunteer_id) DO UPDATE"
        " SET sequence = excluded.sequence WHERE known.sequence < excluded.sequence",
        event.data.volunteer_id,
        event.sequence,
    )
    await _settle_contacts(connection, event.data.volunteer_id, now)


async def keep_place(
    connection: Connection, event: Envelope[ShiftFilled], now: datetime, *, taken: bool
) -> None:
    """Keep that a place of a shift was taken or given back, and the shift as it now is."""
    volunteer_id = event.data.volunteer_id
    await lock_volunteer(connection, volunteer_id)
    await keep_shift(connection, event, cancelled=False)
    await connection.execute(
        "INSERT INTO place AS known VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (volunteer_id, shift_id) DO UPDATE"
        " SET taken = excluded.taken, sequence = excluded.sequence"
        " WHERE known.sequence < excluded.sequence",
        event.data.shift_id,
        volunteer_id,
        taken,
        event.sequence,
    )
    await _settle_contacts(connection, volunteer_id, now)


async def keep_shift(
    connection: Connection, event: Envelope[ShiftOpened], *, cancelled: bool
) -> None:
    """Keep a shift as it now is."""
    await connection.execute(
        "INSERT INTO shift AS known VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (shift_id) DO UPDATE SET starts_at = excluded.starts_at,"
        " ends_at = excluded.ends_at, cancelled = excluded.cancelled,"
        " sequence = excluded.sequence WHERE known.sequence < excluded.sequence",
        event.data.shift_id,
        event.data.starts_at,
        event.data.ends_at,
        cancelled,
        event.sequence,
    )


async def _settle_contacts(connection: Connection, volunteer_id: UUID, now: datetime) -> None:
    """Verify the contacts that waited for this volunteer's shift, and tell it."""
    rows = await connection.fetch(SETTLE, volunteer_id)
    contacts = [ContactView.model_validate(dict(row)) for row in rows]
    events = [
        outbox_row(corrected(contact), aggregate_id=contact.contact_id, version=contact.version,
                   now=now)
        for contact in contacts
    ]  # fmt: skip
    if events:
        await record_all(connection, events)
