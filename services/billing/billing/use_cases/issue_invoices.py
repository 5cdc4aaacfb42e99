"""Issue the invoices of settled years: first what is owed, then each invoice by itself.

What is owed is written down once per contract and year, by whichever handler comes first, from
the contracts and settlements that are committed when it runs. An invoice is one commit: the lock
on what is owed keeps two workers from issuing it twice, and the number is taken last, under the
counter's lock, so that a crash at any moment leaves neither a gap nor a double. A contract in
force on any day of a year owes that whole year: the offer is a price per year.
"""

import json
from typing import Any
from uuid import UUID, uuid4

from shared.database import Connection, Database
from shared.events.billing import InvoiceIssued, InvoiceLine, PricePerInhabitant
from shared.outbox import outbox_row, record_all

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

# Written in one order, so that two handlers wait for each other and never for each other's locks.
OWE = """
INSERT INTO invoice_obligation (contract_id, year)
SELECT c.contract_id, s.year
FROM settlement s JOIN contract c ON c.tariff_version = s.tariff_version
    AND c.first_day <= make_date(s.year, 12, 31) AND c.last_day >= make_date(s.year, 1, 1)
WHERE {of} = $1 ORDER BY c.contract_id, s.year
ON CONFLICT DO NOTHING
"""
OPEN = """
SELECT o.contract_id, o.year FROM invoice_obligation o JOIN contract c USING (contract_id)
WHERE {of} = $1 AND o.invoice_id IS NULL ORDER BY o.year, c.payer, o.contract_id
"""
LOCK_OWED = """
SELECT c.payer, s.budget, s.participating
FROM invoice_obligation o JOIN contract c USING (contract_id) JOIN settlement s USING (year)
WHERE o.contract_id = $1 AND o.year = $2 AND o.invoice_id IS NULL
FOR UPDATE OF o
"""
FIGURES = """
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
KEEP = """
WITH kept AS (
    INSERT INTO invoice (invoice_id, contract_id, year, place, number, payer, issued_at,
        issued_on, due_on, budget, participating, lines, vat, total, currency)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING invoice_id, contract_id, year
)
UPDATE invoice_obligation o SET invoice_id = kept.invoice_id
FROM kept WHERE o.contract_id = kept.contract_id AND o.year = kept.year
"""


async def invoice_year(database: Database, year: int) -> None:
    """Invoice a settled year: every contract that is in force on any day of it."""
    await _invoice(database, ("s.year", "o.year"), year)


async def invoice_contract(database: Database, contract_id: UUID) -> None:
    """Invoice a contract for every year of its period that is settled."""
    await _invoice(database, ("c.contract_id", "o.contract_id"), contract_id)


async def _invoice(database: Database, of: tuple[str, str], key: int | UUID) -> None:
    async with database.hot_commit() as connection:
        await connection.execute(OWE.format(of=of[0]), key)
        owed = await connection.fetch(OPEN.format(of=of[1]), key)
    for contract_id, year in owed:
        await issue_invoice(database, contract_id, year)


async def issue_invoice(database: Database, contract_id: UUID, year: int) -> None:
    """Issue what a contract owes for a year, unless it is issued already; one commit."""
    async with database.hot_commit() as connection:
        owed = await connection.fetchrow(LOCK_OWED, contract_id, year)
        if owed is None:
            return
        price = Price(owed["budget"], owed["participating"])
        rows = await connection.fetch(FIGURES, contract_id, year)
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
    await connection.execute(KEEP, *kept)
    row = outbox_row(event, aggregate_id=event.invoice_id, version=1, now=issued_at)
    await record_all(connection, [row])
