"""What is no way in: tokens that are not good, and every endpoint that they are tried on."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sensoor.issuer import signing
from shared.roles import Role, RoleTable

from tests.http.asking import IN_PATHS, NO_ID
from tests.journeys.planting import BODIES

# Who leads the relay changes by itself, whoever asks for what.
TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename NOT IN ('relay_lease', 'replica')"
)
CONTENT = """
SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM "{table}" t
"""


@dataclass(frozen=True)
class Operation:
    """One endpoint, with an address and a body that fit it."""

    service: str
    row: str
    roles: frozenset[Role]

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.row.split(" ")[0]

    @property
    def template(self) -> str:
        """The path as the table has it."""
        return self.row.split(" ")[1]

    @property
    def path(self) -> str:
        """An address of it."""
        return re.sub(r"\{(\w+)\}", lambda found: IN_PATHS.get(found[1], NO_ID), self.template)

    @property
    def is_page(self) -> bool:
        """Whether a person reads it in a browser, which keeps a cookie."""
        return not self.template.startswith("/v1/")

    @property
    def body(self) -> Any:
        """What is posted or put there."""
        return BODIES.get((self.service, self.method.lower(), self.template))

    async def ask(
        self,
        client: httpx.AsyncClient,
        token: str | None = None,
        params: Mapping[str, str] | None = None,
        more: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Do it with this token, with these parameters, and with more headers.

        Of a stream of events, which has no end for minutes, only the head is read.
        """
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with client.stream(
            self.method, self.path, json=self.body, params=params, headers=headers | (more or {})
        ) as answer:
            if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                await answer.aread()
            return answer


def operations(service: str) -> Iterator[Operation]:
    """Yield every endpoint of a service's table, beside WebSockets (`tests/http`)."""
    table: RoleTable = import_module(f"{service}.roles").ROLES
    for row, roles in table.items():
        if not row.startswith("WS "):
            yield Operation(service, row, frozenset(roles))


def bad_tokens(home: Path) -> dict[str, str | None]:
    """Return tokens of everybody who may do everything, each with one fault."""
    key, roles = signing.key_of(home), [*Role]

    def signed(**changes: Any) -> str:
        return signing.sign(home, roles, "attacker", **changes)

    other = {**signing.new_key(), "kid": key["kid"]}
    return {
        "none": None,
        "expired": signed(lifetime=-3600),
        "for another audience": signed(aud="elsewhere"),
        "of another issuer": signed(iss="https://elsewhere.example"),
        "alg none": _unsigned(signed()),
        "HS256 with the public key": _signed_with_public_key(key, signed()),
        "of another key": signing.sign_with(other, signing.address_of(home), roles, "attacker"),
        "with claims of another": ".".join(
            [signed().split(".")[0], signed(sub="other").split(".")[1], signed().split(".")[2]]
        ),
    }


def _unsigned(token: str) -> str:
    header, claims, _ = token.split(".")
    return ".".join([_with_algorithm(header, "none"), claims, ""])


def _signed_with_public_key(key: dict[str, Any], token: str) -> str:
    """Take the public key, which everybody knows, for a shared secret (CVE-2015-9235)."""
    public = jwt.PyJWK(signing.public_half(key)).key
    assert isinstance(public, EllipticCurvePublicKey)
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header, claims, _ = token.split(".")
    said = f"{_with_algorithm(header, 'HS256')}.{claims}"
    signature = hmac.digest(secret, said.encode(), hashlib.sha256)
    return f"{said}.{_encoded(signature)}"


def _with_algorithm(header: str, algorithm: str) -> str:
    known = json.loads(base64.urlsafe_b64decode(header + "=="))
    return _encoded(json.dumps({**known, "alg": algorithm}).encode())


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


async def rows_of(url: str) -> dict[str, str]:
    """Return a hash of all that stands in each table of a database."""
    connection = await asyncpg.connect(url)
    tables = [row["tablename"] for row in await connection.fetch(TABLES)]
    found = {table: await connection.fetchval(CONTENT.format(table=table)) for table in tables}
    await connection.close()
    return found
