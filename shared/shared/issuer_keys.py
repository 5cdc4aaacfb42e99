"""The issuer's discovery document and public keys, cached (OpenID Connect Discovery)."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt

from shared.refusals import Refusal
from shared.settings import is_secure

log = logging.getLogger(__name__)

FETCH_SECONDS = 5.0
OLD_AFTER_SECONDS = 600.0
AGAIN_AFTER_SECONDS = 10.0
# Unknown key ids cause a fetch, at most this often; a new key waits no longer than this.
PACE_SECONDS = 1.0
WAIT_SECONDS = 5.0
MOST_WAITING = 100
# Never `none` or HS*: with HS* anybody could sign with the public key.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
)  # fmt: skip
FETCH_FAILURES = (
    httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError, TimeoutError
)  # fmt: skip


class IssuerAway(Refusal):
    """No key of the issuer was ever fetched: no token can be verified yet."""

    status = 503

    def headers(self) -> Mapping[str, str]:
        """Say when to try again."""
        return {"Retry-After": "2"}


class IssuerKeys:
    """The keys of one issuer, by `kid`. Cached keys are used while the issuer is down.

    There is at most one fetch at a time, shared by all requests that need it. A request with a
    known key does not wait.
    """

    def __init__(self, issuer: str, discovery_url: str, changed: Callable[[], None]) -> None:
        self.issuer = issuer
        self.discovery_url = discovery_url
        self.document: dict[str, Any] = {}
        self._changed = changed
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._told: list[Any] = []
        self._fetching: asyncio.Task[None] | None = None
        self._began_at = -PACE_SECONDS
        self._look_again_at = 0.0
        self._waiting = 0

    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        """Return the key of this id, or None when the issuer has none; raises `IssuerAway`.

        An unknown id causes a fetch: the key may be new since the last one.
        """
        await self.known()
        await self._fetch_until(lambda: kid in self._keys)
        return self._keys.get(kid)

    async def known(self) -> dict[str, Any]:
        """Return the discovery document, with keys known; raises `IssuerAway`."""
        await self._fetch_until(lambda: bool(self._keys))
        if not self._keys:
            raise IssuerAway("the issuer of tokens cannot be reached just now: try again")
        return self.document

    def stay_fresh(self) -> None:
        """Fetch the keys in the background when they are older than ten minutes."""
        now = time.monotonic()
        if now < self._look_again_at or not self._keys:
            return
        self._look_again_at = now + AGAIN_AFTER_SECONDS
        self._fetch_under_way()

    async def _fetch_until(self, found: Callable[[], bool]) -> None:
        """Wait until it is found, or until a fetch that began after this call did not find it.

        The wait is short, and refused when too many wait already.
        """
        if found() or self._waiting >= MOST_WAITING:
            return
        asked_at = time.monotonic()
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while not found():
                    await asyncio.wait([self._fetch_under_way()])
                    if self._began_at >= asked_at:
                        break
        except TimeoutError:
            log.warning("the issuer's keys take long to fetch")
        finally:
            self._waiting -= 1

    def _fetch_under_way(self) -> asyncio.Task[None]:
        """Return the current fetch: a task that goes on when one of the waiting requests ends."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        return self._fetching

    async def _fetch(self) -> None:
        """Fetch the document, then the keys; a failure is logged and changes nothing."""
        await asyncio.sleep(self._began_at + PACE_SECONDS - time.monotonic())
        self._began_at = time.monotonic()
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                await self._fetch_now()
        except FETCH_FAILURES as error:
            log.warning("the issuer's keys could not be fetched: %s", type(error).__name__)

    async def _fetch_now(self) -> None:
        async with http_client() as client:
            document = (await client.get(self.discovery_url)).raise_for_status().json()
            if document["issuer"] != self.issuer:
                log.error("the discovery document is of another issuer than OIDC_ISSUER")
                raise ValueError
            address = document["jwks_uri"]
            if not is_secure(address, self._plain_http_hosts()):
                log.error("the issuer's keys are at a plain http address of another host")
                raise ValueError
            answer = (await client.get(address)).raise_for_status().json()
        told = answer["keys"]
        keys = {one.get("kid"): key for one in told if (key := _usable(one))}
        if not keys:
            raise ValueError
        if told != self._told:
            self._changed()
        self.document, self._keys, self._told = document, keys, told
        self._look_again_at = time.monotonic() + OLD_AFTER_SECONDS

    def _plain_http_hosts(self) -> frozenset[str]:
        """Return the host that is trusted over plain http, if there is one."""
        place = urlsplit(self.discovery_url)
        return frozenset({place.hostname or ""} if place.scheme == "http" else ())


def http_client() -> httpx.AsyncClient:
    """Return a client for the issuer: no proxy, and the system's certificate authorities."""
    return httpx.AsyncClient(timeout=FETCH_SECONDS, trust_env=False, verify=_authorities())


@cache
def _authorities() -> ssl.SSLContext:
    """Read the certificate authorities once, because it is slow."""
    return ssl.create_default_context()


def _usable(key: dict[str, Any]) -> jwt.PyJWK | None:
    """Return a public key for signatures; None for any other key."""
    if key.get("use", "sig") != "sig" or key.get("kty") == "oct":
        return None
    try:
        found = jwt.PyJWK(key)
    except jwt.PyJWTError:
        return None
    return found if found.algorithm_name in ALGORITHMS else None
