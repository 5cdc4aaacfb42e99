"""What can be said of a municipality as a file: for pages and programs, in the language spoken."""

from fastapi import Request, Response
from shared.http import database, now

from reporting.books.periods import period_of
from reporting.municipalities.read_municipality import WholeMunicipality, read_municipality
from reporting.municipalities.typeset_municipality import typeset_municipality
from reporting.municipalities.write_csv import write_csv
from reporting.municipalities.year_letter import year_letter
from reporting.reports.files import CSV, PDF, file_response

CODE, YEAR = r"^GM\d{4}$", r"^20\d\d$"


async def pdf_of(request: Request, period: str, code: str) -> Response:
    """Return the report of a municipality as PDF."""
    content = await typeset_municipality(await whole_of(request, period, code))
    return file_response(content, PDF, f'inline; filename="sensoor-{period}-{code}.pdf"')


async def csv_of(request: Request, period: str, code: str) -> Response:
    """Return the report of a municipality as CSV."""
    content = write_csv((await whole_of(request, period, code)).view)
    return file_response(content, CSV, f'attachment; filename="sensoor-{period}-{code}.csv"')


async def letter_of(request: Request, year: str, code: str) -> Response:
    """Return the year letter to a municipality as PDF."""
    content = await year_letter(await whole_of(request, year, code))
    return file_response(content, PDF, f'inline; filename="sensoor-letter-{year}-{code}.pdf"')


async def whole_of(request: Request, period: str, code: str) -> WholeMunicipality:
    """Return what can be said of a municipality; raises what `read_municipality` raises."""
    roles = request.state.caller.roles
    return await read_municipality(database(request), period_of(period), code, roles, now())
