"""The endpoint of holes that come near."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import Page, database, now, problems
from shared.reach import WithinReach

from volunteers.risks import queries
from volunteers.risks.views import RiskView

router = APIRouter(prefix="/v1", route_class=Guarded)


@router.get("/risks", responses=problems())
async def get_risks(request: Request, reach: WithinReach) -> Page[RiskView]:
    """List the shifts of the next 72 hours that had a hole, and what asking for it led to.

    All of them: there is no next page.
    """
    async with database(request).read() as session:
        return Page(items=await queries.risks(session, reach, now()), next_cursor=None)
