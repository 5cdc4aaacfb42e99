"""Pages of a volunteer's own data: how they are reached, their calendar, push, and all of it."""

from functools import partial
from typing import Any

from fastapi import Request, Response
from shared.database import raw
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.reach import Reach, WithinReach
from shared.strict import Number

from volunteers.admission.queries import volunteer
from volunteers.amsterdam import day_of
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
from volunteers.people.views import view_of_person
from volunteers.personal_data.reach import require_person
from volunteers.personal_data.tell_all import tell_all
from volunteers.shifts.reach import oneself

router = pages_router(ME)
DATA = "/volunteers/me/data"


class DescribeMyself(DescribePerson):
    """How I am reached, with the version that I saw."""

    version: Number = 0


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
    act = partial(
        describe_person, person_id=oneself(reach), command=command, keys=request.app.state.keys,
        expected=told.version, now=now(),
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
    act = partial(stop_feed_of_volunteer, volunteer_id=oneself(reach))
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
    act = partial(forget_browsers_of, person_id=oneself(reach))
    typed, message = await typed_in(request), gettext("No device shows your messages any more.")
    return await acted(request, reach, typed, act, _data, to=DATA, message=message)


@router.get("/data/everything.json")
async def get_everything(request: Request, reach: WithinReach) -> Response:
    """Return all that is kept of me, as the API gives it, as a file (article 15 GDPR)."""
    me, keys = oneself(reach), request.app.state.keys
    async with database(request).commit() as connection:
        await require_person(connection, me, reach)
        view = await tell_all(connection, me, keys, is_own=True)
    name = gettext("sensoor-my-data-%(day)s.json", day=day_of(now()))
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(
        view.model_dump_json(by_alias=True, indent=2), headers=headers,
        media_type="application/json",
    )  # fmt: skip


async def _data(
    request: Request, reach: Reach, typed: Typed, status: int, *, address: str | None = None
) -> Response:
    me, keys = oneself(reach), request.app.state.keys
    push = request.app.state.settings.vapid_private_key
    async with database(request).read() as session:
        state = (await volunteer(session, me, reach)).state
        people = await open_people(await raw(session), [me], keys) if keys.current else {}
        shown: dict[str, Any] = {
            "state": state,
            "person": view_of_person(me, people[me]) if me in people else None,
            "locked": keys.current is None,
            "feed": await has_feed(session, me),
            "devices": len(await browsers(session, me)),
        }
    return show_own(
        request, "data.html", status=status, typed=typed, address=address,
        push_key=public_key(push.get_secret_value()) if push else None, **shown,
    )  # fmt: skip
