"""The page of who is at the desk now, live."""

from fastapi import Request, Response
from shared.http import database, now
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import draw, show
from shared.reach import Reach, WithinReach

from volunteers.presence.desks_shown import DesksShown, desks_shown
from volunteers.presence.wording import presence_wording
from volunteers.shifts.wording import wording

router = pages_router("/volunteers")


@router.get("/presence")
async def get_presence(request: Request, reach: WithinReach) -> Response:
    """Show who is there, late, absent or standing in by the shifts that last now."""
    shown = await _shown(request, reach)
    return show(
        request, "presence/templates/presence.html", shown=shown, **wording(), **presence_wording()
    )


@router.get("/presence/live")
async def get_presence_live(request: Request, reach: WithinReach) -> Response:
    """Stream the part of the page that changes."""

    async def drawn() -> str:
        shown = await _shown(request, reach)
        template = "presence/templates/_desks.html"
        return draw(request, template, shown=shown, **wording(), **presence_wording())

    return live(request, drawn)


async def _shown(request: Request, reach: Reach) -> DesksShown:
    async with database(request).read() as session:
        return await desks_shown(
            session, reach, request.app.state.keys, request.state.caller, now()
        )
