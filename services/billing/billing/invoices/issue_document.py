"""Issue one document, for good: its number last, under the counter's lock.

A crash at any moment leaves no gap and no double, and the clock is read under the lock, so that
times rise with the numbers. The document, its entry in the ledger, its event and its sending are
one commit.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.billing import CreditNoteIssued, InvoiceIssued, InvoiceLine, PricePerInhabitant
from shared.outbox import outbox_row, record

from billing.invoices.rules.chain import FIELDS, NO_HASH, document_hash
from billing.invoices.rules.documents import (
    CURRENCY,
    VAT_PERCENT,
    Draft,
    document_number,
    due_on,
    line_as_kept,
    payment_reference,
)
from billing.ledger.post_entry import post_entry
from billing.ledger.receivables import lock_receivables
from billing.ledger.rules import credit_note_postings, invoice_postings
from billing.local_date import local_date
from billing.parties.snapshot import Snapshot, buyer_on, seller_on

# RETURNING is computed under the lock of the counter's row.
TAKE_NUMBER = f"""
INSERT INTO document_counter AS counter (series, last, last_hash) VALUES ($1, 1, '{NO_HASH}')
ON CONFLICT (series) DO UPDATE SET last = counter.last + 1
RETURNING last, last_hash, clock_timestamp() AS issued_at
"""  # noqa: S608 (a constant)
COLUMNS = (*FIELDS, "hash")
INSERT_DOCUMENT = f"""
WITH counted AS (UPDATE document_counter SET last_hash = ${len(COLUMNS)} WHERE series = $3),
sending AS (
    INSERT INTO delivery (number, route, state, attempts, next_at)
    VALUES ($5, ${len(COLUMNS) + 1}, 'waiting', 0, $11)
)
INSERT INTO document ({", ".join(COLUMNS)})
VALUES ({", ".join(f"${place}" for place in range(1, len(COLUMNS) + 1))})
"""  # noqa: S608 (the columns are ours)


async def issue_document(connection: Connection, draft: Draft, now: datetime) -> str:
    """Issue a document and return its number; `now` is the day of the parties' data.

    Raises `SellerMissing` and `BuyerMissing`.
    """
    seller = await seller_on(connection, local_date(now))
    buyer = await buyer_on(connection, draft.payer, local_date(now))
    if draft.credits:
        # Money is allocated up to what is open of the invoice, which this changes.
        await lock_receivables(connection)
    taken = await connection.fetchrow(TAKE_NUMBER, draft.series)
    assert taken is not None
    document = _document(draft, seller, buyer, taken)
    columns = [_column(document[name]) for name in COLUMNS]
    await connection.execute(INSERT_DOCUMENT, *columns, buyer.route)
    postings = (
        credit_note_postings(draft.credits, draft.net, draft.vat)
        if draft.credits
        else invoice_postings(document["number"], draft.net, draft.vat)
    )
    await post_entry(
        connection, draft.kind, document["number"], postings, day=document["issued_on"],
        now=document["issued_at"],
    )  # fmt: skip
    event = _event(draft, document)
    row = outbox_row(
        event, aggregate_id=document["document_id"], version=1, now=document["issued_at"]
    )
    await record(connection, row)
    number: str = document["number"]
    return number


def _document(draft: Draft, seller: Snapshot, buyer: Snapshot, taken: Any) -> dict[str, Any]:
    issued_on = local_date(taken["issued_at"])
    number = document_number(draft.series, taken["last"])
    document = {
        "document_id": uuid4(),
        "kind": draft.kind,
        "series": draft.series,
        "place": taken["last"],
        "number": number,
        "reason": draft.reason,
        "credits": draft.credits,
        "contract_id": UUID(int=draft.contract_id.int) if draft.contract_id else None,
        "year": draft.year,
        "payer": draft.payer,
        "issued_at": taken["issued_at"],
        "issued_on": issued_on,
        "due_on": due_on(issued_on),
        "budget": draft.price.budget if draft.price else None,
        "participating": draft.price.participating if draft.price else None,
        "lines": [line_as_kept(line) for line in draft.lines],
        "vat_category": draft.vat_category,
        "vat_percent": VAT_PERCENT[draft.vat_category],
        "net": draft.net,
        "vat": draft.vat,
        "total": draft.net + draft.vat,
        "currency": CURRENCY,
        "seller": seller.as_json(),
        "buyer": buyer.as_json(),
        "order_reference": draft.order_reference,
        "payment_reference": payment_reference(draft.credits or number),
        "previous_hash": taken["last_hash"],
    }
    return {**document, "hash": document_hash(document)}


def _column(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _event(draft: Draft, document: dict[str, Any]) -> InvoiceIssued | CreditNoteIssued:
    price = draft.price
    told = {
        "invoice_id": document["document_id"],
        "lines": [
            InvoiceLine(
                beneficiary=line.beneficiary, inhabitants=line.inhabitants, course=line.course,
                days=line.days, amount=line.amount,
            )
            for line in draft.lines
        ],
        "period": draft.year,
        "price_per_inhabitant": price and PricePerInhabitant(
            numerator=price.budget, denominator=price.participating, printed=price.printed
        ),
        **{name: document[name] for name in SAME_IN_EVENT},
    }  # fmt: skip
    if draft.credits:
        return CreditNoteIssued(credits=draft.credits, **told)
    return InvoiceIssued(**told)


SAME_IN_EVENT = (
    "contract_id", "number", "reason", "issued_on", "payer", "vat_category", "vat", "total",
    "currency", "due_on", "payment_reference", "hash",
)  # fmt: skip
