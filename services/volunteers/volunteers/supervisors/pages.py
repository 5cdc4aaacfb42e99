"""Pages of supervisors: who may supervise what and until when, and one of them with the forms."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel
from shared.database import Connection
from shared.http import Command, database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.reach import Reach, WithinReach
from shared.refusals import Refusal

from volunteers.admission.reach import require_volunteers
from volunteers.amsterdam import day_of
from volunteers.fields import Day
from volunteers.locations.rules import UnknownLocation
from volunteers.people.contact_form import contact_typed, keep_contact
from volunteers.roles import reach_by
from volunteers.supervisors.appoint_supervisor import appoint_supervisor, change_supervisor
from volunteers.supervisors.certificates import record_certificate
from volunteers.supervisors.commands import (
    AppointSupervisor,
    ChangeSupervisor,
    RecordCertificate,
)
from volunteers.supervisors.reach import require_supervisor_within
from volunteers.supervisors.rules import AlreadySupervisor, DaysReversed
from volunteers.supervisors.supervisors_shown import supervisor_shown, supervisors_shown
from volunteers.supervisors.views import SupervisorView
from volunteers.supervisors.vocabulary import CertificateKind
from volunteers.supervisors.wording import wording

HOME = "/volunteers/supervisors"
ONE = f"{HOME}/{{supervisor_id}}"
BESIDE = {
    AlreadySupervisor: "supervisorId", UnknownLocation: "locationId", DaysReversed: "lastDay",
}  # fmt: skip

router = pages_router("/volunteers")


class SupervisorsAsked(BaseModel):
    """The query of the page: after which supervisor the list goes on."""

    cursor: UUID | None = None


class CertificateForm(Command):
    """A certificate; its last day stands beside that of the service on the page."""

    kind: CertificateKind
    issued_on: Day
    valid_until: Day


@router.get("/supervisors")
async def get_supervisors(request: Request, reach: WithinReach) -> Response:
    """List the supervisors: what each is competent for, and until when they are certified."""
    return await _show_all(request, reach, Typed(), status=200)


@router.post("/supervisors")
async def post_supervisor(request: Request, reach: WithinReach) -> Response:
    """Appoint a supervisor by the form of that page; it leads to their own page."""
    typed = await typed_in(request)
    seen = reach_by(request.state.caller, f"GET {HOME}")
    try:
        command = typed.read(AppointSupervisor)

        async def act(connection: Connection) -> SupervisorView:
            reach.require(f"location {command.location_id}", location=command.location_id)
            if command.supervisor_id:
                await require_volunteers(connection, [command.supervisor_id], reach)
            return await appoint_supervisor(connection, command)

        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_all(request, seen, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, BESIDE)
        return await _show_all(request, seen, typed, status=refusal.status)
    made = SupervisorView.model_validate_json(bytes(answer.body))
    message = gettext("The supervisor is appointed. Add the certificate.")
    return done(f"{HOME}/{made.supervisor_id}", message)


@router.get("/supervisors/{supervisor_id}")
async def get_supervisor(supervisor_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show a supervisor with all certificates."""
    return await _show(request, supervisor_id, {}, reach, status=200)


@router.post("/supervisors/{supervisor_id}/change")
async def post_change(supervisor_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Change what somebody supervises, and the days in service."""

    async def act(connection: Connection, command: ChangeSupervisor) -> BaseModel:
        await require_supervisor_within(connection, supervisor_id, reach)
        return await change_supervisor(connection, supervisor_id, command)

    return await _do(request, supervisor_id, ChangeSupervisor, act, "lastDay")


@router.post("/supervisors/{supervisor_id}/certificates")
async def post_certificate(supervisor_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Record a certificate of a supervisor."""

    async def act(connection: Connection, form: CertificateForm) -> BaseModel:
        await require_supervisor_within(connection, supervisor_id, reach)
        command = RecordCertificate(
            kind=form.kind, issued_on=form.issued_on, last_day=form.valid_until
        )
        return await record_certificate(connection, supervisor_id, command)

    return await _do(request, supervisor_id, CertificateForm, act, "validUntil")


@router.post("/supervisors/{supervisor_id}/contact")
async def post_contact(supervisor_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Keep how a supervisor of staff is reached; the form carries the version that it showed."""
    typed = await contact_typed(request)

    async def require(connection: Connection) -> None:
        await require_supervisor_within(connection, supervisor_id, reach)

    try:
        await keep_contact(request, supervisor_id, typed, require)
    except FormWrong:
        return await _again(request, supervisor_id, {"contact": typed}, status=400)
    except Refusal as refusal:
        forms = {"contact": typed.refused(refusal)}
        return await _again(request, supervisor_id, forms, status=refusal.status)
    return done(f"{HOME}/{supervisor_id}", gettext("This is kept."))


async def _do(
    request: Request, supervisor_id: UUID, kind: type[Command],
    act: Callable[[Connection, Any], Awaitable[BaseModel]], last_day: str,
) -> Response:  # fmt: skip
    """Do what a form asks, or show it again with what is wrong; `last_day` is its field for one."""
    typed, form = await typed_in(request), request.url.path.rsplit("/", 1)[1]
    try:
        command = typed.read(kind)
    except FormWrong:
        return await _again(request, supervisor_id, {form: typed}, status=400)
    try:
        await idempotent(
            request, lambda connection: act(connection, command), body=command, key=typed.key
        )
    except DaysReversed as refusal:
        forms = {form: typed.refused(refusal, {DaysReversed: last_day})}
        return await _again(request, supervisor_id, forms, status=refusal.status)
    return done(f"{HOME}/{supervisor_id}", gettext("This is kept."))


async def _show_all(request: Request, reach: Reach, typed: Typed, *, status: int) -> Response:
    try:
        asked = typed_query(request).read(SupervisorsAsked)
    except FormWrong:
        asked, status = SupervisorsAsked(), 400
    caller, today = request.state.caller, day_of(now())
    async with database(request).read() as session:
        shown = await supervisors_shown(
            session, reach, reach_by(caller, f"POST {HOME}"), asked.cursor,
            keys=request.app.state.keys, caller=caller, today=today,
        )  # fmt: skip
    return show(
        request, "supervisors/templates/supervisors.html", status=status, shown=shown, typed=typed,
        today=today, **wording(),
    )  # fmt: skip


async def _again(
    request: Request, supervisor_id: UUID, forms: dict[str, Typed], *, status: int
) -> Response:
    reach = reach_by(request.state.caller, f"GET {ONE}")
    return await _show(request, supervisor_id, forms, reach, status=status)


async def _show(
    request: Request, supervisor_id: UUID, forms: dict[str, Typed], reach: Reach, *, status: int
) -> Response:
    caller, today = request.state.caller, day_of(now())
    async with database(request).read() as session:
        whole = await supervisor_shown(
            session, supervisor_id, reach, keys=request.app.state.keys, caller=caller, today=today
        )
    return show(
        request, "supervisors/templates/supervisor.html", status=status, whole=whole, today=today,
        shown=whole.shown, one=whole.shown.supervisor,
        changes=reach_by(caller, f"POST {ONE}/change").covers(
            location=whole.shown.supervisor.location_id
        ),
        typed_of=lambda form: forms.get(form, Typed()), **wording(),
    )  # fmt: skip
