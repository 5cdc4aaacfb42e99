"""An OpenID Connect issuer for tests: real HTTP, keys that can be changed, outages on command."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sensoor.issuer.signing import new_key, public_half, sign_with
from shared.issuer_keys import IssuerAway
from shared.roles import Role

EVERY_ROLE = tuple(Role)
# The volunteer who asks, where a test does not say who it is.
PERSON = UUID("6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a02")


class Issuer:
    """Serves its discovery document and public keys from a thread, until `stop`."""

    def __init__(self) -> None:
        self.key = new_key()
        self.published = [self.key]
        self.fetched = 0
        self.away = False
        self.keys_at: str | None = None
        self._answering = threading.Event()
        self._answering.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # How long `stop` may take: half a second, if nothing is said.
        serving = {"poll_interval": 0.05}
        threading.Thread(target=self._server.serve_forever, kwargs=serving, daemon=True).start()

    @property
    def address(self) -> str:
        """Return what tokens name as their issuer."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def token(self, *roles: Role, subject: str = "somebody", **changes: Any) -> str:
        """Return a token for these roles; see `sensoor.issuer.signing.sign` for changes.

        It names no person and no locations unless the changes do.
        """
        key, issuer = changes.pop("key", self.key), changes.pop("issuer", self.address)
        return sign_with(key, issuer, roles, subject, changes.pop("lifetime", 3600), **changes)

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one is still published."""
        self.key = new_key()
        self.published = [*self.published, self.key]

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Take requests, and answer none of them until this ends."""
        self._answering.clear()
        try:
            yield
        finally:
            self._answering.set()

    def stop(self) -> None:
        """Stop serving for good."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(issuer) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.fetched += 1
                issuer._answering.wait()
                answers = {
                    "/.well-known/openid-configuration": {
                        "issuer": issuer.address,
                        "jwks_uri": issuer.keys_at or f"{issuer.address}/jwks",
                    },
                    "/jwks": {"keys": [public_half(key) for key in issuer.published]},
                }  # fmt: skip
                found = None if issuer.away else answers.get(self.path)
                self.send_response(200 if found else 503)
                self.end_headers()
                self.wfile.write(json.dumps(found).encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


@cache
def issuer() -> Issuer:
    """Return this run's issuer; it ends with the process."""
    return Issuer()


def header_for(
    *roles: Role, person: UUID | None = PERSON, locations: tuple[UUID, ...] | None = None
) -> dict[str, str]:
    """Return the header of somebody with these roles, or with all of them.

    Without `locations` whoever it is acts for the nation, where the role may.
    """
    return {"Authorization": f"Bearer {_token_for(*roles, person=person, locations=locations)}"}


@cache
def _token_for(*roles: Role, person: UUID | None, locations: tuple[UUID, ...] | None) -> str:
    given = {
        "person": str(person) if person else None,
        "locations": None if locations is None else [str(each) for each in locations],
    }
    subject = f"volunteer {person}" if person else "somebody"
    return issuer().token(*(roles or EVERY_ROLE), subject=subject, **given)


def settings() -> dict[str, str]:
    """Return the settings by which a service knows this run's issuer, and is never in a hurry."""
    return {"oidc_issuer": issuer().address, "rate_limit": "1000000/second"}


async def is_known_to(app: FastAPI) -> bool:
    """Return whether a service knows the issuer's keys: a busy machine refuses requests first."""
    with suppress(IssuerAway):
        return bool(await app.state.gate.tokens.keys.known())
    return False
