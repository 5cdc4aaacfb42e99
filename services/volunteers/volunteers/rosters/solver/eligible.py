"""Which pairs of a shift and a person may be: the rules that look at one pair alone.

The rest (one place at a time, weeks, nights, mentors, experience) binds pairs to each other and
is in rows of the model.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from volunteers.rosters.solver.instance import (
    MOST_A_WEEK,
    REST,
    Instance,
    Person,
    Shift,
    wish,
)

CLASHES = frozenset(REST) | {(later, earlier) for earlier, later in REST}


@dataclass(frozen=True)
class Taken:
    """What the agreed places leave: counts by number of a shift or a person."""

    pairs: frozenset[tuple[int, int]]
    listeners: Counter[int] = field(default_factory=Counter)
    inexperienced: Counter[int] = field(default_factory=Counter)
    mentors: Counter[int] = field(default_factory=Counter)
    trainees: Counter[int] = field(default_factory=Counter)
    weeks: Counter[tuple[int, tuple[int, int]]] = field(default_factory=Counter)
    nights: Counter[int] = field(default_factory=Counter)
    heavy: Counter[int] = field(default_factory=Counter)
    parts: dict[tuple[int, date], set[int]] = field(default_factory=dict)


def count_taken(instance: Instance, places: list[tuple[int, int]]) -> Taken:
    """Return what these places, pairs of a shift and a person, take."""
    taken = Taken(frozenset(places))
    for number, who in places:
        shift, person = instance.shifts[number], instance.people[who]
        if person.role == "trainee":
            taken.trainees[number] += 1
        else:
            taken.listeners[number] += 1
            taken.inexperienced[number] += not person.experienced
            taken.mentors[number] += person.role == "mentor"
        taken.weeks[who, shift.week] += 1
        taken.nights[who] += shift.is_night
        taken.heavy[who] += shift.is_heavy
        taken.parts.setdefault((who, shift.day), set()).add(shift.part)
    return taken


def week_left(instance: Instance, taken: Taken, who: int, week: tuple[int, int]) -> int:
    """Return how many more shifts a person may start in a week."""
    most = min(MOST_A_WEEK, instance.people[who].most_per_week)
    return max(0, most - taken.weeks[who, week])


def excluded_by(person: Person, shift: Shift) -> str | None:
    """Return the rule that keeps a person out of a shift whatever else happens; None if none."""
    if not shift.channels <= person.channels:
        return "channel"
    if shift.location != person.location:
        from_home = person.home and shift.home_allowed and not shift.team_only
        if not from_home or person.role == "trainee":
            return "location"
    if shift.day in person.absent:
        return "absent"
    return None if wish(person, shift) else "wish"


def is_left_by(instance: Instance, taken: Taken, number: int, who: int) -> bool:
    """Tell whether the agreed places leave room for this pair."""
    shift, person = instance.shifts[number], instance.people[who]
    if (number, who) in taken.pairs or not week_left(instance, taken, who, shift.week):
        return False
    if shift.is_night and taken.nights[who] >= person.most_nights:
        return False
    if person.role == "trainee":
        if taken.trainees[number] > taken.mentors[number]:
            return False
    elif taken.listeners[number] >= shift.needed:
        return False
    parts = taken.parts.get((who, shift.day), ())
    return all(part != shift.part and (part, shift.part) not in CLASHES for part in parts)


def eligible_pairs(instance: Instance, taken: Taken) -> list[tuple[int, int]]:
    """Return each pair of a shift and a person that may be added to the agreed places."""
    at: dict[str, list[int]] = {}
    from_home = []
    for number, shift in enumerate(instance.shifts):
        at.setdefault(shift.location, []).append(number)
        if shift.home_allowed and not shift.team_only:
            from_home.append(number)
    pairs = []
    for who, person in enumerate(instance.people):
        near = at.get(person.location, [])
        numbers = sorted({*near, *from_home}) if person.home else near
        pairs += [
            (number, who)
            for number in numbers
            if excluded_by(person, instance.shifts[number]) is None
            and is_left_by(instance, taken, number, who)
        ]
    return pairs
