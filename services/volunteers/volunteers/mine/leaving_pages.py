"""Pages of a volunteer who leaves: what happens then, and the erasure afterwards."""

from functools import partial

from fastapi import Request, Response
from shared.database import Connection
from shared.http import database, now
from shared.pages.forms import Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.reach import Reach, WithinReach

from volunteers.admission.queries import volunteer
from volunteers.mine.act import ME, acted, show_own
from volunteers.mine.own_shifts import own_shifts
from volunteers.personal_data.erase_person import erase_person
from volunteers.personal_data.reach import require_person
from volunteers.shifts.reach import oneself
from volunteers.standing.take_step_away import leave

router = pages_router(ME)
LEAVING = "/volunteers/me/leaving"


@router.get("/leaving")
async def get_leaving(request: Request, reach: WithinReach) -> Response:
    """Show what happens when I leave, and ask; or what I may do once I have left."""
    return await _leaving(request, reach, Typed(), 200)


@router.post("/leaving")
async def post_leaving(request: Request, reach: WithinReach) -> Response:
    """Leave, or withdraw my application, for good."""
    act = partial(leave, volunteer_id=oneself(reach), reach=reach, now=now())
    typed, message = await typed_in(request), gettext("You have left. Thank you for everything.")
    return await acted(request, reach, typed, act, _leaving, to=LEAVING, message=message)


@router.post("/leaving/erasure")
async def post_erasure(request: Request, reach: WithinReach) -> Response:
    """Erase what names or describes me, once I have left."""

    async def act(connection: Connection) -> None:
        await require_person(connection, oneself(reach), reach)
        await erase_person(connection, oneself(reach), now())

    typed, message = await typed_in(request), gettext("Your personal data is erased.")
    return await acted(request, reach, typed, act, _leaving, to=LEAVING, message=message)


async def _leaving(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    me, moment = oneself(reach), now()
    async with database(request).read() as session:
        found = await volunteer(session, me, reach)
        shifts = await own_shifts(session, me, moment)
    coming = [one for one in shifts if one.may_be_swapped(moment)]
    return show_own(
        request, "leaving.html", status=status, typed=typed, volunteer=found, shifts=len(coming)
    )
