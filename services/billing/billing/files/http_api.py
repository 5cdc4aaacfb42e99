"""The HTTP API of documents as files."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from shared.access import Guarded
from shared.http import database, problems

from billing.files.formats import Format, file_name
from billing.files.make_files import make_file
from billing.files.ubl import Profile

PDF, XML = "application/pdf", "application/xml"
Invoice = Annotated[str, Path(pattern=r"^\d{4}-\d{5,9}$")]
CreditNote = Annotated[str, Path(pattern=r"^C\d{4}-\d{5,9}$")]
Known = Annotated[str | None, Header(alias="If-None-Match", description="the ETag of your copy")]
Wanted = Annotated[Profile, Query(description="Peppol BIS Billing 3.0, or the Dutch NLCIUS")]

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


def _answers(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return the `responses=` of a file."""
    text = {"type": "string", "format": "binary"}
    return {
        200: {"content": {media_type: {"schema": text}}, "description": "The file"},
        304: {"description": "Your copy is the file"},
        **problems(404, 409),
    }


@router.get("/invoices/{number}/pdf", response_class=Response, responses=_answers(PDF))
async def get_invoice_pdf(request: Request, number: Invoice, known: Known = None) -> Response:
    """Return an invoice as PDF/UA-1, in Dutch; always the same bytes."""
    return await _file(request, number, "pdf", known)


@router.get("/invoices/{number}/ubl", response_class=Response, responses=_answers(XML))
async def get_invoice_ubl(
    request: Request, number: Invoice, profile: Wanted, known: Known = None
) -> Response:
    """Return an invoice as UBL 2.1, checked by the rules of EN 16931; always the same bytes."""
    return await _file(request, number, profile, known)


@router.get("/credit-notes/{number}/pdf", response_class=Response, responses=_answers(PDF))
async def get_credit_note_pdf(
    request: Request, number: CreditNote, known: Known = None
) -> Response:
    """Return a credit note as PDF/UA-1, in Dutch; always the same bytes."""
    return await _file(request, number, "pdf", known)


@router.get("/credit-notes/{number}/ubl", response_class=Response, responses=_answers(XML))
async def get_credit_note_ubl(
    request: Request, number: CreditNote, profile: Wanted, known: Known = None
) -> Response:
    """Return a credit note as UBL 2.1, checked by the rules of EN 16931; always the same bytes."""
    return await _file(request, number, profile, known)


async def _file(request: Request, number: str, file_format: Format, known: str | None) -> Response:
    found = await make_file(database(request), number, file_format)
    tag = f'"{found.sha256}"'
    headers = {
        "ETag": tag,
        "Content-Disposition": f'attachment; filename="{file_name(number, file_format)}"',
    }
    if known and tag in known:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=PDF if file_format == "pdf" else XML, headers=headers)
