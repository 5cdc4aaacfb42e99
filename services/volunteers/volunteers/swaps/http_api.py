"""Endpoints of swaps."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.shifts.reach import oneself
from volunteers.swaps import queries
from volunteers.swaps.agree_to_swap import agree_to_swap
from volunteers.swaps.commands import ProposeSwap
from volunteers.swaps.propose_swap import propose_swap
from volunteers.swaps.reach import proposer, require_own_swap
from volunteers.swaps.refuse_swap import refuse_swap, withdraw_swap
from volunteers.swaps.views import SwapView
from volunteers.swaps.vocabulary import SwapState

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.post("/swaps", status_code=201, response_model=SwapView, responses=problems(404, 409))
async def post_swap(command: ProposeSwap, request: Request, reach: WithinReach) -> Response:
    """Propose that two or three exchange shifts, or that one takes over another's.

    A leg says what one gives and takes; in a takeover one only gives and the other only takes, who
    may be left out: whoever agrees first. A coordinator may propose a chain, in which one shift is
    a hole. 409 where a rule forbids what would come out, or no time is left to agree.
    """

    async def act(connection: Connection) -> SwapView:
        by = await proposer(connection, command, reach)
        return await propose_swap(connection, command.as_legs(), by=by, now=now())

    return await idempotent(request, act, body=command)


@router.get("/swaps", responses=problems())
async def get_swaps(
    request: Request,
    *,
    state: SwapState | None = None,
    reach: WithinReach,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[SwapView]:
    """List the swaps: a volunteer's own and what may be taken over, a location's."""
    async with database(request).read() as session:
        return await queries.swaps(session, reach, state, cursor, limit)


@router.post(
    "/swaps/{swap_id}/agreement",
    status_code=201,
    response_model=SwapView,
    responses=problems(404, 409),
)
async def post_agreement(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Agree to a swap; the last agreement exchanges the places, all or none.

    409 where a rule forbids it by now: then the swap stays open.
    """

    async def act(connection: Connection) -> SwapView:
        return await agree_to_swap(connection, swap_id, oneself(reach), now())

    return await idempotent(request, act)


@router.post(
    "/swaps/{swap_id}/refusal",
    status_code=201,
    response_model=SwapView,
    responses=problems(404, 409),
)
async def post_refusal(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Refuse a swap; 409 where it is settled."""

    async def act(connection: Connection) -> SwapView:
        return await refuse_swap(connection, swap_id, oneself(reach), now())

    return await idempotent(request, act)


@router.post(
    "/swaps/{swap_id}/withdrawal",
    status_code=201,
    response_model=SwapView,
    responses=problems(404, 409),
)
async def post_withdrawal(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Withdraw a swap that one proposed, or that is of one's location; 409 where it is settled."""

    async def act(connection: Connection) -> SwapView:
        await require_own_swap(connection, swap_id, reach)
        return await withdraw_swap(connection, swap_id, now())

    return await idempotent(request, act)
