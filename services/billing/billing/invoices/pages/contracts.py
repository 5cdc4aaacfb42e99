"""The pages of invoices, for finance."""

from contextlib import suppress
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse
from shared.csv_list import csv_response
from shared.http import database, now
from shared.pages.forms import FormWrong, Typed, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show
from shared.refusals import BadInput
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.commands import FindContracts
from billing.invoices.contracts_of_year import (
    CURSOR,
    Wanted,
    list_contracts,
    sum_contracts,
    years_covered,
)
from billing.invoices.rules.documents import year_shown
from billing.local_date import local_date
from billing.municipalities.queries import NoMunicipalityFound, find_codes
from billing.settlements.queries import is_settled, last_settled

CONTRACTS = "invoices/templates/contracts.html"
ROWS, MOST_LISTED = 50, 10_000
HEADER = ("payer", "payerName", "beneficiaries", "from", "until", "tariff", "invoice", "issuedOn",
          "total")  # fmt: skip

router = pages_router("/billing")


class ListWrong(BadInput):
    """What the address asks for is no list: open the list again."""


@router.get("/contracts")
async def get_contracts(
    request: Request, cursor: Annotated[str | None, Query(pattern=CURSOR)] = None
) -> HTMLResponse:
    """Show the contracts of a year and their invoices; `year` and `municipality` are typed."""
    typed = typed_query(request)
    async with database(request).read() as session:
        covered = await years_covered(session)
        shown = year_shown(local_date(now()), covered, await last_settled(session))
        wanted = await _read_form(session, typed, shown)
        if wanted is None:
            return show(
                request, CONTRACTS, status=400, typed=typed, covered=covered, year=shown, page=None
            )
        page = await list_contracts(session, wanted, cursor, ROWS)
        total = await sum_contracts(session, wanted)
        settled = await is_settled(session, wanted.year)
    return show(
        request, CONTRACTS, typed=typed, covered=covered, year=wanted.year, page=page, total=total,
        settled=settled, first_page=cursor is None,
        csv_address=f"/billing/contracts.csv?{request.url.query}",
    )  # fmt: skip


@router.get("/contracts.csv")
async def get_contracts_csv(request: Request) -> Response:
    """Return the contracts of `/billing/contracts` as CSV, all pages of them."""
    typed = typed_query(request)
    async with database(request).read() as session:
        covered = await years_covered(session)
        shown = year_shown(local_date(now()), covered, await last_settled(session))
        wanted = await _read_form(session, typed, shown)
        if wanted is None:
            raise ListWrong("open the list again, and take its file from there")
        page = await list_contracts(session, wanted, None, MOST_LISTED)
    rows = (
        (row.payer, row.payer_name, len(row.beneficiaries), row.first_day, row.last_day,
         row.tariff_version, row.number, row.issued_on, row.total)
        for row in page.items
    )  # fmt: skip
    return csv_response("contracts", HEADER, rows)


async def _read_form(session: AsyncSession, typed: Typed, shown: int) -> Wanted | None:
    """Return what is asked for; None when `typed.errors` says what is wrong.

    `shown` is the year if none is typed.
    """
    year, codes = shown, None
    with suppress(FormWrong):
        year = typed.read(FindContracts).year or shown
    municipality = typed.value("municipality").strip()
    if municipality and "municipality" not in typed.errors:
        try:
            codes = await find_codes(session, municipality)
        except NoMunicipalityFound as refusal:
            typed.refused(refusal, {NoMunicipalityFound: "municipality"})
    return None if typed.errors else Wanted(year, codes)
