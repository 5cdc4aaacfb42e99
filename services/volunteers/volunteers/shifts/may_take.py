"""Who may take a place: the rules in the order in which they are asked. Pure.

Whatever fills a place asks here: a volunteer, a coordinator, a waiting list, a swap, an offer.
"""

from dataclasses import replace

from shared.refusals import Refusal

from volunteers.amsterdam import shown
from volunteers.shifts.rules.company import has_mentor, leaves_room_for_experience
from volunteers.shifts.rules.places import (
    Candidate,
    NotInShiftBefore,
    PlaceIsFree,
    Wanted,
    has_room,
    is_not_in_it,
    stands,
)
from volunteers.shifts.rules.rest import is_rested
from volunteers.shifts.rules.standing import is_admitted, is_at_work
from volunteers.shifts.rules.week_limit import has_time_in_the_week
from volunteers.shifts.rules.where import is_where_they_work
from volunteers.shifts.vocabulary import StandbyKind

# Of a shift that is over: what happened is recorded, and no plan is made.
RECORDING = (stands, is_not_in_it, is_admitted, has_room, is_rested)
TAKING = (
    stands,
    is_not_in_it,
    is_admitted,
    is_at_work,
    has_room,
    is_rested,
    has_time_in_the_week,
    is_where_they_work,
    has_mentor,
    leaves_room_for_experience,
)


def refusal_of(candidate: Candidate, wanted: Wanted) -> Refusal | None:
    """Return why somebody may not take a place, by the first rule that forbids it; None: may."""
    for rule in RECORDING if wanted.recorded else TAKING:
        refusal = rule(candidate, wanted)
        if refusal:
            return refusal
    return None


def check_place(candidate: Candidate, wanted: Wanted) -> None:
    """Raise the refusal, if there is one."""
    refusal = refusal_of(candidate, wanted)
    if refusal:
        raise refusal


def check_waiting(candidate: Candidate, wanted: Wanted) -> None:
    """Refuse to wait where a place may be had now, or could not be had if one fell free."""
    check_place(candidate, _with_room(wanted))
    if refusal_of(candidate, wanted) is None:
        raise PlaceIsFree(
            f"volunteer {candidate.volunteer_id} may have a place in shift {wanted.shift_id} now: "
            "take it instead of waiting"
        )


def check_standby(candidate: Candidate, wanted: Wanted, kind: StandbyKind) -> None:
    """Refuse to stand by where a place could not be had, or to stay on from no shift."""
    ends = {span.ends_at for span in candidate.shifts.values()}
    if kind == "stay_on" and wanted.span.starts_at not in ends:
        raise NotInShiftBefore(
            f"volunteer {candidate.volunteer_id} is in no shift that ends at "
            f"{shown(wanted.span.starts_at)}: take a place in the shift before, or stand by with "
            "the kind standby"
        )
    check_place(candidate, _with_room(wanted))


def _with_room(wanted: Wanted) -> Wanted:
    return replace(wanted, filled=min(wanted.filled, wanted.needed - 1))
