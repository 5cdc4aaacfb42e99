"""The page of after-care: which calls are due, and the form that records one."""

from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection, raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.aftercare import queries
from volunteers.aftercare.commands import RecordCall
from volunteers.aftercare.reach import require_after_care
from volunteers.aftercare.record_call import record_call
from volunteers.aftercare.views import AfterCareView
from volunteers.amsterdam import day_of
from volunteers.people.known_names import known_names
from volunteers.roles import reach_by

HOME = "/volunteers/after-care"

router = pages_router("/volunteers")


@router.get("/after-care")
async def get_after_care(request: Request, reach: WithinReach) -> Response:
    """Show the calls that are due after heavy contacts, the longest due first."""
    return await _show(request, reach, Typed(), status=200)


@router.post("/after-care/{contact_id}")
async def post_call(contact_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Record a call, by a form of that page."""
    typed = await typed_in(request)
    page_reach = reach_by(request.state.caller, f"GET {HOME}")
    try:
        command = typed.read(RecordCall)

        async def act(connection: Connection) -> AfterCareView:
            await require_after_care(connection, contact_id, reach)
            return await record_call(connection, contact_id, command, now())

        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, page_reach, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show(request, page_reach, typed, status=refusal.status)
    return done(HOME, gettext("The call is recorded."))


async def _show(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    today = day_of(now())
    keys, caller = request.app.state.keys, request.state.caller
    async with database(request).read() as session:
        found = await queries.calls_due(session, reach, today)
        # The mentor is shown the name too: without it nobody can be called.
        ids = [each for one in found for each in (one.volunteer_id, one.mentor_id)]
        names = await known_names(await raw(session), ids, keys, caller)
    return show(
        request, "aftercare/templates/after_care.html", status=status, found=found, names=names,
        today=today, typed=typed,
    )  # fmt: skip
