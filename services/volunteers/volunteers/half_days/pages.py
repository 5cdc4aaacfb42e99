"""Pages of half-days: the running counts, planning a session, and its attendance list."""

from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, Field
from shared.database import Connection, raw
from shared.http import database, idempotent, now
from shared.pages.formats import day
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext, ngettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.admission.reach import require_volunteers
from volunteers.amsterdam import day_of
from volunteers.fields import FIRST_DAY, LAST_DAY
from volunteers.half_days import queries
from volunteers.half_days.commands import PlanSession, TakeAttendance
from volunteers.half_days.plan_session import plan_for_all
from volunteers.half_days.reach import require_session
from volunteers.half_days.rules import A_YEAR
from volunteers.half_days.take_attendance import take_attendance
from volunteers.half_days.views import SessionView
from volunteers.half_days.wording import kind_names
from volunteers.locations.queries import locations_within
from volunteers.locations.rules import UnknownLocation
from volunteers.people.known_names import known_names
from volunteers.roles import reach_by

HOME = "/volunteers/half-days"

router = pages_router("/volunteers")


class YearAsked(BaseModel):
    """The query of the page: a calendar year."""

    year: int | None = Field(default=None, ge=FIRST_DAY.year, le=LAST_DAY.year)


@router.get("/half-days")
async def get_half_days(request: Request, reach: WithinReach) -> Response:
    """Show the half-days of a year: one's own, and those of one's locations."""
    return await _show_year(request, reach, Typed(), status=200)


@router.post("/half-days")
async def post_session(request: Request, reach: WithinReach) -> Response:
    """Plan a session at which everybody of the location is expected, by the form of that page."""
    typed = await typed_in(request)
    year_reach = reach_by(request.state.caller, f"GET {HOME}")
    try:
        command = typed.read(PlanSession)
        reach.require(f"location {command.location_id}", location=command.location_id)

        async def act(connection: Connection) -> SessionView:
            return await plan_for_all(connection, command)

        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_year(request, year_reach, typed, status=400)
    except UnknownLocation as refusal:
        typed.refused(refusal, {UnknownLocation: "locationId"})
        return await _show_year(request, year_reach, typed, status=refusal.status)
    message = gettext("The session of %(day)s is planned.", day=day(command.on))
    return done(f"{HOME}?year={command.on.year}", message)


@router.get("/half-days/{session_id}")
async def get_session(session_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show the attendance list of a session."""
    return await _show_session(request, session_id, reach, Typed(), status=200)


@router.post("/half-days/{session_id}")
async def post_attendance(session_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Hand in who attended, by the form of that page."""
    typed = await typed_in(request)
    try:
        command = typed.read(TakeAttendance, volunteerIds=[])

        async def act(connection: Connection) -> SessionView:
            await require_session(connection, session_id, reach)
            await require_volunteers(connection, command.volunteer_ids, reach)
            return await take_attendance(connection, session_id, command, now())

        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_session(request, session_id, reach, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_session(request, session_id, reach, typed, status=refusal.status)
    kept = SessionView.model_validate_json(bytes(answer.body))
    many = ngettext("%(num)s volunteer attended.", "%(num)s volunteers attended.",
                    len(kept.attended))  # fmt: skip
    return done(f"{HOME}?year={kept.on.year}", many)


async def _show_year(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    asked, today = typed_query(request), day_of(now())
    try:
        year = asked.read(YearAsked).year or today.year
    except FormWrong:
        year, status = today.year, 400
    plans = reach_by(request.state.caller, f"POST {HOME}")
    keys, caller = request.app.state.keys, request.state.caller
    async with database(request).read() as session:
        mine, own = None, []
        if reach.person:
            mine = await queries.count_of(session, reach.person, year)
            own = await queries.own_sessions(session, reach.person, year)
        others = [
            one
            for one in await queries.standings(session, year, reach)
            if one.volunteer_id != reach.person
        ]
        ids = [one.volunteer_id for one in others]
        names = await known_names(await raw(session), ids, keys, caller)
        sessions = await queries.sessions_of_year(session, plans, year)
        locations = await locations_within(session, plans)
    return show(
        request, "half_days/templates/half_days.html", status=status, year=year, asked=asked,
        mine=mine, own=own, others=others, names=names, sessions=sessions, today=today, typed=typed,
        locations=[(str(one.location_id), one.name) for one in locations], a_year=A_YEAR,
        kind_names=kind_names(),
    )  # fmt: skip


async def _show_session(
    request: Request, session_id: UUID, reach: Reach, typed: Typed, *, status: int
) -> Response:
    keys, caller = request.app.state.keys, request.state.caller
    async with database(request).read() as session:
        shown = await queries.half_day_session(session, session_id, reach)
        ids = [*shown.expected, *shown.attended]
        names = await known_names(await raw(session), ids, keys, caller)
    return show(
        request, "half_days/templates/attendance.html", status=status, shown=shown, names=names,
        typed=typed, today=day_of(now()), kind_names=kind_names(),
    )  # fmt: skip
