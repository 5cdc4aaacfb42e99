"""Read all that a proposal is made of: shifts, people, who is in, and what people wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from shared.database import Connection

from volunteers.amsterdam import DAY_HOURS, at_hour
from volunteers.availability.load_availability import load_availability
from volunteers.availability.rules import Available
from volunteers.rosters.tables import RosterProposal
from volunteers.shifts.load_candidates import load_candidates
from volunteers.shifts.load_wanted import InShift, load_who_is_in, wanted_of
from volunteers.shifts.rules.day_parts import DayPart, Span
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.tables import Shift

SHIFT = """shift_id, location_id, day, day_part, channels, starts_at, ends_at, needed, filled,
    cancelled_at, version, experienced_needed, team_only, home_allowed"""
SELECT_SHIFTS = f"""
SELECT {SHIFT} FROM shift WHERE location_id = ANY($1) AND day BETWEEN $2 AND $3
    AND starts_at > $4 AND cancelled_at IS NULL
ORDER BY starts_at, shift_id
"""  # noqa: S608
SELECT_OTHER_SHIFTS = f"SELECT {SHIFT} FROM shift WHERE shift_id = ANY($1) ORDER BY shift_id"  # noqa: S608
# A volunteer on pause may be back on some of the days.
SELECT_VOLUNTEERS = """
SELECT volunteer_id FROM volunteer
WHERE location_id = ANY($1) AND state IN ('in_practice', 'active', 'paused') ORDER BY volunteer_id
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was true when a proposal began.

    `open` are shifts to be filled; `other` are those that only count for who is in them, such as
    those of the same week before the first day. `asked` are the people who may be proposed.
    """

    first_day: date
    last_day: date
    open: Mapping[UUID, Wanted]
    other: Mapping[UUID, Wanted]
    parts: Mapping[UUID, DayPart]
    people: Mapping[UUID, Candidate]
    said: Mapping[UUID, Available]
    asked: frozenset[UUID]


async def load_snapshot(
    connection: Connection, proposal: RosterProposal, now: datetime
) -> Snapshot:
    """Return what the proposal is to be made of, as it now is; shifts that began are left alone."""
    where = proposal.location_ids, proposal.first_day, proposal.last_day
    rows = [Shift(**row) for row in await connection.fetch(SELECT_SHIFTS, *where, now)]
    asked = [row["volunteer_id"] for row in await connection.fetch(SELECT_VOLUNTEERS, where[0])]
    inside = await load_who_is_in(connection, [one.shift_id for one in rows])
    # Somebody of another location may be in a shift: they count there, and are not proposed.
    everybody = sorted({*asked, *(one.volunteer_id for who in inside.values() for one in who)})
    whole = Span(at_hour(proposal.first_day, 0), at_hour(proposal.last_day, DAY_HOURS))
    people = await load_candidates(connection, everybody, whole)
    others = await _other_shifts(connection, people, rows)
    who_else = await load_who_is_in(connection, [one.shift_id for one in others])
    return Snapshot(
        first_day=proposal.first_day,
        last_day=proposal.last_day,
        open={one.shift_id: _asked_for(one, inside) for one in rows},
        other={one.shift_id: _asked_for(one, who_else) for one in others},
        parts={one.shift_id: one.day_part for one in (*rows, *others)},
        people=people,
        said=await load_availability(connection, everybody),
        asked=frozenset(asked),
    )


async def _other_shifts(
    connection: Connection, people: Mapping[UUID, Candidate], rows: Sequence[Shift]
) -> list[Shift]:
    known = {one.shift_id for one in rows}
    others = {shift_id for person in people.values() for shift_id in person.shifts} - known
    found = await connection.fetch(SELECT_OTHER_SHIFTS, sorted(others))
    return [Shift(**row) for row in found]


def _asked_for(shift: Shift, inside: Mapping[UUID, list[InShift]]) -> Wanted:
    return replace(wanted_of(shift, inside[shift.shift_id]), source="offer", asking=True)
