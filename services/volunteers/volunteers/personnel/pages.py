"""The pages of people: who is there, and one of them with what can be done."""

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

from volunteers.admission.choose_mentor import choose_mentor
from volunteers.admission.commands import ChooseMentor, HoldInterview, Scores, SignOff
from volunteers.admission.hold_interview import hold_interview
from volunteers.admission.reach import require_volunteers
from volunteers.admission.sign_off import sign_off
from volunteers.amsterdam import day_of
from volunteers.people.contact_form import contact_typed, keep_contact
from volunteers.personnel.forms import InterviewForm, MentorForm, PeopleAsked, StepForm
from volunteers.personnel.people_shown import people_shown
from volunteers.personnel.person_shown import person_shown
from volunteers.personnel.wording import wording
from volunteers.roles import reach_by
from volunteers.standing import take_step_away
from volunteers.standing.commands import Pause

router = pages_router("/volunteers")
PERSON = "/volunteers/people/{person_id}"


@router.get("/people")
async def get_people(request: Request, reach: WithinReach) -> Response:
    """List the people within reach: `?state=active&search=...`."""
    typed, status = typed_query(request), 200
    try:
        asked = typed.read(PeopleAsked)
    except FormWrong:
        asked, status = PeopleAsked(), 400
    async with database(request).read() as session:
        shown = await people_shown(session, reach, asked, request.app.state.keys)
    return show(
        request, "personnel/templates/people.html", status=status, shown=shown, typed=typed,
        **wording(),
    )  # fmt: skip


@router.get("/people/{person_id}")
async def get_person(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Show a person: how they are reached, how far they are, and what can be done."""
    return await _show(request, person_id, {}, reach, status=200)


@router.post("/people/{person_id}/contact")
async def post_contact(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Keep how a person is reached; the form carries the version that it showed."""
    typed = await contact_typed(request)

    async def require(connection: Connection) -> None:
        await require_volunteers(connection, [person_id], reach)

    try:
        await keep_contact(request, person_id, typed, require)
    except FormWrong:
        return await _again(request, person_id, {"contact": typed}, status=400)
    except Refusal as refusal:
        forms = {"contact": typed.refused(refusal)}
        return await _again(request, person_id, forms, status=refusal.status)
    return done(f"/volunteers/people/{person_id}", gettext("This is kept."))


@router.post("/people/{person_id}/interview")
async def post_interview(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Record a selection interview by the form on the page."""

    async def act(connection: Connection, form: InterviewForm) -> BaseModel:
        scores = Scores(**form.model_dump(include=set(Scores.model_fields)))
        command = HoldInterview(held_on=form.held_on, outcome=form.outcome, scores=scores)
        await require_volunteers(connection, [person_id], reach)
        return await hold_interview(connection, person_id, command, now())

    return await _do(request, person_id, InterviewForm, act, gettext("The interview is recorded."))


@router.post("/people/{person_id}/sign-off")
async def post_sign_off(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Sign off a person's practice for channels."""

    async def act(connection: Connection, command: SignOff) -> BaseModel:
        await require_volunteers(connection, [person_id], reach)
        return await sign_off(connection, person_id, command, now())

    return await _do(request, person_id, SignOff, act, gettext("The sign-off is kept."))


@router.post("/people/{person_id}/mentor")
async def post_mentor(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Choose the mentor who is beside a person; nobody where none is chosen."""

    async def act(connection: Connection, command: MentorForm) -> BaseModel:
        await require_volunteers(connection, [person_id], reach)
        chosen = ChooseMentor(mentor_id=command.mentor)
        return await choose_mentor(connection, person_id, chosen)

    return await _do(request, person_id, MentorForm, act, gettext("This is kept."))


@router.post("/people/{person_id}/step")
async def post_step(person_id: UUID, request: Request, reach: WithinReach) -> Response:
    """Let a person pause, resume, be suspended, be reinstated, or leave."""

    async def act(connection: Connection, form: StepForm) -> BaseModel:
        if form.step == "pause":
            pause = Pause(until=form.until)
            return await take_step_away.pause(connection, person_id, pause, reach, now())
        if form.step == "suspend":
            return await take_step_away.suspend(connection, person_id, reach, now())
        if form.step == "leave":
            return await take_step_away.leave(connection, person_id, reach, now())
        return await take_step_away.come_back(connection, person_id, form.step, reach, now())

    return await _do(request, person_id, StepForm, act, gettext("This is done."))


async def _do(
    request: Request, person_id: UUID, kind: type[Command],
    act: Callable[[Connection, Any], Awaitable[BaseModel]], message: str,
) -> Response:  # fmt: skip
    """Do what a form asks, or show it again with what is wrong."""
    typed, form = await typed_in(request), request.url.path.rsplit("/", 1)[1]
    try:
        command = typed.read(kind)
    except FormWrong:
        return await _again(request, person_id, {form: typed}, status=400)
    try:
        await idempotent(
            request, lambda connection: act(connection, command), body=command, key=typed.key
        )
    except Refusal as refusal:
        forms = {form: typed.refused(refusal)}
        return await _again(request, person_id, forms, status=refusal.status)
    return done(f"/volunteers/people/{person_id}", message)


async def _again(
    request: Request, person_id: UUID, forms: dict[str, Typed], *, status: int
) -> Response:
    reach = reach_by(request.state.caller, f"GET {PERSON}")
    return await _show(request, person_id, forms, reach, status=status)


async def _show(
    request: Request, person_id: UUID, forms: dict[str, Typed], reach: Reach, *, status: int
) -> Response:
    caller, today = request.state.caller, day_of(now())

    def may(form: str) -> bool:
        return reach_by(caller, f"POST {PERSON}/{form}") != Reach()

    async with database(request).read() as session:
        shown = await person_shown(
            session, person_id, reach, request.app.state.keys, with_names=may("contact"),
            today=today,
        )  # fmt: skip
    return show(
        request, "personnel/templates/person.html", status=status, shown=shown, may=may,
        typed_of=lambda form: forms.get(form, Typed()), today=today, **wording(),
    )  # fmt: skip
