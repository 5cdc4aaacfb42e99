"""Reads of the contracts that cover a day of a year, each with its invoice of that year.

They are in order of their payer's name, then of their id. The number of statements does not grow
with the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.http import Page
from sqlalchemy import Select, literal
from sqlmodel import and_, col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices.views import ContractRow, YearTotal
from billing.municipalities.queries import search_key
from billing.tables import Contract, ContractBeneficiary, Document, Municipality

CURSOR = r"^[a-z0-9]{0,60}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
PAYER_KEY = search_key(func.coalesce(col(Municipality.name), col(Contract.payer)))


@dataclass(frozen=True)
class Wanted:
    """A year, and the CBS codes of which a contract has one; None: all contracts."""

    year: int
    codes: Sequence[str] | None


async def list_contracts(
    session: AsyncSession, wanted: Wanted, cursor: str | None, limit: int
) -> Page[ContractRow]:
    """List a year's contracts; `cursor` (of the form `CURSOR`) is that of the page before."""
    query = _of_year(
        wanted,
        Contract,
        Municipality.name,
        PAYER_KEY,
        Document.number,
        Document.issued_on,
        Document.total,
    )
    if cursor:
        name, _, contract_id = cursor.partition(".")
        after = tuple_(literal(name), literal(UUID(contract_id)))
        query = query.where(tuple_(PAYER_KEY, col(Contract.contract_id)) > after)
    query = query.order_by(PAYER_KEY, col(Contract.contract_id)).limit(limit + 1)
    found = (await session.exec(query)).all()
    rows = found[:limit]
    named = await _beneficiaries(session, [row[0].contract_id for row in rows])
    more = len(found) > limit
    return Page(
        items=[_row(row, named[row[0].contract_id]) for row in rows],
        next_cursor=f"{rows[-1][2]}.{rows[-1][0].contract_id}" if more else None,
    )


async def sum_contracts(session: AsyncSession, wanted: Wanted) -> YearTotal:
    """Count a year's contracts and invoices, and add up the invoices."""
    query = _of_year(
        wanted, func.count(), func.count(col(Document.number)), func.sum(Document.total)
    )
    contracts, invoices, invoiced = (await session.exec(query)).one()
    return YearTotal(contracts, invoices, invoiced or Decimal("0.00"))


async def years_covered(session: AsyncSession) -> tuple[int, int] | None:
    """Return the first and the last year of any contract; None: there are no contracts."""
    query = select(func.min(Contract.first_day), func.max(Contract.last_day))
    first, last = (await session.exec(query)).one()
    return (first.year, last.year) if first else None


def _of_year(wanted: Wanted, *columns: Any) -> Any:
    of_year = and_(
        col(Document.contract_id) == Contract.contract_id,
        col(Document.year) == wanted.year,
        col(Document.reason) == "year",
    )
    query: Select[Any] = (
        select(*columns)
        .select_from(Contract)
        .outerjoin(Municipality, col(Municipality.code) == Contract.payer)
        .outerjoin(Document, of_year)
        .where(col(Contract.first_day) <= date(wanted.year, 12, 31))
        .where(col(Contract.last_day) >= date(wanted.year, 1, 1))
    )
    if wanted.codes is not None:
        signed = select(ContractBeneficiary.contract_id).where(
            col(ContractBeneficiary.code).in_(wanted.codes)
        )
        query = query.where(col(Contract.contract_id).in_(signed))
    return query


async def _beneficiaries(
    session: AsyncSession, contracts: list[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Return the names and codes of the beneficiaries of each contract, in order of name."""
    query = (
        select(ContractBeneficiary.contract_id, Municipality.name, Municipality.code)
        .join(Municipality)
        .where(col(ContractBeneficiary.contract_id).in_(contracts))
        .order_by(search_key(col(Municipality.name)), col(Municipality.code))
    )
    named: dict[UUID, list[tuple[str, str]]] = {contract_id: [] for contract_id in contracts}
    for contract_id, name, code in (await session.exec(query)).all():
        named[contract_id].append((name, code))
    return named


def _row(row: Any, beneficiaries: list[tuple[str, str]]) -> ContractRow:
    contract, payer_name, _key, number, issued_on, total = row
    return ContractRow(
        contract_id=contract.contract_id,
        payer=contract.payer,
        payer_name=payer_name,
        beneficiaries=beneficiaries,
        first_day=contract.first_day,
        last_day=contract.last_day,
        tariff_version=contract.tariff_version,
        number=number,
        issued_on=issued_on,
        total=total,
    )
