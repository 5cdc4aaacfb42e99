"""What of the country and the regions is published: everybody may know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast, get_args
from uuid import UUID

from shared.events.vocabulary import Province
from sqlalchemy.orm import defer
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books.periods import Period, period_of
from reporting.books.tables import PublishedReport
from reporting.counting.rules.month_table import COUNTRY

REGION_NAMES: tuple[str, ...] = get_args(Province)
PLACES = (COUNTRY, *REGION_NAMES)  # a report of a location is the organisation's


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
    """How many reports are published, and when the newest was."""

    reports: int
    published_at: datetime | None


async def public_state(session: AsyncSession) -> PublicState:
    """Return the state of all public reports; it is another one after each closing and correction.

    The number is told too: what is published later may have an earlier moment.
    """
    query = select(func.count(), func.max(PublishedReport.published_at)).where(
        col(PublishedReport.place).in_(PLACES)
    )
    return PublicState(*(await session.exec(query)).one())


async def newest_public(session: AsyncSession, limit: int) -> list[Publication]:
    """Return the newest public reports and corrections, the newest first."""
    query = (
        select(PublishedReport)
        .options(defer(cast("Any", PublishedReport.content)))
        .where(col(PublishedReport.place).in_(PLACES))
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
