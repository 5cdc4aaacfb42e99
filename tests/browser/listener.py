"""A listener at the desk, without a page: the desk's API and socket, as a browser uses them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import httpx
from contacts.words.transcript import Transcript
from shared.roles import Role
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.issuing import header_for
from tests.waiting import end, eventually


class Listener:
    """One desk: `view` is what it shows, `chats` the words of each."""

    def __init__(self, client: httpx.AsyncClient, shift_id: UUID) -> None:
        self.client, self.shift_id = client, shift_id
        self.view: dict[str, Any] = {}
        self.chats: dict[str, Transcript] = {}
        self.typing: list[str] = []
        self.socket: ClientConnection | None = None
        self.following: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Open the socket, and follow what comes."""
        address = str(self.client.base_url).rstrip("/").replace("http", "ws", 1)
        self.socket = await connect(
            f"{address}/contacts/desk/socket",
            additional_headers={"Authorization": self.client.headers["Authorization"]},
            proxy=None,
        )
        await end(*self.following)
        following = (self._follow(self.socket), self._retry())
        self.following = [asyncio.create_task(task) for task in following]

    async def close(self) -> None:
        """Close the socket: the browser is gone."""
        await end(*self.following)
        if self.socket:
            await self.socket.close()

    async def be(self, state: str) -> None:
        """Be present, paused, or leaving."""
        body = {"shiftId": str(self.shift_id), "state": state}

        async def taken() -> bool:
            return (await self.client.put("/v1/desk", json=body)).status_code == 200

        await eventually(taken)

    async def answer(self) -> str:
        """Answer the next offer; return the attempt."""

        async def offered() -> Any:
            return self.view.get("offers")

        attempt: str = (await eventually(offered))[0]["attemptId"]
        await self._post(f"/v1/desk/attempts/{attempt}/answer")
        await self.opened(attempt)
        return attempt

    async def opened(self, attempt: str) -> None:
        """Wait until a chat is open here, and what was said in it is known."""

        async def in_step() -> bool:
            return attempt in self.chats and self.chats[attempt].in_step

        await eventually(in_step)

    async def end(self, attempt: str) -> None:
        """End a chat."""
        await self._post(f"/v1/desk/attempts/{attempt}/end")

    def say(self, attempt: str, text: str) -> None:
        """Say something in a chat."""
        self.chats[attempt].say(text)

    def send(self, attempt: str, **frame: Any) -> None:
        """Send a frame."""
        assert self.socket
        sending = asyncio.ensure_future(self.socket.send(json.dumps({"chat": attempt, **frame})))
        sending.add_done_callback(lambda sent: sent.exception())

    def heard(self, attempt: str) -> list[str]:
        """Return what the help seeker has said, as it is seen here."""
        return [word.text for word in self.chats[attempt].log if word.by == "seeker"]

    async def hears(self, attempt: str, *texts: str) -> None:
        """Wait until exactly this was said by the help seeker."""

        async def heard() -> bool:
            # The page of the desk opens its socket again, too.
            if self.socket is None or self.socket.close_code is not None:
                await self.open()
            self.chats[attempt].look()
            return self.heard(attempt) == list(texts)

        await eventually(heard, 60)

    async def has_ended(self, attempt: str) -> str:
        """Wait until a chat is to be registered; return who ended it."""

        async def found() -> list[str]:
            to_register = self.view["toRegister"]
            return [one["endedBy"] for one in to_register if one["attemptId"] == attempt]

        return (await eventually(found))[0]

    async def _post(self, path: str) -> None:
        answer = await self.client.post(path)
        assert answer.status_code == 200, answer.text

    async def _retry(self) -> None:
        """Ask for what was lost every second, as a page does every few."""
        while True:
            await asyncio.sleep(1)
            for chat in self.chats.values():
                chat.retry()

    async def _follow(self, socket: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for data in socket:
                self._take(json.loads(data))

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "desk":
            self._show(frame["desk"])
        elif frame["type"] == "there":
            self._chat(frame["chat"]).connect()
        elif frame["type"] == "typing":
            self.typing.append(frame["chat"])
        elif "chat" in frame:
            self._chat(frame["chat"]).receive(frame)

    def _show(self, view: dict[str, Any]) -> None:
        self.view = view
        for chat in view["chats"]:
            self._chat(chat["attemptId"])

    def _chat(self, attempt: str) -> Transcript:
        if attempt not in self.chats:
            self.chats[attempt] = Transcript("listener", lambda frame: self.send(attempt, **frame))
            self.chats[attempt].connect()
        return self.chats[attempt]


@asynccontextmanager
async def at_desk(address: str, volunteer_id: UUID, shift_id: UUID) -> AsyncIterator[Listener]:
    """Be present at the desk; at the end leave it, whatever is open."""
    headers = header_for(Role.LISTENER, person=volunteer_id)
    async with httpx.AsyncClient(base_url=address, headers=headers, trust_env=False) as client:
        listener = Listener(client, shift_id)
        await listener.open()
        await listener.be("present")
        try:
            yield listener
        finally:
            for chat in listener.view.get("chats", []):
                await client.post(f"/v1/desk/attempts/{chat['attemptId']}/end")
            await client.delete("/v1/desk")
            await listener.close()
