"""The page of deliveries: what failed and what waits, and sending it again."""

from functools import partial
from typing import Annotated

from fastapi import Path, Request, Response
from shared.csv_list import csv_response
from shared.http import database, idempotent, now
from shared.pages.forms import Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import Refusal

from billing.deliveries.queries import list_deliveries
from billing.deliveries.retry_delivery import retry_delivery
from billing.invoices.wording import of_documents

DELIVERIES = "deliveries/templates/deliveries.html"
NUMBER = r"^C?\d{4}-\d{5,9}$"
ROWS, MOST_LISTED = 200, 100_000
HEADER = ("number", "state", "route", "attempts", "problem")

router = pages_router("/billing")


@router.get("/deliveries")
async def get_deliveries(request: Request) -> Response:
    """Show the documents whose sending failed, and those that wait."""
    return await _show(request, Typed())


@router.get("/deliveries.csv")
async def get_deliveries_csv(request: Request) -> Response:
    """Return what failed and what waits as CSV."""
    async with database(request).read() as session:
        failed = await list_deliveries(session, None, MOST_LISTED, "failed")
        waiting = await list_deliveries(session, None, MOST_LISTED, "waiting")
    rows = ((each.number, each.state, each.route, each.attempts, each.problem)
            for each in [*failed.items, *waiting.items])  # fmt: skip
    return csv_response("deliveries", HEADER, rows)


@router.post("/deliveries/{number}/retry")
async def post_retry(request: Request, number: Annotated[str, Path(pattern=NUMBER)]) -> Response:
    """Send a document anew."""
    typed = await typed_in(request)
    try:
        act = partial(retry_delivery, number=number, now=now())
        await idempotent(request, act, status=200, key=typed.key)
    except Refusal as refusal:
        return await _show(request, typed.refused(refusal), status=refusal.status)
    said = gettext("%(number)s is sent again within a minute.", number=number)
    return done("/billing/deliveries", said)


async def _show(request: Request, typed: Typed, *, status: int = 200) -> Response:
    async with database(request).read() as session:
        failed = await list_deliveries(session, None, ROWS, "failed")
        waiting = await list_deliveries(session, None, ROWS, "waiting")
    return show(
        request, DELIVERIES, status=status, typed=typed, failed=failed.items,
        waiting=waiting.items, **of_documents(),
    )  # fmt: skip
