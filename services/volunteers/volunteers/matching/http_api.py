"""The endpoint that tells who could fill a hole."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from shared.access import Guarded
from shared.database import raw
from shared.http import database, now, problems
from shared.reach import WithinReach
from shared.strict import Flag, Number

from volunteers.matching.matching import Matching
from volunteers.matching.views import CandidatesView, view_of_candidates
from volunteers.shifts.reach import require_shift

router = APIRouter(prefix="/v1", route_class=Guarded)
Most = Annotated[Number, Query(ge=1, le=100, description="people, and as many chains")]


@router.get("/shifts/{shift_id}/candidates", responses=problems(404, 503))
async def get_candidates(
    shift_id: UUID,
    request: Request,
    reach: WithinReach,
    *,
    limit: Most = 20,
    chains: Annotated[Flag, Query(description="with chains of two people")] = True,
) -> CandidatesView:
    """Return who could fill a hole of a shift, those first who will probably say yes.

    They may take the place by all rules, and want to be asked: not absent, not a day part that they
    cannot, not above their own most a week or nights a month. In a chain one person moves from
    another shift to the hole, and a second takes over what the first leaves. Nobody for a shift
    that is full, cancelled or over, or begins more than sixty days from now.
    """
    matching: Matching = request.app.state.matching
    async with database(request).read() as session:
        connection = await raw(session)
        await require_shift(connection, shift_id, reach)
        await matching.follow(connection, now())
    return view_of_candidates(shift_id, matching.rank(shift_id, limit, chains))
