"""The page of a contract, for finance: its terms, who pays, what it is for, and how it ends."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in
from shared.pages.language import gettext
from shared.pages.route import pages_router
from shared.pages.show import done, show
from shared.refusals import NotFound, Refusal

from billing.contracts import queries
from billing.contracts.commands import EndContract, OptOut
from billing.contracts.end_contract import end_contract, opt_out
from billing.contracts.rules import NotBreakDate, NotUnderContract, OutsideTerm, PayerCannotLeave

CONTRACT = "contracts/templates/contract.html"
LEAVES = "leavesOn"
Change = EndContract | OptOut

router = pages_router("/billing")


@router.get("/contracts/{contract_id}")
async def get_contract(contract_id: UUID, request: Request) -> Response:
    """Show a contract with its history, and the forms by which it ends."""
    return await _show(request, contract_id, Typed(), status=200)


@router.post("/contracts/{contract_id}/end")
async def post_end(contract_id: UUID, request: Request) -> Response:
    """End the contract; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    return await _change(request, contract_id, typed, EndContract, end_contract)


@router.post("/contracts/{contract_id}/opt-outs")
async def post_opt_out(contract_id: UUID, request: Request) -> Response:
    """Let a municipality leave the contract; what is wrong is shown beside its field."""
    typed = await typed_in(request)
    return await _change(request, contract_id, typed, OptOut, opt_out, day=LEAVES)


async def _change(
    request: Request, contract_id: UUID, typed: Typed, kind: type[Change], act: Any, *,
    day: str = "on",
) -> Response:  # fmt: skip
    """Do what a form asks; `day` is the field of its day, as two forms are on the page."""
    beside: dict[type[Refusal], str] = {
        OutsideTerm: day, NotBreakDate: day, NotUnderContract: "code", PayerCannotLeave: "code",
    }  # fmt: skip
    try:
        command = typed.read(kind, on=typed.value(day))
        change = partial(act, contract_id=contract_id, command=command, now=now())
        await idempotent(request, change, body=command, key=typed.key)
    except FormWrong:
        typed.errors = {day if name == "on" else name: said for name, said in typed.errors.items()}
        return await _show(request, contract_id, typed, status=400)
    except NotFound:
        raise
    except Refusal as refusal:
        typed.refused(refusal, beside)
        return await _show(request, contract_id, typed, status=refusal.status)
    return done(f"/billing/contracts/{contract_id}", gettext("The contract is changed."))


async def _show(request: Request, contract_id: UUID, typed: Typed, *, status: int) -> Response:
    async with database(request).read() as session:
        contract = await queries.get_contract(session, contract_id)
        codes = {code for each in contract.coverage for code in (each.code, each.came_from) if code}
        codes |= {each.payer for each in contract.payers}
        names = await queries.municipality_names(session, codes)
    ends = contract.ended_on or contract.until
    staying = {each.code for each in contract.coverage if each.until == ends}
    named = sorted((names.get(code, code), code) for code in staying)
    return show(
        request, CONTRACT, status=status, typed=typed, contract=contract, names=names,
        staying=[(code, f"{name} ({code})") for name, code in named],
    )  # fmt: skip
