"""The page of reminders: those that may be released today, ticked and released by a person."""

from functools import partial
from typing import Annotated

from fastapi import Path, Request, Response
from shared.csv_list import csv_response
from shared.database import raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import ngettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal

from billing.local_date import local_date
from billing.reminders.commands import ReleaseReminders
from billing.reminders.list_released import list_released
from billing.reminders.propose_reminders import propose_reminders
from billing.reminders.release_reminders import release_reminders
from billing.reminders.rules import STEPS
from billing.reminders.views import RemindersView
from billing.reminders.write_reminder import PDF, filed_as, write_reminder

REMINDERS = "reminders/templates/reminders.html"
HEADER = ("number", "payer", "payerName", "step", "dueOn", "daysOverdue", "open", "interest",
          "costs", "claimed")  # fmt: skip

router = pages_router("/billing")


@router.get("/reminders")
async def get_reminders(request: Request) -> Response:
    """Show the reminders that may be released today."""
    return await _show(request, Typed())


@router.get("/reminders.csv")
async def get_reminders_csv(request: Request) -> Response:
    """Return the reminders that may be released today as CSV."""
    proposed = await _proposed(request)
    rows = (
        (each.number, each.payer, each.payer_name, each.step, each.due_on, each.days_overdue,
         each.open, each.interest, each.costs, each.claimed)
        for each in proposed.reminders
    )  # fmt: skip
    return csv_response("reminders", HEADER, rows)


@router.get("/reminders/{number}/{step}/letter")
async def get_reminder_letter(
    request: Request,
    number: Annotated[str, Path(pattern=r"^\d{4}-\d{5,9}$")],
    step: Annotated[int, Path(ge=1, le=STEPS)],
) -> Response:
    """Return the letter of a released reminder."""
    content = await write_reminder(database(request), number, step)
    return Response(content, media_type=PDF, headers=filed_as(number, step))


@router.post("/reminders")
async def post_reminders(request: Request) -> Response:
    """Release the reminders that were ticked, all or none."""
    typed = await typed_in(request)
    try:
        command = typed.read(ReleaseReminders)
        act = partial(release_reminders, command=command, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, typed, status=400)
    except Refusal as refusal:
        return await _show(request, typed.refused(refusal), status=refusal.status)
    released = len(RemindersView.model_validate_json(bytes(answer.body)).reminders)
    said = ngettext(
        "%(num)s reminder is released: its letter stands below.",
        "%(num)s reminders are released: their letters stand below.",
        released,
    )
    return done("/billing/reminders", said)


async def _proposed(request: Request) -> RemindersView:
    async with database(request).read() as session:
        return await propose_reminders(await raw(session), local_date(now()))


async def _show(request: Request, typed: Typed, *, status: int = 200) -> Response:
    try:
        proposed = (await _proposed(request)).reminders
    except Refusal as refusal:
        proposed, status = [], refusal.status
        typed.refused(refusal)
    async with database(request).read() as session:
        released = await list_released(await raw(session), local_date(now()))
    return show(
        request, REMINDERS, status=status, typed=typed, proposed=proposed, released=released
    )
