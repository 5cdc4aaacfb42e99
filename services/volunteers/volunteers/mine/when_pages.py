"""Pages of when a volunteer works: fixed shifts, days away, a pause, and the usual week."""

from functools import partial
from uuid import UUID

from fastapi import Request, Response
from shared.database import Connection
from shared.http import database, now
from shared.pages import formats
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.reach import Reach, WithinReach
from shared.strict import Number

from volunteers.amsterdam import day_of
from volunteers.availability.commands import SayAbsence, SayAvailability
from volunteers.availability.rules import CAN, WISHES
from volunteers.availability.say_absence import say_absence, take_back_absence
from volunteers.availability.say_availability import say_availability
from volunteers.availability.views import AbsencesView, AvailabilityView
from volunteers.fixed_shifts.fix_shift import end_fixed_shift
from volunteers.fixed_shifts.reach import require_fixed_shift
from volunteers.mine.act import ME, acted, show_own
from volunteers.mine.fix_own_shift import FixOwnShift, fix_own_shift
from volunteers.mine.when_shown import when_shown
from volunteers.shifts.reach import oneself
from volunteers.standing.commands import Pause
from volunteers.standing.take_step_away import come_back, pause

router = pages_router(ME)
WHEN = "/volunteers/me/when"


class SayMyWeek(SayAvailability):
    """My usual week, with the version that I saw."""

    version: Number = 0


@router.get("/when")
async def get_when(request: Request, reach: WithinReach) -> Response:
    """Show my usual week, and when I am away."""
    return await _when(request, reach, Typed(), 200)


@router.post("/when")
async def post_week(request: Request, reach: WithinReach) -> Response:
    """Say my usual week, whole."""
    typed = await typed_in(request)
    try:
        said = typed.read(SayMyWeek)
    except FormWrong:
        return await _when(request, reach, typed, 400)
    command = SayAvailability(**said.model_dump(exclude={"version"}))

    async def act(connection: Connection) -> AvailabilityView:
        return await say_availability(connection, oneself(reach), command, said.version, now())

    message = gettext("Your week is saved. Shifts that you have stay yours.")
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/absences")
async def post_absence(request: Request, reach: WithinReach) -> Response:
    """Say that I am away from a day to another."""
    typed = await typed_in(request)
    try:
        command = typed.read(SayAbsence)
    except FormWrong:
        typed.errors.setdefault("lastDay", typed.errors.pop("", gettext("Write both days.")))
        return await _when(request, reach, typed, 400)
    act = partial(say_absence, volunteer_id=oneself(reach), command=command, now=now())
    message = gettext("You are not asked on those days. Shifts that you have stay yours.")
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/absences/{absence_id}/end")
async def post_absence_end(absence_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Take an absence back."""

    async def act(connection: Connection) -> AbsencesView:
        return await take_back_absence(connection, oneself(reach), absence_id, now())

    typed, message = await typed_in(request), gettext("You can be asked on those days again.")
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/fixed")
async def post_fixed(request: Request, reach: WithinReach) -> Response:
    """Fix a shift: the same day part every 1, 2 or 4 weeks."""
    typed = await typed_in(request)
    try:
        wanted = typed.read(FixOwnShift)
    except FormWrong:
        return await _when(request, reach, typed, 400)
    act = partial(fix_own_shift, volunteer_id=oneself(reach), wanted=wanted)
    message = gettext(
        "Your fixed shift is kept, from %(day)s on.", day=formats.day(wanted.first_day(), "d MMMM")
    )
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/fixed/{fixed_id}/end")
async def post_fixed_end(fixed_id: UUID, request: Request, reach: WithinReach) -> Response:
    """End a fixed shift of mine."""

    async def act(connection: Connection) -> None:
        await require_fixed_shift(connection, fixed_id, reach)
        await end_fixed_shift(connection, fixed_id, now())

    message = gettext("The fixed shift has ended. Shifts that you have stay yours.")
    typed = await typed_in(request)
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/pause")
async def post_pause(request: Request, reach: WithinReach) -> Response:
    """Pause until a day, or until I resume."""
    typed = await typed_in(request)
    try:
        command = typed.read(Pause)
    except FormWrong:
        return await _when(request, reach, typed, 400)
    act = partial(pause, volunteer_id=oneself(reach), command=command, reach=reach, now=now())
    message = gettext("Your pause has begun. Take good care of yourself.")
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


@router.post("/when/resumption")
async def post_resumption(request: Request, reach: WithinReach) -> Response:
    """End my pause."""
    act = partial(come_back, volunteer_id=oneself(reach), step="resume", reach=reach, now=now())
    typed, message = await typed_in(request), gettext("Welcome back! Your pause is over.")
    return await acted(request, reach, typed, act, _when, to=WHEN, message=message)


async def _when(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    me, today = oneself(reach), day_of(now())
    async with database(request).read() as session:
        shown = await when_shown(session, me, reach, today)
    return show_own(
        request, "when.html", status=status, typed=typed, shown=shown, today=today,
        wishes=typed.values.get("wishes") or shown.week.wishes or [CAN] * WISHES,
    )  # fmt: skip
