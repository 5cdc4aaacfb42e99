"""Read what the annual report is written from: published reports, volunteers and money."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.database import raw
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.accountability.read_evidence import Evidence, read_evidence
from reporting.books.periods import Period
from reporting.books.periods import year as year_of
from reporting.books.queries import (
    ReportNotPublished,
    published,
    published_periods,
    series,
)
from reporting.books.views import Report
from reporting.locations.queries import locations_by_name

MOST_YEARS = 40


@dataclass(frozen=True)
class Year:
    """A year: its report, those of its published months in order, and those of its regions."""

    report: Report
    months: list[Report]
    regions: list[Report]
    evidence: Evidence

    @property
    def number(self) -> int:
        """The year as a number."""
        return self.evidence.year

    @property
    def made_at(self) -> datetime:
        """The moment at which the newest of its reports was published."""
        reports = (self.report, *self.months, *self.regions)
        return max(one.published_at for one in reports if one.published_at)


async def read_year(session: AsyncSession, year: int) -> Year:
    """Return a year that is published; raises `ReportNotPublished`."""
    period = year_of(year)
    report = (await published(session, period)).report()
    months = await series(session, "month", date(year, 1, 1), date(year + 1, 1, 1))
    # The year is published after its end, so all of it is counted.
    evidence = await read_evidence(await raw(session), year, report, len(months), period.closes)
    return Year(report, months, await _regions(session, period), evidence)


async def published_years(session: AsyncSession) -> list[int]:
    """Return the years of which there is an annual report, the newest first."""
    found = await published_periods(session, "year", date.max, MOST_YEARS)
    return [period.year for period in found]


async def _regions(session: AsyncSession, period: Period) -> list[Report]:
    names = sorted({location.region for location in await locations_by_name(session)})
    found = []
    for name in names:
        try:
            found.append((await published(session, period, name)).report())
        except ReportNotPublished:  # opened after the year
            continue
    return found
