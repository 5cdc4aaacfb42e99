"""Keys and tokens of the bus: NKEYs, and the JWTs that nats-server reads in operator mode.

The format is version 2 of the nats-io/jwt library: `ed25519-nkey`, claims in `nats`. No Python
library for it is maintained; `nkeys` is NATS's own library for keys and signatures.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any, Literal

import nkeys

Kind = Literal["operator", "account", "user"]
Claims = dict[str, Any]

PREFIXES = {
    "operator": nkeys.PREFIX_BYTE_OPERATOR,
    "account": nkeys.PREFIX_BYTE_ACCOUNT,
    "user": nkeys.PREFIX_BYTE_USER,
}
HEADER = {"typ": "JWT", "alg": "ed25519-nkey"}
CREDENTIALS = """\
-----BEGIN NATS USER JWT-----
{token}
------END NATS USER JWT------

Whoever holds this file is {name} on the bus: keep it as you keep a password.

-----BEGIN USER NKEY SEED-----
{seed}
------END USER NKEY SEED------
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair; `seed` is its secret, `public` its name."""

    seed: str = field(repr=False)
    public: str


def new_key(kind: Kind) -> Key:
    """Return a new key pair; the first letter of its public half tells its kind: O, A or U."""
    return key_of(nkeys.encode_seed(os.urandom(32), PREFIXES[kind]).decode())


def key_of(seed: str) -> Key:
    """Return the pair of a seed."""
    return Key(seed, nkeys.from_seed(seed.encode()).public_key.decode())


def encode(subject: str, name: str, nats: Claims, *, signer: Key, issued_at: int) -> str:
    """Return a signed JWT with the claims `nats` of `subject`; `issued_at` in s since 1970."""
    claims = {"iat": issued_at, "iss": signer.public, "name": name, "sub": subject, "nats": nats}
    digest = hashlib.sha256(json.dumps(claims, sort_keys=True).encode()).digest()
    claims["jti"] = base64.b32encode(digest).decode().rstrip("=")
    signed = f"{_part(HEADER)}.{_part(claims)}"
    signature = nkeys.from_seed(signer.seed.encode()).sign(signed.encode())
    return f"{signed}.{_base64(signature)}"


def decode(token: str) -> Claims:
    """Return the claims of a token from a trusted source; the signature is not checked."""
    body = token.split(".")[1]
    claims: Claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def credentials(name: str, token: str, user: Key) -> str:
    """Return the text of a `.creds` file: what a NATS client needs to be this user."""
    return CREDENTIALS.format(name=name, token=token, seed=user.seed)


def _part(content: Claims) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
