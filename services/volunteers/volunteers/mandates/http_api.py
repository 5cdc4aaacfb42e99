"""Endpoints of mandates: who may act where."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach

from volunteers.mandates import queries
from volunteers.mandates.commands import GiveMandate
from volunteers.mandates.give_mandate import end_mandate, give_mandate
from volunteers.mandates.views import MandateView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/mandates", responses=problems())
async def get_mandates(
    request: Request, reach: WithinReach, cursor: Cursor = None, limit: Limit = 100
) -> Page[MandateView]:
    """List who may act where, past mandates too."""
    async with database(request).read() as session:
        return await queries.mandates(session, reach, cursor, limit)


@router.post("/mandates", status_code=201, response_model=MandateView, responses=problems(409))
async def post_mandate(command: GiveMandate, request: Request, reach: WithinReach) -> Response:
    """Give an account a mandate; it takes effect within 30 seconds.

    From then on that account acts by its mandates only, within what its token says, and no other
    account acts as the volunteer. 409 where there is no such volunteer or location.
    """
    issuer = request.app.state.gate.tokens.issuer

    async def act(connection: Connection) -> MandateView:
        return await give_mandate(connection, command, issuer, reach, now())

    answer = await idempotent(request, act, body=command)
    request.app.state.bound.clear()
    return answer


@router.delete("/mandates/{mandate_id}", response_model=MandateView, responses=problems(404))
async def delete_mandate(mandate_id: UUID, request: Request, reach: WithinReach) -> Response:
    """End a mandate at once; it stays on record, with its days."""

    async def act(connection: Connection) -> MandateView:
        return await end_mandate(connection, mandate_id, reach, now())

    answer = await idempotent(request, act, status=200)
    request.app.state.bound.clear()
    return answer
