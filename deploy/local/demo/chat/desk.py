"""A listener's desk: it shows what is offered and open, and keeps the words of each chat."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
from contacts.words.transcript import Transcript

from demo.chat.connection import Changes, Connection, Frame
from demo.client import Refused
from demo.retrying import with_backoff

PATH = "/contacts/desk/socket"
RETRY_SECONDS = 3.0
ANSWER_SECONDS = 20.0
SHOWN_SECONDS = 5.0
SERVER_ERROR, TOO_MANY = 500, 429


class Desk:
    """One listener's browser, made by `at_desk`. `view` is the newest DeskView of the socket.

    `typing` are the chats in which help seekers began to write, each time anew.
    What the API answers is not shown, as on the page: of the two neither is surely the newer.
    """

    def __init__(self, address: str, headers: Mapping[str, str], api: httpx.AsyncClient) -> None:
        self.connection = Connection(
            address.rstrip("/") + PATH, headers, opened=self._on_open, frame=self._on_frame
        )
        self.view: Frame = {}
        self.words: dict[str, Transcript] = {}
        self.away = False
        self.extension: str | None = None
        self.typing: list[str] = []
        self._connected: set[str] = set()
        self._answered_at: dict[str, str] = {}
        self._api = api
        self._changes = Changes()

    @property
    def offers(self) -> list[Frame]:
        """Return what is offered now."""
        return list(self.view.get("offers", ()))

    @property
    def chats(self) -> list[Frame]:
        """Return the chats that are open."""
        return list(self.view.get("chats", ()))

    @property
    def to_register(self) -> list[Frame]:
        """Return the chats that have ended and are not registered yet."""
        return list(self.view.get("toRegister", ()))

    @property
    def connected(self) -> bool:
        """Return whether the socket is open, so that the service knows that the browser is here."""
        return self.connection.connected

    async def until(self, wanted: Callable[[], Any]) -> None:
        """Return once `wanted` is true; raises Over when the desk was opened elsewhere."""
        await self._changes.until(wanted)

    async def be(self, state: str, shift_id: UUID | str, most_chats: int = 3) -> None:
        """Be `present`, `paused` or `leaving` in a shift; raises Refused."""
        body = {"shiftId": str(shift_id), "state": state, "mostChats": most_chats,
                "extension": self.extension}  # fmt: skip
        await self._ask("PUT", "", body)

    async def sit_down(self, shift_id: UUID | str) -> None:
        """Be present; return once the desk shows it, or the line was lost again; raises Refused."""
        await self.be("present", shift_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(SHOWN_SECONDS):
                await self.until(lambda: self.view.get("desk"))

    async def leave(self) -> None:
        """Be absent; raises Refused while chats are open."""
        await self._ask("DELETE", "")

    async def answer(self, attempt_id: str) -> bool:
        """Take what is offered; return False where it is not offered here any more."""
        return await self._taken(f"/attempts/{attempt_id}/answer", "offer-gone")

    async def pass_on(self, attempt_id: str) -> bool:
        """Let the next listener be asked; return False as `answer` does."""
        return await self._taken(f"/attempts/{attempt_id}/pass", "offer-gone")

    async def end(self, attempt_id: str) -> bool:
        """End a chat; return False where another listener has it by now."""
        return await self._taken(f"/attempts/{attempt_id}/end", "not-your-chat")

    async def register(self, attempt_id: str, **registration: Any) -> None:
        """Register a chat that has ended, in the words of `RegisterChat`; raises Refused."""
        await self._ask("PUT", f"/attempts/{attempt_id}/registration", registration)

    async def refer(self, attempt_id: str, partner: str, mode: str, urgency: str) -> None:
        """Refer the help seeker to a partner; raises Refused."""
        body = {"partner": partner, "mode": mode, "urgency": urgency}
        await self._ask("POST", f"/attempts/{attempt_id}/referrals", body)

    async def connect(self, attempt_id: str, referral_id: str) -> None:
        """Hand over to the partner that has accepted; raises Refused."""
        await self._ask("POST", f"/attempts/{attempt_id}/referrals/{referral_id}/connect")

    def say(self, attempt_id: str, text: str) -> None:
        """Say a message in an open chat."""
        self.words[attempt_id].say(text)
        self._changes.tell()

    def look(self, attempt_id: str) -> None:
        """Tell that what the help seeker said was in view."""
        self.words[attempt_id].look()

    def close(self) -> None:
        """Close the browser: the service sees that it is gone."""
        self.connection.close()

    async def run(self) -> None:
        """Stay connected until the desk is opened elsewhere, or closed."""
        retrying = asyncio.create_task(self._retry())
        try:
            await self.connection.run()
        finally:
            retrying.cancel()
            self._changes.tell(over=True)

    def _on_open(self) -> None:
        self._connected.clear()

    def _on_frame(self, frame: Frame) -> None:
        if frame["type"] == "desk":
            self.view = frame["desk"]
            self._connect_chats(self.view["chats"])
        elif words := self.words.get(frame.get("chat", "")):
            if frame["type"] == "there":
                words.connect()
            elif frame["type"] == "typing":
                self.typing.append(frame["chat"])
            else:
                words.receive(frame)
        if frame["type"] in ("desk", "away"):
            self.away = frame["type"] == "away"
        self._changes.tell()

    def _connect_chats(self, chats: list[Frame]) -> None:
        """Ask for the words of chats that this socket has not had; those of before are kept.

        A chat that was with another listener in between is a new one here.
        """
        now = {chat["attemptId"]: chat["answeredAt"] for chat in chats}
        for attempt_id, answered_at in now.items():
            if self._answered_at.get(attempt_id) != answered_at:
                self._answered_at[attempt_id] = answered_at
                self.words[attempt_id] = self._transcript(attempt_id)
            if attempt_id not in self._connected:
                self.words[attempt_id].connect()
        self._connected = set(now)

    def _transcript(self, attempt_id: str) -> Transcript:
        send = self.connection.send
        return Transcript("listener", lambda frame: send({"chat": attempt_id, **frame}))

    async def _retry(self) -> None:
        while True:
            await asyncio.sleep(RETRY_SECONDS)
            for chat in self.chats:
                if words := self.words.get(chat["attemptId"]):
                    words.retry()

    async def _taken(self, path: str, gone: str) -> bool:
        try:
            await self._ask("POST", path)
        except Refused as refused:
            if gone not in str(refused):
                raise
            return False
        return True

    async def _ask(self, method: str, path: str, body: Any = None) -> None:
        """Ask the desk's API, again while it is away; raises Refused."""
        key = {"idempotency-key": str(uuid4())} if method == "POST" else {}

        async def once() -> httpx.Response:
            answer = await self._api.request(method, f"/v1/desk{path}", json=body, headers=key)
            if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY:
                answer.raise_for_status()
            return answer

        answer = await with_backoff().on(httpx.HTTPError)(once)
        if not answer.is_success:
            told = orjson.loads(answer.content)
            raise Refused(answer.status_code, f"{told.get('type')}: {told.get('detail')}")


@asynccontextmanager
async def at_desk(address: str, headers: Mapping[str, str]) -> AsyncIterator[Desk]:
    """Open a listener's desk, by the header of a token; close its browser at the end."""
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=ANSWER_SECONDS, trust_env=False
    ) as api:
        desk = Desk(address, headers, api)
        running = asyncio.create_task(desk.run())
        try:
            yield desk
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
