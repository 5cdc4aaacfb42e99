"""The page of demand: the curve of a day, and the form that opens what is missing."""

import datetime as dt

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext, ngettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach

from volunteers import fields
from volunteers.amsterdam import day_of
from volunteers.demand import queries
from volunteers.demand.chart import chart_of
from volunteers.demand.commands import PlanShifts
from volunteers.demand.curve import arrival_curve
from volunteers.demand.plan_shifts import plan_shifts
from volunteers.demand.views import ShiftPlanView
from volunteers.demand.vocabulary import DESKS
from volunteers.roles import reach_by
from volunteers.shifts.wording import wording

router = pages_router("/volunteers")


class DayAsked(BaseModel):
    """The query of the page: the day that is shown, by default today."""

    day: fields.Day | None = None


@router.get("/demand")
async def get_demand(request: Request) -> Response:
    """Show what a day takes and what is filled: `?day=2026-11-26`."""
    return await _show(request, Typed(), status=200)


@router.post("/demand")
async def post_demand(request: Request, reach: WithinReach) -> Response:
    """Open the shifts that are missing on the days of the form."""
    typed = await typed_in(request)
    try:
        command = typed.read(PlanShifts)
    except FormWrong:
        return await _show(request, typed, status=400)

    async def act(connection: Connection) -> ShiftPlanView:
        return await plan_shifts(connection, command, arrival_curve(request), reach, now())

    answer = await idempotent(request, act, body=command, key=typed.key)
    plan = ShiftPlanView.model_validate_json(bytes(answer.body))
    opened = ngettext("%(num)s shift was opened.", "%(num)s shifts were opened.", len(plan.shifts))
    return done(f"/volunteers/demand?day={command.since}", opened)


async def _show(request: Request, typed: Typed, *, status: int) -> Response:
    asked, today = typed_query(request), day_of(now())
    try:
        day = asked.read(DayAsked).day or today
    except FormWrong:
        day, status = today, 400
    async with database(request).read() as session:
        demand = await queries.demand(session, day, arrival_curve(request))
    one_day = dt.timedelta(days=1)
    return show(
        request, "demand/templates/demand.html", status=status, demand=demand, asked=asked,
        typed=typed, today=today, before=day - one_day, after=day + one_day,
        charts=[chart_of(desk, demand.channels) for desk in DESKS],
        by_curve=all(one.by == "curve" for one in demand.channels),
        desk_names={DESKS[0]: gettext("Telephone"), DESKS[1]: gettext("Chat and e-mail")},
        may_plan=reach_by(request.state.caller, "POST /volunteers/demand") != Reach(),
        **wording(),
    )  # fmt: skip
