"""Answers about proposals."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from shared.http import View

from volunteers.rosters.tables import ProposedPlace, RosterProposal
from volunteers.rosters.vocabulary import GapReason, ProposalState, ProposedState


class ProposalView(View):
    """A proposal and how far it is; `objective` and `bound` are in points.

    `gap` is (bound - objective) / bound, null until both are known. `places` counts what is
    proposed, `covered` the places of `needed` that would be filled.
    """

    proposal_id: UUID
    first_day: dt.date
    last_day: dt.date
    location_ids: list[UUID]
    seconds: int
    state: ProposalState
    asked_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    stop_asked: bool
    objective: float | None
    bound: float | None
    gap: float | None
    covered: int | None
    needed: int | None


class MomentView(View):
    """How far a proposal was, `at` seconds after its start."""

    at: float
    covered: int
    needed: int
    objective: float
    bound: float | None


class GapView(View):
    """A shift with `places` that stay open, and how many people each rule keeps out of it.

    `free`: whom no rule keeps out; the search was stopped before it had placed them.
    """

    shift_id: UUID
    places: int
    excluded: dict[GapReason, int]


class PriceView(View):
    """How many points one more person who may take just this shift would bring at most."""

    shift_id: UUID
    points: float


class ProposedPlaceView(View):
    """A place as it is proposed."""

    shift_id: UUID
    volunteer_id: UUID
    state: ProposedState


class WholeProposalView(ProposalView):
    """A proposal with its places, its gaps, and the shifts that most need one more person."""

    progress: list[MomentView]
    places: list[ProposedPlaceView]
    gaps: list[GapView]
    most_needed: list[PriceView] = Field(description="the most points first, at most 100")


class LeftOutView(View):
    """A proposed place that is not offered, and why."""

    shift_id: UUID
    volunteer_id: UUID
    reason: str


class AcceptedView(View):
    """What acceptance made: how many offers, and what a rule forbids by now."""

    proposal_id: UUID
    offered: int
    left_out: list[LeftOutView]


def view_of_proposal(row: RosterProposal) -> ProposalView:
    """Return a proposal as lists show it."""
    last = row.progress[-1] if row.progress else {}
    return ProposalView(
        proposal_id=row.proposal_id,
        first_day=row.first_day,
        last_day=row.last_day,
        location_ids=row.location_ids,
        seconds=row.seconds_most,
        state=row.state,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        stop_asked=row.stop_asked_at is not None,
        objective=row.objective,
        bound=row.bound,
        gap=gap_of(row.objective, row.bound),
        covered=last.get("covered"),
        needed=last.get("needed"),
    )


def view_of_whole(row: RosterProposal, places: Sequence[ProposedPlace]) -> WholeProposalView:
    """Return a proposal with all that is known of it."""
    return WholeProposalView(
        **view_of_proposal(row).model_dump(),
        progress=[MomentView(**one) for one in row.progress],
        places=[
            ProposedPlaceView(shift_id=one.shift_id, volunteer_id=one.volunteer_id, state=one.state)
            for one in places
        ],
        gaps=[GapView.model_validate(one) for one in row.gaps],
        most_needed=[PriceView.model_validate(one) for one in row.prices],
    )


def gap_of(objective: float | None, bound: float | None) -> float | None:
    """Return what may be missing to the best roster, as a share of the bound."""
    if objective is None or bound is None:
        return None
    return max(0.0, (bound - objective) / bound) if bound > 0 else 0.0
