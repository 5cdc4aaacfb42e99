"""Open the shifts that the demand of days takes and that are not there yet."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.volunteers import ShiftOpened
from shared.outbox import record
from shared.reach import Reach

from volunteers.amsterdam import DAY_HOURS, at_hour
from volunteers.demand.commands import PlanShifts
from volunteers.demand.curve import ArrivalCurve
from volunteers.demand.expected import expected_on, needs
from volunteers.demand.rules.plan import Missing, Place, missing, spread_over
from volunteers.demand.views import PlannedShift, ShiftPlanView
from volunteers.demand.vocabulary import DESKS, Desk, desk_of
from volunteers.persistence import insert_all
from volunteers.shifts.events import shift_event
from volunteers.shifts.rules.day_parts import DayPart, span_of
from volunteers.shifts.tables import Shift

# Two plans at once wait for each other here, so that they do not open the same twice.
LOCK_LOCATIONS = """
SELECT location_id, desks, closed_on FROM location ORDER BY location_id FOR NO KEY UPDATE
"""
SELECT_PEOPLE = """
SELECT location_id, count(*) AS people FROM volunteer
WHERE state = 'active' AND admitted_channels @> $1::text[] GROUP BY location_id
"""
# A planned shift that a coordinator cancelled is not opened again.
SELECT_OPENED = """
SELECT location_id, day, day_part, channels, needed FROM shift
WHERE starts_at >= $1 AND starts_at < $2 AND (cancelled_at IS NULL OR planned)
"""


async def plan_shifts(
    connection: Connection, command: PlanShifts, curve: ArrivalCurve, reach: Reach, now: dt.datetime
) -> ShiftPlanView:
    """Open what is missing at the locations within reach, and record the events.

    The need is the nation's, spread over all locations. Nothing is cancelled, and what has begun
    is left alone; the same plan again opens nothing.
    """
    days = [
        command.since + dt.timedelta(days=number)
        for number in range((command.until - command.since).days + 1)
    ]
    locations = await connection.fetch(LOCK_LOCATIONS)
    people = await _people(connection, locations)
    opened = await _opened(connection, days)
    expected = await expected_on(connection, days, curve)
    shifts, short = [], 0
    for day in days:
        places = [
            Place(row["location_id"], row["desks"], people[row["location_id"]])
            for row in locations
            if row["closed_on"] is None or row["closed_on"] > day
        ]
        need = needs(day, expected[day], curve)
        wanted = spread_over(day, need, places)
        short += sum(need.values()) - sum(wanted.values())
        found = missing(wanted, opened[day])
        shifts += [_shift(day, one) for one in found if reach.covers(location=one.location_id)]
    shifts = [shift for shift in shifts if shift.starts_at > now]
    if not command.preview:
        await insert_all(connection, shifts)
        await record(connection, *(shift_event(ShiftOpened, one, now) for one in shifts))
    return _view(command, shifts, short)


async def _people(
    connection: Connection, locations: Sequence[Any]
) -> Mapping[UUID, Mapping[Desk, int]]:
    """Return how many active volunteers each location has for each desk."""
    found: dict[Desk, dict[UUID, int]] = {}
    for desk in DESKS:
        rows = await connection.fetch(SELECT_PEOPLE, desk)
        found[desk] = {row["location_id"]: row["people"] for row in rows}
    return {
        row["location_id"]: {desk: found[desk].get(row["location_id"], 0) for desk in DESKS}
        for row in locations
    }


async def _opened(
    connection: Connection, days: Sequence[dt.date]
) -> dict[dt.date, Counter[tuple[UUID, DayPart, Desk]]]:
    """Return how many people the shifts that are there need, by day and place."""
    found: dict[dt.date, Counter[tuple[UUID, DayPart, Desk]]] = {day: Counter() for day in days}
    span = at_hour(days[0], 0), at_hour(days[-1], DAY_HOURS)
    for row in await connection.fetch(SELECT_OPENED, *span):
        place = row["location_id"], row["day_part"], desk_of(row["channels"])
        found[row["day"]][place] += row["needed"]
    return found


def _shift(day: dt.date, one: Missing) -> Shift:
    span = span_of(day, one.part)
    return Shift(
        shift_id=uuid4(),
        location_id=one.location_id,
        day=day,
        day_part=one.part,
        channels=list(one.desk),
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        needed=one.needed,
        experienced_needed=one.experienced_needed,
        home_allowed=True,
        planned=True,
    )


def _view(command: PlanShifts, shifts: Sequence[Shift], short: int) -> ShiftPlanView:
    return ShiftPlanView(
        since=command.since,
        until=command.until,
        preview=command.preview,
        shifts=[
            PlannedShift(
                location_id=one.location_id,
                date=one.day,
                day_part=one.day_part,
                channels=one.channels,
                needed=one.needed,
            )
            for one in shifts
        ],
        short=short,
    )
