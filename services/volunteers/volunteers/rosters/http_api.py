"""Endpoints of proposed rosters."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.rosters import queries
from volunteers.rosters.accept_proposal import accept_proposal
from volunteers.rosters.ask_for_proposal import ask_for_proposal
from volunteers.rosters.commands import AcceptProposal, AskProposal
from volunteers.rosters.stop_proposal import stop_proposal
from volunteers.rosters.views import AcceptedView, ProposalView, WholeProposalView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post(
    "/roster-proposals", status_code=201, response_model=ProposalView, responses=problems(409)
)
async def post_proposal(command: AskProposal, request: Request, reach: WithinReach) -> Response:
    """Ask for a proposed roster; a worker makes it, within `seconds` (60 by default).

    409 where there is no such location.
    """
    act = partial(ask_for_proposal, command=command, reach=reach, now=now())
    return await idempotent(request, act, body=command)


@router.get("/roster-proposals", responses=problems())
async def get_proposals(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[ProposalView]:
    """List the proposals of locations that are all within reach, the newest first."""
    async with database(request).read() as session:
        return await queries.proposals(session, reach, cursor, limit)


@router.get("/roster-proposals/{proposal_id}", responses=problems(404))
async def get_proposal(
    proposal_id: UUID, request: Request, reach: WithinReach
) -> WholeProposalView:
    """Return a proposal: how far it is, its places, why places stay open, what is most needed."""
    async with database(request).read() as session:
        return await queries.proposal(session, proposal_id, reach)


@router.post(
    "/roster-proposals/{proposal_id}/stop",
    status_code=201,
    response_model=ProposalView,
    responses=problems(404),
)
async def post_stop(proposal_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stop the search: within two seconds the best roster so far is the result."""
    act = partial(stop_proposal, proposal_id=proposal_id, reach=reach, now=now())
    return await idempotent(request, act)


@router.post(
    "/roster-proposals/{proposal_id}/acceptance",
    status_code=201,
    response_model=AcceptedView,
    responses=problems(404, 409),
)
async def post_acceptance(
    proposal_id: UUID, command: AcceptProposal, request: Request, reach: WithinReach
) -> Response:
    """Offer the proposed places, or those in `places`, to people; the offers lapse after 72 hours.

    Nothing is filled: a place is taken when the person accepts. 409 where the proposal is not
    done, or a place is not proposed.
    """
    act = partial(accept_proposal, proposal_id=proposal_id, command=command, reach=reach, now=now())
    return await idempotent(request, act, body=command)
