"""The page of cool-downs, on which a mentor or a coordinator reviews them."""

from uuid import UUID

from fastapi import Request, Response
from shared.database import raw
from shared.http import database
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from contacts.misuse import wording
from contacts.misuse.commands import ReviewCoolDown
from contacts.misuse.queries import list_cool_downs
from contacts.misuse.review_cool_down import review_cool_down

PAGE = "/contacts/cool-downs"
router = pages_router(PAGE)


@router.get("")
async def get_cool_downs(request: Request, reach: WithinReach) -> Response:
    """Show the cool-downs within reach, those first that nobody has reviewed."""
    return await _shown(request, reach, Typed())


@router.post("/{cool_down_id}/review")
async def post_review(cool_down_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Uphold a cool-down, or lift it."""
    typed, now = await typed_in(request), request.app.state.clock.now()
    try:
        review = typed.read(ReviewCoolDown).review
        async with database(request).commit() as connection:
            await review_cool_down(connection, cool_down_id, review, reach, now)
    except FormWrong:
        return await _shown(request, reach, typed, 400)
    except Refusal as refusal:
        return await _shown(request, reach, typed.refused(refusal), refusal.status)
    return done(PAGE, gettext(wording.REVIEWED[review]))


async def _shown(request: Request, reach: Reach, typed: Typed, status: int = 200) -> Response:
    async with database(request).read() as session:
        found = await list_cool_downs(await raw(session), reach, request.app.state.clock.now())
    return show(
        request, "misuse/templates/cool_downs.html", status=status, wording=wording, typed=typed,
        open=[one for one in found if one.review is None],
        reviewed=[one for one in found if one.review],
    )  # fmt: skip
