"""A telephone exchange in Python: it signs what it asks and tells, and plays calls.

What it is told to do it does as the real one: it rings, asks again while the caller waits, and
plays a message. The caller's number is invented, and never said: contacts is told the day's token.

Where an answer was lost on the way, the same message again is a replay, and refused. A question is
asked anew then, which changes nothing; what happened was taken, and what comes next is asked for.
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson

SECRET = "whsec_"  # noqa: S105
Ring = Callable[[UUID, str], Awaitable[bool]]
Talk = Callable[[UUID], Awaitable[None]]


@dataclass
class Exchange:
    """What reaches contacts as the exchange does, with the newest of its secrets."""

    client: httpx.AsyncClient
    secret: str

    async def ask(self, path: str, body: Any, *, message_id: str = "") -> httpx.Response:
        """Send a signed message; one with a `message_id` that was used before is a replay."""
        content = orjson.dumps(body)
        headers = sign(self.secret, content, message_id or f"msg_{uuid4().hex}", int(time.time()))
        return await self.client.post(f"/v1/exchange{path}", content=content, headers=headers)

    async def call(
        self, call_id: UUID, number: str, caller: str, diverted_from: str | None = None
    ) -> dict[str, Any]:
        """Ask what to do with a call that came in; return the instruction."""
        body = {"callId": str(call_id), "number": number, "caller": caller}
        if diverted_from:
            body["divertedFrom"] = diverted_from
        return await self._question("/calls", body)

    async def next(self, call_id: UUID) -> dict[str, Any]:
        """Ask what comes next for a caller who waits."""
        return await self._question(f"/calls/{call_id}/next", {})

    async def happened(self, call_id: UUID, n: int, what: str, **more: str) -> dict[str, Any]:
        """Tell what happened to a call, and return what comes next."""
        said = {"happened": what, "n": n, **more}
        answer = await self.ask(f"/calls/{call_id}/events", said)
        return await self.next(call_id) if _is_replay(answer) else _told(answer)

    async def alive(self, *call_ids: UUID) -> None:
        """Tell which calls there are."""
        answer = await self.ask("/alive", {"callIds": [str(one) for one in call_ids]})
        if not _is_replay(answer):
            answer.raise_for_status()

    async def _question(self, path: str, body: Any) -> dict[str, Any]:
        while _is_replay(answer := await self.ask(path, body)):
            pass
        return _told(answer)


def sign(secret: str, content: bytes, message_id: str, seconds: int) -> dict[str, str]:
    """Return the headers that sign a message, as Standard Webhooks has them."""
    key = base64.b64decode(secret.removeprefix(SECRET))
    said = f"{message_id}.{seconds}.".encode() + content
    signature = base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()
    return {
        "webhook-id": message_id, "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}", "Content-Type": "application/json",
    }  # fmt: skip


def a_caller() -> str:
    """Return the day's token of somebody who has not called before."""
    return secrets.token_hex(32)


async def play_call(
    exchange: Exchange, number: str, *, rings: Ring, talks: Talk, caller: str = "",
    diverted_from: str | None = None, call_id: UUID | None = None,
) -> str:  # fmt: skip
    """Play one call to its end; return how it ended: `talked`, or the message that was played.

    `rings` says whether the listener at an extension picks up, `talks` waits until the caller hangs
    up. `gone`: the call was over before anybody picked up.
    """
    call_id, n = call_id or uuid4(), 0
    told = await exchange.call(call_id, number, caller or a_caller(), diverted_from)
    while True:
        if told["action"] == "message":
            return str(told["message"])
        if told["action"] == "none":
            return "gone"
        if told["action"] == "wait":
            told = await exchange.next(call_id)
            continue
        n += 1
        async with asyncio.timeout(told["seconds"] + 5):
            picked_up = await rings(call_id, told["extension"])
        what = "answered" if picked_up else "not_answered"
        told = await exchange.happened(call_id, n, what, extension=told["extension"])
        if picked_up:
            await talks(call_id)
            await exchange.happened(call_id, n + 1, "hung_up", by="caller")
            return "talked"


def _is_replay(answer: httpx.Response) -> bool:
    return answer.status_code == httpx.codes.CONFLICT and "message-replayed" in answer.text


def _told(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    return told
