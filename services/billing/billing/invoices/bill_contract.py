"""Bill a contract's year: what is owed and was not billed yet, by an invoice and credit notes."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from shared.database import Connection

from billing.invoices.issue_document import issue_document
from billing.invoices.load_owed import Owed, load_owed
from billing.invoices.rules.credits import Credited, line_name, spread_credit
from billing.invoices.rules.documents import Draft, kept_line
from billing.invoices.rules.owed import Line
from billing.local_date import local_date

# An invoice's lines and those of its credit notes, whatever their reason. They come as text:
# connections of the pool read JSON by themselves, and others do not.
SELECT_LINES = """
SELECT coalesce(credits, number) AS invoice, kind, lines::text FROM document
WHERE number = ANY ($1) OR credits = ANY ($1)
ORDER BY issued_at
"""


async def bill_contract(
    connection: Connection, contract_id: UUID, year: int, now: datetime
) -> list[str]:
    """Issue what a contract owes of a settled year beyond what was billed; return the numbers.

    None if nothing is. Raises `FiguresMissing`, `SellerMissing`, `BuyerMissing` and
    `CreditAboveInvoice`.
    """
    owed = await load_owed(connection, contract_id, year, local_date(now), lock=True)
    drafts = []
    if owed.difference.more:
        drafts.append(_draft(owed, contract_id, year, owed.difference.more))
    if owed.difference.less:
        left = await load_left(connection, owed.invoices)
        for invoice, lines in spread_credit(owed.difference.less, left):
            drafts.append(_draft(owed, contract_id, year, lines, invoice))
    return [await issue_document(connection, draft, now) for draft in drafts]


async def load_left(connection: Connection, invoices: Sequence[str]) -> list[Credited]:
    """Return what is left of each line of these invoices, in the order of their issuing."""
    found: dict[str, dict[str, Decimal]] = {}
    for row in await connection.fetch(SELECT_LINES, invoices):
        left = found.setdefault(row["invoice"], {})
        for line in map(kept_line, json.loads(row["lines"])):
            amount = line.amount if row["kind"] == "invoice" else -line.amount
            name = line_name(line)
            left[name] = left.get(name, Decimal(0)) + amount
    return [Credited(number, left) for number, left in found.items()]


def _draft(
    owed: Owed, contract_id: UUID, year: int, lines: Sequence[Line], invoice: Credited | None = None
) -> Draft:
    reason: Literal["year", "correction"] = "correction" if owed.invoices else "year"
    draft = Draft(
        kind="invoice", reason=reason, year=year, payer=owed.payer, lines=lines,
        vat_category=owed.vat, contract_id=contract_id, price=owed.price,
        order_reference=owed.order_reference,
    )  # fmt: skip
    if invoice is None:
        return draft
    return replace(draft, kind="credit_note", credits=invoice.number, left=invoice.net)
