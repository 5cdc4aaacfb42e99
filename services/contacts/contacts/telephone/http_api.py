"""What the telephone exchange asks and tells, signed (signatures.py): nobody else is let in.

It waits for no answer for long: where the database is slow or away it is told so, 503, and rings
its own list.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from prometheus_client import Counter, Gauge
from shared.database import Connection, DatabaseAway
from shared.http import database, problems
from shared.refusals import NotFound, TooLarge

from contacts.queue.replica import Replica
from contacts.settings import Settings
from contacts.telephone.ask_for_call import ask_for_call
from contacts.telephone.calls import Calls
from contacts.telephone.commands import AskForCall, AskNext, TellAlive, TellEvent
from contacts.telephone.keep_alive import keep_alive
from contacts.telephone.rules import Instruction
from contacts.telephone.signatures import check_signature
from contacts.telephone.stored_calls import keep_message, load_instruction, note_heard
from contacts.telephone.take_call_event import take_call_event

MOST_BYTES = 4_096
ANSWER_SECONDS = 4.0
# Less than ten seconds with all that is around it.
NEXT_SECONDS = 9.0
EXPECTED = Gauge("exchange_expected", "Whether a telephone exchange is to be heard of: 1, or 0")
ALIVE = Counter("exchange_alive", "How often the telephone exchange said that it is there")


class NoSuchCall(NotFound):
    """The call is not known here."""


class SignedRoute(APIRoute):
    """A route that lets in by the signature, before the body is read as anything."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler behind the signature."""
        handler = super().get_route_handler()

        async def signed(request: Request) -> Response:
            settings: Settings = request.app.state.settings
            body = await request.body()
            if len(body) > MOST_BYTES:
                raise TooLarge(f"a message has at most {MOST_BYTES} bytes")
            request.state.message_id = check_signature(
                request.headers, body, settings.exchange_keys, time.time()
            )
            return await handler(request)

        return signed


# Not for clients with a token, whom the OpenAPI document is for: docs/chat.md is the contract.
router = APIRouter(
    prefix="/v1/exchange", tags=["exchange"], route_class=SignedRoute, include_in_schema=False
)
PATHS = frozenset({
    "/v1/exchange/calls", "/v1/exchange/calls/{call_id}/next",
    "/v1/exchange/calls/{call_id}/events", "/v1/exchange/alive",
})  # fmt: skip


@router.post("/calls", response_model_exclude_none=True, responses=problems(401, 409, 503))
async def post_call(command: AskForCall, request: Request) -> Instruction:
    """Ask what to do with a call that came in; the same call again is told how it is now."""
    replica = _replica(request)
    async with _deciding(request) as connection:
        instruction = await ask_for_call(connection, command, replica.clock.now())
    await replica.changed()
    return instruction


@router.post(
    "/calls/{call_id}/next", response_model_exclude_none=True,
    responses=problems(401, 404, 409, 503),
)  # fmt: skip
async def post_next(call_id: UUID, _command: AskNext, request: Request) -> Instruction:
    """Ask what comes next: answered when the call need not wait any more, or after ten seconds."""
    calls: Calls = request.app.state.calls
    with calls.asked(call_id) as told:
        async with asyncio.timeout(ANSWER_SECONDS), database(request).commit() as connection:
            await keep_message(connection, request.state.message_id)
            await note_heard(connection, [call_id], _replica(request).clock.now())
            known = await load_instruction(connection, call_id)
        if known is None:
            raise NoSuchCall("this call is not known here: ask for it first")
        if known.action != "wait":
            return known
        with suppress(TimeoutError):
            async with asyncio.timeout(NEXT_SECONDS):
                found = await told
                if found is None:
                    raise DatabaseAway("the queue cannot be looked at")
                return found
    return known


@router.post(
    "/calls/{call_id}/events", response_model_exclude_none=True, responses=problems(401, 409, 503)
)
async def post_event(call_id: UUID, command: TellEvent, request: Request) -> Instruction:
    """Tell what happened to a call -> `contact_missed` where the caller left the queue."""
    replica = _replica(request)
    async with _deciding(request) as connection:
        instruction = await take_call_event(connection, call_id, command, replica.clock.now())
    await replica.changed()
    return instruction


@router.post("/alive", status_code=204, responses=problems(401, 409, 503))
async def post_alive(command: TellAlive, request: Request) -> Response:
    """Tell which calls there are: one that is not named for a minute is over."""
    ALIVE.inc()
    replica = _replica(request)
    async with _deciding(request) as connection:
        await keep_alive(connection, command.calls, replica.clock.now())
    await replica.changed()
    return Response(status_code=204)


@asynccontextmanager
async def _deciding(request: Request) -> AsyncIterator[Connection]:
    """Yield a connection to change the queue with, soon or not at all; the message is taken."""
    deciding: AbstractAsyncContextManager[Connection] = _replica(request).deciding(
        database(request)
    )
    async with asyncio.timeout(ANSWER_SECONDS), deciding as connection:
        await keep_message(connection, request.state.message_id)
        yield connection


def _replica(request: Request) -> Replica:
    found: Replica = request.app.state.replica
    return found
