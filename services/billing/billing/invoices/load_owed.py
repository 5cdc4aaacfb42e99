"""Load what a contract owes of a settled year, and what was billed of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.events.vocabulary import VatCategory

from billing.contracts.coverage import coverage_of, covered_inhabitants
from billing.invoices.rules.documents import billed_lines, kept_line
from billing.invoices.rules.owed import Covered, Difference, Line, Policy, difference, owed_lines
from billing.invoices.rules.year import billed_in
from billing.municipalities.rules import check_figures
from billing.tariffs.rules import Price

# It keeps two workers from billing a contract's year twice, and a credit by hand from coming
# between: documents themselves cannot be locked, because nobody may change them.
LOCK_OBLIGATION = """
SELECT FROM invoice_obligation WHERE contract_id = $1 AND year = $2 FOR UPDATE
"""
# $3: who pays on that day, or else the nearest to it.
SELECT_TERMS = """
SELECT c.vat, c.order_reference, coalesce(c.ended_on, c.last_day) AS ends, s.budget,
    s.participating, t.rounding, t.part_of_year,
    (SELECT p.payer FROM contract_payer p WHERE p.contract_id = c.contract_id
        ORDER BY p.first_day <= $3 DESC, abs(p.first_day - $3) LIMIT 1) AS payer
FROM contract c JOIN tariff t ON t.version = c.tariff_version JOIN settlement s ON s.year = $2
WHERE c.contract_id = $1
"""
SELECT_COVERAGE = """
SELECT b.code, b.first_day, b.last_day, b.part_from, b.part_until, b.part_of, b.came_from,
    b.left_because, m.name, coalesce(
        (SELECT inhabitants FROM figure_correction f WHERE f.code = b.code
            AND f.as_of = make_date($2, 1, 1) ORDER BY correction DESC LIMIT 1),
        (SELECT inhabitants FROM municipality_figure f WHERE f.code = b.code
            AND f.as_of = make_date($2, 1, 1))) AS inhabitants
FROM contract_beneficiary b JOIN municipality m USING (code)
WHERE b.contract_id = $1 AND b.first_day <= make_date($2, 12, 31)
"""
SELECT_BILLED = """
SELECT kind, number, lines::text FROM document
WHERE contract_id = $1 AND year = $2 AND reason IN ('year', 'correction')
ORDER BY issued_at
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a contract owes of a year, and how that differs from what was billed of it."""

    payer: str
    vat: VatCategory
    order_reference: str | None
    price: Price
    lines: list[Line]
    difference: Difference
    invoices: Sequence[str]


async def load_owed(
    connection: Connection, contract_id: UUID, year: int, today: date, *, lock: bool = False
) -> Owed:
    """Return it; `lock` keeps the obligation until the commit. Raises `FiguresMissing`."""
    if lock:
        await connection.execute(LOCK_OBLIGATION, contract_id, year)
    terms = await connection.fetchrow(SELECT_TERMS, contract_id, year, today)
    assert terms is not None
    price = Price(terms["budget"], terms["participating"])
    covered = _covered(await connection.fetch(SELECT_COVERAGE, contract_id, year), terms, year)
    documents = await connection.fetch(SELECT_BILLED, contract_id, year)
    billed = billed_lines(
        (document["kind"], [kept_line(line) for line in json.loads(document["lines"])])
        for document in documents
    )
    policy = Policy(terms["rounding"], terms["part_of_year"])
    lines = owed_lines(covered, price, policy, year, billed)
    return Owed(
        payer=terms["payer"],
        vat=terms["vat"],
        order_reference=terms["order_reference"],
        price=price,
        lines=lines,
        difference=difference(lines, billed),
        invoices=[each["number"] for each in documents if each["kind"] == "invoice"],
    )


def _covered(rows: Sequence[Any], terms: Any, year: int) -> list[Covered]:
    known = {row["code"]: row for row in rows}
    billed = billed_in([coverage_of(row) for row in rows], year, terms["ends"])
    with_figures = {(code, year) for code, row in known.items() if row["inhabitants"]}
    check_figures((row.code for row in billed), with_figures, [year])
    return [
        Covered(
            code=row.code,
            name=known[row.code]["name"],
            inhabitants=covered_inhabitants(row, known[row.code]["inhabitants"]),
            first_day=row.first_day,
            last_day=row.last_day,
        )
        for row in billed
    ]
