"""The connection to Kamailio: each question is answered by itself, what happened is passed on."""

import asyncio
import json
import logging
from dataclasses import dataclass

from pydantic import ValidationError

from edge.contacts import Away, Contacts, Refused, Replayed, message_id
from edge.day_tokens import DayTokens
from edge.deliveries import Deliveries
from edge.messages import Alive, AskForCall, AskNext, AskNotAnswered, Heard, Instruction, Tell
from edge.netstrings import FrameBroken, netstring, read_netstring
from edge.questions import ask_for_call, ask_next, ask_not_answered
from edge.settings import Settings

log = logging.getLogger(__name__)
PAUSE = 1.0
# So many ids of calls fit in a message of 4 KB.
AT_ONCE = 90


@dataclass(frozen=True)
class Exchange:
    """What the edge needs to answer Kamailio."""

    settings: Settings
    contacts: Contacts
    deliveries: Deliveries
    tokens: DayTokens

    async def stay(self) -> None:
        """Be connected to Kamailio, again whenever it was away; never returns."""
        while True:
            try:
                await self._listen()
            except (OSError, asyncio.IncompleteReadError, FrameBroken) as error:
                log.warning("Kamailio is away: %s", type(error).__name__)
            await asyncio.sleep(PAUSE)

    async def _listen(self) -> None:
        host, port = self.settings.kamailio_host, self.settings.kamailio_port
        reader, writer = await asyncio.open_connection(host, port)
        log.warning("Kamailio is there")
        answering: set[asyncio.Task[None]] = set()
        try:
            while True:
                task = asyncio.create_task(self._hear(await read_netstring(reader), writer))
                answering.add(task)
                task.add_done_callback(answering.discard)
        finally:
            for task in answering:
                task.cancel()
            writer.close()

    async def _hear(self, text: bytes, writer: asyncio.StreamWriter) -> None:
        try:
            heard = Heard.validate_json(text)
        except ValidationError:
            # It is not shown: it may hold a number.
            log.error("a message of Kamailio cannot be read: are both of one version?")
            return
        if isinstance(heard, Tell):
            self.deliveries.put(heard)
        elif isinstance(heard, Alive):
            await self._tell_alive(heard)
        else:
            instruction = await self._answer(heard)
            said = {"index": heard.index, "label": heard.label}
            said |= instruction.model_dump(exclude_none=True)
            writer.write(netstring(json.dumps(said).encode()))

    async def _answer(self, asked: AskForCall | AskNext | AskNotAnswered) -> Instruction:
        if isinstance(asked, AskForCall):
            return await ask_for_call(self.contacts, asked, self.tokens, self.settings.diversions)
        if isinstance(asked, AskNext):
            return await ask_next(self.contacts, asked)
        return await ask_not_answered(self.contacts, asked, self.deliveries)

    async def _tell_alive(self, alive: Alive) -> None:
        calls = [str(call) for call in alive.alive]
        try:
            for first in range(0, max(len(calls), 1), AT_ONCE):
                said = {"callIds": calls[first : first + AT_ONCE]}
                await self.contacts.send("alive", said, message_id())
        except (Away, Refused, Replayed) as error:
            said_why = f"{type(error).__name__} {error}"
            log.warning("contacts was not told which calls there are: %s", said_why)
