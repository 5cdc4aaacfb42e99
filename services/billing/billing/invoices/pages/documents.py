"""The page of an invoice or a credit note, and the form that credits an invoice."""

from functools import partial
from typing import Annotated

from fastapi import Path, Request, Response
from shared.database import raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal

from billing.invoices import wording
from billing.invoices.commands import CreditInvoice
from billing.invoices.credit_invoice import credit_invoice
from billing.invoices.queries import get_credit_note, get_invoice
from billing.invoices.read_around import read_around
from billing.invoices.typed_credit import typed_credit
from billing.invoices.views import DocumentNumber
from billing.local_date import local_date

DOCUMENT = "invoices/templates/document.html"
INVOICE, ANY = r"^\d{4}-\d{5,9}$", r"^C?\d{4}-\d{5,9}$"

router = pages_router("/billing")


@router.get("/invoices/{number}")
async def get_document(request: Request, number: Annotated[str, Path(pattern=ANY)]) -> Response:
    """Show an invoice or a credit note as it was issued, and what became of it."""
    return await _show(request, number, Typed())


@router.post("/invoices/{number}/credit-notes")
async def post_credit_note(
    request: Request, number: Annotated[str, Path(pattern=INVOICE)]
) -> Response:
    """Credit an invoice: all that is left of it, or amounts of its lines."""
    typed = await typed_in(request)
    try:
        command: CreditInvoice = typed_credit(typed)
        act = partial(credit_invoice, number=number, command=command, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show(request, number, typed, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show(request, number, typed, status=refusal.status)
    issued = DocumentNumber.model_validate_json(bytes(answer.body)).number
    return done(
        f"/billing/invoices/{number}",
        gettext("Credit note %(number)s is issued.", number=issued),
    )


async def _show(request: Request, number: str, typed: Typed, *, status: int = 200) -> Response:
    today = local_date(now())
    async with database(request).read() as session:
        is_credit = number.startswith("C")
        shown = (
            await get_credit_note(session, number)
            if is_credit
            else await get_invoice(session, number, today)
        )
        around = await read_around(await raw(session), number)
    return show(
        request, DOCUMENT, status=status, document=shown, is_credit=is_credit, around=around,
        typed=typed, **wording.of_documents(),
    )  # fmt: skip
