"""What the board shows, read at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Role

from volunteers.amsterdam import at_hour
from volunteers.board.rules import ShiftShown
from volunteers.offers.vocabulary import OfferState

LIST_SHIFTS = """
SELECT shift_id, location_id, day, day_part AS part, channels, starts_at, ends_at, needed, filled,
    (SELECT count(*) FROM offer WHERE offer.shift_id = shift.shift_id AND state = 'open') AS asked,
    (SELECT count(*) FROM presence JOIN place USING (shift_id, volunteer_id)
        WHERE presence.shift_id = shift.shift_id AND is_present) AS present
FROM shift WHERE starts_at >= $1 AND starts_at < $2 AND location_id = ANY($3)
    AND cancelled_at IS NULL ORDER BY starts_at, shift_id
"""
COUNT_HOLES = """
SELECT day, coalesce(sum(needed - filled) FILTER (WHERE ends_at > $3), 0)::int AS holes FROM shift
WHERE starts_at >= $1 AND starts_at < $2 AND location_id = ANY($4) AND cancelled_at IS NULL
GROUP BY day
"""
LIST_PEOPLE = """
SELECT volunteer_id, role, from_home, is_present
FROM place LEFT JOIN presence USING (shift_id, volunteer_id)
WHERE shift_id = $1 ORDER BY filled_at, volunteer_id
"""
LIST_ANSWERS = """
SELECT DISTINCT ON (shift_id, volunteer_id) shift_id, volunteer_id, state, expires_at FROM offer
WHERE shift_id = ANY($1) AND state IN ('open', 'declined')
ORDER BY shift_id, volunteer_id, made_at DESC
"""
LIST_LOCATIONS_OF = "SELECT volunteer_id, location_id FROM volunteer WHERE volunteer_id = ANY($1)"
LIST_TIMES = """
SELECT shift_id, location_id, day, day_part AS part, channels, starts_at, ends_at, needed, filled
FROM shift WHERE shift_id = ANY($1)
"""


@dataclass(frozen=True, slots=True)
class InShift:
    """Somebody who is in a shift; `is_present` None: nothing was told of them."""

    volunteer_id: UUID
    role: Role
    from_home: bool
    is_present: bool | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody was asked for a shift, and has not answered yet or has declined."""

    shift_id: UUID
    volunteer_id: UUID
    state: OfferState
    expires_at: datetime


async def shifts_between(
    connection: Connection, first: date, last: date, locations: Sequence[UUID]
) -> list[ShiftShown]:
    """Return the shifts of these days, both included, and locations, the earliest first."""
    span = at_hour(first, 0), at_hour(last + timedelta(days=1), 0)
    rows = await connection.fetch(LIST_SHIFTS, *span, locations)
    return [ShiftShown(**dict(row)) for row in rows]


async def holes_by_day(
    connection: Connection, days: Sequence[date], locations: Sequence[UUID], now: datetime
) -> dict[date, int]:
    """Return how many places are open on each of these days; days without a shift are left out.

    The days follow each other.
    """
    span = at_hour(days[0], 0), at_hour(days[-1] + timedelta(days=1), 0)
    rows = await connection.fetch(COUNT_HOLES, *span, now, locations)
    return {row["day"]: row["holes"] for row in rows}


async def people_in(connection: Connection, shift_id: UUID) -> list[InShift]:
    """Return who is in a shift."""
    rows = await connection.fetch(LIST_PEOPLE, shift_id)
    return [InShift(**dict(row)) for row in rows]


async def answers_for(connection: Connection, shift_ids: Sequence[UUID]) -> list[Answer]:
    """Return who was asked for these shifts, and is not in them."""
    rows = await connection.fetch(LIST_ANSWERS, shift_ids)
    return [Answer(**dict(row)) for row in rows]


async def locations_of(connection: Connection, volunteer_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return from which location each of them works."""
    rows = await connection.fetch(LIST_LOCATIONS_OF, volunteer_ids)
    return {row["volunteer_id"]: row["location_id"] for row in rows}


async def shifts_by_id(connection: Connection, shift_ids: Sequence[UUID]) -> dict[UUID, ShiftShown]:
    """Return when and where these shifts are."""
    rows = await connection.fetch(LIST_TIMES, shift_ids)
    return {row["shift_id"]: ShiftShown(**dict(row)) for row in rows}
