"""The page of our numbers: their hours, what a caller hears, and what is registered."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response
from shared.database import raw
from shared.http import database
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal
from shared.roles import Role

from contacts.clock.clock import Clock
from contacts.lines import wording
from contacts.lines.commands import KeepLine
from contacts.lines.keep_lines import keep_line, remove_line
from contacts.lines.rules import NumberOfAccidentLine, OwnLine, is_open, write_hours
from contacts.lines.stored_lines import load_lines

router = pages_router("/contacts")
PAGE = "/contacts/lines"
LIST_LOCATIONS = "SELECT location_id, name FROM location WHERE name IS NOT NULL ORDER BY name"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, and whether it is open now."""

    line: OwnLine
    is_open: bool


@router.get("/lines")
async def get_lines(request: Request) -> Response:
    """Show our numbers; `?number=` opens one to be changed."""
    return await _show(request, Typed(), status=200)


@router.post("/lines")
async def post_line(request: Request) -> Response:
    """Keep a number by the form of the page: a new one, or one that is changed."""
    typed = await typed_in(request)
    try:
        line = typed.read(KeepLine).line()
        async with database(request).commit() as connection:
            await keep_line(connection, line)
    except FormWrong:
        return await _show(request, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal, {NumberOfAccidentLine: "number"})
        return await _show(request, typed, status=refusal.status)
    return done(PAGE, gettext("The number %(number)s is kept.", number=line.number))


@router.post("/lines/{number}/removal")
async def post_removal(number: str, request: Request) -> Response:
    """Take a number away: whoever calls it hears that it is not ours."""
    await typed_in(request)
    async with database(request).commit() as connection:
        await remove_line(connection, number)
    return done(PAGE, gettext("The number is taken away."))


async def _show(request: Request, typed: Typed, *, status: int) -> Response:
    clock: Clock = request.app.state.clock
    async with database(request).read() as session:
        connection = await raw(session)
        lines = await load_lines(connection)
        rows = await connection.fetch(LIST_LOCATIONS)
    names: dict[UUID, str] = {row["location_id"]: row["name"] for row in rows}
    now = clock.now()
    asked = request.query_params.get("number")
    return show(
        request, "lines/templates/lines.html", status=status, wording=wording, names=names,
        lines=[Shown(line, is_open(line, now)) for line in lines], typed=typed,
        changed=next((line for line in lines if line.number == asked), None),
        write_hours=write_hours, may_change=Role.OPERATOR in request.state.caller.roles,
    )  # fmt: skip
