"""Contacts: calls and letters, on the evening of the chats and by its listeners."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from demo.asking_again import AskingAgain
from demo.calls import NATIONAL, Calls, CallsPlayed
from demo.chat_words import reply, saying
from demo.client import Api
from demo.letters import play_letters
from demo.roster import Volunteer


@dataclass(frozen=True)
class Channels:
    """The calls of the evening, and how many letters are written.

    `header_of` returns the header of a volunteer.
    """

    contacts: Api
    calls: Calls
    header_of: Callable[[Volunteer], Mapping[str, str]]
    letters: int

    async def play(self, team: Sequence[Volunteer]) -> tuple[CallsPlayed, list[str]]:
        """Play them at once; return what came of the calls, and in words what was wrong."""
        readers = [one for one in team if "email" in one.channels]
        async with asyncio.TaskGroup() as group:
            calls = group.create_task(self._play_calls())
            wrong = group.create_task(self._play_letters(readers))
        return calls.result(), wrong.result()

    async def _play_calls(self) -> CallsPlayed:
        if not self.calls.number:
            return CallsPlayed("an earlier run")
        await _keep_number(self.contacts)
        return await self.calls.play()

    async def _play_letters(self, readers: Sequence[Volunteer]) -> list[str]:
        address = self.contacts.address
        headers: list[Mapping[str, str]] = [{}, *map(self.header_of, readers[:2])]
        clients = [
            httpx.AsyncClient(
                base_url=address, headers=one, timeout=20, transport=AskingAgain(), trust_env=False
            )
            for one in headers
        ]
        try:
            texts = [saying(place, 1) for place in range(1, self.letters + 1)]
            found = await play_letters(clients[0], clients[1:], texts, reply(saying(1, 1)))
        finally:
            await asyncio.gather(*(client.aclose() for client in clients))
        lost = self.letters - found["read"]
        return [f"of {self.letters} letters {lost} found no answer"] if lost else []


async def _keep_number(contacts: Api) -> None:
    """Keep the national number among those that are ours."""
    lines = (await contacts.get("/v1/lines"))["lines"]
    if all(line["number"] != NATIONAL for line in lines):
        national = {"number": NATIONAL, "kind": "national"}
        await contacts.put("/v1/lines", {"lines": [*lines, national]})
