"""Reads of published reports: all that anybody is told of a closed period comes from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast, get_args
from uuid import UUID

from shared.events.vocabulary import Province
from shared.refusals import NotFound
from sqlalchemy.orm import defer
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.periods import Kind, Period, period_of
from reporting.books.views import Report
from reporting.counting.rules.month_table import COUNTRY
from reporting.tables import PublishedReport

# Of the country and the regions everybody may read; a report of a location is the organisation's.
PUBLIC_PLACES = (COUNTRY, *get_args(Province))


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
class Publication:
    """That a report was published: which one, of what, and when."""

    report_id: UUID
    period: Period
    place: str
    revision: int
    published_at: datetime


@dataclass(frozen=True)
class PublicState:
    """What of the country and the regions is published: how many reports, the newest when."""

    reports: int
    published_at: datetime | None


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


async def series(
    session: AsyncSession, kind: Kind, first: date, until: date, place: str = COUNTRY
) -> list[Report]:
    """Return the newest report of each period of a kind that begins in [first, until), in order."""
    query = (
        select(PublishedReport.content)
        .distinct(col(PublishedReport.begins))
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


async def public_state(session: AsyncSession) -> PublicState:
    """Return the state of all public reports; it is another one after each closing and correction.

    The number is told too: what is published later may have an earlier moment.
    """
    query = select(func.count(), func.max(PublishedReport.published_at)).where(
        col(PublishedReport.place).in_(PUBLIC_PLACES)
    )
    return PublicState(*(await session.exec(query)).one())


async def newest_public(session: AsyncSession, limit: int) -> list[Publication]:
    """Return the newest public reports and corrections, the newest first."""
    query = (
        select(PublishedReport)
        .options(defer(cast(Any, PublishedReport.content)))
        .where(col(PublishedReport.place).in_(PUBLIC_PLACES))
        .order_by(
            col(PublishedReport.published_at).desc(), col(PublishedReport.begins).desc(),
            PublishedReport.kind, PublishedReport.place,
        )
        .limit(limit)
    )  # fmt: skip
    return [
        Publication(one.report_id, period_of(one.period), one.place, one.revision, one.published_at)
        for one in await session.exec(query)
    ]


def _begins(period: Period) -> date:
    return date(period.year, period.first.number, 1)
