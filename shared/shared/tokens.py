"""Verification of an OpenID Connect issuer's bearer tokens. They are never logged or echoed.

A verified token is cached by its SHA-256 until it expires, or until the issuer's keys change.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt

from shared.claims import ClaimWrong, locations_in, person_in
from shared.issuer_keys import ALGORITHMS, IssuerKeys
from shared.refusals import Refusal
from shared.roles import Role, roles_in

LEEWAY_SECONDS = 30
MOST_REMEMBERED = 10_000
LONGEST_TOKEN = 8192


class NoToken(Refusal):
    """The request carries no `Authorization: Bearer <token>`."""

    status = 401

    def headers(self) -> Mapping[str, str]:
        """Say what to send (RFC 6750)."""
        return {"WWW-Authenticate": "Bearer"}


class TokenInvalid(Refusal):
    """This service does not accept the token."""

    status = 401

    def headers(self) -> Mapping[str, str]:
        """Return the error as RFC 6750 defines it."""
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}


class TokenExpired(TokenInvalid):
    """The token's `exp` has passed."""


class TokenNotValidYet(TokenInvalid):
    """The token's `nbf` or `iat` is in the future."""


class TokenAudienceWrong(TokenInvalid):
    """The token was issued for another audience."""


class TokenIssuerWrong(TokenInvalid):
    """The token is of another issuer."""


class TokenSignatureWrong(TokenInvalid):
    """The signature is not by a key of the issuer with an allowed algorithm."""


class TokenClaimWrong(TokenInvalid):
    """The token's claim of the person or of the locations has a wrong type."""


REFUSALS: tuple[tuple[type[jwt.PyJWTError], type[TokenInvalid], str], ...] = (
    (jwt.ExpiredSignatureError, TokenExpired, "the token has expired: get a new one"),
    (jwt.ImmatureSignatureError, TokenNotValidYet, "the token is not valid yet"),
    (jwt.InvalidAudienceError, TokenAudienceWrong, "the token is for another audience"),
    (jwt.InvalidIssuerError, TokenIssuerWrong, "the token is of another issuer"),
    (jwt.InvalidSignatureError, TokenSignatureWrong, "the token's signature is wrong"),
    (jwt.InvalidAlgorithmError, TokenSignatureWrong, "the token's algorithm is not allowed"),
    (jwt.PyJWTError, TokenInvalid, "this is no token with exp, iss, aud and sub"),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: roles, and a hash that identifies the person or program within one issuer.

    `person` is the volunteer's or supervisor's id, None for others. `locations` are those to which
    the token limits a coordinator or trainer; None: no limit, they act for the nation. `by_role`
    are those of each role, where a service knows more than the token (`shared.access.Bind`).
    """

    roles: frozenset[Role]
    subject_hash: str
    person: UUID | None = None
    locations: frozenset[UUID] | None = None
    by_role: Mapping[Role, frozenset[UUID]] | None = None

    def locations_of(self, role: Role) -> frozenset[UUID] | None:
        """Return where the caller acts in a role; None: for the nation."""
        return self.locations if self.by_role is None else self.by_role.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Where a token holds what we read: names of claims, or paths with dots."""

    roles: str = "roles"
    person: str = "person"
    locations: str = "locations"


@dataclass(frozen=True, slots=True)
class _Remembered:
    caller: Caller
    until: float  # seconds since 1970


class Tokens:
    """Verifies the tokens of one issuer for one audience."""

    def __init__(
        self, *, issuer: str, audience: str, names: ClaimNames, discovery_url: str | None = None
    ) -> None:
        self.issuer = issuer
        self.audience = audience
        self.names = names
        self._remembered: dict[bytes, _Remembered] = {}
        self.keys = IssuerKeys(
            issuer,
            discovery_url or f"{issuer.rstrip('/')}/.well-known/openid-configuration",
            changed=self._remembered.clear,
        )

    async def verify(self, token: str, digest: bytes) -> Caller:
        """Return the caller to whom a token was issued; `digest` is its SHA-256.

        Raises `TokenInvalid` or a subclass of it, and `IssuerAway`.
        """
        self.keys.stay_fresh()
        known = self._remembered.get(digest)
        if known is not None:
            if time.time() < known.until:
                return known.caller
            del self._remembered[digest]
        claims = await self.claims(token, self.audience)
        caller = self._caller(claims)
        self._remember(digest, _Remembered(caller, float(claims["exp"]) + LEEWAY_SECONDS))
        return caller

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        subject = f"{self.issuer}\0{claims['sub']}".encode()
        try:
            return Caller(
                roles=roles_in(claims, self.names.roles),
                subject_hash=hashlib.sha256(subject).hexdigest(),
                person=person_in(claims, self.names.person),
                locations=locations_in(claims, self.names.locations),
            )
        except ClaimWrong as wrong:
            raise TokenClaimWrong(str(wrong)) from None

    async def claims(self, token: str, audience: str) -> Mapping[str, Any]:
        """Verify a token without the cache and return its claims; raises as `verify` does."""
        if len(token) > LONGEST_TOKEN:
            raise TokenInvalid(f"a token has at most {LONGEST_TOKEN} characters")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.find(kid)
            if key is None:
                raise TokenSignatureWrong("the issuer has no key of the token's kid")
            claims: Mapping[str, Any] = jwt.decode(
                token, key, algorithms=ALGORITHMS, audience=audience, issuer=self.issuer,
                leeway=LEEWAY_SECONDS, options={"require": ["exp", "iss", "aud", "sub"]},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise _refusal(error) from None
        return claims

    def _remember(self, digest: bytes, remembered: _Remembered) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = remembered


def token_digest(token: str) -> bytes:
    """Return the key of a token in the cache."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _refusal(error: jwt.PyJWTError) -> TokenInvalid:
    return next(refusal(detail) for kind, refusal, detail in REFUSALS if isinstance(error, kind))
