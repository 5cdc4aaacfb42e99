"""Issue the invoices of settled years: the obligations first, then the invoices, in one commit.

An obligation is unique on contract and year. The handler that runs first inserts it, from the
contracts and settlements that are committed by then. The lock on open obligations keeps two
workers from issuing one twice. The numbers are taken last, under the counter's lock: a crash at
any moment leaves no gap and no double. A contract in force on any day of a year owes that whole
year: the offer is a price per year.

A year of 386 invoices is one commit of less than a second: other transactions wait for the
counter that long.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection
from shared.events.billing import InvoiceIssued, InvoiceLine, PricePerInhabitant
from shared.outbox import outbox_row, record

from billing.invoices.rules import (
    CURRENCY,
    VAT,
    Line,
    due_on,
    invoice_lines,
    invoice_number,
    total_of,
)
from billing.local_date import local_date
from billing.municipalities.rules import check_figures
from billing.tariffs.rules import Price

# Inserted and locked in one order each, which excludes a deadlock of two handlers.
# $1: years, $2: contracts.
INSERT_OBLIGATIONS = """
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
SELECT_FIGURES_OF_CONTRACT = """
SELECT b.code, f.inhabitants FROM contract_beneficiary b
LEFT JOIN municipality_figure f ON f.code = b.code AND f.as_of = make_date($2, 1, 1)
WHERE b.contract_id = $1
"""
# RETURNING is computed under the lock of the counter's row: times rise with the numbers.
TAKE_SEQUENCE = """
INSERT INTO invoice_counter AS counter (series, last) VALUES ($1, 1)
ON CONFLICT (series) DO UPDATE SET last = counter.last + 1
RETURNING last, clock_timestamp()
"""
INSERT_INVOICE = """
WITH issued AS (
    INSERT INTO invoice (invoice_id, contract_id, year, place, number, payer, issued_at,
        issued_on, due_on, budget, participating, lines, vat, total, currency)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING invoice_id, contract_id, year
)
UPDATE invoice_obligation o SET invoice_id = issued.invoice_id
FROM issued WHERE o.contract_id = issued.contract_id AND o.year = issued.year
"""


async def issue_invoices(
    connection: Connection, years: Sequence[int] = (), contracts: Sequence[UUID] = ()
) -> None:
    """Issue the open invoices of settled years and of contracts; none twice.

    A settled year is owed by every contract in force on any day of it; a contract owes every
    settled year of its period.

    Raises `FiguresMissing`.
    """
    await connection.execute(INSERT_OBLIGATIONS, years, contracts)
    for owed in await connection.fetch(LOCK_OPEN_OBLIGATIONS, years, contracts):
        contract_id, year = owed["contract_id"], owed["year"]
        price = Price(owed["budget"], owed["participating"])
        rows = await connection.fetch(SELECT_FIGURES_OF_CONTRACT, contract_id, year)
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
    taken = await connection.fetchrow(TAKE_SEQUENCE, year)
    assert taken is not None
    sequence, issued_at = taken
    event = InvoiceIssued(
        invoice_id=uuid4(),
        contract_id=contract_id,
        number=invoice_number(year, sequence),
        issued_on=local_date(issued_at),
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
        due_on=due_on(local_date(issued_at)),
    )
    columns: list[Any] = [
        event.invoice_id, contract_id, year, sequence, event.number, payer, issued_at,
        event.issued_on, event.due_on, price.budget, price.participating,
        _lines_json(lines),
        event.vat, event.total, event.currency,
    ]  # fmt: skip
    await connection.execute(INSERT_INVOICE, *columns)
    row = outbox_row(event, aggregate_id=event.invoice_id, version=1, now=issued_at)
    await record(connection, row)


def _lines_json(lines: list[Line]) -> str:
    return json.dumps(
        [
            {"beneficiary": line.beneficiary, "inhabitants": line.inhabitants,
             "amount": str(line.amount)}
            for line in lines
        ]
    )  # fmt: skip
