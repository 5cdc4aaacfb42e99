"""Bearer tokens of an OpenID Connect issuer, verified. Nothing of a token is logged or repeated.

A verified token is remembered by its SHA-256 until it expires, or until the issuer's keys change.
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
    """The token is not one that this service takes."""

    status = 401

    def headers(self) -> Mapping[str, str]:
        """Say what is wrong, as RFC 6750 has it."""
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
    """No key of the issuer made the signature, by an algorithm that is allowed."""


class TokenClaimWrong(TokenInvalid):
    """The token's claim of the person or of the locations is not what it must be."""


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
    """Who asks: roles, and a hash that stands for the person or program within one issuer.

    `person` is the volunteer's id, None for who is no volunteer. `locations` are those to which
    the token limits its coordinator or trainer; None: it does not, they act for the nation.
    """

    roles: frozenset[Role]
    subject_hash: str
    person: UUID | None = None
    locations: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Where a token says what we ask of it: names of claims, or ways with dots."""

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
        """Return who a token was issued to; `digest` is its SHA-256.

        Raises `TokenInvalid` and what is derived from it, and `IssuerAway`.
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
        """Return the claims of a token that is verified anew; raises as `verify` does."""
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
    """Return what a token is known by here, once verified."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _refusal(error: jwt.PyJWTError) -> TokenInvalid:
    return next(refusal(detail) for kind, refusal, detail in REFUSALS if isinstance(error, kind))
