"""What matching knows, in the words of the rules of places."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from shared.events.vocabulary import Role
from shared.refusals import Refusal

from volunteers.matching.rules.asking import NEAR, is_asked
from volunteers.matching.rules.facts import Person, Shift
from volunteers.shifts.may_take import refusal_of
from volunteers.shifts.rules.company import experienced_from
from volunteers.shifts.rules.places import Candidate, Wanted
from volunteers.shifts.rules.weeks import week_of

People = Mapping[UUID, Person]


def may_be_asked(person: Person, places: Collection[Shift], shift: Shift, people: People) -> bool:
    """Tell whether a person with these places may take a place of a shift, and wants to be asked.

    `people` are those who may be in the shift.
    """
    if not is_asked(person, places, shift):
        return False
    return why_not(person, places, shift, people) is None


def why_not(
    person: Person, places: Collection[Shift], shift: Shift, people: People
) -> Refusal | None:
    """Return the rule by which a person with these places may not take a place; None: may."""
    wanted = _wanted(shift, people)
    elsewhere = person.location_id != shift.location_id
    return refusal_of(
        _candidate(person, places, shift), replace(wanted, from_home=True) if elsewhere else wanted
    )


def may_leave(person: Person, shift: Shift) -> bool:
    """Tell whether a person may give their place back: no trainee is left without a mentor."""
    roles = Counter(shift.places.values())
    return shift.places[person.volunteer_id] != "mentor" or roles["mentor"] > roles["trainee"]


def left_by(shift: Shift, person: Person) -> Shift:
    """Return a shift as without this person, who counts in it."""
    places = {one: role for one, role in shift.places.items() if one != person.volunteer_id}
    return replace(shift, places=places, filled=shift.filled - 1)


def _candidate(person: Person, places: Collection[Shift], shift: Shift) -> Candidate:
    near = [one for one in places if abs(one.slot - shift.slot) <= NEAR * 2]
    return Candidate(
        volunteer_id=person.volunteer_id,
        admitted=person.admitted_at is not None,
        state=person.state,
        paused_until=person.paused_until,
        location_id=person.location_id,
        role=person.role,
        channels=person.channels,
        experienced_from=experienced_from(person.role, person.admitted_at),
        shifts={one.shift_id: one.span for one in near},
        weeks={week_of(shift.day).monday: sum(one.monday == shift.monday for one in places)},
        most_per_week=person.most_per_week,
    )


def _wanted(shift: Shift, people: People) -> Wanted:
    roles = Counter(shift.places.values())
    return Wanted(
        shift_id=shift.shift_id,
        day=shift.day,
        span=shift.span,
        channels=shift.channels,
        location_id=shift.location_id,
        needed=shift.needed,
        filled=shift.filled,
        cancelled=shift.cancelled,
        team_only=shift.team_only,
        home_allowed=shift.home_allowed,
        experienced_needed=shift.experienced_needed,
        experienced_in=sum(
            _is_experienced(people.get(one), role, shift) for one, role in shift.places.items()
        ),
        mentors_in=roles["mentor"],
        trainees_in=roles["trainee"],
        source="offer",
        asking=True,
        any_channel=shift.any_channel,
    )


def _is_experienced(person: Person | None, role: Role, shift: Shift) -> bool:
    first = experienced_from(role, person.admitted_at) if person else None
    return first is not None and first <= shift.day
