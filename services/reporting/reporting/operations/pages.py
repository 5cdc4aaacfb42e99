"""The operations report, as a page and as a file for a spreadsheet."""

import datetime as dt

from fastapi import Request, Response
from pydantic import BaseModel
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.strict import Day

from reporting.days import words
from reporting.days.rules.local_time import day_at
from reporting.operations import wording
from reporting.operations.assemble_report import assemble_report
from reporting.operations.csv_rows import csv_of
from reporting.operations.rules.days_asked import DayOutOfRange
from reporting.operations.views import OperationsReport

router = pages_router("/reporting")


class DayAsked(BaseModel):
    """The query: the day that is shown, by default today."""

    day: Day | None = None


@router.get("/operations")
async def get_operations(request: Request) -> Response:
    """Show a day and its week: `?day=2016-03-14`."""
    today = day_at(now())
    asked, status = typed_query(request), 200
    try:
        report = await _report(request, asked.read(DayAsked).day or today)
    except FormWrong:
        report, status = await _report(request, today), 400
    except DayOutOfRange as refusal:
        asked.refused(refusal, {DayOutOfRange: "day"})
        report, status = await _report(request, today), 400
    return _show(request, report, asked, today, status)


@router.get("/operations/csv")
async def get_operations_csv(request: Request) -> Response:
    """Return the report of a day as CSV; raises `DayOutOfRange`."""
    try:
        day = typed_query(request).read(DayAsked).day or day_at(now())
    except FormWrong:
        raise DayOutOfRange("write the day as ?day=2016-03-14") from None
    disposition = f'attachment; filename="operations-{day}.csv"'
    return Response(
        csv_of(await _report(request, day)), media_type="text/csv",
        headers={"Content-Disposition": disposition},
    )  # fmt: skip


async def _report(request: Request, day: dt.date) -> OperationsReport:
    state = request.app.state
    return await assemble_report(database(request), state.readings, state.estimates, day, now())


def _show(
    request: Request, report: OperationsReport, asked: Typed, today: dt.date, status: int
) -> Response:
    one_day = dt.timedelta(days=1)
    return show(
        request, "operations/templates/operations.html", status=status, report=report,
        asked=asked, words=words, wording=wording, today=today,
        before=report.date - one_day,
        after=report.date + one_day if report.date < today else None,
        hours_chart=wording.hours_chart(report), week_chart=wording.week_chart(report),
    )  # fmt: skip
