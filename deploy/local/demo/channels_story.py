"""Contacts: calls and letters, on the evening of the chats and by its listeners."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import httpx

from demo.asking_again import AskingAgain
from demo.calls import NATIONAL, Calls, CallsPlayed
from demo.chat_words import reply, saying
from demo.client import Api
from demo.letters import play_letters
from demo.roster import Volunteer
from demo.volunteers_story import Known

TALKED = timedelta(minutes=1)


@dataclass(frozen=True)
class Channels:
    """The calls of an evening that begins so, and how many letters are written.

    `header_of` returns the header of a volunteer, by the id.
    """

    contacts: Api
    begins_at: datetime
    calls: Calls
    letters: int
    known: Known
    header_of: Callable[[str], Mapping[str, str]]

    async def play(self, team: Sequence[Volunteer]) -> tuple[CallsPlayed, list[str]]:
        """Play them at once; return what came of the calls, and in words what was wrong."""
        readers = [one for one in team if "email" in one.channels]
        async with asyncio.TaskGroup() as group:
            calls = group.create_task(self._play_calls(team))
            wrong = group.create_task(self._play_letters(readers))
        return calls.result(), wrong.result()

    async def _play_calls(self, team: Sequence[Volunteer]) -> CallsPlayed:
        if not self.calls.number:
            return CallsPlayed("an earlier run")
        await _keep_number(self.contacts)
        played = await self.calls.play()
        for place in range(played.by_itself):
            await self._register(team[place % len(team)])
        return played

    async def _register(self, one: Volunteer) -> None:
        """Register by hand a call that the exchange's fixed list answered, as anybody would."""
        volunteer_id = self.known.volunteers[one.number]
        contact = {
            "channel": "telephone", "line": "national", "waitSeconds": 0, "heavy": False,
            "answeredAtLocationId": self.known.locations[one.location],
            "volunteerId": volunteer_id, "startedAt": self.begins_at.isoformat(),
            "endedAt": (self.begins_at + TALKED).isoformat(),
            "kind": "conversation", "topics": ["loneliness"], "outcome": "thought_along",
        }  # fmt: skip
        listener = self.contacts.acting_with(self.header_of(volunteer_id))
        await listener.post("/v1/contacts", contact, str(uuid4()))

    async def _play_letters(self, readers: Sequence[Volunteer]) -> list[str]:
        address = self.contacts.address
        headers: list[Mapping[str, str]] = [
            {}, *(self.header_of(self.known.volunteers[one.number]) for one in readers[:2])
        ]  # fmt: skip
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
