"""Endpoints of offers: ask people, read what was offered, accept, decline."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from shared.access import Guarded
from shared.database import Connection
from shared.http import Cursor, Limit, Page, database, idempotent, now, problems
from shared.reach import WithinReach
from shared.strict import Flag

from volunteers.offers import queries
from volunteers.offers.accept_offer import accept_offer
from volunteers.offers.ask_people import ask_people
from volunteers.offers.commands import AskPeople
from volunteers.offers.decline_offer import decline_offer
from volunteers.offers.reach import require_offer
from volunteers.offers.views import AskingView, OfferOfShift, OfferView, view_of_offer
from volunteers.shifts.reach import require_shift

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/offers", responses=problems())
async def get_offers(
    request: Request,
    reach: WithinReach,
    *,
    shift_id: Annotated[UUID | None, Query(alias="shiftId")] = None,
    open_only: Annotated[Flag, Query(alias="open", description="not answered yet")] = False,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[OfferOfShift]:
    """List the offers, the newest first: one's own, or those for shifts of one's locations."""
    wanted = queries.OfferFilter(shift_id, open_only)
    async with database(request).read() as session:
        return await queries.offers(session, reach, wanted, cursor, limit)


@router.post(
    "/offers/{offer_id}/acceptance",
    status_code=201,
    response_model=OfferView,
    responses=problems(404, 409),
)
async def post_acceptance(offer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Accept an offer to oneself, and have the place; of a shift elsewhere, from home.

    409 where the offer is closed, or the place is refused by the rules of places.
    """

    async def act(connection: Connection) -> OfferView:
        await require_offer(connection, offer_id, reach)
        return view_of_offer(await accept_offer(connection, offer_id, now()))

    return await idempotent(request, act)


@router.post(
    "/offers/{offer_id}/refusal",
    status_code=201,
    response_model=OfferView,
    responses=problems(404, 409),
)
async def post_refusal(offer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Decline an offer to oneself; 409 where it is closed."""

    async def act(connection: Connection) -> OfferView:
        await require_offer(connection, offer_id, reach)
        return view_of_offer(await decline_offer(connection, offer_id, now()))

    return await idempotent(request, act)


@router.post(
    "/shifts/{shift_id}/asking",
    status_code=201,
    response_model=AskingView,
    responses=problems(404, 409),
)
async def post_asking(
    shift_id: UUID, command: AskPeople, request: Request, reach: WithinReach
) -> Response:
    """Ask volunteers for a place of a shift: whoever may take it gets an offer.

    It is open for two days, and no longer than until the shift begins. Others are told in
    `notAsked`, each with the rule. 409 where the shift has begun or was cancelled.
    """

    async def act(connection: Connection) -> AskingView:
        await require_shift(connection, shift_id, reach)
        return await ask_people(connection, shift_id, command, reach, now())

    return await idempotent(request, act, body=command)
