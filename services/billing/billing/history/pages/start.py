"""The start of the finance desk."""

from datetime import date

from fastapi import Request
from fastapi.responses import HTMLResponse
from shared.database import raw
from shared.http import database, now
from shared.pages.forms import FormWrong, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.history.commands import ShowYear
from billing.history.queries.start import participation_of, priced_years, what_waits
from billing.history.rules import year_shown
from billing.local_date import local_date
from billing.settlements.queries import last_settled

START = "history/templates/start.html"

router = pages_router("/billing")


@router.get("")
async def get_start(request: Request) -> HTMLResponse:
    """Show what is to be done, and who takes part in a year: `?year=`, or the year that matters."""
    try:
        asked = typed_query(request).read(ShowYear).year
    except FormWrong:
        asked = None
    today = local_date(now())
    async with database(request).read() as session:
        years = await priced_years(await raw(session))
        year = asked or await _year(session, today, years)
        shown = await participation_of(await raw(session), year)
        todo = await what_waits(await raw(session), today)
    return show(request, START, now=shown, todo=todo, years=years)


async def _year(session: AsyncSession, today: date, years: list[int]) -> int:
    return year_shown(today, years, await last_settled(session))
