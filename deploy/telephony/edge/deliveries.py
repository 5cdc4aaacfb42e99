"""What happened to calls is told to contacts: in the order of each call, until it is taken."""

import asyncio
import logging
from dataclasses import dataclass, field
from uuid import UUID

from edge.contacts import Away, Contacts, Refused, Replayed, message_id
from edge.messages import AskNotAnswered, Tell

log = logging.getLogger(__name__)
# Contacts ends a call by itself that the exchange has not named for a minute: what is older than
# this would tell it nothing.
GIVE_UP_SECONDS = 300
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 10.0


def said_of(told: Tell | AskNotAnswered) -> dict[str, object]:
    """Return what contacts is told."""
    happened = told.tell if isinstance(told, Tell) else told.ask
    named = told.model_dump(include={"extension", "by", "n"}, exclude_none=True)
    return {"happened": happened, **named}


@dataclass
class Deliveries:
    """What is still to be told, in memory: each delivery of a call waits for those before."""

    contacts: Contacts
    last: dict[UUID, asyncio.Task[None]] = field(default_factory=dict)

    def put(self, told: Tell) -> None:
        """Tell contacts, after what happened to the call before."""
        task = asyncio.create_task(self._deliver(told, self.last.get(told.call)))
        self.last[told.call] = task
        task.add_done_callback(lambda done: self._forget(told.call, done))

    async def settled(self, call: UUID) -> None:
        """Wait until all that happened to a call is told."""
        if task := self.last.get(call):
            await asyncio.wait([task])

    async def _deliver(self, told: Tell, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        try:
            async with asyncio.timeout(GIVE_UP_SECONDS):
                await self._until_taken(told)
        except Replayed:
            pass
        except Refused as refused:
            log.error("call %s: contacts refuses %s: %s", told.call, told.tell, refused)
        except TimeoutError:
            log.error("call %s: contacts was not told of %s", told.call, told.tell)

    async def _until_taken(self, told: Tell) -> None:
        known_as, pause = message_id(), FIRST_PAUSE
        while True:
            try:
                await self.contacts.send(f"calls/{told.call}/events", said_of(told), known_as)
            except Away:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    def _forget(self, call: UUID, done: asyncio.Task[None]) -> None:
        if self.last.get(call) is done:
            del self.last[call]
