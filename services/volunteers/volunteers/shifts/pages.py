"""Pages of shifts: a location's week, opening a shift, cancelling one."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext, ngettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.locations.queries import location
from volunteers.locations.rules import UnknownLocation
from volunteers.roles import reach_by
from volunteers.shifts import queries
from volunteers.shifts.cancel_shift import cancel_shift
from volunteers.shifts.commands import OpenShift
from volunteers.shifts.open_shift import open_shift
from volunteers.shifts.reach import require_shift
from volunteers.shifts.rules.places import ShiftIsCancelled
from volunteers.shifts.views import ShiftView
from volunteers.shifts.week_shown import WeekAsked, names_in, week_shown
from volunteers.shifts.wording import when, wording

router = pages_router("/volunteers")


@router.get("/shifts")
async def get_shifts(request: Request, reach: WithinReach) -> Response:
    """Show the shifts of a location in a week: `?location=<id>&day=2026-11-26`."""
    return await _show_week(request, reach, Typed(), status=200)


@router.post("/shifts")
async def post_shift(request: Request, reach: WithinReach) -> Response:
    """Open a shift by the form of a week's page; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    week_reach = reach_by(request.state.caller, "GET /volunteers/shifts")
    try:
        command = typed.read(OpenShift)
    except FormWrong:
        return await _show_week(request, week_reach, typed, status=400)
    reach.require(f"location {command.location_id}", location=command.location_id)
    act = partial(open_shift, command=command, now=now())
    try:
        answer = await idempotent(request, act, body=command, key=typed.key)
    except Refusal as refusal:
        typed.refused(refusal, {UnknownLocation: "locationId"})
        return await _show_week(request, week_reach, typed, status=refusal.status)
    shift = ShiftView.model_validate_json(bytes(answer.body))
    places = ngettext("%(num)s place", "%(num)s places", shift.needed)
    return _done(shift, gettext("The shift is open: %(when)s, %(places)s.", when=when(shift),
                                places=places))  # fmt: skip


@router.get("/shifts/{shift_id}/cancellation")
async def get_cancellation(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Ask whether a shift is to be cancelled, and show who is in it."""
    return await _show_cancellation(request, shift_id, reach, Typed(), status=200)


@router.post("/shifts/{shift_id}/cancellation")
async def post_cancellation(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Cancel a shift after that question."""
    typed = await typed_in(request)

    async def act(connection: Connection) -> ShiftView:
        await require_shift(connection, shift_id, reach)
        return await cancel_shift(connection, shift_id, now())

    try:
        answer = await idempotent(request, act, key=typed.key)
    except ShiftIsCancelled as refusal:
        typed.refused(refusal)
        return await _show_cancellation(request, shift_id, reach, typed, status=refusal.status)
    shift = ShiftView.model_validate_json(bytes(answer.body))
    return _done(shift, gettext("The shift is cancelled: %(when)s.", when=when(shift)))


async def _show_week(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    """Show the week that the query names, or the present one where the query is wrong."""
    asked = typed_query(request)
    try:
        wanted = asked.read(WeekAsked)
    except FormWrong:
        wanted, status = WeekAsked(), 400
    async with database(request).read() as session:
        shown = await week_shown(
            session, request.state.caller, reach, wanted, now(), keys=request.app.state.keys
        )
    return show(
        request, "shifts/templates/week.html", status=status, shown=shown, asked=asked,
        typed=typed, **wording(),
    )  # fmt: skip


async def _show_cancellation(
    request: Request, shift_id: UUID, reach: Reach, typed: Typed, *, status: int
) -> Response:
    async with database(request).read() as session:
        shift = await queries.shift(session, shift_id, reach)
        at = await location(session, shift.location_id)
        keys, caller = request.app.state.keys, request.state.caller
        names = await names_in(session, [shift], reach, keys, caller)
    return show(
        request, "shifts/templates/cancellation.html", status=status, shift=shift, location=at,
        week=_week_of(shift), typed=typed, names=names, **wording(),
    )  # fmt: skip


def _done(shift: ShiftView, message: str) -> Response:
    return done(_week_of(shift), message)


def _week_of(shift: ShiftView) -> str:
    """Return the address of the week in which a shift is."""
    return f"/volunteers/shifts?{urlencode({'location': shift.location_id, 'day': shift.date})}"
