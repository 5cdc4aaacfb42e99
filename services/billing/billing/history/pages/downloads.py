"""What is downloaded from the pages: lists as CSV, and the files of documents."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from shared.csv_list import csv_response
from shared.http import database, now
from shared.pages.forms import FormWrong, typed_query
from shared.pages.route import PageRoute
from shared.refusals import BadInput

from billing.files.formats import file_name
from billing.files.make_files import make_file
from billing.history.commands import FindInvoices, FindMunicipality
from billing.history.queries.municipalities import find_municipalities
from billing.history.queries.open_items import list_invoices
from billing.local_date import local_date

NUMBER = r"^C?\d{4}-\d{5,9}$"
INVOICE_HEADER = ("number", "payer", "payerName", "period", "reason", "issuedOn", "dueOn",
                  "paymentReference", "total", "credited", "paid", "open", "state")  # fmt: skip
MUNICIPALITY_HEADER = ("code", "name", "province", "inhabitants", "contractUntil", "open")

router = APIRouter(prefix="/billing", include_in_schema=False, route_class=PageRoute)


class SearchWrong(BadInput):
    """What the address asks for cannot be searched: open the list again."""


@router.get("/open.csv")
async def get_open_items_csv(request: Request) -> Response:
    """Return the invoices of `/billing/open` as CSV, all pages of them."""
    today = local_date(now())
    try:
        wanted = typed_query(request).read(FindInvoices)
    except FormWrong:
        raise SearchWrong("open the list again, and take its file from there") from None
    async with database(request).read() as session:
        page = await list_invoices(session, wanted, today)
    rows = (
        (each.number, each.payer, each.name, each.year, each.reason, each.issued_on, each.due_on,
         each.payment_reference, each.total, each.credited, each.paid, each.open, each.state(today))
        for each in page.items
    )  # fmt: skip
    return csv_response("open-items", INVOICE_HEADER, rows)


@router.get("/municipalities.csv")
async def get_municipalities_csv(request: Request) -> Response:
    """Return the municipalities of a search as CSV."""
    try:
        text = (typed_query(request).read(FindMunicipality).search or "").strip()
    except FormWrong:
        raise SearchWrong("open the list again, and take its file from there") from None
    async with database(request).read() as session:
        found = await find_municipalities(session, text)
    rows = ((each.code, each.name, each.province, each.inhabitants, each.contract_until, each.open)
            for each in found)  # fmt: skip
    return csv_response("municipalities", MUNICIPALITY_HEADER, rows)


@router.get("/invoices/{number}/{kind}")
async def get_document_file(
    request: Request,
    number: Annotated[str, Path(pattern=NUMBER)],
    kind: Literal["pdf", "peppol", "nlcius"],
) -> Response:
    """Return an invoice or a credit note as PDF, or as UBL of a profile; always the same bytes."""
    found = await make_file(database(request), number, kind)
    shown = "inline" if kind == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{file_name(number, kind)}"'}
    media_type = "application/pdf" if kind == "pdf" else "application/xml"
    return Response(found.content, media_type=media_type, headers=headers)
