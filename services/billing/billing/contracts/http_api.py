"""The HTTP API of contracts."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from shared.access import Guarded
from shared.http import Limit, Page, database, idempotent, now, problems

from billing.contracts import queries
from billing.contracts.commands import EndContract, OptOut, SignContract
from billing.contracts.end_contract import end_contract, opt_out
from billing.contracts.sign_contract import sign_contract
from billing.contracts.views import ContractEndView, ContractHistoryView, ContractView

router = APIRouter(prefix="/v1", tags=["billing"], route_class=Guarded)


@router.post(
    "/contracts", status_code=201, response_model=ContractView, responses=problems(400, 409)
)
async def post_contract(command: SignContract, request: Request) -> Response:
    """Keep a signed contract; the invoices of settled years follow by themselves.

    A contract owes every calendar year that it touches, whole: the offer is a price per year. So
    a municipality is under one contract only in any calendar year.
    """
    return await idempotent(
        request, partial(sign_contract, command=command, now=now()), body=command
    )


@router.get("/contracts", response_model=Page[ContractView], responses=problems())
async def get_contracts(
    request: Request, cursor: UUID | None = None, limit: Limit = 100
) -> Page[ContractView]:
    """List contracts by id."""
    async with database(request).read() as session:
        return await queries.list_contracts(session, cursor, limit)


@router.get("/contracts/{contract_id}", response_model=ContractHistoryView, responses=problems(404))
async def get_contract(request: Request, contract_id: UUID) -> ContractHistoryView:
    """Return a contract, with who paid and what it was for by time."""
    async with database(request).read() as session:
        return await queries.get_contract(session, contract_id)


@router.post(
    "/contracts/{contract_id}/end", status_code=201, response_model=ContractEndView,
    responses=problems(400, 404, 409),
)  # fmt: skip
async def post_end(command: EndContract, request: Request, contract_id: UUID) -> Response:
    """End a contract early, by agreement or on one of its break dates -> `contract_ended`."""
    act = partial(end_contract, contract_id=contract_id, command=command, now=now())
    return await idempotent(request, act, body=command)


@router.post(
    "/contracts/{contract_id}/opt-outs", status_code=201, response_model=ContractEndView,
    responses=problems(400, 404, 409),
)  # fmt: skip
async def post_opt_out(command: OptOut, request: Request, contract_id: UUID) -> Response:
    """Let a beneficiary leave a contract -> `contract_ended`; the last one ends the whole."""
    act = partial(opt_out, contract_id=contract_id, command=command, now=now())
    return await idempotent(request, act, body=command)
