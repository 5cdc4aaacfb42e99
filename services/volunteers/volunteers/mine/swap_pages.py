"""Pages of a volunteer's own swaps."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.reach import Reach, WithinReach
from shared.strict import Id

from volunteers.admission.queries import volunteer
from volunteers.mine.act import ME, acted, show_own
from volunteers.mine.own_shifts import own_shifts
from volunteers.mine.own_swaps import own_swaps, swappable
from volunteers.mine.propose import WantSwap, propose
from volunteers.shifts.reach import oneself
from volunteers.swaps.agree_to_swap import agree_to_swap
from volunteers.swaps.reach import require_own_swap
from volunteers.swaps.refuse_swap import refuse_swap, withdraw_swap
from volunteers.swaps.views import SwapView

router = pages_router(ME)
SWAPS = "/volunteers/me/swaps"


class ShiftAsked(BaseModel):
    """The query of the page: the shift of mine that is to be given."""

    gives: Id | None = None


@router.get("/swaps")
async def get_swaps(request: Request, reach: WithinReach) -> Response:
    """Show the swaps that I am in or may take over, and the form to propose one."""
    return await _swaps(request, reach, Typed(), 200)


@router.post("/swaps")
async def post_swap(request: Request, reach: WithinReach) -> Response:
    """Propose to swap a shift of mine, or to let somebody take it over."""
    typed = await typed_in(request)
    try:
        wanted = typed.read(WantSwap)
    except FormWrong:
        return await _swaps(request, reach, typed, 400)
    act = partial(propose, volunteer_id=oneself(reach), wanted=wanted, now=now())
    message = gettext("Your swap is proposed. Until somebody agrees, the shift stays yours.")
    return await acted(request, reach, typed, act, _swaps, to=SWAPS, message=message)


@router.post("/swaps/{swap_id}/agreement")
async def post_agreement(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Agree to a swap."""
    act = partial(agree_to_swap, swap_id=swap_id, volunteer_id=oneself(reach), now=now())
    message = gettext("You agree. Once everybody does, “My shifts” shows it.")
    return await acted(
        request, reach, await typed_in(request), act, _swaps, to=SWAPS, message=message
    )


@router.post("/swaps/{swap_id}/refusal")
async def post_refusal(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Say no to a swap."""
    act = partial(refuse_swap, swap_id=swap_id, volunteer_id=oneself(reach), now=now())
    message = gettext("You said no, and that is fine.")
    return await acted(
        request, reach, await typed_in(request), act, _swaps, to=SWAPS, message=message
    )


@router.post("/swaps/{swap_id}/withdrawal")
async def post_withdrawal(swap_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Withdraw a swap that I proposed."""

    async def act(connection: Connection) -> SwapView:
        await require_own_swap(connection, swap_id, reach)
        return await withdraw_swap(connection, swap_id, now())

    message = gettext("Your proposal is withdrawn.")
    return await acted(
        request, reach, await typed_in(request), act, _swaps, to=SWAPS, message=message
    )


async def _swaps(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    moment, me = now(), oneself(reach)
    try:
        asked = typed_query(request).read(ShiftAsked)
    except FormWrong:
        asked, status = ShiftAsked(), 400
    async with database(request).read() as session:
        home = (await volunteer(session, me, reach)).location_id
        swaps = await own_swaps(session, me, request.app.state.keys, moment)
        mine = [one for one in await own_shifts(session, me, moment) if one.may_be_swapped(moment)]
        theirs = await swappable(session, me, home, moment) if mine else []
    return show_own(
        request, "swaps.html", status=status, typed=typed, swaps=swaps, mine=mine, theirs=theirs,
        gives=asked.gives,
    )  # fmt: skip
