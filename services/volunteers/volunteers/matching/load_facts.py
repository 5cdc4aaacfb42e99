"""Load what matching knows: of everybody and all the days that are held, or of what changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import Role

from volunteers.matching.rules.facts import Person, Shift
from volunteers.shifts.rules.day_parts import DAY_PARTS

DAYS_BEFORE, DAYS_AFTER, HISTORY_DAYS = 28, 60, 182
# There is no index of days, but one of moments; a day begins before midnight of UTC. A range has
# both ends: PostgreSQL expects that one end leaves a third of a table, and reads all of it.
STATES = ("in_practice", "active", "paused", "suspended")
SAID = ("most_per_week", "most_nights_per_month", "from_home")

SELECT_PEOPLE = """
SELECT volunteer_id, location_id, admitted_channels, role, state, admitted_at, paused_until,
    wishes, most_per_week, most_nights_per_month, from_home
FROM volunteer LEFT JOIN availability USING (volunteer_id) WHERE state = ANY($1)
"""
SELECT_ABSENCES = """
SELECT volunteer_id, greatest(first_day, $1) AS first_day, least(last_day, $2) AS last_day
FROM absence WHERE last_day >= $1 AND first_day <= $2
"""
COUNT_TAKEN = """
SELECT volunteer_id, day_part, count(*) AS taken FROM place JOIN shift USING (shift_id)
WHERE cancelled_at IS NULL AND day >= $1 AND day < $2 AND starts_at > $1::date - interval '1 day'
    AND starts_at < $2::date + interval '1 day'
"""
COUNT_ANSWERS = """
SELECT volunteer_id, count(*) FILTER (WHERE state = 'accepted') AS accepted,
    count(*) FILTER (WHERE state = 'declined') AS declined
FROM offer WHERE made_at >= $1::date AND made_at < $1::date + interval '1 year'
    AND state IN ('accepted', 'declined')
"""
SELECT_SHIFTS = """
SELECT shift_id, location_id, day, day_part, channels, needed, filled, cancelled_at,
    experienced_needed, team_only, home_allowed, surge_id
FROM shift WHERE day BETWEEN $1 AND $2 AND starts_at > $1::date - interval '1 day'
    AND starts_at < $2::date + interval '1 day'
"""
SELECT_PLACES = """
SELECT shift_id, volunteer_id, place.role FROM place JOIN shift USING (shift_id)
WHERE day BETWEEN $1 AND $2 AND starts_at > $1::date - interval '1 day'
    AND starts_at < $2::date + interval '1 day'
"""


@dataclass(frozen=True, slots=True)
class Held:
    """The days that are held in memory, both included, and since when history counts."""

    first: date
    last: date
    history: date


def held_on(today: date) -> Held:
    """Return the days that are held on a day: four weeks back, and sixty days ahead."""
    first = today - timedelta(days=DAYS_BEFORE)
    last = today + timedelta(days=DAYS_AFTER)
    return Held(first, last, today - timedelta(days=HISTORY_DAYS))


async def load_people(
    connection: Connection, held: Held, only: Sequence[UUID] | None = None
) -> list[Person]:
    """Return the volunteers who may be in shifts; `only` these."""
    absences: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for row in await _fetch(connection, SELECT_ABSENCES, only, held.first, held.last):
        absences[row["volunteer_id"]].append((row["first_day"], row["last_day"]))
    taken: dict[UUID, Counter[str]] = defaultdict(Counter)
    group = "GROUP BY volunteer_id, day_part"
    for row in await _fetch(connection, COUNT_TAKEN, only, held.history, held.first, end=group):
        taken[row["volunteer_id"]][row["day_part"]] = row["taken"]
    group = "GROUP BY volunteer_id"
    rows = await _fetch(connection, COUNT_ANSWERS, only, held.history, end=group)
    answers = {row["volunteer_id"]: (row["accepted"], row["declined"]) for row in rows}
    return [
        _person(row, absences, taken, answers)
        for row in await _fetch(connection, SELECT_PEOPLE, only, STATES)
    ]


async def load_shifts(
    connection: Connection, held: Held, only: Sequence[UUID] | None = None
) -> list[Shift]:
    """Return the shifts of the days that are held, with who is in them; `only` these."""
    rows = await _fetch_shifts(connection, SELECT_SHIFTS, held, only)
    places: dict[UUID, dict[UUID, Role]] = defaultdict(dict)
    for row in await _fetch_shifts(connection, SELECT_PLACES, held, only):
        places[row["shift_id"]][row["volunteer_id"]] = row["role"]
    return [_shift(row, places[row["shift_id"]]) for row in rows]


async def _fetch(
    connection: Connection, query: str, only: Sequence[UUID] | None, *given: Any, end: str = ""
) -> list[Any]:
    if only is None:
        return list(await connection.fetch(f"{query} {end}", *given))
    some = f"{query} AND volunteer_id = ANY(${len(given) + 1}) {end}"
    return list(await connection.fetch(some, *given, only))


async def _fetch_shifts(
    connection: Connection, query: str, held: Held, only: Sequence[UUID] | None
) -> list[Any]:
    days = held.first, held.last
    if only is None:
        return list(await connection.fetch(query, *days))
    return list(await connection.fetch(f"{query} AND shift_id = ANY($3)", *days, only))


def _person(
    row: Any,
    absences: Mapping[UUID, Sequence[tuple[date, date]]],
    taken: Mapping[UUID, Counter[str]],
    answers: Mapping[UUID, tuple[int, int]],
) -> Person:
    volunteer_id = row["volunteer_id"]
    accepted, declined = answers.get(volunteer_id, (0, 0))
    before = taken.get(volunteer_id, Counter())
    said = {} if row["wishes"] is None else {name: row[name] for name in SAID}
    return Person(
        volunteer_id=volunteer_id,
        location_id=row["location_id"],
        channels=frozenset(row["admitted_channels"]),
        role=row["role"],
        state=row["state"],
        admitted_at=row["admitted_at"],
        paused_until=row["paused_until"],
        wishes=row["wishes"] and tuple(row["wishes"]),
        absences=tuple(absences.get(volunteer_id, ())),
        taken_before=tuple(before[part] for part in DAY_PARTS),
        accepted=accepted,
        declined=declined,
        **said,
    )


def _shift(row: Any, places: Mapping[UUID, Role]) -> Shift:
    return Shift(
        shift_id=row["shift_id"],
        location_id=row["location_id"],
        day=row["day"],
        part=row["day_part"],
        channels=tuple(row["channels"]),
        needed=row["needed"],
        filled=row["filled"],
        cancelled=row["cancelled_at"] is not None,
        experienced_needed=row["experienced_needed"],
        team_only=row["team_only"],
        home_allowed=row["home_allowed"],
        any_channel=row["surge_id"] is not None,
        places=places,
    )
