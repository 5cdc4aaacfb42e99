"""A report as a file, PDF or CSV: for pages and programs alike."""

from typing import Literal

from fastapi import Request, Response
from shared.http import database, now
from shared.pages.language import speaking

from reporting.books.periods import period_of
from reporting.reports.csv_file import csv_file
from reporting.reports.queries import report
from reporting.reports.read_whole import read_whole
from reporting.reports.typeset_report import typeset_report

PDF, CSV = "application/pdf", "text/csv"
Language = Literal["nl", "en"]


async def pdf_of(request: Request, period: str, place: str, language: str) -> Response:
    """Return the report of a period and place as PDF; raises what `queries.report` raises."""
    roles = request.state.caller.roles
    whole = await read_whole(database(request), period_of(period), place, roles, now())
    with speaking(language, request.app.state.site.words):
        content = await typeset_report(whole)
    return file_response(content, PDF, f'inline; filename="{_file_name(period, place)}.pdf"')


async def csv_of(request: Request, period: str, place: str, language: str) -> Response:
    """Return the report of a period and place as CSV; raises what `queries.report` raises."""
    roles = request.state.caller.roles
    found = await report(database(request), period_of(period), place, roles, now())
    with speaking(language, request.app.state.site.words):
        content = csv_file(found)
    named = f'attachment; filename="{_file_name(period, place)}.csv"'
    return file_response(content, CSV, named)


def file_response(content: bytes, media_type: str, disposition: str) -> Response:
    """Return a file with its name."""
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _file_name(period: str, place: str) -> str:
    named = place.encode("ascii", "ignore").decode().lower()
    return f"sensoor-{period}-{named}"
