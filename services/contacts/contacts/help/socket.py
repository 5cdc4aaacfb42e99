"""The help seeker's WebSocket (docs/chat.md): open to all, known by nothing but a token."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket
from shared.database import Database
from shared.pages.sockets import check_own_origin
from shared.refusals import Refusal

from contacts.help.crowd import WORK_BITS, Crowd, check_work, new_challenge
from contacts.help.seekers import Seekers
from contacts.queue.join_queue import (
    Joined,
    TokenUnknown,
    join_queue,
    keep_token,
    leave_queue,
    rejoin_queue,
    return_to_chat,
)
from contacts.queue.replica import Replica
from contacts.surges.find_surge import require_open_surge
from contacts.words.browser import AWAY, ELSEWHERE, OVER, SILENT, UNKNOWN, Browser
from contacts.words.frames import WORDS, End, FrameWrong, Join, Kept, Resume, from_seeker

router = APIRouter()
FIRST_FRAME_SECONDS = 10.0
WORK_SECONDS = 60.0
FINAL = frozenset({"ended", "missed"})


class NotAnswered(Refusal):
    """Words are passed on while a listener has the chat."""


@router.websocket("/contacts/help/socket")
async def help_socket(socket: WebSocket) -> None:
    """Let a help seeker join the queue, or come back, and chat."""
    check_own_origin(socket)
    state = socket.app.state
    crowd: Crowd = state.crowd
    crowd.come()
    try:
        await socket.accept()
        seeker = SocketOfSeeker(socket, state.database, state.replica, state.seekers, crowd)
        await seeker.serve()
    finally:
        crowd.go()


class SocketOfSeeker:
    """One help seeker's socket, from the first frame to the last."""

    attempt_id: UUID

    def __init__(
        self,
        socket: WebSocket,
        database: Database,
        replica: Replica,
        seekers: Seekers,
        crowd: Crowd,
    ) -> None:
        self.browser = Browser(socket)
        self.database, self.replica, self.seekers = database, replica, seekers
        self.crowd = crowd
        self.socket = replica.socket()
        self.connection_id = self.socket.connection_id
        self.challenge: str | None = None
        self.silent: asyncio.TimerHandle | None = None
        self.joined = False
        self.state: Mapping[str, Any] = {}
        self.handovers: dict[str, str] = {}

    async def serve(self) -> None:
        """Take frames until the socket is closed; then note that the browser is gone."""
        self._limit(FIRST_FRAME_SECONDS)
        try:
            await self.browser.serve(self.take)
        finally:
            self._limit(None)
            await self._go()

    async def take(self, data: str) -> None:
        """Take one frame; raises what is refused."""
        frame = from_seeker(data)
        if isinstance(frame, Join | Resume):
            if self.joined:
                raise FrameWrong("this socket has joined: open another one to come back")
            await (self._join(frame) if isinstance(frame, Join) else self._resume(frame))
        elif not self.joined:
            raise FrameWrong("join, or resume with a token, before anything else")
        elif isinstance(frame, Kept):
            async with self.database.commit() as connection:
                await keep_token(connection, self.attempt_id, self.connection_id)
        elif isinstance(frame, End):
            async with self.replica.deciding(self.database) as connection:
                await leave_queue(connection, self.attempt_id, self.replica.clock.now())
            await self.replica.changed()
        elif isinstance(frame, WORDS):
            if self.state.get("phase") != "answered":
                raise NotAnswered("no listener has this chat now: say it when one has")
            words = frame.model_dump_json(by_alias=True).encode()
            await self.replica.conversations.pass_on(self.attempt_id, "seeker", words)

    def _limit(self, seconds: float | None) -> None:
        """Close the socket unless somebody joins within so many seconds; None: no more."""
        if self.silent is not None:
            self.silent.cancel()
        if seconds is not None:
            loop = asyncio.get_running_loop()
            self.silent = loop.call_later(seconds, self.browser.close, SILENT)

    async def _join(self, frame: Join) -> None:
        if frame.work is not None:
            challenge, self.challenge = self.challenge, None
            check_work(frame.work, challenge)
        elif not self.crowd.let_in():
            self.challenge = new_challenge()
            self.browser.tell({"type": "work", "challenge": self.challenge, "bits": WORK_BITS})
            self._limit(WORK_SECONDS)
            return
        self.replica.sockets.add(self.connection_id)
        async with self.replica.deciding(self.database) as connection:
            now = self.replica.clock.now()
            surge_id = await require_open_surge(connection, frame.line) if frame.line else None
            joined = await join_queue(
                connection, "chat", "national", self.socket, now, surge_id=surge_id
            )
        await self._come(joined)

    async def _resume(self, frame: Resume) -> None:
        self.replica.sockets.add(self.connection_id)
        try:
            async with self.database.commit() as connection:
                joined = await return_to_chat(connection, frame.token, self.socket)
            if joined is None:
                async with self.replica.deciding(self.database) as connection:
                    now = self.replica.clock.now()
                    joined = await rejoin_queue(connection, frame.token, self.socket, now)
        except TokenUnknown as refusal:
            self.browser.refuse(refusal)
            self.browser.close(UNKNOWN)
            return
        await self._come(joined)

    async def _come(self, joined: Joined) -> None:
        self.attempt_id, self.joined = joined.attempt_id, True
        self._limit(None)
        self.browser.tell({"type": "welcome", "token": joined.token})
        self.seekers.come(self)
        await self.replica.conversations.come(
            self.attempt_id, "seeker", joined.seal, self.browser.send
        )
        await self.replica.changed()

    def told(self, state: Mapping[str, Any]) -> None:
        """Tell the page how the queue stands, if that has changed; close when it is over."""
        if state != self.state:
            self.state = state
            self.browser.tell(dict(state))
            if state["phase"] in FINAL:
                self.browser.close(OVER)

    def tell_elsewhere(self) -> None:
        """Close: the chat was opened in another place."""
        self.browser.tell({"type": "elsewhere"})
        self.browser.close(ELSEWHERE)

    def tell_handover(self, partner: str, step: str) -> None:
        """Tell the page how far a warm handover is, if that has changed."""
        if self.handovers.get(partner) != step:
            self.handovers[partner] = step
            self.browser.tell({"type": "handover", "partner": partner, "step": step})

    def tell_away(self) -> None:
        """Tell the page that the database cannot be reached, unless a chat is open: it goes on."""
        if self.state.get("phase") != "answered":
            self.state = {}  # told again as soon as it can be
            self.browser.tell(AWAY)

    async def _go(self) -> None:
        self.replica.sockets.discard(self.connection_id)
        if not self.joined:
            return
        self.seekers.go(self)
        await self.replica.conversations.go(self.attempt_id, "seeker", self.browser.send)
        if self.state.get("phase") in FINAL:
            return
        await self.replica.lose(self.database, self.connection_id)
