"""The HTTP API of our numbers."""

from fastapi import APIRouter, Request
from shared.access import Guarded
from shared.http import database, problems

from contacts.lines.commands import KeepLines
from contacts.lines.keep_lines import keep_lines
from contacts.lines.stored_lines import load_lines
from contacts.lines.views import LinesView, line_view

router = APIRouter(prefix="/v1/lines", tags=["lines"], route_class=Guarded)


@router.get("", responses=problems())
async def get_lines(request: Request) -> LinesView:
    """Return all numbers that can be called, with their hours."""
    async with database(request).commit() as connection:
        return LinesView(lines=[line_view(line) for line in await load_lines(connection)])


@router.put("", responses=problems(400, 409))
async def put_lines(command: KeepLines, request: Request) -> LinesView:
    """Keep these numbers and no others; the exchange asks by them from the next call on.

    409 `number-of-accident-line`.
    """
    async with database(request).commit() as connection:
        await keep_lines(connection, [line.line() for line in command.lines])
        return LinesView(lines=[line_view(line) for line in await load_lines(connection)])
