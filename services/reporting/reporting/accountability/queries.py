"""Read what the account of a year is written from."""

from datetime import date, datetime

from shared.database import raw
from shared.month import MONTHS
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.accountability.read_evidence import read_evidence
from reporting.accountability.views import AccountView
from reporting.accountability.write_account import write_account
from reporting.books.periods import year as year_of
from reporting.books.queries import ReportNotPublished, published, published_periods


async def newest_year(session: AsyncSession) -> int | None:
    """Return the newest year whose report is published; None: there is none."""
    newest = await published_periods(session, "year", date.max, 1)
    return newest[0].year if newest else None


async def account(
    session: AsyncSession, year: int, now: datetime, volunteers_address: str
) -> AccountView:
    """Return the account of a year, in the language that is spoken now."""
    period = year_of(year)
    try:
        report = (await published(session, period)).report()
    except ReportNotPublished:
        report = None
    newest = await published_periods(session, "month", date(year + 1, 1, 1), MONTHS)
    months = sum(month.year == year for month in newest)
    evidence = await read_evidence(await raw(session), year, report, months, now)
    return write_account(evidence, report, volunteers_address, ended=period.ends <= now)
