"""One shift of the board: who is in it, and who could fill its hole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database import Connection, raw
from shared.reach import Reach
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.board import queries
from volunteers.board.queries import InShift
from volunteers.board.rules import ShiftShown
from volunteers.matching.index import Ranked
from volunteers.matching.matching import Matching
from volunteers.matching.rules.likelihood import Reasons
from volunteers.offers.vocabulary import OfferState
from volunteers.people.keys import Keys
from volunteers.people.known_names import first_digits
from volunteers.people.open_people import Reached, open_people
from volunteers.rosters.queries import LatestProposal, latest_proposal
from volunteers.sealing import PersonalDataLocked
from volunteers.shifts.reach import require_shift

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, repr=False)
class Named:
    """Somebody by name, or by the first digits of the id, and how they are called.

    `is_near`: they are of the caller's locations, so that their page may be opened. It is never
    written to a log, so not shown.
    """

    volunteer_id: UUID
    name: str
    phone: str | None
    is_near: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """How people are named: by the keys that open names, to whom within reach."""

    keys: Keys
    reach: Reach

    async def name(self, connection: Connection, ids: Mapping[UUID, UUID]) -> dict[UUID, Named]:
        """Return people, each with their location, by name; else by the first digits of the id.

        People of other locations are not named.
        """
        near = {one for one, location in ids.items() if self.reach.covers(location=location)}
        try:
            opened = await open_people(connection, near, self.keys)
        except PersonalDataLocked:
            opened = {}
        return {one: _named(one, opened.get(one), is_near=one in near) for one in ids}


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """Somebody who could fill the hole; `state`: what became of asking them before."""

    who: Named
    reasons: Reasons
    state: OfferState | None


@dataclass(frozen=True, slots=True)
class ChainShown:
    """Two people who could fill the hole: the first gives a shift that the second takes."""

    first: CandidateShown
    given: ShiftShown
    second: CandidateShown

    @property
    def value(self) -> str:
        """What names it in a form."""
        ids = (self.first.who.volunteer_id, self.given.shift_id, self.second.who.volunteer_id)
        return ":".join(map(str, ids))


@dataclass(frozen=True, slots=True)
class ProposedShown:
    """Somebody whom a proposal has for the shift; `state`: what became of asking them before."""

    who: Named
    state: OfferState | None


@dataclass(frozen=True, slots=True)
class HoleShown:
    """A shift, who is in it by name, and who could fill its hole, best first.

    `proposed` are those whom the newest proposal has for it.
    """

    shift: ShiftShown
    people: Sequence[tuple[Named, InShift]]
    proposal: LatestProposal | None
    proposed: Sequence[ProposedShown]
    candidates: Sequence[CandidateShown]
    chains: Sequence[ChainShown]

    @property
    def to_ask(self) -> list[CandidateShown]:
        """Who was not asked yet."""
        return [one for one in self.candidates if one.state is None]


async def hole_shown(
    session: AsyncSession,
    shift_id: UUID,
    reach: Reach,
    now: datetime,
    *,
    matching: Matching,
    naming: Naming,
) -> HoleShown:
    """Return a shift with who could fill its hole; raises `ShiftNotFound` and `BeyondReach`."""
    connection = await raw(session)
    await require_shift(connection, shift_id, reach)
    await matching.follow(connection, now)
    ranked = matching.rank(shift_id, MOST_SHOWN, True)
    given = {move.gives for one in ranked for move in one.moves if move.gives}
    shifts = await queries.shifts_by_id(connection, [shift_id, *given])
    shift = shifts[shift_id]
    people = await queries.people_in(connection, shift_id)
    proposal = await latest_proposal(session, shift.location_id, [shift.day])
    proposed = proposal.places.get(shift_id, []) if proposal else []
    asked = {volunteer_id for one in ranked for volunteer_id in one.volunteer_ids}
    ids = [*asked, *proposed, *(one.volunteer_id for one in people)]
    names = await naming.name(connection, await queries.locations_of(connection, ids))
    answers = await queries.answers_for(connection, [shift_id])
    states = {one.volunteer_id: one.state for one in answers}
    return HoleShown(
        shift=shift,
        people=[(names[one.volunteer_id], one) for one in people],
        proposal=proposal,
        proposed=[ProposedShown(names[one], states.get(one)) for one in proposed],
        candidates=[_candidate(one, 0, names, states) for one in ranked if len(one.moves) == 1],
        chains=[_chain(one, names, shifts, states) for one in ranked if len(one.moves) > 1],
    )


def _named(volunteer_id: UUID, known: Reached | None, *, is_near: bool) -> Named:
    name = known.name if known else first_digits(volunteer_id)
    return Named(volunteer_id, name, known.phone if known else None, is_near)


def _candidate(
    ranked: Ranked,
    place: int,
    names: Mapping[UUID, Named],
    states: Mapping[UUID, OfferState],
) -> CandidateShown:
    volunteer_id = ranked.volunteer_ids[place]
    return CandidateShown(names[volunteer_id], ranked.reasons[place], states.get(volunteer_id))


def _chain(
    ranked: Ranked,
    names: Mapping[UUID, Named],
    shifts: Mapping[UUID, ShiftShown],
    states: Mapping[UUID, OfferState],
) -> ChainShown:
    return ChainShown(
        _candidate(ranked, 0, names, states),
        shifts[ranked.moves[1].takes],
        _candidate(ranked, 1, names, states),
    )
