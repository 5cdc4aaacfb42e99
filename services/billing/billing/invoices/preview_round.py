"""Preview a round of invoices: what it would issue and refuse now. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.database import Connection
from shared.refusals import Refusal

from billing.invoices.bill_contract import load_left
from billing.invoices.load_owed import Owed, load_owed
from billing.invoices.rules.credits import spread_credit
from billing.invoices.rules.rounds import change_of, check_settled
from billing.invoices.views import PayerChange, PreviewContract, PreviewView, RefusalView
from billing.local_date import local_date
from billing.parties.snapshot import buyer_on, seller_on

SELECT_YEAR_IS_SETTLED = "SELECT true FROM settlement WHERE year = $1"
# $2: who pays on that day, or else the nearest to it.
SELECT_CONTRACTS = """
SELECT c.contract_id, p.payer, coalesce(party.name, m.name) AS payer_name,
    (SELECT coalesce(sum(CASE kind WHEN 'invoice' THEN net ELSE -net END), 0) FROM document d
        WHERE d.contract_id = c.contract_id AND d.year = s.year) AS billed
FROM settlement s JOIN contract c ON c.tariff_version = s.tariff_version
    AND c.first_day <= make_date(s.year, 12, 31) AND c.last_day >= make_date(s.year, 1, 1)
CROSS JOIN LATERAL (
    SELECT payer FROM contract_payer p WHERE p.contract_id = c.contract_id
    ORDER BY p.first_day <= $2 DESC, abs(p.first_day - $2) LIMIT 1
) p LEFT JOIN party ON party.party = p.payer LEFT JOIN municipality m ON m.code = p.payer
WHERE s.year = $1 ORDER BY c.payer, c.contract_id
"""
SELECT_BILLED_TO_PAYERS = """
SELECT payer, sum(CASE kind WHEN 'invoice' THEN net ELSE -net END) AS net FROM document
WHERE year = $1 AND contract_id IS NOT NULL GROUP BY payer
"""
SELECT_NAMES = """
SELECT payer, coalesce(party.name, m.name) AS name FROM unnest($1::text[]) AS payer
LEFT JOIN party ON party.party = payer LEFT JOIN municipality m ON m.code = payer
"""
NONE = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one contract: what it would be billed, or why it would be refused."""

    row: PreviewContract
    credit_notes: int = 0
    refusal: Refusal | None = None


async def preview_round(connection: Connection, year: int, now: datetime) -> PreviewView:
    """Return what a round of the year would do now; raises `YearNotSettled`."""
    check_settled(year, bool(await connection.fetchval(SELECT_YEAR_IS_SETTLED, year)))
    rows = await connection.fetch(SELECT_CONTRACTS, year, local_date(now))
    looked = [await _look(connection, row, year, now) for row in rows]
    would = [one.row for one in looked if not one.refusal]
    payers = await _payers(connection, year, would)
    return PreviewView(
        year=year,
        contracts=would,
        payers=payers,
        refusals=[_refused(one.row, one.refusal) for one in looked if one.refusal],
        invoices=sum(one.invoice > 0 for one in would),
        credit_notes=sum(one.credit_notes for one in looked),
        invoiced=sum((one.invoice for one in would), NONE),
        credited=sum((one.credit for one in would), NONE),
        this_year=sum((one.this_year for one in payers), NONE),
        last_year=sum((one.last_year for one in payers), NONE),
    )


async def _look(connection: Connection, row: Any, year: int, now: datetime) -> Looked:
    contract_id, today = UUID(int=row["contract_id"].int), local_date(now)
    try:
        owed = await load_owed(connection, contract_id, year, today)
        notes = 0
        if owed.difference.less:
            left = await load_left(connection, owed.invoices)
            notes = len(spread_credit(owed.difference.less, left))
        if owed.difference.more or notes:
            await seller_on(connection, today)
            await buyer_on(connection, owed.payer, today)
    except Refusal as refusal:
        return Looked(_contract(row, contract_id, None), refusal=refusal)
    return Looked(_contract(row, contract_id, owed), notes)


def _contract(row: Any, contract_id: UUID, owed: Owed | None) -> PreviewContract:
    more = owed.difference.more if owed else ()
    less = owed.difference.less if owed else ()
    return PreviewContract(
        contract_id=contract_id,
        payer=row["payer"],
        payer_name=row["payer_name"],
        beneficiaries=len(owed.lines) if owed else 0,
        billed=row["billed"],
        invoice=sum((line.amount for line in more), NONE),
        credit=sum((line.amount for line in less), NONE),
    )


def _refused(row: PreviewContract, refusal: Refusal) -> RefusalView:
    return RefusalView(
        contract_id=row.contract_id, payer=row.payer, payer_name=row.payer_name,
        type=refusal.code(), detail=refusal.detail,
    )  # fmt: skip


async def _payers(
    connection: Connection, year: int, would: Sequence[PreviewContract]
) -> list[PayerChange]:
    """Return what each payer would be billed in all, beside what it was billed last year."""
    this_year = await _billed(connection, year)
    for one in would:
        this_year[one.payer] = this_year.get(one.payer, NONE) + one.invoice - one.credit
    changes = change_of(this_year, await _billed(connection, year - 1))
    names = await connection.fetch(SELECT_NAMES, sorted(changes))
    known: Mapping[str, str | None] = {row["payer"]: row["name"] for row in names}
    return [
        PayerChange(
            payer=payer, payer_name=known[payer], this_year=this, last_year=last,
            difference=this - last,
        )
        for payer, (this, last) in changes.items()
    ]  # fmt: skip


async def _billed(connection: Connection, year: int) -> dict[str, Decimal]:
    rows = await connection.fetch(SELECT_BILLED_TO_PAYERS, year)
    return {row["payer"]: row["net"] for row in rows}
