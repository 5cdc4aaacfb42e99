"""The pages of municipalities: found by name or code, and the whole history of one."""

import re
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from shared.http import database, now
from shared.pages.forms import FormWrong, typed_query
from shared.pages.route import pages_router
from shared.pages.show import show

from billing.history import wording
from billing.history.commands import FindMunicipality
from billing.history.queries.history_of import history_of
from billing.history.queries.municipalities import find_municipalities, is_document
from billing.invoices.wording import of_documents
from billing.local_date import local_date

FOUND, ONE = "history/templates/municipalities.html", "history/templates/municipality.html"
CODE, NUMBER = r"^GM\d{4}$", re.compile(r"[Cc]?\d{4}-\d{5,9}")

router = pages_router("/billing")


@router.get("/municipalities")
async def get_municipalities(request: Request) -> Response:
    """List the municipalities of a search; what is one only is shown at once."""
    typed = typed_query(request)
    try:
        text = (typed.read(FindMunicipality).search or "").strip()
    except FormWrong:
        return show(request, FOUND, status=400, wrong=True, found=[], search="")
    async with database(request).read() as session:
        number = text.upper()
        if NUMBER.fullmatch(number) and await is_document(session, number):
            return RedirectResponse(f"/billing/invoices/{number}", 303)
        found = await find_municipalities(session, text)
    if text and len(found) == 1:
        return RedirectResponse(f"/billing/municipalities/{found[0].code}", 303)
    return show(
        request, FOUND, wrong=False, found=found, search=text,
        csv_address=f"/billing/municipalities.csv?{urlencode({'search': text})}",
    )  # fmt: skip


@router.get("/municipalities/{code}")
async def get_municipality(
    request: Request, code: Annotated[str, Path(pattern=CODE)]
) -> HTMLResponse:
    """Show all that billing knows of a municipality."""
    today = local_date(now())
    async with database(request).read() as session:
        found = await history_of(session, code)
    overdue = (each.open for each in found.invoices if each.state(today) == "overdue")
    return show(
        request, ONE, of=found, today=today, late=sum(overdue, Decimal("0.00")),
        reasons=of_documents()["reasons"], left=wording.left(), said=wording.said,
    )  # fmt: skip
