"""Reads of contracts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from shared.http import Page
from shared.refusals import NotFound
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.contracts.views import ContractHistoryView, ContractView, CoverageView, PayerView
from billing.paging import page_of
from billing.tables import Contract, ContractBeneficiary, ContractPayer, Municipality


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


async def get_contract(session: AsyncSession, contract_id: UUID) -> ContractHistoryView:
    """Return one contract with its history; raises `NoSuchContract`."""
    query = _contracts().where(col(Contract.contract_id) == contract_id)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        raise NoSuchContract(f"There is no contract {contract_id}.")
    payers = select(ContractPayer).where(col(ContractPayer.contract_id) == contract_id)
    covered = select(ContractBeneficiary).where(col(ContractBeneficiary.contract_id) == contract_id)
    return ContractHistoryView(
        **_fields(row),
        payers=[
            PayerView(from_=one.first_day, payer=one.payer)
            for one in await session.exec(payers.order_by(col(ContractPayer.first_day)))
        ],
        coverage=sorted(
            (_coverage(one) for one in await session.exec(covered)),
            key=lambda one: (one.from_, one.code, int(one.part_from) / int(one.part_of)),
        ),
    )


async def municipality_names(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """Return the names of municipalities by code; a payer may be none."""
    query = select(Municipality.code, Municipality.name).where(col(Municipality.code).in_(codes))
    return dict((await session.exec(query)).all())


def _contracts() -> Any:
    codes = (
        select(func.array_agg(col(ContractBeneficiary.code).distinct()))
        .where(col(ContractBeneficiary.contract_id) == Contract.contract_id)
        .where(col(ContractBeneficiary.first_day) == Contract.first_day)
        .scalar_subquery()
    )
    return select(Contract, codes)


def _view(row: Any) -> ContractView:
    return ContractView(**_fields(row))


def _fields(row: Any) -> dict[str, Any]:
    contract, codes = row
    return {
        "contract_id": contract.contract_id,
        "payer": contract.payer,
        "beneficiaries": sorted(codes),
        "signed_on": contract.signed_on,
        "from_": contract.first_day,
        "until": contract.last_day,
        "tariff_version": contract.tariff_version,
        "vat": contract.vat,
        "order_reference": contract.order_reference,
        "break_dates": contract.break_dates,
        "ended_on": contract.ended_on,
        "ended_because": contract.ended_because,
        "follows": contract.follows,
        "version": contract.version,
    }


def _coverage(row: ContractBeneficiary) -> CoverageView:
    return CoverageView(
        code=row.code,
        from_=row.first_day,
        until=row.last_day,
        part_from=str(int(row.part_from)),
        part_until=str(int(row.part_until)),
        part_of=str(int(row.part_of)),
        came_from=row.came_from,
        left_because=row.left_because,
    )
