"""The account of a year as a page, and its files in the language of the pages."""

from typing import Annotated

from fastapi import Path, Request, Response
from shared.http import database, now
from shared.month import month_at
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.strict import Number

from reporting.accountability import queries
from reporting.accountability.typeset_account import PDF, typeset_account
from reporting.accountability.views import FIRST_YEAR, LAST_YEAR, AccountView
from reporting.accountability.write_csv import CSV, write_csv

Year = Annotated[Number, Path(ge=FIRST_YEAR, le=LAST_YEAR)]

router = pages_router("/reporting/accountability")


@router.get("")
async def get_newest_account(request: Request) -> Response:
    """Show the account of the newest year that is published, or else of the last one."""
    async with database(request).read() as session:
        newest = await queries.newest_year(session)
    return await _show(request, newest or month_at(now()).year - 1)


@router.get("/{year}/pdf", response_class=Response)
async def get_account_pdf(year: Year, request: Request) -> Response:
    """Return the account of a year as PDF."""
    named = {"Content-Disposition": f'inline; filename="accountability-{year}.pdf"'}
    found = await typeset_account(await _account(request, year), now())
    return Response(found, media_type=PDF, headers=named)


@router.get("/{year}/csv", response_class=Response)
async def get_account_csv(year: Year, request: Request) -> Response:
    """Return the figures of a year as CSV."""
    named = {"Content-Disposition": f'attachment; filename="accountability-{year}.csv"'}
    return Response(write_csv(await _account(request, year)), media_type=CSV, headers=named)


@router.get("/{year}")
async def get_account(year: Year, request: Request) -> Response:
    """Show each criterion of a year with its evidence."""
    return await _show(request, year)


async def _show(request: Request, year: int) -> Response:
    return show(
        request, "accountability/templates/account.html", account=await _account(request, year),
        first_year=FIRST_YEAR, this_year=month_at(now()).year,
    )  # fmt: skip


async def _account(request: Request, year: int) -> AccountView:
    address = request.app.state.settings.pages_address("volunteers")
    async with database(request).read() as session:
        return await queries.account(session, year, now(), address)
