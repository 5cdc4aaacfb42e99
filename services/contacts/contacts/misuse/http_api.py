"""The HTTP API of cool-downs."""

from uuid import UUID

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.database import raw
from shared.http import Page, database, problems
from shared.reach import WithinReach

from contacts.misuse.commands import ReviewCoolDown
from contacts.misuse.queries import list_cool_downs
from contacts.misuse.review_cool_down import review_cool_down
from contacts.misuse.views import CoolDownView

router = APIRouter(prefix="/v1/cool-downs", tags=["cool-downs"], route_class=Guarded)


@router.get("", responses=problems())
async def get_cool_downs(request: Request, reach: WithinReach) -> Page[CoolDownView]:
    """List cool-downs that nobody has reviewed, and those of the last seven days; newest first.

    A coordinator sees those of own locations, a mentor those of the own one, a listener those that
    they asked for.
    """
    async with database(request).read() as session:
        found = await list_cool_downs(await raw(session), reach, request.app.state.clock.now())
    return Page(items=found, next_cursor=None)


@router.post("/{cool_down_id}/review", status_code=204, responses=problems(404, 409))
async def post_review(
    cool_down_id: UUID, command: ReviewCoolDown, request: Request, reach: WithinReach
) -> None:
    """Uphold a cool-down, or lift it: then its caller reaches a listener at once."""
    now = request.app.state.clock.now()
    async with database(request).commit() as connection:
        await review_cool_down(connection, cool_down_id, command.review, reach, now)
