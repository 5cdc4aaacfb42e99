"""Pages of a volunteer's own: what is asked, my shifts, the open shifts."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import N_, gettext
from shared.pages.route import pages_router
from shared.reach import Reach, WithinReach

from volunteers import fields
from volunteers.admission.queries import volunteer
from volunteers.amsterdam import day_of
from volunteers.evaluations.queries import next_interview
from volunteers.half_days.queries import count_half_days
from volunteers.mine.act import ME, acted, show_own
from volunteers.mine.home import home_shown
from volunteers.mine.open_shifts import DAYS, open_shifts
from volunteers.mine.own_shifts import own_shifts
from volunteers.mine.own_waits import own_waits
from volunteers.offers.accept_offer import accept_offer
from volunteers.offers.decline_offer import decline_offer
from volunteers.offers.reach import require_offer
from volunteers.offers.views import OfferView, view_of_offer
from volunteers.shifts.commands import FillPlace, StandBy
from volunteers.shifts.fill_place import sign_up
from volunteers.shifts.give_back import give_back
from volunteers.shifts.lock_shift import lock_shift
from volunteers.shifts.reach import oneself
from volunteers.shifts.stand_by import stand_by, stop_standing_by
from volunteers.shifts.views import ShiftView, view_of_shift
from volunteers.shifts.vocabulary import StandbyKind
from volunteers.shifts.wait_for_place import stop_waiting, wait_for_place

router = pages_router(ME)
HOME, SHIFTS, OPEN = "/volunteers/me", "/volunteers/me/shifts", "/volunteers/me/open"
STANDS: dict[StandbyKind, str] = {
    "standby": N_("Thank you! If somebody drops out, you are asked first."),
    "stay_on": N_("Thank you! If a place is open at the start, it is yours."),
}


class DayAsked(BaseModel):
    """The query of the page of open shifts: its first day, by default today."""

    day: fields.Day | None = None


@router.get("")
async def get_home(request: Request, reach: WithinReach) -> Response:
    """Show what is asked of me, my next shift, and how I stand."""
    return await _home(request, reach, Typed(), 200)


@router.post("/offers/{offer_id}/acceptance")
async def post_acceptance(offer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Take the shift that I was asked for."""

    async def act(connection: Connection) -> OfferView:
        await require_offer(connection, offer_id, reach)
        return view_of_offer(await accept_offer(connection, offer_id, now()))

    message = gettext("The shift is yours. Thank you!")
    return await acted(
        request, reach, await typed_in(request), act, _home, to=SHIFTS, message=message
    )


@router.post("/offers/{offer_id}/refusal")
async def post_refusal(offer_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Say no to a shift that I was asked for."""

    async def act(connection: Connection) -> OfferView:
        await require_offer(connection, offer_id, reach)
        return view_of_offer(await decline_offer(connection, offer_id, now()))

    typed, message = await typed_in(request), gettext("You said no, and that is fine.")
    return await acted(request, reach, typed, act, _home, to=HOME, message=message)


@router.get("/shifts")
async def get_shifts(request: Request, reach: WithinReach) -> Response:
    """Show the shifts that I am in."""
    return await _shifts(request, reach, Typed(), 200)


@router.post("/shifts/{shift_id}/release")
async def post_release(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Give a shift of mine back."""

    async def act(connection: Connection) -> ShiftView:
        shift = await give_back(connection, shift_id, oneself(reach), by="self", now=now())
        return view_of_shift(shift)

    message = gettext("You have given the shift back.")
    return await acted(
        request, reach, await typed_in(request), act, _shifts, to=SHIFTS, message=message
    )


@router.get("/open")
async def get_open(request: Request, reach: WithinReach) -> Response:
    """Show the shifts of seven days that I may take: `?day=2026-11-26`."""
    return await _open(request, reach, Typed(), 200)


@router.post("/open/{shift_id}")
async def post_sign_up(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Take a place of a shift."""
    typed = await typed_in(request)
    from_home = typed.has("fromHome", "true")
    command = FillPlace(volunteer_id=oneself(reach), from_home=from_home)
    act = partial(sign_up, shift_id=shift_id, command=command, now=now())
    message = gettext("You are in the shift.")
    return await acted(request, reach, typed, act, _open, to=SHIFTS, message=message)


@router.post("/open/{shift_id}/waiting")
async def post_waiting(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Wait for a place of a full shift."""
    typed = await typed_in(request)
    act = partial(
        wait_for_place, shift_id=shift_id, volunteer_id=oneself(reach),
        from_home=typed.has("fromHome", "true"), now=now(),
    )  # fmt: skip
    message = gettext("You are on the waiting list: you are told when a place is yours.")
    return await acted(request, reach, typed, act, _open, to=_week_of(request), message=message)


@router.post("/open/{shift_id}/waiting-no-more")
async def post_waiting_no_more(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Wait no more."""

    async def act(connection: Connection) -> ShiftView:
        await stop_waiting(connection, shift_id, oneself(reach))
        return view_of_shift(await lock_shift(connection, shift_id))

    typed, message = await typed_in(request), gettext("You are off the waiting list.")
    return await acted(request, reach, typed, act, _open, to=_week_of(request), message=message)


@router.post("/open/{shift_id}/standby")
async def post_standby(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stand by for a shift, or stay on from the one before."""
    typed = await typed_in(request)
    try:
        kind = typed.read(StandBy).kind
    except FormWrong:
        return await _open(request, reach, typed, 400)
    act = partial(stand_by, shift_id=shift_id, volunteer_id=oneself(reach), kind=kind, now=now())
    message = gettext(STANDS[kind])
    return await acted(request, reach, typed, act, _open, to=_week_of(request), message=message)


@router.post("/open/{shift_id}/standby-no-more")
async def post_standby_no_more(shift_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Stand by no more."""
    act = partial(stop_standing_by, shift_id=shift_id, volunteer_id=oneself(reach))
    typed, message = await typed_in(request), gettext("You stand by no more.")
    return await acted(request, reach, typed, act, _open, to=_week_of(request), message=message)


@router.get("/training")
async def get_training(request: Request, reach: WithinReach) -> Response:
    """Show how far my training is, my half-days of this year, and my next interview."""
    today, me = day_of(now()), oneself(reach)
    async with database(request).read() as session:
        found = await volunteer(session, me, reach)
        counted = await count_half_days(session, me, today.year)
        interview = await next_interview(session, me)
    return show_own(
        request, "training.html", status=200, volunteer=found, counted=counted,
        interview=interview, today=today,
    )  # fmt: skip


async def _home(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    async with database(request).read() as session:
        shown = await home_shown(session, reach, request.app.state.keys, now())
    return show_own(request, "home.html", status=status, typed=typed, shown=shown)


async def _shifts(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    moment, me = now(), oneself(reach)
    async with database(request).read() as session:
        await volunteer(session, me, reach)
        shifts = await own_shifts(session, me, moment, request.app.state.keys)
        waits = await own_waits(session, me, moment)
    return show_own(
        request, "shifts.html", status=status, typed=typed, shifts=shifts, waits=waits, now=moment
    )


async def _open(request: Request, reach: Reach, typed: Typed, status: int) -> Response:
    asked, moment, me = typed_query(request), now(), oneself(reach)
    today = day_of(moment)
    try:
        first = max(asked.read(DayAsked).day or today, today)
    except FormWrong:
        first, status = today, 400
    async with database(request).read() as session:
        home = (await volunteer(session, me, reach)).location_id
        shifts = await open_shifts(session, me, home, first, moment)
    return show_own(
        request, "open.html", status=status, typed=typed, asked=asked, shifts=shifts,
        home=home, **_days(first, today),
    )  # fmt: skip


def _days(first: dt.date, today: dt.date) -> dict[str, Any]:
    """Return the days of the page of open shifts: the first, the last, and where to go on."""
    week = dt.timedelta(days=DAYS)
    after = first + week
    return {
        "first": first,
        "last": after - dt.timedelta(days=1),
        "before": max(first - week, today) if first > today else None,
        "after": after if after <= fields.LAST_DAY - week else None,
    }


def _week_of(request: Request) -> str:
    """Return the address of the week that the form was on, or that of my shifts."""
    return f"{OPEN}?{request.url.query}" if request.url.query else SHIFTS
