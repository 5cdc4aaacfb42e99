"""The page of cohorts: open one, let people come into it, and hand in attendance lists."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import Command, database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.admission.reach import require_volunteers
from volunteers.locations.views import LocationView
from volunteers.roles import reach_by
from volunteers.training.cohorts_shown import cohorts_shown
from volunteers.training.commands import HoldTraining, JoinCohort, OpenCohort
from volunteers.training.hold_training import hold_training
from volunteers.training.open_cohort import join_cohort, open_cohort

router = pages_router("/volunteers")
HERE = "/volunteers/cohorts"
OPENING, JOINING, ATTENDING = "opening", "joining", "attending"


@router.get("/cohorts")
async def get_cohorts(request: Request, reach: WithinReach) -> Response:
    """Show the cohorts within reach, with who attended which module."""
    return await _show(request, reach, {}, status=200)


@router.post("/cohorts")
async def post_cohort(request: Request, reach: WithinReach) -> Response:
    """Open a cohort by the form on the page."""

    async def act(connection: Connection, command: OpenCohort) -> BaseModel:
        reach.require(f"location {command.location_id}", location=command.location_id)
        return await open_cohort(connection, command)

    return await _do(request, OpenCohort, act, OPENING, gettext("The cohort is open."))


@router.post("/cohorts/{cohort_id}/volunteers")
async def post_members(cohort_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Let the people who were chosen on the form come into a cohort."""

    async def act(connection: Connection, command: JoinCohort) -> BaseModel:
        await require_volunteers(connection, command.volunteer_ids, reach)
        cohort = await join_cohort(connection, cohort_id, command)
        reach.require(f"cohort {cohort_id}", location=cohort.location_id)
        return cohort

    form = f"{JOINING} {cohort_id}"
    return await _do(request, JoinCohort, act, form, gettext("They are in the cohort now."))


@router.post("/cohorts/{cohort_id}/attendance")
async def post_attendance(cohort_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Hand in the attendance list of a module by the form of a cohort."""

    async def act(connection: Connection, command: HoldTraining) -> BaseModel:
        await require_volunteers(connection, command.volunteer_ids, reach)
        return await hold_training(connection, command, now())

    form = f"{ATTENDING} {cohort_id}"
    return await _do(request, HoldTraining, act, form, gettext("The attendance list is kept."))


async def _do(
    request: Request, kind: type[Command], act: Callable[[Connection, Any], Awaitable[BaseModel]],
    form: str, message: str,
) -> Response:  # fmt: skip
    """Do what a form asks, or show it again with what is wrong."""
    typed = await typed_in(request)
    shown = reach_by(request.state.caller, f"GET {HERE}")
    try:
        command = typed.read(kind)
    except FormWrong:
        return await _show(request, shown, {form: typed}, status=400)
    try:
        await idempotent(
            request, lambda connection: act(connection, command), body=command, key=typed.key
        )
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show(request, shown, {form: typed}, status=refusal.status)
    return done(HERE, message)


async def _show(
    request: Request, reach: Reach, typed: dict[str, Typed], *, status: int
) -> Response:
    async with database(request).read() as session:
        shown = await cohorts_shown(session, reach, request.app.state.keys, now())
    caller = request.state.caller
    return show(
        request, "training/templates/cohorts.html", status=status, shown=shown,
        typed_of=lambda form: typed.get(form, Typed()), location_choices=_choices_of,
        may_train=reach_by(caller, f"POST {HERE}/{{cohort_id}}/attendance") != Reach(),
    )  # fmt: skip


def _choices_of(locations: Sequence[LocationView]) -> list[tuple[str, str]]:
    return [(str(one.location_id), one.name) for one in locations]
