"""The HTTP API of reminders."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from shared.access import Guarded
from shared.database import raw
from shared.http import database, idempotent, now, problems

from billing.local_date import local_date
from billing.reminders.commands import ReleaseReminders
from billing.reminders.propose_reminders import propose_reminders
from billing.reminders.release_reminders import release_reminders
from billing.reminders.rules import STEPS
from billing.reminders.views import RemindersView
from billing.reminders.write_reminder import PDF, filed_as, write_reminder

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/reminders/proposed", response_model=RemindersView, responses=problems(409))
async def get_proposed_reminders(request: Request) -> RemindersView:
    """List the reminders that may be released today; nothing is written.

    Step 1 is a reminder, from the day after the last day of payment on. Step 2, at least 14 days
    later, is a notice of default with the statutory interest and EUR 40 of costs.
    """
    async with database(request).read() as session:
        return await propose_reminders(await raw(session), local_date(now()))


@router.post(
    "/reminders", status_code=201, response_model=RemindersView, responses=problems(400, 404, 409)
)
async def post_reminders(command: ReleaseReminders, request: Request) -> Response:
    """Release the next step of each of these invoices, all or none, and announce it."""
    act = partial(release_reminders, command=command, now=now())
    return await idempotent(request, act, body=command)


@router.get(
    "/reminders/{number}/{step}/pdf",
    response_class=Response,
    responses={
        200: {
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
            "description": "The letter",
        },
        **problems(404),
    },
)
async def get_reminder_letter(
    request: Request,
    number: Annotated[str, Path(pattern=r"^\d{4}-\d{5,9}$")],
    step: Annotated[int, Path(ge=1, le=STEPS)],
) -> Response:
    """Return the letter of a released reminder as PDF/UA-1, in Dutch.

    Its bytes are the same until the payer's address of that day is corrected.
    """
    content = await write_reminder(database(request), number, step)
    return Response(content, media_type=PDF, headers=filed_as(number, step))
