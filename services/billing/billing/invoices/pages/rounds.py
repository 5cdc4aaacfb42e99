"""The pages of rounds: what one would issue, begin it, follow it, and see what was refused."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from shared.database import raw
from shared.http import database, idempotent, now
from shared.pages.forms import FormWrong, Typed, typed_in, typed_query
from shared.pages.language import gettext
from shared.pages.live import live
from shared.pages.route import pages_router
from shared.pages.show import done, draw, show
from shared.refusals import Refusal
from sqlmodel.ext.asyncio.session import AsyncSession

from billing.invoices import wording
from billing.invoices.begin_round import begin_round
from billing.invoices.commands import BeginRound, ShowRounds
from billing.invoices.preview_round import preview_round
from billing.invoices.read_rounds import list_rounds, read_round
from billing.invoices.rules.rounds import YearNotSettled
from billing.invoices.views import RoundView
from billing.local_date import local_date
from billing.settlements.commands import SettleYear
from billing.settlements.queries import last_settled
from billing.settlements.settle_year import settle_year
from billing.settlements.views import SettlementView

ROUNDS, ROUND = "invoices/templates/rounds.html", "invoices/templates/round.html"
PART = "invoices/templates/_round.html"
ROWS = 20

router = pages_router("/billing")


@router.get("/rounds")
async def get_rounds(request: Request) -> Response:
    """Show what a round of `?year=` would issue now, and the rounds before."""
    typed = typed_query(request)
    try:
        asked = typed.read(ShowRounds).year
    except FormWrong:
        return await _show_rounds(request, typed, None, status=400)
    return await _show_rounds(request, typed, asked)


@router.post("/rounds")
async def post_round(request: Request) -> Response:
    """Begin a round of a year, after its preview."""
    typed = await typed_in(request)
    try:
        command = typed.read(BeginRound)
        act = partial(begin_round, command=command, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_rounds(request, typed, None, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_rounds(request, typed, command.year, status=refusal.status)
    begun: asyncio.Event = request.app.state.round_begun
    begun.set()
    begun_round = RoundView.model_validate_json(bytes(answer.body))
    return done(
        f"/billing/rounds/{begun_round.round_id}",
        gettext("The round of %(year)s has begun.", year=command.year),
    )


@router.post("/settlements")
async def post_settlement(request: Request) -> Response:
    """Settle a year, after which it can be invoiced."""
    typed = await typed_in(request)
    try:
        command = typed.read(SettleYear)
        act = partial(settle_year, command=command, now=now())
        answer = await idempotent(request, act, body=command, key=typed.key)
    except FormWrong:
        return await _show_rounds(request, typed, None, status=400)
    except Refusal as refusal:
        typed.refused(refusal)
        return await _show_rounds(request, typed, command.year, status=refusal.status)
    settled = SettlementView.model_validate_json(bytes(answer.body))
    return done(
        f"/billing/rounds?year={settled.year}",
        gettext("%(year)s is settled: its price is fixed.", year=settled.year),
    )


@router.get("/rounds/{round_id}")
async def get_round(request: Request, round_id: UUID) -> Response:
    """Show how far a round is, and what it refused and why."""
    return show(request, ROUND, round=await _read(request, round_id), **wording.of_rounds())


@router.get("/rounds/{round_id}/live")
async def get_round_live(request: Request, round_id: UUID) -> Response:
    """Stream the part of the page that changes."""

    async def progress() -> str:
        shown = await _read(request, round_id)
        return draw(request, PART, round=shown, **wording.of_rounds())

    await _read(request, round_id)
    return live(request, progress)


async def _read(request: Request, round_id: UUID) -> RoundView:
    async with database(request).read() as session:
        return await read_round(await raw(session), round_id)


async def _show_rounds(
    request: Request, typed: Typed, asked: int | None, *, status: int = 200
) -> Response:
    async with database(request).read() as session:
        year = asked or await last_settled(session) or local_date(now()).year
        found = await _of_year(session, year)
    return show(
        request, ROUNDS, status=status, typed=typed, year=year, **found, **wording.of_rounds()
    )


async def _of_year(session: AsyncSession, year: int) -> dict[str, Any]:
    """Return the preview of a year, None where it is not settled, and the rounds before."""
    connection = await raw(session)
    try:
        preview = await preview_round(connection, year, now())
    except YearNotSettled:
        preview = None
    rounds = await list_rounds(connection, None, ROWS, None)
    return {"preview": preview, "rounds": rounds.items}
