"""Keep who is on duty, from the events of volunteers.

Every row keeps the `sequence` of the event that it comes from, and only a later one replaces it:
the order in which events arrive does not matter. Workers that keep batches at the same time take
all their locks at once and sorted, so that they never deadlock.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.envelope import Envelope
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
    VolunteerChanged,
)

from contacts.duty.lock_duty import lock_duty

UPSERT_LOCATIONS = """
INSERT INTO location AS known (location_id, name, sequence)
SELECT DISTINCT ON (id) * FROM unnest(
    $1::uuid[], $2::text[], $3::text[]
) AS told (id, name, sequence)
ORDER BY id, sequence DESC
ON CONFLICT (location_id) DO UPDATE SET name = excluded.name, sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
UPSERT_LISTENERS = """
INSERT INTO listener AS known (volunteer_id, location_id, channels, lines, role, suspended,
    sequence)
SELECT DISTINCT ON (id) id, location_id, string_to_array(channels, ' '),
    string_to_array(lines, ' '), role, suspended, sequence
FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[]
) AS told (id, location_id, channels, lines, role, suspended, sequence)
ORDER BY id, sequence DESC
ON CONFLICT (volunteer_id) DO UPDATE SET location_id = excluded.location_id,
    channels = excluded.channels, lines = excluded.lines, role = excluded.role,
    suspended = excluded.suspended, sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
UPSERT_SHIFTS = """
INSERT INTO shift AS known (shift_id, location_id, channels, starts_at, ends_at, needed, filled,
    cancelled, surge_id, sequence)
SELECT DISTINCT ON (shift_id) shift_id, location_id, string_to_array(channels, ' '), starts_at,
    ends_at, needed, filled, cancelled, surge_id, sequence
FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[],
    $7::int[], $8::boolean[], $9::uuid[], $10::text[]
) AS told (shift_id, location_id, channels, starts_at, ends_at, needed, filled, cancelled,
    surge_id, sequence)
ORDER BY shift_id, sequence DESC
ON CONFLICT (shift_id) DO UPDATE SET location_id = excluded.location_id,
    channels = excluded.channels, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
    needed = excluded.needed, filled = excluded.filled, cancelled = excluded.cancelled,
    surge_id = excluded.surge_id, sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""
UPSERT_PLACES = """
INSERT INTO place AS known (shift_id, volunteer_id, role, taken, sequence)
SELECT DISTINCT ON (volunteer_id, shift_id) * FROM unnest(
    $1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::text[]
) AS told (shift_id, volunteer_id, role, taken, sequence)
ORDER BY volunteer_id, shift_id, sequence DESC
ON CONFLICT (volunteer_id, shift_id) DO UPDATE SET role = excluded.role, taken = excluded.taken,
    sequence = excluded.sequence
WHERE known.sequence < excluded.sequence
"""


async def keep_duty(
    connection: Connection, events: Sequence[Envelope[Any]]
) -> tuple[list[UUID], list[UUID]]:
    """Keep locations, listeners, shifts and places; lock and return what contacts may wait for.

    `events` are of locations, volunteers and shifts. One that a later one overtook changes nothing.
    Returns the ids of volunteers and of locations of which something was told.
    """
    opened = [event for event in events if isinstance(event.data, LocationOpened)]
    listeners = [event for event in events if isinstance(event.data, VolunteerChanged)]
    shifts = [event for event in events if isinstance(event.data, ShiftOpened)]
    places = [event for event in events if isinstance(event.data, ShiftFilled)]
    locations = [event.data.location_id for event in opened]
    volunteers = [event.data.volunteer_id for event in (*listeners, *places)]
    await lock_duty(connection, [*volunteers, *locations])
    await _upsert(connection, UPSERT_LOCATIONS, map(_location, opened))
    await _upsert(connection, UPSERT_LISTENERS, map(_listener, listeners))
    await _upsert(connection, UPSERT_SHIFTS, map(_shift, shifts))
    await _upsert(connection, UPSERT_PLACES, map(_place, places))
    return volunteers, locations


async def _upsert(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    if columns := list(zip(*rows, strict=True)):
        await connection.execute(statement, *columns)


def _location(event: Envelope[LocationOpened]) -> tuple[Any, ...]:
    return event.data.location_id, event.data.name, event.sequence


def _listener(event: Envelope[VolunteerChanged]) -> tuple[Any, ...]:
    listener = event.data
    return (
        listener.volunteer_id, listener.location_id, _in_one(listener.channels),
        _in_one(listener.lines), listener.role, not isinstance(listener, VolunteerAdmitted),
        event.sequence,
    )  # fmt: skip


def _shift(event: Envelope[ShiftOpened]) -> tuple[Any, ...]:
    shift = event.data
    cancelled = isinstance(shift, ShiftCancelled)
    return (
        shift.shift_id, shift.location_id, _in_one(shift.channels), shift.starts_at, shift.ends_at,
        shift.needed, shift.filled, cancelled, shift.surge_id, event.sequence,
    )  # fmt: skip


def _place(event: Envelope[ShiftFilled]) -> tuple[Any, ...]:
    place = event.data
    taken = not isinstance(place, ShiftReleased)
    return place.shift_id, place.volunteer_id, place.role, taken, event.sequence


def _in_one(words: Iterable[str]) -> str:
    """Return the words of a vocabulary as one text: unnest would take an array of arrays apart."""
    return " ".join(words)
