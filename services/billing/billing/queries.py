"""Reads for GET. Lists are in the order of their key, and the key is the cursor."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from shared.http import Page
from shared.refusals import NotFound
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, func, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.rules.settlement import Settled
from billing.rules.tariff import Price
from billing.tables import (
    Contract,
    ContractBeneficiary,
    Invoice,
    InvoiceCounter,
    InvoiceObligation,
    Municipality,
    MunicipalityFigure,
    Settlement,
)
from billing.views import (
    ContractView,
    InvoiceLineView,
    InvoiceSummary,
    InvoiceView,
    MunicipalityView,
    PriceView,
    SettlementView,
    TotalsView,
)

V = TypeVar("V")


class NoSuchMunicipality(NotFound):
    """No municipality of this code was imported."""


class NoSuchContract(NotFound):
    """No contract has this id."""


class NotSettled(NotFound):
    """The year is not settled."""


class NoSuchInvoice(NotFound):
    """No invoice has this number."""


async def list_municipalities(
    session: AsyncSession, cursor: str | None, limit: int, as_of: date | None
) -> Page[MunicipalityView]:
    """List municipalities by code, with their figures of a date or else the newest."""
    query = _municipalities(as_of).order_by(col(Municipality.code))
    if cursor:
        query = query.where(col(Municipality.code) > cursor)
    return await _page(session, query, limit, _municipality, lambda view: view.code)


async def get_municipality(
    session: AsyncSession, code: str, as_of: date | None
) -> MunicipalityView:
    """Return one municipality; raises `NoSuchMunicipality`."""
    query = _municipalities(as_of).where(col(Municipality.code) == code)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchMunicipality(f"{code} was not imported.")
    return _municipality(row)


async def list_contracts(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[ContractView]:
    """List contracts by id."""
    query = _contracts().order_by(col(Contract.contract_id))
    if cursor:
        query = query.where(col(Contract.contract_id) > cursor)
    return await _page(session, query, limit, _contract, lambda view: str(view.contract_id))


async def get_contract(session: AsyncSession, contract_id: UUID) -> ContractView:
    """Return one contract; raises `NoSuchContract`."""
    query = _contracts().where(col(Contract.contract_id) == contract_id)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchContract(f"There is no contract {contract_id}.")
    return _contract(row)


async def list_settlements(
    session: AsyncSession, cursor: int | None, limit: int
) -> Page[SettlementView]:
    """List settled years."""
    query = select(Settlement).order_by(col(Settlement.year))
    if cursor:
        query = query.where(col(Settlement.year) > cursor)
    return await _page(session, query, limit, _settlement, lambda view: str(view.year))


async def get_settlement(session: AsyncSession, year: int) -> SettlementView:
    """Return one settled year; raises `NotSettled`."""
    settled = await session.get(Settlement, year)
    if settled is None:
        raise NotSettled(f"{year} is not settled.")
    return _settlement(settled)


async def list_invoices(
    session: AsyncSession, cursor: str | None, limit: int, year: int | None
) -> Page[InvoiceSummary]:
    """List invoices by number, of all years or of one."""
    query = select(Invoice).order_by(col(Invoice.year), col(Invoice.place))
    if year is not None:
        query = query.where(col(Invoice.year) == year)
    if cursor:
        after = tuple(int(part) for part in cursor.split("-"))
        query = query.where(tuple_(col(Invoice.year), col(Invoice.place)) > after)
    return await _page(
        session, query, limit, lambda row: InvoiceSummary(**_summary(row)), lambda v: v.number
    )


async def get_invoice(session: AsyncSession, number: str) -> InvoiceView:
    """Return one invoice; raises `NoSuchInvoice`."""
    query = select(Invoice).where(col(Invoice.number) == number)
    invoice = (await session.exec(query)).one_or_none()
    if invoice is None:
        raise NoSuchInvoice(f"There is no invoice {number}.")
    return InvoiceView(
        **_summary(invoice),
        price_per_inhabitant=PriceView.of(Price(invoice.budget, invoice.participating)),
        lines=[InvoiceLineView(**line) for line in invoice.lines],
    )


async def count_totals(session: AsyncSession) -> TotalsView:
    """Count what billing holds, from the tables themselves."""
    series = (
        await session.exec(
            select(
                func.count(),
                func.min(Invoice.place),
                func.max(Invoice.place),
                func.sum(Invoice.total),
            ).group_by(col(Invoice.year))
        )
    ).all()
    open_obligations = select(func.count()).where(col(InvoiceObligation.invoice_id).is_(None))
    return TotalsView(
        municipalities=await _count(session, select(func.count()).select_from(Municipality)),
        contracts_signed=await _count(session, select(func.count()).select_from(Contract)),
        invoices_issued=sum(count for count, _, _, _ in series),
        # Places are unique within a year, so that a first of 1 and a last of the count suffice.
        invoice_numbers_gapless=all(
            (first, last) == (1, count) for count, first, last, _ in series
        ),
        invoiced_total=sum((total for _, _, _, total in series), Decimal("0.00")),
        obligations_open=await _count(session, open_obligations),
    )


async def count_missing_numbers(session: AsyncSession) -> int:
    """Count the places that were taken in the series of all years and have no invoice."""
    of_year = select(func.count()).where(col(Invoice.year) == InvoiceCounter.series)
    missing = func.sum(col(InvoiceCounter.last) - of_year.scalar_subquery())
    return await _count(session, select(func.coalesce(missing, 0)))


def _settlement(row: Settlement) -> SettlementView:
    settled = Settled(
        year=row.year,
        price=Price(row.budget, row.participating),
        eligible=row.eligible,
        participants=row.participants,
        below_offer=row.below_offer,
    )
    return SettlementView.of(settled, row.settled_at)


def _municipalities(as_of: date | None) -> Any:
    figure = MunicipalityFigure
    of_code = col(figure.code) == col(Municipality.code)
    any_figure = aliased(MunicipalityFigure)
    newest = (
        select(func.max(any_figure.as_of))
        .where(col(any_figure.code) == col(Municipality.code))
        .scalar_subquery()
    )
    date_wanted = newest if as_of is None else as_of
    wanted = and_(of_code, col(figure.as_of) == date_wanted)
    return select(Municipality, figure).outerjoin(figure, wanted)


def _municipality(row: Any) -> MunicipalityView:
    municipality, figure = row
    return MunicipalityView(
        code=municipality.code,
        name=municipality.name,
        province=municipality.province,
        excluded=municipality.excluded,
        as_of=figure.as_of if figure else None,
        inhabitants=figure.inhabitants if figure else None,
    )


def _contracts() -> Any:
    codes = (
        select(func.array_agg(ContractBeneficiary.code))
        .where(col(ContractBeneficiary.contract_id) == Contract.contract_id)
        .scalar_subquery()
    )
    return select(Contract, codes)


def _contract(row: Any) -> ContractView:
    contract, codes = row
    return ContractView(
        contract_id=contract.contract_id,
        payer=contract.payer,
        beneficiaries=sorted(codes),
        signed_on=contract.signed_on,
        from_=contract.first_day,
        until=contract.last_day,
        tariff_version=contract.tariff_version,
    )


def _summary(invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice_id": invoice.invoice_id,
        "contract_id": invoice.contract_id,
        "number": invoice.number,
        "period": invoice.year,
        "payer": invoice.payer,
        "issued_on": invoice.issued_on,
        "due_on": invoice.due_on,
        "vat": invoice.vat,
        "total": invoice.total,
        "currency": invoice.currency,
    }


async def _count(session: AsyncSession, query: Any) -> int:
    return int((await session.exec(query)).one())


async def _page(
    session: AsyncSession,
    query: Any,
    limit: int,
    show: Callable[[Any], V],
    key: Callable[[V], str],
) -> Page[V]:
    """Return the first `limit` rows, and the key of the last of them if there are more."""
    rows: Sequence[Any] = (await session.exec(query.limit(limit + 1))).all()
    items = [show(row) for row in rows[:limit]]
    return Page(items=items, next_cursor=key(items[-1]) if len(rows) > limit else None)
