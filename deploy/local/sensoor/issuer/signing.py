"""The development issuer's key and the tokens that it signs. Never for production."""

import asyncio
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from shared.roles import Role

from sensoor import home as homes

ALGORITHM = "ES256"
AUDIENCE = "sensoor"
PORT = 8100
HALF_A_DAY = 12 * 3600


def prepare(home: Path, address: str) -> None:
    """Make the key, once, and note the issuer's address: tokens name it, as `iss`."""
    folder = home / "issuer"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "key.json").exists():
        homes.write_private(folder / "key.json", new_key())
    (folder / "address").write_text(address)


async def wait_for_issuer(address: str, seconds: float = 30) -> None:
    """Return once the issuer answers; TimeoutError when it does not."""
    async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with suppress(httpx.TransportError):
                await client.get(f"{address}/jwks")
                return
            await asyncio.sleep(0.05)


def new_key() -> dict[str, Any]:
    """Return a new private key for ES256 as a JSON Web Key."""
    made = json.loads(ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1())))
    return {**made, "kid": secrets.token_hex(8), "alg": ALGORITHM, "use": "sig"}


def public_half(key: dict[str, Any]) -> dict[str, Any]:
    """Return what of a key everybody may know."""
    return {name: key[name] for name in key if name not in ("d", "key_ops")}


def key_of(home: Path) -> dict[str, Any]:
    """Return the issuer's private key."""
    key: dict[str, Any] = json.loads((home / "issuer" / "key.json").read_text())
    return key


def address_of(home: Path) -> str:
    """Return the issuer's address: what services have as OIDC_ISSUER."""
    return (home / "issuer" / "address").read_text()


def sign(
    home: Path, roles: Iterable[Role], subject: str, /, lifetime: int = HALF_A_DAY,
    **overrides: Any,
) -> str:  # fmt: skip
    """Return a token for these roles that is valid for `lifetime` seconds.

    `overrides` add or replace claims, such as `person` or `aud`; one that is None is left out.
    """
    return sign_with(key_of(home), address_of(home), roles, subject, lifetime, **overrides)


def sign_with(
    key: dict[str, Any], issuer: str, roles: Iterable[Role], subject: str, /,
    lifetime: int = HALF_A_DAY, **overrides: Any,
) -> str:  # fmt: skip
    """Do as `sign` with a key and an issuer that are not those of a home."""
    now = int(time.time())
    claims = {
        "iss": issuer, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + lifetime,
        "roles": [role.value for role in roles],
    } | overrides  # fmt: skip
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, jwt.PyJWK(key).key, ALGORITHM, headers={"kid": key["kid"]})


def sign_for(
    home: Path, role: Role, person: UUID | None = None, locations: Iterable[UUID] = (),
    subject: str = "",
) -> str:  # fmt: skip
    """Return a token for half a day of a person, limited to these locations if there are any.

    Whoever is no volunteer is known by `subject`, or else by the role.
    """
    limits = [str(each) for each in locations]
    return sign(
        home, [role], subject or subject_of(role, person, limits),
        person=str(person) if person else None, locations=limits or None,
    )  # fmt: skip


def subject_of(role: Role, person: UUID | None, locations: Iterable[str]) -> str:
    """Return who somebody is here: coordinators of two locations are two persons."""
    if person:
        return str(person)
    where = " ".join(sorted(locations))
    mark = f"-{hashlib.sha256(where.encode()).hexdigest()[:8]}" if where else ""
    return f"{role}{mark}@development"


def header(home: Path, *roles: Role, **claims: Any) -> dict[str, str]:
    """Return the header of a request by somebody with these roles, good for half a day."""
    return {"Authorization": f"Bearer {sign(home, roles, 'development', **claims)}"}


def tokens_of(home: Path, listener: UUID | None) -> dict[Role, str]:
    """Return a new token for each role; that of a listener is this volunteer's."""
    persons = {Role.LISTENER: listener}
    return {role: sign_for(home, role, persons.get(role)) for role in Role}


def write_header_files(home: Path, listener: UUID | None = None) -> dict[Role, Path]:
    """Write the headers for `curl -H @var/tokens/<role>`, anew for another half day.

    `listener` is the volunteer whose token the listener's is; None: nobody was admitted yet.
    """
    folder = home / "tokens"
    folder.mkdir(mode=0o700, exist_ok=True)
    for role, token in tokens_of(home, listener).items():
        unfinished = folder / f".{role}.new"
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"Authorization: Bearer {token}\n")
        unfinished.rename(folder / role.value)
    return {role: folder / role.value for role in Role}
