"""The HTTP API of invoices."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from shared.access import Guarded
from shared.http import Limit, Page, database, problems
from shared.strict import Number

from billing.invoices import queries
from billing.invoices.views import InvoiceSummary, InvoiceView

NUMBER = r"^\d{4}-\d{5,9}$"

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.get("/invoices", response_model=Page[InvoiceSummary], responses=problems())
async def get_invoices(
    request: Request,
    cursor: Annotated[str | None, Query(pattern=NUMBER)] = None,
    limit: Limit = 100,
    year: Annotated[Number | None, Query(ge=1, le=9999)] = None,
) -> Page[InvoiceSummary]:
    """List invoices by number, without their lines; `year` asks for one series only."""
    async with database(request).read() as session:
        return await queries.list_invoices(session, cursor, limit, year)


@router.get("/invoices/{number}", response_model=InvoiceView, responses=problems(404))
async def get_invoice(
    request: Request, number: Annotated[str, Path(pattern=NUMBER)]
) -> InvoiceView:
    """Return an invoice as it was issued."""
    async with database(request).read() as session:
        return await queries.get_invoice(session, number)
