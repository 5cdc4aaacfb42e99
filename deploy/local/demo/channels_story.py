"""Contacts: calls by the exchange and letters, on the evening of the chats and by its listeners."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID, uuid5

import httpx

from demo.chance import chance
from demo.chat_words import reply, saying
from demo.client import Api
from demo.exchange import Exchange, play_call
from demo.letters import play_letters
from demo.roster import Volunteer
from demo.story_clock import StoryClock

NATIONAL = "0900555"
NUMBERS = UUID("6f0f8f0e-3d0c-4b8e-9c59-6a7d1d3c2b10")
# Of those who are rung so many do not pick up; a call lasts so long, in seconds of the clock.
NOT_PICKED_UP, LASTS_SECONDS = 0.15, (30, 120)
PICKED_UP_SECONDS = (3, 12)
# A call of which the exchange says nothing for two minutes of the clock is over.
ALIVE_SECONDS = 2.0


@dataclass(frozen=True)
class Channels:
    """Where the calls and letters of the evening go, by whom, and how many there are.

    `secret` is what the exchange signs with, `header_of` the header of a volunteer's number.
    """

    contacts: Api
    clock: StoryClock
    secret: str
    header_of: Callable[[Volunteer], Mapping[str, str]]
    calls: int
    letters: int

    async def play(self, team: Sequence[Volunteer]) -> list[str]:
        """Play calls and letters at once; return in words what did not come out as it must."""
        await _keep_number(self.contacts)
        readers = [one for one in team if "email" in one.channels]
        ended, wrong = await asyncio.gather(self._play_calls(), self._play_letters(readers))
        return wrong + [f"a call ended as {how}" for how in ended if how != "talked"]

    async def _play_calls(self) -> list[str]:
        random = chance("calls")

        async def rings(_call: UUID, _extension: str) -> bool:
            await asyncio.sleep(self.clock.real_seconds(random.uniform(*PICKED_UP_SECONDS)))
            return random.random() >= NOT_PICKED_UP

        async def talks(_call: UUID) -> None:
            await asyncio.sleep(self.clock.real_seconds(random.uniform(*LASTS_SECONDS)))

        async with httpx.AsyncClient(base_url=self.contacts.address, timeout=20) as client:
            exchange = Exchange(client, self.secret)
            ids = call_ids(self.calls)
            async with _alive(exchange, ids):
                return await asyncio.gather(
                    *(play_call(exchange, NATIONAL, call_id=one, rings=rings, talks=talks)
                      for one in ids)
                )  # fmt: skip

    async def _play_letters(self, readers: Sequence[Volunteer]) -> list[str]:
        number = self.letters
        address = self.contacts.address
        headers: list[Mapping[str, str]] = [{}, *map(self.header_of, readers[:2])]
        clients = [httpx.AsyncClient(base_url=address, headers=one, timeout=20) for one in headers]
        try:
            texts = [saying(place, 1) for place in range(1, number + 1)]
            found = await play_letters(clients[0], clients[1:], texts, reply(texts[0]))
        finally:
            await asyncio.gather(*(client.aclose() for client in clients))
        wrong = {what: count for what, count in found.items() if count != number}
        return [f"of {number} letters {count} were {what}" for what, count in wrong.items()]


def call_ids(calls: int) -> list[UUID]:
    """Return the ids of so many calls: the same in every run."""
    return [uuid5(NUMBERS, str(number)) for number in range(calls)]


async def _keep_number(contacts: Api) -> None:
    """Keep the national number among those that are ours."""
    lines = (await contacts.get("/v1/lines"))["lines"]
    if all(line["number"] != NATIONAL for line in lines):
        national = {"number": NATIONAL, "kind": "national"}
        await contacts.put("/v1/lines", {"lines": [*lines, national]})


@asynccontextmanager
async def _alive(exchange: Exchange, calls: Sequence[UUID]) -> AsyncIterator[None]:
    """Say which calls there are as often as a clock that runs fast needs it."""

    async def say() -> None:
        while True:
            await exchange.alive(*calls)
            await asyncio.sleep(ALIVE_SECONDS)

    saying_so = asyncio.create_task(say())
    try:
        yield
    finally:
        saying_so.cancel()
        with suppress(asyncio.CancelledError):
            await saying_so
