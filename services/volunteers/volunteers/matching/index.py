"""The index: people and shifts as they now are, and who could fill a hole.

Postings narrow to those who come into question, the rules of places decide about each of the first.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from volunteers.matching.in_rules import left_by, may_be_asked, may_leave
from volunteers.matching.postings import Postings, numbers_in
from volunteers.matching.rules.asking import (
    barred_by,
    bars_of,
    blocked_slots,
    keys_of,
    makes_room,
    reached_by,
    suited_by,
    unwanted_by,
    wished_by,
)
from volunteers.matching.rules.facts import Person, Shift
from volunteers.matching.rules.likelihood import Reasons, reasons_of, score_of


@dataclass(frozen=True, slots=True)
class Move:
    """A volunteer gives a place, or none, and takes one."""

    volunteer_id: UUID
    gives: UUID | None
    takes: UUID


@dataclass(frozen=True, slots=True)
class Ranked:
    """Who could fill a hole: one person, or two where the first moves and the second takes over.

    `score` is that of the first person (`likelihood`), `reasons` has those of each.
    """

    volunteer_ids: tuple[UUID, ...]
    moves: tuple[Move, ...]
    score: int
    reasons: tuple[Reasons, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A person, and how likely it is that they say yes."""

    person: Person
    score: int
    reasons: Reasons


class Index:
    """All that is known of the days that are held, as of a moment."""

    def __init__(self, as_of: datetime) -> None:
        self.as_of = as_of
        self.people: dict[UUID, Person] = {}
        self.shifts: dict[UUID, Shift] = {}
        self._places: dict[UUID, dict[UUID, Shift]] = {}
        self._slots: dict[UUID, list[int]] = {}
        self._numbers: dict[UUID, int] = {}
        self._ids: list[UUID] = []
        self._has, self._barred = Postings(), Postings()

    def put(self, people: Iterable[Person], shifts: Iterable[Shift]) -> None:
        """Take in people and shifts as they now are."""
        changed = set()
        for person in people:
            self.people[person.volunteer_id] = person
            changed.add(person.volunteer_id)
        for shift in shifts:
            changed |= self._put_shift(shift)
        for volunteer_id in changed:
            self._post(volunteer_id)

    def drop(self, volunteer_ids: Iterable[UUID]) -> None:
        """Forget people who take no shifts any more; their places are those of the shifts."""
        for volunteer_id in volunteer_ids:
            self.people.pop(volunteer_id, None)
            self._post(volunteer_id)

    def rank(self, shift_id: UUID, limit: int, *, chains: bool) -> list[Ranked]:
        """Return who could fill a hole, best first: at most `limit` people, then so many chains.

        Nobody for a shift that is full, cancelled, over, or not held. In a chain somebody whom one
        place of theirs keeps from the hole gives that place to a second person; there is one chain
        for each who moves, with the best to take over.
        """
        hole = self.shifts.get(shift_id)
        if hole is None or not _is_open(hole) or hole.span.ends_at <= self.as_of:
            return []
        found = [_direct(rated, hole) for rated in islice(self._able(hole), limit)]
        return found + list(islice(self._chains(hole), limit if chains else 0))

    def places_of(self, volunteer_id: UUID) -> Collection[Shift]:
        """Return the shifts that stand and that a volunteer is in."""
        return self._places.get(volunteer_id, {}).values()

    def _put_shift(self, shift: Shift) -> set[UUID]:
        before = self.shifts.get(shift.shift_id)
        self.shifts[shift.shift_id] = shift
        there = set() if shift.cancelled else set(shift.places)
        gone = set(before.places if before else ()) - there
        for volunteer_id in there:
            self._places.setdefault(volunteer_id, {})[shift.shift_id] = shift
        for volunteer_id in gone:
            self._places.get(volunteer_id, {}).pop(shift.shift_id, None)
        return there | gone

    def _post(self, volunteer_id: UUID) -> None:
        """Let the postings say of a volunteer what is known."""
        places = self.places_of(volunteer_id)
        self._slots[volunteer_id] = sorted(one.slot for one in places)
        person = self.people.get(volunteer_id)
        if volunteer_id not in self._numbers:
            self._numbers[volunteer_id] = len(self._ids)
            self._ids.append(volunteer_id)
        number = self._numbers[volunteer_id]
        self._has.put(number, keys_of(person) if person else frozenset())
        self._barred.put(number, bars_of(person, places) if person else frozenset())

    def _suited(self, shift: Shift) -> int:
        """Return who comes into question for a shift, whatever places they have."""
        has = self._has.with_any(reached_by(shift))
        if suited := suited_by(shift):
            has &= self._has.with_all(suited)
        return has & ~self._barred.with_any(unwanted_by(shift))

    def _free(self, shift: Shift) -> int:
        """Return who comes into question for a shift with the places that they have."""
        return self._suited(shift) & ~self._barred.with_any(barred_by(shift))

    def _able(self, shift: Shift) -> Iterator[Rated]:
        """Yield who may take a place of a shift as they are, best first."""
        for rated in self._rated(self._free(shift), shift):
            places = self.places_of(rated.person.volunteer_id)
            if may_be_asked(rated.person, places, shift, self.people):
                yield rated

    def _rated(self, bits: int, shift: Shift) -> Iterator[Rated]:
        """Yield these people, best first: those with one wish before those with the next."""
        for wish in wished_by(shift):
            with_wish = bits & self._has.with_all([wish])
            bits ^= with_wish
            yield from sorted(self._rate(with_wish, shift), key=_best_first)
        yield from sorted(self._rate(bits, shift), key=_best_first)

    def _rate(self, bits: int, shift: Shift) -> Iterator[Rated]:
        for number in numbers_in(bits):
            person = self.people[self._ids[number]]
            reasons = reasons_of(person, self._slots[person.volunteer_id], shift)
            yield Rated(person, score_of(reasons), reasons)

    def _chains(self, hole: Shift) -> Iterator[Ranked]:
        """Yield the chains, by who moves and then by who takes over."""
        barred = self._suited(hole) & self._barred.with_any(barred_by(hole))
        for mover in self._rated(barred, hole):
            if mover.person.volunteer_id in hole.places:
                continue
            found = [
                (*_best_first(taker), given.shift_id.int, given, taker)
                for given in self._in_the_way(mover.person, hole)
                if self._may_give(mover.person, given, hole)
                and (taker := next(self._able(left_by(given, mover.person)), None))
            ]
            if found:
                *_, given, taker = min(found, key=lambda one: one[:3])
                yield _chain(mover, taker, given, hole)

    def _in_the_way(self, person: Person, hole: Shift) -> list[Shift]:
        """Return the places of which one may alone keep a person from a hole."""
        places = self.places_of(person.volunteer_id)
        blocked = blocked_slots(hole.slot)
        blocking = [one for one in places if one.slot in blocked]
        if blocking:
            return blocking if len(blocking) == 1 else []
        return [one for one in places if makes_room(one, hole)]

    def _may_give(self, person: Person, given: Shift, hole: Shift) -> bool:
        """Tell whether a person may give a place for a hole, and somebody could take it over."""
        if given.span.starts_at <= self.as_of or not self._free(given):
            return False
        places = self.places_of(person.volunteer_id)
        others = [one for one in places if one is not given]
        return may_leave(person, given) and may_be_asked(person, others, hole, self.people)


def _is_open(shift: Shift) -> bool:
    return not shift.cancelled and shift.filled < shift.needed


def _best_first(rated: Rated) -> tuple[int, int]:
    return -rated.score, rated.person.volunteer_id.int


def _direct(rated: Rated, hole: Shift) -> Ranked:
    volunteer_id = rated.person.volunteer_id
    moves = (Move(volunteer_id, None, hole.shift_id),)
    return Ranked((volunteer_id,), moves, rated.score, (rated.reasons,))


def _chain(mover: Rated, taker: Rated, given: Shift, hole: Shift) -> Ranked:
    first, second = mover.person.volunteer_id, taker.person.volunteer_id
    return Ranked(
        (first, second),
        (Move(first, given.shift_id, hole.shift_id), Move(second, None, given.shift_id)),
        mover.score,
        (mover.reasons, taker.reasons),
    )
