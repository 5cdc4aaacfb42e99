"""Credit an invoice, as was agreed with its payer: all that is left of it, or so much of lines."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection

from billing.invoices.bill_contract import load_left
from billing.invoices.commands import CreditInvoice
from billing.invoices.issue_document import issue_document
from billing.invoices.load_owed import LOCK_OBLIGATION
from billing.invoices.queries import NoSuchInvoice
from billing.invoices.rules.credits import agreed_credit, all_that_is_left
from billing.invoices.rules.documents import Draft, kept_line
from billing.invoices.views import DocumentNumber
from billing.tariffs.rules import Price

SELECT_INVOICE = """
SELECT contract_id, year, payer, vat_category, budget, participating, order_reference, lines::text
FROM document WHERE number = $1 AND kind = 'invoice'
"""
LOCK_NUMBER = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


async def credit_invoice(
    connection: Connection, number: str, command: CreditInvoice, now: datetime
) -> DocumentNumber:
    """Issue a credit note of an invoice; return its number.

    Raises `NoSuchInvoice`, `UnknownLine`, `LineTwice`, `CreditAboveInvoice`, `NothingLeft`,
    `SellerMissing` and `BuyerMissing`.
    """
    invoice = await connection.fetchrow(SELECT_INVOICE, number)
    if invoice is None:
        raise NoSuchInvoice(f"There is no invoice {number}.")
    if invoice["contract_id"]:
        await connection.execute(LOCK_OBLIGATION, invoice["contract_id"], invoice["year"])
    else:
        await connection.execute(LOCK_NUMBER, number)
    lines = [kept_line(line) for line in json.loads(invoice["lines"])]
    [left] = await load_left(connection, [number])
    if command.lines is None:
        credited = all_that_is_left(lines, left)
    else:
        wanted = [(line.line, line.euros) for line in command.lines]
        credited = agreed_credit(lines, left, wanted)
    draft = _draft(number, invoice, credited, left.net)
    return DocumentNumber(number=await issue_document(connection, draft, now))


def _draft(number: str, invoice: Any, lines: Any, left: Any) -> Draft:
    contract_id = invoice["contract_id"]
    return Draft(
        kind="credit_note", reason="agreed", year=invoice["year"], payer=invoice["payer"],
        lines=lines, vat_category=invoice["vat_category"],
        contract_id=contract_id and UUID(int=contract_id.int),
        price=invoice["budget"] and Price(invoice["budget"], invoice["participating"]),
        credits=number, order_reference=invoice["order_reference"], left=left,
    )  # fmt: skip
