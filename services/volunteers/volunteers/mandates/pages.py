"""The page of mandates: who may act as whom, or where; giving a mandate, and ending one."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.amsterdam import day_of
from volunteers.mandates.commands import GiveMandate
from volunteers.mandates.give_mandate import end_mandate, give_mandate
from volunteers.mandates.mandates_shown import MandatesAsked, mandates_shown
from volunteers.mandates.reach import NobodyToActFor
from volunteers.mandates.rules import MandateEndsBeforeItBegins
from volunteers.mandates.wording import FORM_NAMES, wording
from volunteers.roles import reach_by

HOME = "/volunteers/mandates"

router = pages_router("/volunteers")


@router.get("/mandates")
async def get_mandates(request: Request, reach: WithinReach) -> Response:
    """Show the mandates: `?search=...`; `?give=location` shows the form that gives one."""
    return await _show(request, reach, Typed(), status=200)


@router.post("/mandates")
async def post_mandate(request: Request, reach: WithinReach) -> Response:
    """Give a mandate by one of the forms; `give` in the query says which."""
    typed, issuer = await typed_in(request), request.app.state.gate.tokens.issuer
    seen = reach_by(request.state.caller, f"GET {HOME}")
    to_person = request.query_params.get("give") == "person"
    beside = {
        MandateEndsBeforeItBegins: "lastDay",
        NobodyToActFor: "volunteerId" if to_person else "locationId",
    }
    try:
        command = typed.read(GiveMandate, **({"role": "listener"} if to_person else {}))
        act = partial(give_mandate, command=command, issuer=issuer, reach=reach, now=now())
        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, seen, typed, status=400)
    except Refusal as refusal:
        return await _show(request, seen, typed.refused(refusal, beside), status=refusal.status)
    request.app.state.bound.clear()
    return done(HOME, gettext("The mandate is given. It takes effect within half a minute."))


@router.post("/mandates/{mandate_id}/end")
async def post_end(mandate_id: UUID, request: Request, reach: WithinReach) -> Response:
    """End a mandate at once."""
    typed = await typed_in(request)
    act = partial(end_mandate, mandate_id=mandate_id, reach=reach, now=now())
    await idempotent(request, act, key=typed.key)
    request.app.state.bound.clear()
    return done(HOME, gettext("The mandate has ended. It takes effect within half a minute."))


async def _show(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    asked, caller, today = typed_query(request), request.state.caller, day_of(now())
    try:
        wanted = asked.read(MandatesAsked)
    except FormWrong:
        wanted, status = MandatesAsked(), 400
    async with database(request).read() as session:
        shown = await mandates_shown(
            session, reach, wanted, keys=request.app.state.keys, caller=caller, today=today
        )
    give = request.query_params.get("give", "")
    return show(
        request, "mandates/templates/mandates.html", status=status, shown=shown, typed=typed,
        asked=asked, give=give if give in FORM_NAMES else "", today=today, **wording(),
    )  # fmt: skip
