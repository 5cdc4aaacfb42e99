"""The page of shifts at risk."""

from fastapi import Request, Response
from shared.http import database, now
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.reach import WithinReach

from volunteers.locations.queries import locations_within
from volunteers.risks import queries
from volunteers.shifts.wording import wording
from volunteers.surges.queries import surges_now

router = pages_router("/volunteers")


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
