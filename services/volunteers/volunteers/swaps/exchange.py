"""Exchange places: check all rules on what would come out, and write it in one commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.database import Connection

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.rules.completion import UnknownVolunteer
from volunteers.persistence import lock
from volunteers.shifts.keep_places import free_place, keep_place
from volunteers.shifts.load_candidates import candidate_of, load_shifts_of
from volunteers.shifts.load_wanted import InShift, load_who_is_in, wanted_of
from volunteers.shifts.may_take import check_place
from volunteers.shifts.rules.company import check_mentor_may_leave
from volunteers.shifts.rules.day_parts import Span
from volunteers.shifts.rules.places import Candidate, ShiftNotFound, check_not_begun
from volunteers.shifts.rules.where import from_home_if_elsewhere
from volunteers.shifts.tables import Place, Shift
from volunteers.swaps.rules import Leg, PlaceIsGone


@dataclass(frozen=True, slots=True)
class Exchange:
    """What may be written: the places that are left, by shift, and those that are taken."""

    shifts: Mapping[UUID, Shift]
    left: Sequence[tuple[UUID, UUID]]
    taken: Sequence[Place]


async def check_exchange(connection: Connection, legs: Sequence[Leg], now: datetime) -> Exchange:
    """Return what becomes of the legs, with all volunteers and then all shifts locked, by id.

    Legs without a volunteer are left out. Raises `PlaceIsGone`, and what forbids one of the places
    once all others have been left.
    """
    people = [leg.volunteer_id for leg in legs if leg.volunteer_id]
    volunteers = await lock_volunteers(connection, people)
    for one in people:
        if one not in volunteers:
            raise UnknownVolunteer(f"volunteerId {one} never applied")
    shifts = await _lock_shifts(connection, legs)
    for shift in shifts.values():
        check_not_begun(shift.span, now)
    who = await load_who_is_in(connection, list(shifts))
    whole = Span(
        min(shift.starts_at for shift in shifts.values()),
        max(shift.ends_at for shift in shifts.values()),
    )
    spans = await load_shifts_of(connection, people, whole)
    left = _left(legs, who)
    staying = {
        shift_id: [one for one in some if (shift_id, one.volunteer_id) not in left]
        for shift_id, some in who.items()
    }
    taken = []
    for leg in legs:
        if leg.volunteer_id and leg.takes:
            candidate = candidate_of(volunteers[leg.volunteer_id], spans[leg.volunteer_id])
            if leg.gives:
                candidate = candidate.without(leg.gives, shifts[leg.gives].day)
            gone = who[leg.takes], staying[leg.takes]
            taken.append(_place(candidate, shifts[leg.takes], *gone, now))
    _check_mentors_stay(staying, taken, with_takers=all(leg.volunteer_id for leg in legs))
    return Exchange(shifts, sorted(left), taken)


async def write_exchange(connection: Connection, exchange: Exchange, now: datetime) -> None:
    """Free the places that are left and write those that are taken, with their events."""
    for shift_id, volunteer_id in exchange.left:
        await free_place(connection, exchange.shifts[shift_id], volunteer_id, now)
    for place in exchange.taken:
        await keep_place(connection, exchange.shifts[place.shift_id], place, now)


async def _lock_shifts(connection: Connection, legs: Sequence[Leg]) -> dict[UUID, Shift]:
    named = {one for leg in legs for one in (leg.gives, leg.takes) if one}
    found = {one.shift_id: one for one in await lock(connection, Shift, sorted(named))}
    for shift_id in sorted(named):
        if shift_id not in found:
            raise ShiftNotFound(f"there is no shift {shift_id}")
    return found


def _left(legs: Sequence[Leg], who: Mapping[UUID, Sequence[InShift]]) -> set[tuple[UUID, UUID]]:
    left = {(leg.gives, leg.volunteer_id) for leg in legs if leg.gives and leg.volunteer_id}
    for shift_id, volunteer_id in sorted(left):
        if all(one.volunteer_id != volunteer_id for one in who[shift_id]):
            raise PlaceIsGone(
                f"volunteer {volunteer_id} has no place in shift {shift_id} any more: propose a "
                "new swap with a shift that they are in"
            )
    return left


def _place(
    candidate: Candidate, shift: Shift, who: Sequence[InShift], staying: Sequence[InShift],
    now: datetime,
) -> Place:  # fmt: skip
    counted = sum(one.role != "trainee" for one in who)
    counted_then = sum(one.role != "trainee" for one in staying)
    wanted = wanted_of(shift, staying)
    from_home = from_home_if_elsewhere(candidate.location_id, wanted)
    check_place(
        candidate,
        replace(
            wanted, filled=shift.filled - counted + counted_then, source="swap",
            from_home=from_home,
        ),
    )  # fmt: skip
    return Place(
        shift_id=shift.shift_id, volunteer_id=candidate.volunteer_id, role=candidate.role,
        filled_at=now, source="swap", from_home=from_home,
    )  # fmt: skip


def _check_mentors_stay(
    staying: Mapping[UUID, Sequence[InShift]], taken: Sequence[Place], *, with_takers: bool
) -> None:
    """Refuse that a trainee would be alone, once it is known who takes each place."""
    if not with_takers:
        return
    for shift_id, some in staying.items():
        roles = [one.role for one in some] + [one.role for one in taken if one.shift_id == shift_id]
        check_mentor_may_leave(
            shift_id, mentors=roles.count("mentor"), trainees=roles.count("trainee")
        )
