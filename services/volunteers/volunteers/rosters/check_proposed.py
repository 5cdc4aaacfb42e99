"""Check what the solver says by the rules of places, as if each were taken after the other. Pure.

The solver has rules of its own. Where it breaks one of these, that is a fault of ours.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from volunteers.rosters.load_snapshot import Snapshot
from volunteers.shifts.may_take import refusal_of
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.weeks import week_of
from volunteers.shifts.rules.where import from_home_if_elsewhere

Pair = tuple[UUID, UUID]


def check_proposed(snapshot: Snapshot, proposed: Iterable[Pair]) -> tuple[list[Pair], Counter[str]]:
    """Return the (shift, volunteer) pairs that may be, and how often each rule forbids one."""
    shifts, people = dict(snapshot.open), dict(snapshot.people)
    kept: list[Pair] = []
    refused: Counter[str] = Counter()
    for shift_id, volunteer_id in sorted(proposed, key=lambda pair: _order(snapshot, pair)):
        shift, person = shifts[shift_id], people[volunteer_id]
        asked = replace(shift, from_home=from_home_if_elsewhere(person.location_id, shift))
        refusal = refusal_of(person, asked)
        if refusal:
            refused[refusal.code()] += 1
            continue
        kept.append((shift_id, volunteer_id))
        shifts[shift_id], people[volunteer_id] = _after(shift, person)
    return kept, refused


def _order(snapshot: Snapshot, pair: Pair) -> tuple[bool, bool, Pair]:
    """Mentors come first, then those who are experienced: others are beside them. Trainees last."""
    person, day = snapshot.people[pair[1]], snapshot.open[pair[0]].day
    return person.is_trainee, not person.is_experienced(day), pair


def _after(shift: Wanted, person: Candidate) -> tuple[Wanted, Candidate]:
    monday = week_of(shift.day).monday
    weeks = {**person.weeks, monday: person.weeks.get(monday, 0) + 1}
    taken = replace(
        shift,
        filled=shift.filled + (not person.is_trainee),
        experienced_in=shift.experienced_in + person.is_experienced(shift.day),
        mentors_in=shift.mentors_in + (person.role == "mentor"),
        trainees_in=shift.trainees_in + person.is_trainee,
    )
    inside = {**person.shifts, shift.shift_id: shift.span}
    return taken, replace(person, shifts=inside, weeks=weeks)
