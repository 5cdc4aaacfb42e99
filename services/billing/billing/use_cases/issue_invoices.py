"""Issue the invoices of settled years: first what is owed, then the invoices, in one commit.

What is owed is written down once per contract and year, by whichever handler comes first, from
the contracts and settlements that are committed when it runs. The lock on what is owed keeps two
workers from issuing it twice; the numbers are taken last, under the counter's lock, so that a
crash at any moment leaves neither a gap nor a double. A contract in force on any day of a year
owes that whole year: the offer is a price per year.

A whole year is one commit of less than a second (386 invoices): who waits for the counter waits
that long.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.billing import InvoiceIssued, InvoiceLine, PricePerInhabitant
from shared.outbox import outbox_row, record

from billing.days import day_of
from billing.rules.contract import check_figures
from billing.rules.invoice import (
    CURRENCY,
    VAT,
    Line,
    due_on,
    invoice_lines,
    invoice_number,
    total_of,
)
from billing.rules.tariff import Price

# Written, and locked, at once and in one order: two handlers wait for each other, and never in a
# circle. $1: years, $2: contracts.
SAVE_OBLIGATIONS = """
INSERT INTO invoice_obligation (contract_id, year)
SELECT c.contract_id, s.year
FROM settlement s JOIN contract c ON c.tariff_version = s.tariff_version
    AND c.first_day <= make_date(s.year, 12, 31) AND c.last_day >= make_date(s.year, 1, 1)
WHERE s.year = ANY ($1::int[]) OR c.contract_id = ANY ($2::uuid[])
ORDER BY c.contract_id, s.year
ON CONFLICT DO NOTHING
"""
LOCK_OPEN_OBLIGATIONS = """
SELECT o.contract_id, o.year, c.payer, s.budget, s.participating
FROM invoice_obligation o JOIN contract c USING (contract_id) JOIN settlement s USING (year)
WHERE (o.year = ANY ($1::int[]) OR o.contract_id = ANY ($2::uuid[])) AND o.invoice_id IS NULL
ORDER BY o.year, c.payer, o.contract_id
FOR UPDATE OF o
"""
READ_FIGURES = """
SELECT b.code, f.inhabitants FROM contract_beneficiary b
LEFT JOIN municipality_figure f ON f.code = b.code AND f.as_of = make_date($2, 1, 1)
WHERE b.contract_id = $1
"""
# RETURNING is computed once the counter's row is locked: later numbers never have earlier times.
TAKE_PLACE = """
INSERT INTO invoice_counter AS counter (series, last) VALUES ($1, 1)
ON CONFLICT (series) DO UPDATE SET last = counter.last + 1
RETURNING last, clock_timestamp()
"""
SAVE_INVOICE = """
WITH kept AS (
    INSERT INTO invoice (invoice_id, contract_id, year, place, number, payer, issued_at,
        issued_on, due_on, budget, participating, lines, vat, total, currency)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING invoice_id, contract_id, year
)
UPDATE invoice_obligation o SET invoice_id = kept.invoice_id
FROM kept WHERE o.contract_id = kept.contract_id AND o.year = kept.year
"""


async def issue_invoices(
    connection: Connection, years: Sequence[int] = (), contracts: Sequence[UUID] = ()
) -> None:
    """Issue what is owed for settled years, by every contract in force on any day of them, and
    what these contracts owe for every settled year of their period; nothing twice.

    Raises `FiguresMissing`.
    """
    await connection.execute(SAVE_OBLIGATIONS, years, contracts)
    for owed in await connection.fetch(LOCK_OPEN_OBLIGATIONS, years, contracts):
        contract_id, year = owed["contract_id"], owed["year"]
        price = Price(owed["budget"], owed["participating"])
        rows = await connection.fetch(READ_FIGURES, contract_id, year)
        counted = {row["code"]: row["inhabitants"] for row in rows if row["inhabitants"]}
        check_figures((row["code"] for row in rows), {(code, year) for code in counted}, [year])
        lines = invoice_lines(price, counted.items())
        await _issue(
            connection, contract_id=UUID(int=contract_id.int), year=year, payer=owed["payer"],
            price=price, lines=lines,
        )  # fmt: skip


async def _issue(
    connection: Connection, *, contract_id: UUID, year: int, payer: str, price: Price,
    lines: list[Line],
) -> None:  # fmt: skip
    taken = await connection.fetchrow(TAKE_PLACE, year)
    assert taken is not None
    place, issued_at = taken
    event = InvoiceIssued(
        invoice_id=uuid4(),
        contract_id=contract_id,
        number=invoice_number(year, place),
        issued_on=day_of(issued_at),
        payer=payer,
        period=year,
        price_per_inhabitant=PricePerInhabitant(
            numerator=price.budget, denominator=price.participating, printed=price.printed
        ),
        lines=[
            InvoiceLine(
                beneficiary=line.beneficiary, inhabitants=line.inhabitants, amount=line.amount
            )
            for line in lines
        ],
        vat=VAT,
        total=total_of(lines),
        currency=CURRENCY,
        due_on=due_on(day_of(issued_at)),
    )
    kept: list[Any] = [
        event.invoice_id, contract_id, year, place, event.number, payer, issued_at,
        event.issued_on, event.due_on, price.budget, price.participating,
        json.dumps([line.model_dump(mode="json") for line in event.lines]),
        event.vat, event.total, event.currency,
    ]  # fmt: skip
    await connection.execute(SAVE_INVOICE, *kept)
    row = outbox_row(event, aggregate_id=event.invoice_id, version=1, now=issued_at)
    await record(connection, row)
