"""The running count of half-days, of one volunteer or of many."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.database import Connection

from volunteers.admission.vocabulary import State
from volunteers.amsterdam import day_of
from volunteers.half_days.rules import HalfDays, half_days_of

# A list that was handed in names those who attended only: who else was expected is not foreseen.
COUNT = """
WITH done AS (
    SELECT volunteer_id, sum(half_days) AS half_days FROM half_day
    WHERE on_day BETWEEN $1 AND $2 AND ($3::uuid[] IS NULL OR volunteer_id = ANY($3))
    GROUP BY volunteer_id
), planned AS (
    SELECT one.volunteer_id, sum(s.half_days) AS half_days
    FROM half_day_session s, unnest(s.invited) AS one (volunteer_id)
    WHERE s.on_day BETWEEN $1 AND $2 AND ($3::uuid[] IS NULL OR one.volunteer_id = ANY($3))
        AND NOT EXISTS (SELECT FROM half_day h
            WHERE h.volunteer_id = one.volunteer_id AND h.session_id = s.session_id)
    GROUP BY one.volunteer_id
)
SELECT v.volunteer_id, v.location_id, v.state, v.admitted_at,
    coalesce(done.half_days, 0)::int AS done, coalesce(planned.half_days, 0)::int AS planned
FROM volunteer v LEFT JOIN done USING (volunteer_id) LEFT JOIN planned USING (volunteer_id)
WHERE ($3::uuid[] IS NULL AND v.state IN ('active', 'paused', 'suspended')
        OR v.volunteer_id = ANY($3))
    AND ($4::uuid[] IS NULL OR v.location_id = ANY($4))
ORDER BY v.volunteer_id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A volunteer, and the half-days of a year."""

    volunteer_id: UUID
    location_id: UUID
    state: State
    half_days: HalfDays


async def count_all(
    connection: Connection, year: int, volunteers: list[UUID] | None, locations: list[UUID] | None
) -> list[Standing]:
    """Return the counts of a year, of these volunteers or of all who are admitted.

    `locations` limits them to those who work from there; None: from anywhere.
    """
    rows = await connection.fetch(
        COUNT, date(year, 1, 1), date(year, 12, 31), volunteers, locations
    )
    return [
        Standing(
            row["volunteer_id"],
            row["location_id"],
            row["state"],
            half_days_of(
                year, row["admitted_at"] and day_of(row["admitted_at"]), row["done"], row["planned"]
            ),
        )
        for row in rows
    ]
