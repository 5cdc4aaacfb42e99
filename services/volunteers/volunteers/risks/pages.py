"""The page of shifts at risk."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from shared.http import database, now
from shared.pages.route import PageRoute
from shared.pages.show import show
from shared.reach import WithinReach

from volunteers.locations.queries import locations_within
from volunteers.risks import queries
from volunteers.shifts.wording import wording
from volunteers.surges.queries import surges_now

router = APIRouter(
    prefix="/volunteers",
    include_in_schema=False,
    route_class=PageRoute,
    default_response_class=HTMLResponse,
)


@router.get("/at-risk")
async def get_at_risk(request: Request, reach: WithinReach) -> Response:
    """Show the holes of the next 72 hours within reach, what asking led to, and the surges."""
    async with database(request).read() as session:
        risks = await queries.risks(session, reach, now())
        locations = await locations_within(session, reach)
        surges = await surges_now(session)
    return show(
        request, "risks/templates/at_risk.html", risks=risks, surges=surges,
        location_names={one.location_id: one.name for one in locations}, **wording(),
    )  # fmt: skip
