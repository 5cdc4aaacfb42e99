"""The page of the organisation: what there is today, and what is planned for it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import get_args
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import Command, database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import WithinReach
from shared.refusals import Refusal
from shared.strict import Id

from volunteers.amsterdam import day_of
from volunteers.locations.commands import FoundInstitution, MergeInstitution, PlanChange
from volunteers.locations.found_institution import found_institution
from volunteers.locations.merge_institution import merge_institution
from volunteers.locations.plan_change import plan_change
from volunteers.locations.rules import (
    ChangeTooEarly,
    InstitutionNameTaken,
    IntoItself,
    LocationNameNotAllowed,
    SuccessorCloses,
)
from volunteers.locations.withdraw_change import withdraw_change
from volunteers.organisation.queries import organisation_shown
from volunteers.organisation.wording import FORM_NAMES, PLAN_NAMES, Plan
from volunteers.roles import reach_by

PATH, ORGANISATION = "/volunteers/organisation", "organisation/templates/organisation.html"
BESIDE = {
    IntoItself: "intoId", SuccessorCloses: "onDay", ChangeTooEarly: "onDay",
    LocationNameNotAllowed: "name", InstitutionNameTaken: "name",
}  # fmt: skip

router = pages_router("/volunteers")


class Unite(MergeInstitution):
    """The form that merges an institution into another."""

    institution_id: Id


@router.get("/organisation")
async def get_organisation(request: Request) -> Response:
    """Show institutions, locations and changes; `?plan=merge` shows the form of a plan."""
    return await _show(request, Typed(), request.query_params.get("plan", ""))


@router.post("/organisation")
async def post_plan(request: Request, reach: WithinReach) -> Response:
    """Plan a change by one of the forms: `plan` says which."""
    reach.require("a change of the organisation")
    typed = await typed_in(request)
    plan = typed.value("plan")
    try:
        command, act = _read(typed, plan)
        await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, typed, plan, status=400)
    except Refusal as refusal:
        typed.refused(refusal, BESIDE)
        return await _show(request, typed, plan, status=refusal.status)
    return done(PATH, gettext("It is kept. What has a day is carried out on that day."))


@router.post("/organisation/changes/{change_id}/withdrawal")
async def post_withdrawal(change_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Withdraw a change that is still to come."""
    reach.require("a change of the organisation")
    typed = await typed_in(request)
    act = partial(withdraw_change, change_id=change_id)
    try:
        await idempotent(request, act, key=typed.key)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show(request, typed, "", status=refusal.status)
    return done(PATH, gettext("The change is withdrawn."))


def _read(typed: Typed, plan: str) -> tuple[Command, Callable[[Connection], Awaitable[BaseModel]]]:
    """Return what was typed as a command, with what it does; raises `FormWrong`."""
    if plan == "found":
        founding = typed.read(FoundInstitution)
        return founding, partial(found_institution, command=founding)
    if plan == "unite":
        uniting = typed.read(Unite)
        return uniting, partial(
            merge_institution, institution_id=uniting.institution_id, command=uniting
        )
    moment = now()
    change = typed.read(PlanChange, kind="move" if plan == "move" else "merge")
    return change, partial(plan_change, command=change, today=day_of(moment), now=moment)


async def _show(request: Request, typed: Typed, plan: str, *, status: int = 200) -> Response:
    async with database(request).read() as session:
        shown = await organisation_shown(session, day_of(now()))
    plans = reach_by(request.state.caller, "POST /volunteers/organisation").everything
    locations = [(f"{one.location_id}", one.name) for one in shown.open_locations]
    institutions = [(f"{one.institution_id}", one.name) for one in shown.institutions]
    return show(
        request, ORGANISATION, status=status, shown=shown, typed=typed, plans=plans,
        plan=plan if plans and plan in get_args(Plan) else "", locations=locations,
        institutions=institutions,
        form_names={form: gettext(name) for form, name in FORM_NAMES.items()},
        plan_names={each: gettext(name) for each, name in PLAN_NAMES.items()},
    )  # fmt: skip
