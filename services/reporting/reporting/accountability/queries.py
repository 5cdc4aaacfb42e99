"""Read what the account of a year is written from."""

from datetime import datetime

from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.accountability.read_evidence import read_evidence
from reporting.accountability.views import AccountView
from reporting.accountability.write_account import write_account
from reporting.books.periods import year as year_of
from reporting.books.queries import ReportNotPublished, published


async def account(
    session: AsyncSession, year: int, now: datetime, volunteers_address: str
) -> AccountView:
    """Return the account of a year, in the language that is spoken now."""
    period = year_of(year)
    try:
        report = (await published(session, period)).report()
    except ReportNotPublished:
        report = None
    evidence = await read_evidence(await raw(session), year, report, now)
    return write_account(evidence, report, volunteers_address, ended=period.ends <= now)
