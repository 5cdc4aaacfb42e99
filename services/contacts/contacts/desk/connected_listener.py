"""A listener whose desk is connected to this process."""

from typing import Any
from uuid import UUID

import orjson
from fastapi import WebSocket
from shared.database import Connection, Database

from contacts.desk.rules import NotYourChat
from contacts.desk.views import DeskView
from contacts.queue.keep_presence import open_desk
from contacts.queue.replica import Replica
from contacts.words.browser import AWAY, ELSEWHERE, Browser
from contacts.words.conversation import Outlet
from contacts.words.frames import from_desk


class ConnectedListener:
    """One listener's socket: the newest of the desk counts."""

    def __init__(
        self,
        socket: WebSocket,
        volunteer_id: UUID,
        database: Database,
        replica: Replica,
    ) -> None:
        self.browser = Browser(socket)
        self.volunteer_id = volunteer_id
        self.database, self.replica = database, replica
        self.socket = replica.socket()
        self.connection_id = self.socket.connection_id
        self.chats: dict[UUID, Outlet] = {}
        self.shown: dict[str, Any] = {}
        self.opened = False

    async def serve(self) -> None:
        """Show the desk and take words until the socket is closed."""
        self.replica.sockets.add(self.connection_id)
        await self.replica.changed()
        await self.browser.serve(self.take)

    async def take(self, data: str) -> None:
        """Pass on the words of an open chat; raises what is refused."""
        chat, words = from_desk(data)
        if chat not in self.chats:
            raise NotYourChat("this is no open chat of yours")
        frame = words.model_dump_json(by_alias=True).encode()
        await self.replica.conversations.pass_on(chat, "listener", frame)

    async def told(self, desk: DeskView, seals: dict[UUID, bytes]) -> None:
        """Connect to the chats that are open now, and show the desk if it has changed."""
        for gone in self.chats.keys() - seals.keys():
            await self.replica.conversations.go(gone, "listener", self.chats.pop(gone))
        shown = desk.model_dump(mode="json", by_alias=True)
        if {**shown, "now": ""} != {**self.shown, "now": ""}:
            self.shown = shown
            self.browser.tell({"type": "desk", "desk": shown})
        for come in seals.keys() - self.chats.keys():
            self.chats[come] = _outlet(self.browser, come)
            await self.replica.conversations.come(come, "listener", seals[come], self.chats[come])

    def tell_elsewhere(self) -> None:
        """Close: the desk was opened in another browser."""
        self.browser.tell({"type": "elsewhere"})
        self.browser.close(ELSEWHERE)

    def tell_away(self) -> None:
        """Tell the page that the database cannot be reached."""
        self.shown = {}
        self.browser.tell(AWAY)

    async def open(self, connection: Connection) -> None:
        """Note that this is the newest browser of the desk."""
        now = self.replica.clock.now()
        await open_desk(connection, self.volunteer_id, self.socket, now)
        self.opened = True

    async def leave(self) -> None:
        """Leave the chats, and note that the browser is gone."""
        self.replica.sockets.discard(self.connection_id)
        for chat, outlet in self.chats.items():
            await self.replica.conversations.go(chat, "listener", outlet)
        await self.replica.lose(self.database, self.connection_id)


def _outlet(browser: Browser, chat: UUID) -> Outlet:
    """Return what takes the frames of one chat for a browser that has several."""
    begin = orjson.dumps({"chat": str(chat)})[:-1] + b","

    def send(frame: bytes) -> None:
        browser.send(begin + frame[1:])

    return send
