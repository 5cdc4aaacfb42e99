"""Pages of when a volunteer can and wants to work: the usual week, and days away."""

from functools import partial
from uuid import UUID

from babel.dates import get_day_names
from fastapi import APIRouter, Request, Response
from shared.database import Connection
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext, locale
from shared.reach import Reach, WithinReach
from shared.strict import Number

from volunteers.amsterdam import day_of
from volunteers.availability.commands import SayAbsence, SayAvailability
from volunteers.availability.queries import absences, availability
from volunteers.availability.rules import CAN, DAYS, WISHES
from volunteers.availability.say_absence import say_absence, take_back_absence
from volunteers.availability.say_availability import say_availability
from volunteers.availability.views import AbsencesView, AvailabilityView
from volunteers.mine.act import ME, acted, show_own
from volunteers.shifts.reach import oneself

router = APIRouter(**ME)
WHEN = "/volunteers/me/when"
MOST_ABSENCES = 100


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


async def _when(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    me, today = oneself(reach), day_of(now())
    async with database(request).read() as session:
        week = await availability(session, me, reach)
        away = await absences(session, me, reach, None, MOST_ABSENCES)
    names = get_day_names("wide", locale=locale())
    return show_own(
        request, "when.html", status=status, typed=typed, week=week,
        absences=sorted(
            (one for one in away.items if one.last_day >= today), key=lambda one: one.first_day
        ),
        days=[names[day] for day in range(DAYS)],
        wishes=typed.values.get("wishes") or week.wishes or [CAN] * WISHES,
    )  # fmt: skip
