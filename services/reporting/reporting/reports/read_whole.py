"""Read a report with all that its page and its PDF show beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from shared.database import Database
from shared.month import MONTHS
from shared.roles import Role
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.books import queries as books
from reporting.books.periods import Kind, Period, wholes_of
from reporting.books.views import Report
from reporting.reports.figures import figures
from reporting.reports.queries import corrected_since
from reporting.reports.queries import report as read_report
from reporting.reports.rules.corrections import Change, changes

QUARTERS_BACK, MONTHS_A_QUARTER = 8, 3


@dataclass(frozen=True)
class Correction:
    """When a report was corrected, and what changed where both are shown."""

    published_at: datetime
    changes: Sequence[Change]


@dataclass(frozen=True)
class Whole:
    """A report, those of the periods up to it, its corrections, and the periods around it.

    `corrected_since` are months within it whose corrections it does not contain.
    """

    period: Period
    place: str
    report: Report
    series: Sequence[Report] = ()
    corrections: Sequence[Correction] = ()
    corrected_since: Sequence[books.Correction] = ()
    before: Period | None = None
    after: Period | None = None
    around: Sequence[Period] = field(default=())


async def read_whole(
    database: Database, period: Period, place: str, roles: Collection[Role], now: datetime
) -> Whole:
    """Return a report with what is told beside it; raises what `queries.report` raises."""
    report = await read_report(database, period, place, roles, now)
    if not report.closed:
        return Whole(period, place, report)
    async with database.read() as session:
        revisions = await books.revisions(session, period, place) if report.revision else []
        series = await _series(session, period, place)
        periods = await books.all_published(session, place)
        since = [one for one in await corrected_since(session, period) if one.period in periods]
    alike = [one for one in periods if one.kind == period.kind]
    near = {*wholes_of(period), *period.parts}
    return Whole(
        period, place, report, series, corrections([one.report() for one in revisions]), since,
        before=max((one for one in alike if one < period), default=None),
        after=min((one for one in alike if one > period), default=None),
        around=sorted((one for one in periods if one in near), key=_widest_first),
    )  # fmt: skip


def corrections(revisions: Sequence[Report]) -> list[Correction]:
    """Return what each revision but the first changed in the one before it."""
    return [
        Correction(after.published_at, changes(figures(before), figures(after)))
        for before, after in pairwise(revisions)
        if after.published_at
    ]


async def _series(session: AsyncSession, period: Period, place: str) -> list[Report]:
    """Return the last twelve months up to the end of a month or year, or eight quarters."""
    quarters = period.kind == "quarter"
    kind: Kind = "quarter" if quarters else "month"
    back = QUARTERS_BACK * MONTHS_A_QUARTER if quarters else MONTHS
    until = period.year * MONTHS + period.first.number - 1 + period.length
    return await books.series(session, kind, _day(until - back), _day(until), place)


def _day(months: int) -> date:
    return date(months // MONTHS, months % MONTHS + 1, 1)


def _widest_first(period: Period) -> tuple[int, Period]:
    return -period.length, period
