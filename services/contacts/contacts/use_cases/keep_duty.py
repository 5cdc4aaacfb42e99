"""Keep who is on duty, from what volunteers tells; settle contacts that waited for it.

Every row keeps the `sequence` of the event that it comes from, and only a later one replaces it:
the order in which events arrive does not matter. Several workers keep batches at the same time:
each takes all its locks at once and sorted, so that they wait for each other and never deadlock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.contacts import ContactCorrected
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
)
from shared.outbox import outbox_row, record

from contacts.use_cases.register_contact import ON_SHIFT, corrected, lock_duty
from contacts.views import ContactView

KEEP_LOCATIONS = """
INSERT INTO location AS known (location_id, sequence)
SELECT DISTINCT ON (id) id, sequence FROM unnest($1::uuid[], $2::text[]) AS told (id, sequence)
ORDER BY id, sequence DESC
ON CONFLICT (location_id) DO UPDATE SET sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
KEEP_LISTENERS = """
INSERT INTO listener AS known (volunteer_id, sequence)
SELECT DISTINCT ON (id) id, sequence FROM unnest($1::uuid[], $2::text[]) AS told (id, sequence)
ORDER BY id, sequence DESC
ON CONFLICT (volunteer_id) DO UPDATE SET sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
KEEP_SHIFTS = """
INSERT INTO shift AS known (shift_id, starts_at, ends_at, cancelled, sequence)
SELECT DISTINCT ON (shift_id) * FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::boolean[], $5::text[]
) AS told (shift_id, starts_at, ends_at, cancelled, sequence)
ORDER BY shift_id, sequence DESC
ON CONFLICT (shift_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    cancelled = excluded.cancelled, sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
KEEP_PLACES = """
INSERT INTO place AS known (shift_id, volunteer_id, taken, sequence)
SELECT DISTINCT ON (volunteer_id, shift_id) * FROM unnest(
    $1::uuid[], $2::uuid[], $3::boolean[], $4::text[]
) AS told (shift_id, volunteer_id, taken, sequence)
ORDER BY volunteer_id, shift_id, sequence DESC
ON CONFLICT (volunteer_id, shift_id) DO UPDATE SET taken = excluded.taken,
    sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
SETTLE_CONTACTS = f"""
UPDATE contact SET duty_verified = true, version = version + 1
WHERE contact_id IN (
    SELECT contact_id FROM contact
    WHERE NOT duty_verified AND (volunteer_id = ANY ($1::uuid[])
        OR answered_at_location_id = ANY ($2::uuid[]) OR line_location_id = ANY ($2::uuid[]))
    AND EXISTS (SELECT FROM listener WHERE listener.volunteer_id = contact.volunteer_id)
    AND EXISTS (SELECT FROM location WHERE location_id = answered_at_location_id)
    AND (line_location_id IS NULL
        OR EXISTS (SELECT FROM location WHERE location_id = line_location_id))
    AND {ON_SHIFT.format(volunteer_id="contact.volunteer_id", started_at="contact.started_at")}
    ORDER BY contact_id FOR UPDATE
)
RETURNING *
"""  # noqa: S608


async def keep_duty(connection: Connection, events: Sequence[Envelope[Any]], now: datetime) -> None:
    """Keep locations, listeners, shifts and places, and settle the contacts that waited for them.

    `events` are of locations, admissions and shifts. One that a later one overtook changes nothing.
    """
    opened = [event for event in events if isinstance(event.data, LocationOpened)]
    admitted = [event for event in events if isinstance(event.data, VolunteerAdmitted)]
    shifts = [event for event in events if isinstance(event.data, ShiftOpened)]
    places = [event for event in events if isinstance(event.data, ShiftFilled)]
    locations = [event.data.location_id for event in opened]
    volunteers = [event.data.volunteer_id for event in (*admitted, *places)]
    await lock_duty(connection, [*volunteers, *locations])
    await _keep(connection, KEEP_LOCATIONS, ((e.data.location_id, e.sequence) for e in opened))
    await _keep(connection, KEEP_LISTENERS, ((e.data.volunteer_id, e.sequence) for e in admitted))
    await _keep(connection, KEEP_SHIFTS, map(_shift, shifts))
    await _keep(connection, KEEP_PLACES, map(_place, places))
    await _settle_contacts(connection, volunteers, locations, now)


async def _keep(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if columns := list(zip(*rows, strict=True)):
        await connection.execute(statement, *columns)


def _shift(event: Envelope[Any]) -> tuple[Any, ...]:
    shift: ShiftOpened = event.data
    cancelled = isinstance(shift, ShiftCancelled)
    return shift.shift_id, shift.starts_at, shift.ends_at, cancelled, event.sequence


def _place(event: Envelope[Any]) -> tuple[Any, ...]:
    place: ShiftFilled = event.data
    taken = not isinstance(place, ShiftReleased)
    return place.shift_id, place.volunteer_id, taken, event.sequence


async def _settle_contacts(
    connection: Connection, volunteers: list[UUID], locations: list[UUID], now: datetime
) -> None:
    """Verify the contacts that waited for these, and tell it."""
    rows = await connection.fetch(SETTLE_CONTACTS, volunteers, locations)
    contacts = [ContactView.model_validate(dict(row)) for row in rows]
    told: list[tuple[ContactView, ContactCorrected]] = [(one, corrected(one)) for one in contacts]
    await record(
        connection,
        *(
            outbox_row(event, aggregate_id=one.contact_id, version=one.version, now=now)
            for one, event in told
        ),
    )
