"""Endpoints of calendars: give, renew and take back a feed; the feed itself is open."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import database, now, problems
from shared.pages.language import speaking
from shared.reach import Reach, WithinReach
from sqlmodel.ext.asyncio.session import AsyncSession

from volunteers.admission.queries import volunteer
from volunteers.calendars import queries, renew_feed, wording
from volunteers.calendars.rules import calendar_text
from volunteers.calendars.views import CalendarView, view_of_feed
from volunteers.locations.queries import location_and_successors

router = APIRouter(prefix="/v1", route_class=Guarded)
# Calendar programs sign in nowhere: who knows the address may read.
opened = APIRouter(prefix="/v1", include_in_schema=False)
FEED_PATH = "/v1/calendars/{secret}.ics"
ICALENDAR = "text/calendar; charset=utf-8"


@router.post("/volunteers/{volunteer_id}/calendar", status_code=201, responses=problems(404))
async def post_calendar_of_volunteer(
    volunteer_id: UUID, request: Request, reach: WithinReach
) -> CalendarView:
    """Give a volunteer's own shifts a secret address, or renew it: the old one is void at once.

    The address is told once. Nothing but a hash of it is kept, so that a retry gives another one.
    """
    await _require_own(request, volunteer_id, reach)
    async with database(request).commit() as connection:
        secret = await renew_feed.renew_feed_of_volunteer(connection, volunteer_id, now())
    return view_of_feed(request.app.state.settings.address, secret)


@router.delete("/volunteers/{volunteer_id}/calendar", status_code=204, responses=problems(404))
async def delete_calendar_of_volunteer(
    volunteer_id: UUID, request: Request, reach: WithinReach
) -> None:
    """Take back a volunteer's feed, if there is one."""
    await _require_own(request, volunteer_id, reach)
    async with database(request).commit() as connection:
        await renew_feed.stop_feed_of_volunteer(connection, volunteer_id)


@router.post("/locations/{location_id}/calendar", status_code=201, responses=problems(404))
async def post_calendar_of_location(
    location_id: UUID, request: Request, reach: WithinReach
) -> CalendarView:
    """Give a location's shifts a secret address, or renew it: the old one is void at once.

    The feed counts places and names nobody. A retry gives another address. A location that merged
    belongs to its successor, whose shifts are then in its feed.
    """
    await _require_location(request, location_id, reach)
    async with database(request).commit() as connection:
        secret = await renew_feed.renew_feed_of_location(connection, location_id, now())
    return view_of_feed(request.app.state.settings.address, secret)


@router.delete("/locations/{location_id}/calendar", status_code=204, responses=problems(404))
async def delete_calendar_of_location(
    location_id: UUID, request: Request, reach: WithinReach
) -> None:
    """Take back a location's feed, if there is one."""
    await _require_location(request, location_id, reach)
    async with database(request).commit() as connection:
        await renew_feed.stop_feed_of_location(connection, location_id)


@opened.get("/calendars/{secret}.ics")
async def get_feed(secret: str, request: Request) -> Response:
    """Return the feed of this secret address as iCalendar; 404 once it was renewed."""
    moment = now()
    async with database(request).read() as session:
        feed = await queries.feed(session, secret)
        if feed.volunteer_id:
            text = await _of_volunteer(request, session, feed.volunteer_id, moment)
        else:
            assert feed.location_id is not None
            text = await _of_location(request, session, feed.location_id, moment)
    return Response(text, media_type=ICALENDAR)


async def _require_own(request: Request, volunteer_id: UUID, reach: Reach) -> None:
    """Raise `VolunteerNotFound`, or `BeyondReach` for another volunteer's calendar."""
    async with database(request).read() as session:
        await volunteer(session, volunteer_id, reach)


async def _require_location(request: Request, location_id: UUID, reach: Reach) -> None:
    """Raise `LocationNotFound`, or `BeyondReach` for where the caller does not work."""
    async with database(request).read() as session:
        *_, today = await location_and_successors(session, location_id)
    reach.require(f"location {location_id}", location=today.location_id)


async def _of_volunteer(
    request: Request, session: AsyncSession, volunteer_id: UUID, moment: datetime
) -> bytes:
    shifts = await queries.shifts_of_volunteer(session, volunteer_id, moment)
    spoken = await queries.language_of(session, volunteer_id)
    with speaking(spoken, request.app.state.site.words):
        entries = [wording.entry_of_volunteer(*found, volunteer_id) for found in shifts]
        return calendar_text(wording.title_of_volunteer(), entries, moment)


async def _of_location(
    request: Request, session: AsyncSession, location_id: UUID, moment: datetime
) -> bytes:
    # The address of a location that merged leads to its successor.
    locations = await location_and_successors(session, location_id)
    ids = [one.location_id for one in locations]
    shifts = await queries.shifts_of_locations(session, ids, moment)
    with speaking("nl", request.app.state.site.words):
        entries = [wording.entry_of_location(*found) for found in shifts]
        return calendar_text(wording.title_of_location(locations[-1].name), entries, moment)
