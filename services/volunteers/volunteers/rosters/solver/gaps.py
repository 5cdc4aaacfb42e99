"""Why a place stays open: how many people each rule keeps out of it. Loads no solver."""

from collections import Counter
from dataclasses import dataclass

from volunteers.rosters.solver.eligible import (
    CLASHES,
    Taken,
    count_taken,
    excluded_by,
    week_left,
)
from volunteers.rosters.solver.instance import Instance


@dataclass(frozen=True, slots=True)
class Gap:
    """A shift with open places, and of how many people each rule is the first in the way.

    The rules are channel, absent, wish, week, nights, overlap, rest and experience; `free` are
    those whom none of them keeps out.
    """

    shift: int
    places: int
    excluded: Counter[str]


def explain_gaps(instance: Instance, places: list[tuple[int, int]]) -> list[Gap]:
    """Return each shift that a roster leaves open, with the reasons of its location's people.

    Who works from home counts where the shift allows it. Trainees, who fill no place, do not.
    """
    taken = count_taken(instance, places)
    at: dict[str, list[int]] = {}
    home = []
    for who, person in enumerate(instance.people):
        if person.role != "trainee":
            at.setdefault(person.location, []).append(who)
            home += [who] if person.home else []
    found = []
    for number, shift in enumerate(instance.shifts):
        missing = shift.needed - taken.listeners[number]
        if missing > 0:
            asked = sorted({*at.get(shift.location, []), *home})
            reasons = (_first_reason(instance, taken, number, who) for who in asked)
            found.append(Gap(number, missing, Counter(one for one in reasons if one)))
    return found


def _first_reason(instance: Instance, taken: Taken, number: int, who: int) -> str | None:
    """Return the rule in the way, `free` where there is none, None for who is not concerned."""
    shift, person = instance.shifts[number], instance.people[who]
    reason = excluded_by(person, shift)
    if reason == "location" or (number, who) in taken.pairs:
        return None
    return reason or _reason_now(instance, taken, number, who) or "free"


def _reason_now(instance: Instance, taken: Taken, number: int, who: int) -> str | None:
    shift, person = instance.shifts[number], instance.people[who]
    parts = taken.parts.get((who, shift.day), set())
    if shift.part in parts:
        return "overlap"
    if any((part, shift.part) in CLASHES for part in parts):
        return "rest"
    if not week_left(instance, taken, who, shift.week):
        return "week"
    if shift.is_night and taken.nights[who] >= person.most_nights:
        return "nights"
    new_most = shift.needed - shift.experienced_needed
    if not person.experienced and taken.inexperienced[number] >= new_most:
        return "experience"
    return None
