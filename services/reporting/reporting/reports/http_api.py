"""Reports, for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi import Path as FromPath
from shared.access import Guarded
from shared.events.vocabulary import Province
from shared.http import Limit, Page, database, now, problems

from reporting.books.periods import PATTERN, Kind, period_of
from reporting.books.views import Report, ReportLink
from reporting.counting.rules.month_table import COUNTRY
from reporting.reports import queries

router = APIRouter(prefix="/v1", tags=["reporting"], route_class=Guarded)

PeriodInPath = Annotated[
    str,
    FromPath(
        pattern=PATTERN, examples=["2016-03"],
        description="a month `2016-03`, a quarter `2016-Q1`, or a year `2016`",
    ),
]  # fmt: skip
PeriodCursor = Annotated[str | None, Query(pattern=PATTERN)]


@router.get("/reports", responses=problems())
async def get_reports(
    request: Request, kind: Kind = "month", cursor: PeriodCursor = None, limit: Limit = 100
) -> Page[ReportLink]:
    """List the published periods of a kind, the newest first; to coordinators also what runs."""
    before = date.max
    if cursor is not None:
        last = period_of(cursor)
        before = date(last.year, last.first.number, 1)
    roles = request.state.caller.roles
    async with database(request).read() as session:
        found = await queries.periods(session, kind, roles, before, now(), limit=limit + 1)
    return Page(
        items=found[:limit], next_cursor=found[limit - 1].period if len(found) > limit else None
    )


@router.get("/reports/{period}", responses=problems(404))
async def get_report(period: PeriodInPath, request: Request) -> Report:
    """Return the report of a period (Europe/Amsterdam) for the whole country.

    403 `period-not-closed` until a week after its end, 404 `report-not-published`. Coordinators
    read a month that runs, up to last midnight and rounded.
    """
    return await _report(period, COUNTRY, request)


@router.get("/reports/{period}/regions/{region}", responses=problems(404))
async def get_region_report(period: PeriodInPath, region: Province, request: Request) -> Report:
    """Return the report of a period for the locations of a region (a province)."""
    return await _report(period, region, request)


@router.get("/reports/{period}/locations/{location_id}", responses=problems(404))
async def get_location_report(period: PeriodInPath, location_id: UUID, request: Request) -> Report:
    """Return the report of a period for one location; refused as nationally."""
    return await _report(period, str(location_id), request)


async def _report(period: str, place: str, request: Request) -> Report:
    roles = request.state.caller.roles
    return await queries.report(database(request), period_of(period), place, roles, now())
