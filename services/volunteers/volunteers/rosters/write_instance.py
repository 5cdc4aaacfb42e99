"""Write a snapshot as an instance in the format `roster-1` (benchmarks/README.md). Pure."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from volunteers.amsterdam import day_of
from volunteers.availability.rules import CAN, WISHES, Available
from volunteers.rosters.load_snapshot import Snapshot
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.rest import is_night_shift

WEIGHTS = {"place": 100, "heavy": 150, "gladly": 10, "trainee": 20, "aboveFairShare": 15}
SATURDAY = 5
Document = dict[str, Any]


def write_instance(snapshot: Snapshot) -> Document:
    """Return the instance: ids and numbers only."""
    days = (snapshot.last_day - snapshot.first_day).days + 1
    known = {**snapshot.other, **snapshot.open}
    agreed = [
        [str(shift_id), str(person.volunteer_id)]
        for person in snapshot.people.values()
        for shift_id in person.shifts
        if shift_id in known
    ]
    shares = fair_shares(snapshot)
    return {
        "format": "roster-1",
        "days": [f"{snapshot.first_day + timedelta(days=number)}" for number in range(days)],
        "volunteers": [
            _person(snapshot, person, shares[person.volunteer_id])
            for person in snapshot.people.values()
        ],
        "shifts": [
            *(_shift(snapshot, one, needed=one.needed) for one in snapshot.open.values()),
            # Nobody is added to these: they only count for who is in them.
            *(_shift(snapshot, one, needed=0) for one in snapshot.other.values()),
        ],
        "agreed": sorted(agreed),
        "weights": WEIGHTS,
    }


def fair_shares(snapshot: Snapshot) -> dict[UUID, int]:
    """Return how many nights and weekends are each person's share.

    Those of a location are spread over its people by how many shifts a week they want.
    """
    heavy: Counter[UUID] = Counter()
    for shift in snapshot.open.values():
        heavy[shift.location_id] += shift.needed * is_heavy(shift)
    wanted: Counter[UUID] = Counter()
    for volunteer_id in snapshot.asked:
        person = snapshot.people[volunteer_id]
        wanted[person.location_id] += person.most_per_week
    shares = {}
    for volunteer_id, person in snapshot.people.items():
        among = max(1, wanted[person.location_id])
        shares[volunteer_id] = -(-heavy[person.location_id] * person.most_per_week // among)
    return shares


def is_heavy(shift: Wanted) -> bool:
    """Tell whether a shift is at night or in a weekend."""
    return is_night_shift(shift.span) or shift.day.weekday() >= SATURDAY


def _person(snapshot: Snapshot, person: Candidate, fair_share: int) -> Document:
    said = snapshot.said[person.volunteer_id]
    # Who has said nothing may be asked for anything, and may say no.
    wishes = [CAN] * WISHES if said.wishes is None else list(said.wishes)
    first = person.experienced_from
    return {
        "id": str(person.volunteer_id),
        "location": str(person.location_id),
        "channels": list(person.channels),
        "role": person.role,
        "experienced": first is not None and first <= snapshot.first_day,
        "mostPerWeek": person.most_per_week,
        "mostNights": said.most_nights_per_month,
        "fairShare": fair_share,
        "home": said.from_home,
        "wishes": wishes if person.volunteer_id in snapshot.asked else [0] * WISHES,
        "absent": [f"{day}" for day in _absent(snapshot, person, said)],
    }


def _absent(snapshot: Snapshot, person: Candidate, said: Available) -> list[date]:
    days = (snapshot.last_day - snapshot.first_day).days + 1
    every = [snapshot.first_day + timedelta(days=number) for number in range(days)]
    return [day for day in every if said.is_away(day) or _is_on_pause(person, day)]


def _is_on_pause(person: Candidate, day: date) -> bool:
    until = person.paused_until
    return person.state == "paused" and (until is None or day <= until)


def _shift(snapshot: Snapshot, shift: Wanted, *, needed: int) -> Document:
    return {
        "id": str(shift.shift_id),
        "location": str(shift.location_id),
        "day": f"{day_of(shift.span.starts_at)}",
        "part": snapshot.parts[shift.shift_id],
        "startsAt": f"{shift.span.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "endsAt": f"{shift.span.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "channels": list(shift.channels),
        "needed": needed,
        "experiencedNeeded": min(needed, shift.experienced_needed),
        "homeAllowed": shift.home_allowed,
        "teamOnly": shift.team_only,
    }
