"""Reads of contracts."""

from typing import Any
from uuid import UUID

from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.contracts.views import ContractView
from billing.paging import page_of
from billing.tables import Contract, ContractBeneficiary


class NoSuchContract(NotFound):
    """No contract has this id."""


async def list_contracts(
    session: AsyncSession, cursor: UUID | None, limit: int
) -> Page[ContractView]:
    """List contracts by id."""
    query = _contracts().order_by(col(Contract.contract_id))
    if cursor:
        query = query.where(col(Contract.contract_id) > cursor)
    return await page_of(session, query, limit, _view, lambda view: str(view.contract_id))


async def get_contract(session: AsyncSession, contract_id: UUID) -> ContractView:
    """Return one contract; raises `NoSuchContract`."""
    query = _contracts().where(col(Contract.contract_id) == contract_id)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchContract(f"There is no contract {contract_id}.")
    return _view(row)


def _contracts() -> Any:
    codes = (
        select(func.array_agg(col(ContractBeneficiary.code).distinct()))
        .where(col(ContractBeneficiary.contract_id) == Contract.contract_id)
        .where(col(ContractBeneficiary.first_day) == Contract.first_day)
        .scalar_subquery()
    )
    return select(Contract, codes)


def _view(row: Any) -> ContractView:
    contract, codes = row
    return ContractView(
        contract_id=contract.contract_id,
        payer=contract.payer,
        beneficiaries=sorted(codes),
        signed_on=contract.signed_on,
        from_=contract.first_day,
        until=contract.last_day,
        tariff_version=contract.tariff_version,
        vat=contract.vat,
        order_reference=contract.order_reference,
        break_dates=contract.break_dates,
        ended_on=contract.ended_on,
        ended_because=contract.ended_because,
        follows=contract.follows,
        version=contract.version,
    )
