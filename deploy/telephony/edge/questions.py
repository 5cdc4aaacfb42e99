"""What to do with a call: contacts is asked, and without its word Kamailio goes on by itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from edge.contacts import Away, Contacts, Refused, Replayed
from edge.day_tokens import DayTokens
from edge.deliveries import Deliveries, said_of
from edge.messages import FALLBACK, WAIT, AskForCall, AskNext, AskNotAnswered, Instruction
from edge.numbers import write_number

log = logging.getLogger(__name__)
# Kamailio waits two seconds for a word, and three minutes where the caller waits.
ANSWER_SECONDS = 1.8
ROUND_SECONDS = 150
# For so long a caller who waits is kept waiting while contacts is away, as when it restarts.
PATIENCE_SECONDS = 5
PAUSE = 0.2


async def ask_for_call(
    contacts: Contacts, asked: AskForCall, tokens: DayTokens, diversions: Mapping[str, str]
) -> Instruction:
    """Return what to do with a new call; here its caller's number ends."""
    said = {
        "callId": str(asked.call),
        "number": write_number(asked.number),
        "caller": tokens.make(asked.caller, datetime.now(UTC)),
    }
    if partner := diversions.get(write_number(asked.diverted)):
        said["divertedFrom"] = partner
    return await _word(lambda: contacts.ask("calls", said), ANSWER_SECONDS)


async def ask_next(contacts: Contacts, asked: AskNext) -> Instruction:
    """Return what comes next for a call that waits; `wait` when that is so after a while."""
    until = asyncio.get_running_loop().time() + ROUND_SECONDS
    instruction = WAIT
    while instruction == WAIT and asyncio.get_running_loop().time() < until:
        instruction = await _word(lambda: contacts.ask(f"calls/{asked.call}/next", {}), None)
    return instruction


async def ask_not_answered(
    contacts: Contacts, asked: AskNotAnswered, deliveries: Deliveries
) -> Instruction:
    """Return what comes next for a call that nobody answered at an extension."""

    async def told() -> Instruction:
        await deliveries.settled(asked.call)
        try:
            return await contacts.ask(f"calls/{asked.call}/events", said_of(asked))
        except Replayed:
            return WAIT

    return await _word(told, ANSWER_SECONDS)


async def _word(ask: Callable[[], Awaitable[Instruction]], seconds: float | None) -> Instruction:
    """Return the answer to a question, asked again while contacts is away.

    It has to come within so many seconds; None: as soon as contacts has been away for longer than
    a caller is kept waiting, there is none.
    """
    loop = asyncio.get_running_loop()
    away_since: float | None = None
    try:
        async with asyncio.timeout(seconds):
            while True:
                try:
                    return await ask()
                except Away:
                    away_since = away_since or loop.time()
                    if seconds is None and loop.time() - away_since > PATIENCE_SECONDS:
                        return FALLBACK
                    await asyncio.sleep(PAUSE)
    except TimeoutError:
        return FALLBACK
    except (Refused, Replayed, ValueError) as error:
        log.error("contacts gives no word: %s %s", type(error).__name__, error)
        return FALLBACK
