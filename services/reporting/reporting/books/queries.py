"""Reads of published reports: all that anybody is told of a closed period comes from here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.refusals import NotFound
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.periods import Kind, Period, period_of
from reporting.books.tables import Closing, PublishedReport
from reporting.books.views import Report
from reporting.counting.rules.month_table import COUNTRY


class ReportNotPublished(NotFound):
    """No report of this period and place is published."""


@dataclass(frozen=True)
class Published:
    """A report as it was published: its id, and the bytes of its JSON."""

    report_id: UUID
    content: bytes

    def report(self) -> Report:
        """Read it."""
        return Report.model_validate_json(self.content)


@dataclass(frozen=True)
class Correction:
    """A month that was corrected: the number of its revision, and when that was published."""

    period: Period
    revision: int
    published_at: datetime


async def published(session: AsyncSession, period: Period, place: str = COUNTRY) -> Published:
    """Return the newest revision of a report; raises `ReportNotPublished`.

    `place` is the country, a region by name, or a location's id.
    """
    query = (
        select(PublishedReport.report_id, PublishedReport.content)
        .where(
            PublishedReport.place == place,
            PublishedReport.kind == period.kind,
            PublishedReport.begins == _begins(period),
        )
        .order_by(col(PublishedReport.revision).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise ReportNotPublished(
            f"no report of {period} is published for this place: GET /v1/reports lists what is"
        )
    return Published(*row)


async def revisions(session: AsyncSession, period: Period, place: str) -> list[Published]:
    """Return all revisions of a report, as first published and each correction, in order."""
    query = (
        select(PublishedReport.report_id, PublishedReport.content)
        .where(
            PublishedReport.place == place,
            PublishedReport.kind == period.kind,
            PublishedReport.begins == _begins(period),
        )
        .order_by(col(PublishedReport.revision))
    )
    return [Published(*row) for row in await session.exec(query)]


async def corrections(session: AsyncSession, period: Period) -> list[Correction]:
    """Return the corrections of the months of a period after it was published, in order of time.

    A quarter and a year stand as they were published, and do not contain these. Of a month, all
    corrections of it.
    """
    published_as = select(Closing.number).where(
        Closing.period == str(period), Closing.revision == 0
    )
    query = (
        select(Closing.period, Closing.revision, Closing.closed_at)
        .where(
            col(Closing.period).in_([str(one) for one in period.months]),
            Closing.revision > 0,
            Closing.number > published_as.scalar_subquery(),
        )
        .order_by(col(Closing.number))
    )
    rows = await session.exec(query)
    return [Correction(period_of(name), revision, at) for name, revision, at in rows]


async def published_periods(
    session: AsyncSession, kind: Kind, before: date, limit: int, place: str = COUNTRY
) -> list[Period]:
    """Return the periods of a kind that are published and begin before a day, the newest first."""
    query = (
        select(PublishedReport.period)
        .where(
            PublishedReport.place == place,
            PublishedReport.kind == kind,
            PublishedReport.begins < before,
            PublishedReport.revision == 0,
        )
        .order_by(col(PublishedReport.begins).desc())
        .limit(limit)
    )
    return [period_of(name) for name in await session.exec(query)]


async def all_published(session: AsyncSession, place: str = COUNTRY) -> list[Period]:
    """Return all periods that are published of a place: years, quarters and months, the newest
    first.
    """
    query = select(PublishedReport.period).where(
        PublishedReport.place == place, PublishedReport.revision == 0
    )
    return sorted(map(period_of, await session.exec(query)), reverse=True)


async def published_places(
    session: AsyncSession, period: Period, among: Collection[str]
) -> set[str]:
    """Return those of the places of which a report of the period is published."""
    query = select(PublishedReport.place).where(
        col(PublishedReport.place).in_(among),
        PublishedReport.kind == period.kind,
        PublishedReport.begins == _begins(period),
        PublishedReport.revision == 0,
    )
    return set(await session.exec(query))


async def series(
    session: AsyncSession, kind: Kind, first: date, until: date, place: str = COUNTRY
) -> list[Report]:
    """Return the newest report of each period of a kind that begins in [first, until), in order."""
    query = (
        select(PublishedReport.content)
        .ext(distinct_on(col(PublishedReport.begins)))
        .where(
            PublishedReport.place == place,
            PublishedReport.kind == kind,
            PublishedReport.begins >= first,
            PublishedReport.begins < until,
        )
        .order_by(col(PublishedReport.begins), col(PublishedReport.revision).desc())
    )
    found: Sequence[bytes] = (await session.exec(query)).all()
    return [Report.model_validate_json(content) for content in found]


def _begins(period: Period) -> date:
    return date(period.year, period.first.number, 1)
