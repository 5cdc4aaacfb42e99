"""Audit published reports: make them again from the streams, and compare the bytes."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from shared.database import Connection, Database
from shared.refusals import NotFound
from shared.settings import Settings

from reporting.audits.replay_closings import replay_closings
from reporting.audits.rules.differences import ABSENT, Difference, report_differences
from reporting.books.closings import Closing, linked, read_closings
from reporting.books.make_reports import Made
from reporting.books.periods import period_of

SELECT_REPORT = "SELECT period, revision FROM published_report WHERE report_id = $1"
SELECT_REPORTS = """
SELECT report_id, place, content, sha256 FROM published_report
WHERE period = $1 AND revision = $2 ORDER BY place
"""
SELECT_YEARS = "SELECT DISTINCT left(period, 4)::int AS year FROM closing ORDER BY year"


class NoSuchReport(NotFound):
    """No report with this id is published, or its closing is missing."""


@dataclass(frozen=True)
class Stored:
    """A report as it is stored."""

    report_id: UUID
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Audited:
    """A report that was made again, and what differs."""

    report_id: UUID
    period: str
    place: str
    revision: int
    differences: Sequence[Difference]


async def audit_report(database: Database, settings: Settings, report_id: UUID) -> Audited:
    """Make one report again and return what differs.

    Raises `NoSuchReport`, and what `folding_as_seen` raises.
    """
    async with database.commit() as connection:
        row = await connection.fetchrow(SELECT_REPORT, report_id)
        if row is None:
            raise NoSuchReport(f"no report {report_id} is published")
        period = period_of(row["period"])
        closings = await read_closings(connection, period.year)
    own = [one for one in closings if (one.period, one.revision) == (period, row["revision"])]
    if not own:
        raise NoSuchReport(f"the closing of {period} is missing: its report cannot be made again")
    before = [one for one in closings if one.number < own[0].number]
    audited = [one async for one in _audit(database, settings, [*linked(period, before), *own])]
    return next(one for one in audited if one.report_id == report_id)


async def audit_reports(database: Database, settings: Settings) -> AsyncGenerator[Audited, None]:
    """Make all reports again, in the order in which they were published."""
    async with database.commit() as connection:
        years = await connection.fetch(SELECT_YEARS)
        closings = [one for row in years for one in await read_closings(connection, row["year"])]
    in_order = sorted(closings, key=lambda one: one.number)
    async with aclosing(_audit(database, settings, in_order)) as audited:
        async for one in audited:
            yield one


async def _audit(
    database: Database, settings: Settings, closings: Sequence[Closing]
) -> AsyncGenerator[Audited, None]:
    async with aclosing(replay_closings(database, settings, closings)) as replayed:
        async for closing, made in replayed:
            async with database.commit() as connection:
                stored = await _stored(connection, closing)
            for one in _compared(closing, stored, {each.place: each for each in made}):
                yield one


async def _stored(connection: Connection, closing: Closing) -> dict[str, Stored]:
    rows = await connection.fetch(SELECT_REPORTS, str(closing.period), closing.revision)
    return {row["place"]: Stored(row["report_id"], row["content"], row["sha256"]) for row in rows}


def _compared(
    closing: Closing, stored: Mapping[str, Stored], made: Mapping[str, Made]
) -> list[Audited]:
    audited = []
    for place in sorted({*stored, *made}):
        one, again = stored.get(place), made.get(place)
        if one and again:
            found = report_differences(one.content, one.sha256, again.content)
        else:
            there = ("published", ABSENT) if one else (ABSENT, "published")
            found = [Difference("report", *there)]
        report_id = one.report_id if one else made[place].report_id
        audited.append(Audited(report_id, str(closing.period), place, closing.revision, found))
    return audited
