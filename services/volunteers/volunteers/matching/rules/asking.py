"""Who is asked for a shift: who wants to be, beside what the rules of places allow.

It is said twice. `is_asked` decides about one person. The keys say the same, and a part of the
rules of places, in a form that an index can look up: they narrow, and never leave out somebody
whom both allow.
"""

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from shared.refusals import Refusal

from volunteers.matching.rules.facts import Person, Shift, span_of_slot
from volunteers.shifts.rules.rest import fit, is_night_shift
from volunteers.shifts.rules.week_limit import MOST_A_WEEK

# A kind, and which of it: ("week", the Monday), ("blocked", the day part's number).
Key = tuple[str, object]
NOBODY = UUID(int=0)
CANNOT = 0
WISHES = {2: "gladly", 1: "can"}
# How many day parts away another shift can still stand in the way.
NEAR = 6
ADMITTED_STATES = ("active", "paused")


def is_asked(person: Person, places: Collection[Shift], shift: Shift) -> bool:
    """Tell whether a person who has these places wants to be asked for a shift.

    Not for a day part that they cannot, nor on days of absence, nor beyond their own most of nights
    a month; at another location only who works from home. A trainee fills no hole.
    """
    if person.state not in ADMITTED_STATES or person.role == "trainee":
        return False
    if wish(person, shift) == CANNOT:
        return False
    if person.location_id != shift.location_id and not person.from_home:
        return False
    if any(first <= shift.day <= last for first, last in person.absences):
        return False
    nights = sum(is_night(one) and _month(one) == _month(shift) for one in places)
    return not (is_night(shift) and nights >= person.most_nights_per_month)


def wish(person: Person, shift: Shift) -> int | None:
    """Return the wish for a shift's day part: 0 cannot, 1 can, 2 gladly; None: not known."""
    return person.wishes[shift.wish_place] if person.wishes else None


def is_night(shift: Shift) -> bool:
    """Tell whether a shift is a night shift."""
    return _is_night(shift.slot)


@lru_cache(maxsize=4096)
def blocked_slots(slot: int) -> frozenset[int]:
    """Return the day parts in which nobody can work who works in this one."""
    return frozenset(other for other in range(slot - NEAR, slot + NEAR + 1) if _meet(slot, other))


def keys_of(person: Person) -> frozenset[Key]:
    """Return what a person has that a shift may ask for."""
    if person.state not in ADMITTED_STATES or person.role == "trainee" or not person.most_per_week:
        return frozenset()
    at_home = [("at home", True)] if person.from_home else []
    wishes = [
        (WISHES[value], place) for place, value in enumerate(person.wishes or ()) if value in WISHES
    ]
    return frozenset([("at", person.location_id), *at_home, *map(_takes, person.channels), *wishes])


def bars_of(person: Person, places: Collection[Shift]) -> frozenset[Key]:
    """Return the keys of the shifts for which a person who has these places is not asked."""
    return frozenset([*_wishes_against(person), *_taken_by(person, places)])


def suited_by(shift: Shift) -> tuple[Key, ...]:
    """Return the keys of which a person needs all, apart from the location."""
    return () if shift.any_channel else tuple(map(_takes, shift.channels))


def reached_by(shift: Shift) -> tuple[Key, ...]:
    """Return the keys of which a person needs one, so that they can be where the shift is."""
    from_home = shift.home_allowed and not shift.team_only
    return (("at", shift.location_id), *([("at home", True)] if from_home else []))


def wished_by(shift: Shift) -> tuple[Key, ...]:
    """Return the keys of wishes for a shift, the gladdest first; who has none gave no wish."""
    return tuple((word, shift.wish_place) for word in WISHES.values())


def unwanted_by(shift: Shift) -> tuple[Key, ...]:
    """Return the keys that keep a person from a shift whatever other places they have."""
    return ("cannot", shift.wish_place), ("absent", shift.day.toordinal())


def barred_by(shift: Shift) -> tuple[Key, ...]:
    """Return the keys that keep a person from a shift because of places that they have."""
    night: tuple[Key, ...] = (("nights", _month(shift)),) if is_night(shift) else ()
    return ("blocked", shift.slot), ("week", shift.monday), *night


def makes_room(given: Shift, shift: Shift) -> bool:
    """Tell whether giving one place lowers what counts for another: of the week or the month."""
    both_nights = is_night(given) and is_night(shift)
    return given.monday == shift.monday or (both_nights and _month(given) == _month(shift))


def _wishes_against(person: Person) -> list[Key]:
    cannot: list[Key] = [
        ("cannot", place) for place, value in enumerate(person.wishes or ()) if value == CANNOT
    ]
    absent: list[Key] = [
        ("absent", day)
        for first, last in person.absences
        for day in range(first.toordinal(), last.toordinal() + 1)
    ]
    return cannot + absent


def _taken_by(person: Person, places: Collection[Shift]) -> list[Key]:
    blocked: list[Key] = [("blocked", slot) for one in places for slot in blocked_slots(one.slot)]
    most = min(person.most_per_week, MOST_A_WEEK)
    weeks = Counter(one.monday for one in places)
    months = Counter(_month(one) for one in places if is_night(one))
    full: list[Key] = [("week", week) for week, n in weeks.items() if n >= most]
    full += [("nights", month) for month, n in months.items() if n >= person.most_nights_per_month]
    return blocked + full


def _takes(channel: str) -> Key:
    return "takes", channel


def _month(shift: Shift) -> tuple[int, int]:
    return shift.day.year, shift.day.month


@lru_cache(maxsize=4096)
def _is_night(slot: int) -> bool:
    return is_night_shift(span_of_slot(slot))


def _meet(slot: int, other: int) -> bool:
    try:
        fit(NOBODY, span_of_slot(slot), [span_of_slot(other)])
    except Refusal:
        return True
    return False
