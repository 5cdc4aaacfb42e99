"""A browser that takes push, with the service through which it does, on this machine."""

import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI, Request, Response
from sensoor.embedded.ports import free_port
from volunteers.notices.ways import Browser

from tests.http.serving import listening


def in_base64url(of: bytes) -> str:
    """Write bytes as browsers do."""
    return base64.urlsafe_b64encode(of).rstrip(b"=").decode()


@dataclass
class PushService:
    """Takes what is pushed, after it has given the `answers` that a test wants."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    sealed: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def point(self) -> str:
        """Return the public key of the browser."""
        public = self.key.public_key()
        return in_base64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def browser(self) -> Browser:
        """Return the browser as it says itself."""
        return Browser(
            f"{self.address}/push/secret-of-browser", self.point, in_base64url(self.auth)
        )

    @property
    def messages(self) -> list[Any]:
        """Return what the browser can open of what came."""
        return [
            json.loads(http_ece.decrypt(one, private_key=self.key, auth_secret=self.auth))
            for one in self.sealed
        ]

    async def take(self, request: Request) -> Response:
        """Take one message."""
        if self.answers:
            return Response(status_code=self.answers.pop(0))
        self.headers.append(dict(request.headers))
        self.sealed.append(await request.body())
        return Response(status_code=201)


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """Run a push service."""
    taker, app = PushService(), FastAPI()
    app.add_api_route("/push/secret-of-browser", taker.take, methods=["POST"])
    async with listening(app, free_port(28300)) as taker.address:
        yield taker
