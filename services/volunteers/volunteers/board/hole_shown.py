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
from volunteers.people.open_people import open_people
from volunteers.rosters.queries import LatestProposal, latest_proposal
from volunteers.sealing import PersonalDataLocked
from volunteers.shifts.reach import require_shift

MOST_SHOWN = 8
DIGITS = 8


@dataclass(frozen=True, slots=True)
class Naming:
    """How people are named: by the keys that open names, to whom within reach."""

    keys: Keys
    reach: Reach

    async def names(self, connection: Connection, ids: Mapping[UUID, UUID]) -> dict[UUID, str]:
        """Return the names of people, each with their location; else the first digits of the id.

        People of other locations are not named.
        """
        near = [one for one, location in ids.items() if self.reach.covers(location=location)]
        names = {one: str(one)[:DIGITS] for one in ids}
        try:
            opened = await open_people(connection, near, self.keys)
        except PersonalDataLocked:
            return names
        return names | {one: found.name for one, found in opened.items()}


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """Somebody who could fill the hole; `state`: what became of asking them before."""

    volunteer_id: UUID
    name: str
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
        return ":".join(
            map(str, (self.first.volunteer_id, self.given.shift_id, self.second.volunteer_id))
        )


@dataclass(frozen=True, slots=True)
class ProposedShown:
    """Somebody whom a proposal has for the shift; `state`: what became of asking them before."""

    volunteer_id: UUID
    name: str
    state: OfferState | None


@dataclass(frozen=True, slots=True)
class HoleShown:
    """A shift, who is in it by name, and who could fill its hole, best first.

    `proposed` are those whom the newest proposal has for it.
    """

    shift: ShiftShown
    people: Sequence[tuple[str, InShift]]
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
    names = await naming.names(connection, await queries.locations_of(connection, ids))
    answers = await queries.answers_for(connection, [shift_id])
    states = {one.volunteer_id: one.state for one in answers}
    return HoleShown(
        shift=shift,
        people=[(names[one.volunteer_id], one) for one in people],
        proposal=proposal,
        proposed=[ProposedShown(one, names[one], states.get(one)) for one in proposed],
        candidates=[_candidate(one, 0, names, states) for one in ranked if len(one.moves) == 1],
        chains=[_chain(one, names, shifts, states) for one in ranked if len(one.moves) > 1],
    )


def _candidate(
    ranked: Ranked,
    place: int,
    names: Mapping[UUID, str],
    states: Mapping[UUID, OfferState],
) -> CandidateShown:
    volunteer_id = ranked.volunteer_ids[place]
    return CandidateShown(
        volunteer_id, names[volunteer_id], ranked.reasons[place], states.get(volunteer_id)
    )


def _chain(
    ranked: Ranked,
    names: Mapping[UUID, str],
    shifts: Mapping[UUID, ShiftShown],
    states: Mapping[UUID, OfferState],
) -> ChainShown:
    return ChainShown(
        _candidate(ranked, 0, names, states),
        shifts[ranked.moves[1].takes],
        _candidate(ranked, 1, names, states),
    )
