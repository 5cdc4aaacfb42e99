"""Load what the rules ask about volunteers and shifts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from shared.database import Connection

from volunteers.admission.tables import Volunteer
from volunteers.availability.load_availability import load_availability
from volunteers.availability.rules import MOST_ASKED_A_WEEK
from volunteers.shifts.rules.company import experienced_from
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate
from volunteers.shifts.rules.week_limit import span_that_counts
from volunteers.shifts.rules.weeks import week_at

SELECT_VOLUNTEERS = """
SELECT volunteer_id, location_id, channels, role, admitted_at, state, admitted_channels,
    paused_until
FROM volunteer WHERE volunteer_id = ANY($1)
"""
SELECT_SHIFTS = """
SELECT volunteer_id, shift_id, starts_at, ends_at FROM place JOIN shift USING (shift_id)
WHERE volunteer_id = ANY($1) AND cancelled_at IS NULL AND starts_at < $3 AND ends_at > $2
"""


async def load_candidates(
    connection: Connection, volunteer_ids: Sequence[UUID], span: Span
) -> dict[UUID, Candidate]:
    """Return those of these volunteers who applied, for any shift that lies in `span`.

    Whoever decides by it has locked them: then nothing gives them a place meanwhile.
    """
    rows = await connection.fetch(SELECT_VOLUNTEERS, volunteer_ids)
    said = await load_availability(connection, volunteer_ids)
    found = [Volunteer(**row) for row in rows]
    shifts = await load_shifts_of(connection, volunteer_ids, span)
    return {
        one.volunteer_id: candidate_of(
            one, shifts[one.volunteer_id], said[one.volunteer_id].most_per_week
        )
        for one in found
    }


async def load_shifts_of(
    connection: Connection, volunteer_ids: Sequence[UUID], span: Span
) -> dict[UUID, dict[UUID, Span]]:
    """Return the shifts that each of them is in, as far as they count for any in `span`."""
    counts = span_that_counts(span)
    found: dict[UUID, dict[UUID, Span]] = {one: {} for one in volunteer_ids}
    rows = await connection.fetch(SELECT_SHIFTS, volunteer_ids, counts.starts_at, counts.ends_at)
    for row in rows:
        found[row["volunteer_id"]][row["shift_id"]] = Span(row["starts_at"], row["ends_at"])
    return found


def candidate_of(
    volunteer: Volunteer, shifts: Mapping[UUID, Span], most_per_week: int = MOST_ASKED_A_WEEK
) -> Candidate:
    """Return what the rules ask about a volunteer who is in these shifts."""
    learns = volunteer.state == "in_practice"
    role = "trainee" if learns else volunteer.role
    return Candidate(
        volunteer_id=volunteer.volunteer_id,
        admitted=volunteer.admitted_at is not None,
        state=volunteer.state,
        paused_until=volunteer.paused_until,
        location_id=volunteer.location_id,
        role=role,
        channels=volunteer.channels if learns else volunteer.admitted_channels,
        experienced_from=experienced_from(role, volunteer.admitted_at),
        shifts=shifts,
        weeks=_shifts_a_week(shifts.values()),
        most_per_week=most_per_week,
    )


def _shifts_a_week(spans: Iterable[Span]) -> dict[date, int]:
    return Counter(week_at(span.starts_at).monday for span in spans)
