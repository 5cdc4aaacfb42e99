"""Answers about who could fill a hole."""

from uuid import UUID

from shared.http import View

from volunteers.matching.index import Ranked
from volunteers.matching.rules.likelihood import Wish


class MoveView(View):
    """A volunteer gives the place of a shift, or null, and takes one."""

    volunteer_id: UUID
    gives: UUID | None
    takes: UUID


class ReasonsView(View):
    """Why somebody is asked before or after another.

    `shifts` counts the places of four weeks up to the day of the shift, `taken` how often they had
    this day part before; `accepted` and `declined` count answers to offers of half a year.
    `fromHome`: they work for another location.
    """

    wish: Wish
    shifts: int
    taken: int
    accepted: int
    declined: int
    from_home: bool


class CandidateView(View):
    """One person who could fill the hole, or two: the first moves, the second takes over.

    `score` orders people among themselves, and chains: it is that of the first person.
    """

    volunteer_ids: list[UUID]
    moves: list[MoveView]
    score: int
    reasons: list[ReasonsView]


class CandidatesView(View):
    """Who could fill a hole, best first: people, and after them chains of two."""

    shift_id: UUID
    items: list[CandidateView]


def view_of_candidates(shift_id: UUID, ranked: list[Ranked]) -> CandidatesView:
    """Return who could fill a hole as clients see it."""
    return CandidatesView(shift_id=shift_id, items=[_view_of(one) for one in ranked])


def _view_of(ranked: Ranked) -> CandidateView:
    return CandidateView(
        volunteer_ids=list(ranked.volunteer_ids),
        moves=[
            MoveView(volunteer_id=one.volunteer_id, gives=one.gives, takes=one.takes)
            for one in ranked.moves
        ],
        score=ranked.score,
        reasons=[
            ReasonsView(
                wish=one.wish,
                shifts=one.shifts,
                taken=one.taken,
                accepted=one.accepted,
                declined=one.declined,
                from_home=one.from_home,
            )
            for one in ranked.reasons
        ],
    )
