"""Those who take documents: a mail server and an access point of Peppol, on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sensoor.embedded.ports import free_port

from tests.http.serving import listening


@dataclass
class MailServer:
    """Takes mail, after it has given the `answers` that a test wants."""

    url: str = ""
    answers: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return f"250 OK, queued as {len(self.mails)}"


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    taker = MailServer()
    serving = await asyncio.get_running_loop().create_server(lambda: SMTP(taker), "127.0.0.1", 0)
    taker.url = f"smtp://127.0.0.1:{serving.sockets[0].getsockname()[1]}"
    yield taker
    serving.close()


@dataclass
class AccessPoint:
    """Takes UBL, once for each key, after it has given the `answers` that a test wants.

    Until `answering` is set it takes documents and answers nothing.
    """

    url: str = ""
    answers: list[int] = field(default_factory=list)
    taken: dict[str, bytes] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> JSONResponse:
        self.asked.append(dict(request.headers))
        if self.answers:
            return JSONResponse({}, self.answers.pop(0))
        key = request.headers["idempotency-key"]
        self.taken.setdefault(key, await request.body())
        await self.answering.wait()
        return JSONResponse({"id": f"receipt-{key}"}, 202)


@asynccontextmanager
async def access_point() -> AsyncIterator[AccessPoint]:
    taker, app = AccessPoint(), FastAPI()
    app.add_api_route("/documents", taker.take, methods=["POST"])
    async with listening(app, free_port(28200)) as address:
        taker.url = f"{address.replace('//', '//sensoor:secret@')}/documents"
        taker.answering.set()
        yield taker
