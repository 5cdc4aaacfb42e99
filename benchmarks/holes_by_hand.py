"""Who could fill a hole, found by asking everybody about everything: what the index must equal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from volunteers.matching.in_rules import left_by, may_be_asked, may_leave
from volunteers.matching.index import Move, Ranked
from volunteers.matching.rules.facts import Person, Shift
from volunteers.matching.rules.likelihood import Reasons, reasons_of, score_of


@dataclass(frozen=True)
class World:
    """All people and shifts, as of a moment."""

    people: Mapping[UUID, Person]
    shifts: Mapping[UUID, Shift]
    as_of: datetime

    @cached_property
    def places(self) -> Mapping[UUID, list[Shift]]:
        """The shifts that stand, by those who are in them."""
        found: defaultdict[UUID, list[Shift]] = defaultdict(list)
        for shift in self.shifts.values():
            for volunteer_id in () if shift.cancelled else shift.places:
                found[volunteer_id].append(shift)
        return found

    def may(self, person: Person, shift: Shift, given: Shift | None = None) -> bool:
        """Tell whether somebody may be asked, after giving one place where one is named."""
        places = [one for one in self.places[person.volunteer_id] if one != given]
        return may_be_asked(person, places, shift, self.people)

    def reasons(self, person: Person, shift: Shift) -> Reasons:
        """Return what is known of somebody for a shift."""
        return reasons_of(
            person, sorted(one.slot for one in self.places[person.volunteer_id]), shift
        )


def rank_by_hand(world: World, shift_id: UUID, limit: int, *, chains: bool) -> list[Ranked]:
    """Return what `Index.rank` returns."""
    hole = world.shifts.get(shift_id)
    if hole is None or hole.cancelled or hole.filled >= hole.needed:
        return []
    if hole.span.ends_at <= world.as_of:
        return []
    able = [one for one in world.people.values() if world.may(one, hole)]
    found = [_direct(world, one, hole) for one in able]
    found.sort(key=lambda one: (-one.score, one.volunteer_ids[0].int))
    moving = [best for one in world.people.values() if (best := _best_chain(world, one, hole))]
    moving.sort(key=lambda one: (-one.score, one.volunteer_ids[0].int))
    return found[:limit] + (moving[:limit] if chains else [])


def _direct(world: World, person: Person, hole: Shift) -> Ranked:
    reasons = world.reasons(person, hole)
    move = Move(person.volunteer_id, None, hole.shift_id)
    return Ranked((person.volunteer_id,), (move,), score_of(reasons), (reasons,))


def _best_chain(world: World, mover: Person, hole: Shift) -> Ranked | None:
    if mover.volunteer_id in hole.places or world.may(mover, hole):
        return None
    found = list(_chains(world, mover, hole))
    if not found:
        return None

    def order(chain: Ranked) -> tuple[int, int, int]:
        given = chain.moves[1].takes
        return -score_of(chain.reasons[1]), chain.volunteer_ids[1].int, given.int

    return min(found, key=order)


def _chains(world: World, mover: Person, hole: Shift) -> Iterator[Ranked]:
    for given in world.places[mover.volunteer_id]:
        if given.span.starts_at <= world.as_of or not may_leave(mover, given):
            continue
        if not world.may(mover, hole, given):
            continue
        first, left = world.reasons(mover, hole), left_by(given, mover)
        for taker in world.people.values():
            if taker == mover or not world.may(taker, left):
                continue
            second = world.reasons(taker, given)
            moves = (
                Move(mover.volunteer_id, given.shift_id, hole.shift_id),
                Move(taker.volunteer_id, None, given.shift_id),
            )
            ids = (mover.volunteer_id, taker.volunteer_id)
            yield Ranked(ids, moves, score_of(first), (first, second))
