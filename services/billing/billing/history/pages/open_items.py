"""The page of open items."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import HTMLResponse
from shared.http import database, now
from shared.pages.forms import FormWrong, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show

from billing.history.commands import FindInvoices
from billing.history.queries.open_items import (
    NUMBER,
    list_invoices,
    sum_invoices,
    years_invoiced,
)
from billing.local_date import local_date

OPEN_ITEMS = "history/templates/open_items.html"
ROWS = 100

router = pages_router("/billing")


@router.get("/open")
async def get_open_items(
    request: Request, cursor: Annotated[str | None, Query(pattern=NUMBER)] = None
) -> HTMLResponse:
    """Show invoices with what is open of each: `?shown=overdue&year=2016&payer=zutphen`."""
    typed, today = typed_query(request), local_date(now())
    async with database(request).read() as session:
        years = [(year, year) for year in await years_invoiced(session)]
        try:
            wanted = typed.read(FindInvoices)
        except FormWrong:
            return show(request, OPEN_ITEMS, status=400, typed=typed, years=years, page=None)
        page = await list_invoices(session, wanted, today, cursor, ROWS)
        total = await sum_invoices(session, wanted, today)
    asked = urlencode(wanted.model_dump(exclude_none=True))
    return show(
        request, OPEN_ITEMS, typed=typed, years=years, page=page, sum=total, today=today,
        csv_address=f"/billing/open.csv?{asked}",
    )  # fmt: skip
