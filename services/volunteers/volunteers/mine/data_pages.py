"""Pages of a volunteer's own data: how they are reached, their calendar, push."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from shared.database import Connection, raw
from shared.http import Command, database, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.reach import Reach, WithinReach
from shared.strict import Number

from volunteers.admission.queries import volunteer
from volunteers.calendars.queries import has_feed
from volunteers.calendars.renew_feed import renew_feed_of_volunteer, stop_feed_of_volunteer
from volunteers.calendars.views import view_of_feed
from volunteers.mine.act import ME, acted, show_own
from volunteers.notices.browsers import forget_browsers_of, take_browser
from volunteers.notices.by_push import public_key
from volunteers.notices.commands import TakePush
from volunteers.notices.queries import browsers
from volunteers.people.commands import DescribePerson
from volunteers.people.describe_person import describe_person
from volunteers.people.open_people import open_people
from volunteers.people.views import PersonView, view_of_person
from volunteers.shifts.reach import oneself

router = APIRouter(**ME)
DATA = "/volunteers/me/data"


class DescribeMyself(DescribePerson):
    """How I am reached, with the version that I saw."""

    version: Number = 0


class Stopped(Command):
    """Something was taken back."""


@router.get("/data")
async def get_data(request: Request, reach: WithinReach) -> Response:
    """Show how I am reached, my calendar, and the devices that take push."""
    return await _data(request, reach, Typed(), 200)


@router.post("/data")
async def post_data(request: Request, reach: WithinReach) -> Response:
    """Change how I am reached."""
    typed = await typed_in(request)
    try:
        told = typed.read(DescribeMyself)
    except FormWrong:
        return await _data(request, reach, typed, 400)
    command = DescribePerson(**told.model_dump(exclude={"version"}))

    async def act(connection: Connection) -> PersonView:
        return await describe_person(
            connection, oneself(reach), command, request.app.state.keys, expected=told.version,
            now=now(),
        )  # fmt: skip

    message = gettext("Your data is saved.")
    return await acted(request, reach, typed, act, _data, to=DATA, message=message)


@router.post("/data/calendar")
async def post_calendar(request: Request, reach: WithinReach) -> Response:
    """Give my calendar a new address, which is shown on this page only."""
    async with database(request).commit() as connection:
        secret = await renew_feed_of_volunteer(connection, oneself(reach), now())
    found = view_of_feed(request.app.state.settings.address, secret)
    return await _data(request, reach, Typed(), 200, address=found.address)


@router.post("/data/calendar-end")
async def post_calendar_end(request: Request, reach: WithinReach) -> Response:
    """Take my calendar's address back."""

    async def act(connection: Connection) -> Stopped:
        await stop_feed_of_volunteer(connection, oneself(reach))
        return Stopped()

    typed, message = await typed_in(request), gettext("Your calendar has no address any more.")
    return await acted(request, reach, typed, act, _data, to=DATA, message=message)


@router.post("/data/push")
async def post_push(request: Request, reach: WithinReach) -> Response:
    """Push to this device; a script fills the form in with what the browser says."""
    typed = await typed_in(request)
    try:
        command = typed.read(TakePush)
    except FormWrong:
        typed.problem = gettext("This device did not say how it takes messages: try it again.")
        return await _data(request, reach, typed, 400)
    act = partial(
        take_browser, person_id=oneself(reach), command=command, keys=request.app.state.keys,
        now=now(),
    )  # fmt: skip
    message = gettext("This device shows your messages from now on.")
    return await acted(request, reach, typed, act, _data, to=DATA, message=message)


@router.post("/data/push-end")
async def post_push_end(request: Request, reach: WithinReach) -> Response:
    """Push to none of my devices any more."""

    async def act(connection: Connection) -> Stopped:
        await forget_browsers_of(connection, oneself(reach))
        return Stopped()

    typed, message = await typed_in(request), gettext("No device shows your messages any more.")
    return await acted(request, reach, typed, act, _data, to=DATA, message=message)


async def _data(
    request: Request, reach: Reach, typed: Typed, status: int, *, address: str | None = None
) -> Response:
    me, keys = oneself(reach), request.app.state.keys
    push = request.app.state.settings.vapid_private_key
    async with database(request).read() as session:
        await volunteer(session, me, reach)
        people = await open_people(await raw(session), [me], keys) if keys.current else {}
        shown: dict[str, Any] = {
            "person": view_of_person(me, people[me]) if me in people else None,
            "locked": keys.current is None,
            "feed": await has_feed(session, me),
            "devices": len(await browsers(session, me)),
        }
    return show_own(
        request, "data.html", status=status, typed=typed, address=address,
        push_key=public_key(push.get_secret_value()) if push else None, **shown,
    )  # fmt: skip
