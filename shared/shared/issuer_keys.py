"""The issuer's discovery document and public keys, fetched and kept (OpenID Connect Discovery)."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import jwt

from shared.refusals import Refusal

log = logging.getLogger(__name__)

FETCH_SECONDS = 5.0
OLD_AFTER_SECONDS = 600.0
AGAIN_AFTER_SECONDS = 10.0
FAILED_AGAIN_AFTER_SECONDS = 1.0
# Never `none`, and never HS*: whoever knows the public key could sign with it.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
)  # fmt: skip


class IssuerAway(Refusal):
    """No key of the issuer was ever fetched: no token can be verified yet."""

    status = 503

    def headers(self) -> Mapping[str, str]:
        """Say when to try again."""
        return {"Retry-After": "2"}


class IssuerKeys:
    """The keys of one issuer, by `kid`. Old ones go on being used while the issuer is away."""

    def __init__(self, issuer: str, discovery_url: str, changed: Callable[[], None]) -> None:
        self.issuer = issuer
        self.discovery_url = discovery_url
        self.document: dict[str, Any] = {}
        self._changed = changed
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._told: list[Any] = []
        self._one_at_a_time = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None
        self._fetched_at = 0.0
        self._look_again_at = 0.0
        self._failed_at = -AGAIN_AFTER_SECONDS
        self._asked_anew_at = -AGAIN_AFTER_SECONDS

    async def find(self, kid: str | None) -> jwt.PyJWK | None:
        """Return the key of this id, or None when the issuer has none; raises `IssuerAway`.

        An unknown id is a reason to fetch the keys again, at most once in ten seconds.
        """
        await self.known()
        if kid not in self._keys:
            now = time.monotonic()
            if now - self._asked_anew_at >= AGAIN_AFTER_SECONDS:
                self._asked_anew_at = now
                await self._fetch(unless_newer_than=now)
            elif self._one_at_a_time.locked():  # somebody is asking for it just now
                async with self._one_at_a_time:
                    pass
        return self._keys.get(kid)

    async def known(self) -> dict[str, Any]:
        """Return the discovery document, with keys known; raises `IssuerAway`."""
        if not self._keys:
            await self._fetch(unless_newer_than=time.monotonic())
        if not self._keys:
            raise IssuerAway("the issuer of tokens cannot be reached just now: try again")
        return self.document

    def stay_fresh(self) -> None:
        """Fetch the keys in the background when they are older than ten minutes."""
        now = time.monotonic()
        if now < self._look_again_at or not self._keys:
            return
        self._look_again_at = now + AGAIN_AFTER_SECONDS
        self._refreshing = asyncio.create_task(self._fetch(unless_newer_than=now))

    async def _fetch(self, unless_newer_than: float) -> None:
        """Fetch document and keys, one at a time; a failure is logged and changes nothing."""
        async with self._one_at_a_time:
            just_failed = time.monotonic() - self._failed_at < FAILED_AGAIN_AFTER_SECONDS
            if just_failed or (self._keys and self._fetched_at > unless_newer_than):
                return
            try:
                await self._fetch_now()
            except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
                self._failed_at = time.monotonic()
                log.warning("the issuer's keys could not be fetched: %s", type(error).__name__)

    async def _fetch_now(self) -> None:
        async with http_client() as client:
            document = (await client.get(self.discovery_url)).raise_for_status().json()
            if document["issuer"] != self.issuer:
                log.error("the discovery document is of another issuer than OIDC_ISSUER")
                raise ValueError
            answer = (await client.get(document["jwks_uri"])).raise_for_status().json()
        told = answer["keys"]
        keys = {one.get("kid"): key for one in told if (key := _usable(one))}
        if not keys:
            raise ValueError
        if told != self._told:
            self._changed()
        self.document, self._keys, self._told = document, keys, told
        self._fetched_at = time.monotonic()
        self._look_again_at = self._fetched_at + OLD_AFTER_SECONDS


def http_client() -> httpx.AsyncClient:
    """Return a client for the issuer: no proxy, and the certificate authorities of the system."""
    context = ssl.create_default_context()
    return httpx.AsyncClient(timeout=FETCH_SECONDS, trust_env=False, verify=context)


def _usable(key: dict[str, Any]) -> jwt.PyJWK | None:
    """Read a public key that signatures can be verified with; others are passed over."""
    if key.get("use", "sig") != "sig" or key.get("kty") == "oct":
        return None
    try:
        found = jwt.PyJWK(key)
    except jwt.PyJWTError:
        return None
    return found if found.algorithm_name in ALGORITHMS else None
